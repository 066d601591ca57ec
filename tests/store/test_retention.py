from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import func, select

from store import documents, incidents, retention
from store import tables as t
from store.records import Assessment, Finding, Grade, Notice, Severity
from store.register import Register
from tests.store.conftest import NOON, document, incident

DAY = timedelta(days=1)


def read(id_: str) -> Assessment:
    return Assessment(id_, (Finding("water", "供水", "“停水三天”", span=(0, 4)),), (), (), (), Severity(Grade.none, "“无人受伤”"))


def test_a_text_goes_and_its_address_digest_and_findings_stay(register: Register) -> None:
    with register.writing() as tx:
        documents.add(tx, document("a"))
        documents.save_assessment(tx, read("a"), NOON)
        assert retention.erase_texts(tx, retention.loose_texts(tx, NOON + DAY), NOON) == 1
        assert retention.loose_texts(tx, NOON + DAY) == []
    with register.reading() as tx:
        kept, found = documents.get(tx, "a"), documents.assessment(tx, "a")
    assert kept is not None
    assert (kept.title, kept.text, kept.voice, kept.url, kept.digest) == ("", "", None, document("a").url, document("a").digest)
    assert found is not None
    assert (found.topics[0].value, found.topics[0].because, found.topics[0].span, found.severity.because) == ("water", "", None, "")


def test_only_incidents_that_ended_long_ago_give_up_their_texts(register: Register) -> None:
    with register.writing() as tx:
        for number, status in enumerate(("resolved", "assigned")):
            opened = incidents.open_(tx, replace(incident(), status=status), NOON)
            documents.add(tx, document(f"d{number}"))
            documents.leave(tx, f"d{number}", documents.GROUPED, incident=opened.id)
        assert retention.texts_of_ended(tx, NOON - DAY) == {}
        assert list(retention.texts_of_ended(tx, NOON + DAY).values()) == [["d0"]]


def test_a_notice_of_a_running_clock_stays(register: Register) -> None:
    with register.writing() as tx:
        opened = incidents.open_(tx, incident(), NOON)
        incidents.add_notice(tx, Notice(0, opened.id, None, "act", "451400.duty", "旧的", NOON))
        assert retention.forget_notices(tx, NOON) == 0
        assert retention.forget_notices(tx, NOON + DAY) == 1
        assert tx.execute(select(func.count()).select_from(t.notices)).scalar_one() == 0
