"""Editions of a page, its counts over time, and when it is looked at again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from store import documents, editions, incidents
from store.editions import Taken
from store.records import Assessment, Grade, Severity
from store.register import Register
from tests.store.conftest import NOON, document, incident

AGES = (60, 480, 1440)
HOUR = timedelta(hours=1)


def test_the_same_text_is_kept_once_however_its_lines_are_broken(register: Register) -> None:
    with register.writing() as tx:
        assert editions.take(tx, document(), AGES) is Taken.new
        assert editions.take(tx, document("d9", "渠黎镇停水\n 三天了", url=document().url), AGES) is Taken.same
        assert len(documents.recent(tx)) == 1


def test_posts_without_an_address_are_posts_of_their_own(register: Register) -> None:
    with register.writing() as tx:
        taken = [editions.take(tx, document(id_, text, url=""), AGES) for id_, text in (("d1", "停水"), ("d2", "停电"), ("d1", "停水"))]
        assert taken == [Taken.new, Taken.new, Taken.same]


def test_a_changed_text_keeps_its_voice_and_its_moment_and_names_the_one_before(register: Register) -> None:
    first = document(voice="k1", engagement={"likes": 3})
    later = document("d2", "渠黎镇停水五天了", url=first.url, voice="k2", published=NOON + HOUR, fetched=NOON + HOUR)
    with register.writing() as tx:
        editions.take(tx, first, AGES)
        assert editions.take(tx, later, AGES) is Taken.changed
        one, two = editions.every(tx, first)
    assert (two.edition, two.replaces, two.voice, two.published) == (2, one.id, "k1", NOON)
    assert two.engagement == {"likes": 3}


def test_a_replaced_edition_is_no_post_of_its_incident_any_more(register: Register) -> None:
    with register.writing() as tx:
        opened = incidents.open_(tx, incident(), NOON)
        for number, text in ((1, "停水三天"), (2, "停水五天")):
            editions.take(tx, document(f"d{number}", text, url="http://127.0.0.1/t"), AGES)
        for one in editions.every(tx, document(url="http://127.0.0.1/t")):
            documents.save_assessment(tx, Assessment(one.id, (), (), (), (), Severity(Grade.none, "")), NOON)
            documents.leave(tx, one.id, documents.GROUPED, incident=opened.id)
            if one.replaces:
                documents.leave(tx, one.replaces, documents.REPLACED)
        assert [one.text for one, _ in documents.of_incident(tx, opened.id)] == ["停水五天"]


def test_a_page_is_looked_at_when_it_comes_to_an_age_and_each_look_is_handed_out_once(register: Register) -> None:
    with register.writing() as tx:
        editions.take(tx, document(), AGES)
        assert editions.due_again(tx, "board", AGES, NOON + HOUR / 2, 9) == []
        assert editions.due_again(tx, "board", AGES, NOON + HOUR, 9) == [document().url]
        assert editions.due_again(tx, "board", AGES, NOON + 2 * HOUR, 9) == []
        assert editions.due_again(tx, "board", AGES, NOON + 30 * HOUR, 9) == [document().url]
        assert editions.due_again(tx, "board", AGES, NOON + 999 * HOUR, 9) == []


def test_a_look_that_failed_is_due_with_the_next_run(register: Register) -> None:
    with register.writing() as tx:
        editions.take(tx, document(), AGES)
        editions.due_again(tx, "board", AGES, NOON + HOUR, 9)
        assert editions.again_now(tx, "board", document().url, NOON + HOUR)
        assert editions.due_again(tx, "board", AGES, NOON + HOUR, 9) == [document().url]
        assert not editions.again_now(tx, "board", "http://127.0.0.1/unknown", NOON)


@pytest.mark.parametrize(("status", "goes_on"), [("assigned", True), ("archived", False)])
def test_past_the_last_age_only_the_pages_of_an_open_incident_are_looked_at(register: Register, status: str, goes_on: bool) -> None:
    with register.writing() as tx:
        opened = incidents.open_(tx, replace(incident(), status=status), NOON)
        editions.take(tx, document(), AGES)
        documents.leave(tx, document().id, documents.GROUPED, incident=opened.id)
        editions.due_again(tx, "board", AGES, NOON + 24 * HOUR, 9)
        assert bool(editions.due_again(tx, "board", AGES, NOON + 40 * HOUR, 9)) is goes_on


@pytest.mark.parametrize(
    ("ages", "age", "going", "expected"),
    [
        (AGES, 0, False, 60),
        (AGES, 60, False, 480),
        (AGES, 1440, False, None),
        (AGES, 1440, True, 1440 + 960),
        ((60,), 60, True, 120),
        ((), 0, True, None),
    ],
)
def test_the_rhythm_falls_with_age(ages: tuple[int, ...], age: int, going: bool, expected: int | None) -> None:
    now = NOON + timedelta(minutes=age)
    wanted: datetime | None = NOON + timedelta(minutes=expected) if expected else None
    assert editions.next_look(NOON, now, ages, going=going) == wanted


def test_counts_are_kept_where_they_are_news(register: Register) -> None:
    with register.writing() as tx:
        for hour, likes in enumerate((3, 3, 8)):
            editions.take(tx, document(engagement={"likes": likes}, fetched=NOON + hour * HOUR), AGES)
        assert editions.counted(tx, document()) == [(NOON, {"likes": 3}), (NOON + 2 * HOUR, {"likes": 8})]
        kept = documents.get(tx, document().id)
    assert kept is not None
    assert kept.engagement == {"likes": 8}
