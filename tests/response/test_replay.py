from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from config.rules import Rules
from response.desk import Desk
from response.replay import replay
from store import documents
from store.records import Assessment, Document, Grade
from tests.response.conftest import NOON
from tests.response.world import DUTY, opened

DAY = timedelta(days=1)


def kept(desk: Desk) -> Callable[[Sequence[Document]], list[Assessment]]:
    """Reads a post as it was read."""

    def read(posts: Sequence[Document]) -> list[Assessment]:
        with desk.register.reading() as tx:
            return [found for post in posts if (found := documents.assessment(tx, post.id))]

    return read


def with_longer_answers(rules: Rules) -> Rules:
    promises = {
        id_: promise.model_copy(update={"limit": "72 hours"}) if not promise.national and promise.limit.endswith("hours") else promise
        for id_, promise in rules.deadlines.promises.items()
    }
    return replace(rules, deadlines=rules.deadlines.model_copy(update={"promises": promises}), version="changed")


def with_another_lead(rules: Rules, topic: str, department: str) -> Rules:
    topics = {**rules.topics.topics, topic: rules.topics.topics[topic].model_copy(update={"departments": (department,)})}
    return replace(rules, topics=rules.topics.model_copy(update={"topics": topics}), version="changed")


def test_the_same_rules_change_nothing(desk: Desk, rules: Rules) -> None:
    opened(desk)
    with desk.register.reading() as tx:
        found = replay(tx, (rules, kept(desk)), (rules, kept(desk)), NOON - DAY)
    assert (found.incidents, found.changes) == (1, ())


def test_another_lead_shows_the_office_that_would_get_it_and_keeps_nothing(desk: Desk, rules: Rules) -> None:
    incident = opened(desk)
    changed = with_another_lead(rules, "municipal_services", "water")
    with desk.register.reading() as tx:
        found = replay(tx, (rules, kept(desk)), (changed, kept(desk)), NOON - DAY)
    assert [change.incident for change in found.changes] == [incident.id]
    assert any(sentence.startswith("主办：") and "水利局" in sentence for sentence in found.changes[0].differs)
    with desk.register.reading() as tx:
        again = replay(tx, (rules, kept(desk)), (rules, kept(desk)), NOON - DAY)
    assert again.changes == ()


def test_another_limit_shows_as_a_clock_that_comes_and_one_that_goes(desk: Desk, rules: Rules) -> None:
    opened(desk)
    with desk.register.reading() as tx:
        found = replay(tx, (rules, kept(desk)), (with_longer_answers(rules), kept(desk)), NOON - DAY)
    told = " ".join(found.changes[0].differs)
    assert "时限增加" in told
    assert "72 hours" in told


def test_what_a_person_said_stands_under_both(desk: Desk, rules: Rules) -> None:
    incident = opened(desk)
    desk.act(incident.id, "raise", DUTY, because="现场核实", details={"grade": "major"})
    with desk.register.reading() as tx:
        found = replay(tx, (rules, kept(desk)), (with_longer_answers(rules), kept(desk)), NOON - DAY)
    assert not any("级别" in sentence for change in found.changes for sentence in change.differs)
    assert all(clock["limit"] for change in found.changes for clock in change.after["clocks"])


def test_only_the_time_asked_for_and_progress_is_told(desk: Desk, rules: Rules) -> None:
    opened(desk, grade=Grade.ordinary)
    steps: list[tuple[int, int]] = []
    pair = (rules, kept(desk))
    with desk.register.reading() as tx:
        assert replay(tx, pair, pair, NOON + DAY).incidents == 0
        replay(tx, pair, pair, NOON - DAY, lambda number, of: steps.append((number, of)))
    assert steps == [(1, 1)]
