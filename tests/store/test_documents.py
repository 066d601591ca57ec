"""Documents are kept once and go through their states."""

from __future__ import annotations

from datetime import timedelta

from store import documents
from store.records import Assessment, Finding, Grade, SaidBy, Severity
from store.register import Register
from tests.store.conftest import NOON, document


def test_the_same_document_is_kept_once(register: Register) -> None:
    with register.writing() as tx:
        assert documents.add(tx, document()) is True
        assert documents.add(tx, document()) is False


def test_a_changed_text_is_a_new_document() -> None:
    assert documents.document_id("s", "u", "one") != documents.document_id("s", "u", "two")


def test_the_earliest_published_comes_first_and_the_undated_last(register: Register) -> None:
    with register.writing() as tx:
        for id_, published in (("late", NOON), ("undated", None), ("early", NOON - timedelta(days=1))):
            documents.add(tx, document(id_, published=published))
        assert [d.id for d in documents.pending(tx, documents.COLLECTED, 9)] == ["early", "late", "undated"]


def test_an_assessment_comes_back_as_it_went_in(register: Register) -> None:
    topic = Finding("environment", "生态环境", "“噪声”", SaidBy.learned, 0.83, (3, 5))
    kept = Assessment("d1", (topic,), (), (), (), Severity(Grade.ordinary, "1人受伤", 1.0, {"injured": 1}), mood=0.4, at=NOON)
    with register.writing() as tx:
        documents.add(tx, document())
        documents.save_assessment(tx, kept, NOON)
        assert documents.assessment(tx, "d1") == kept


def test_a_document_leaves_a_state_for_the_next(register: Register) -> None:
    with register.writing() as tx:
        documents.add(tx, document())
        documents.leave(tx, "d1", documents.SET_ASIDE, because="没有正文")
        assert documents.pending(tx, documents.COLLECTED, 9) == []
        assert [(d.id, because) for d, _, because in documents.recent(tx, state=documents.SET_ASIDE)] == [("d1", "没有正文")]


def test_a_page_is_remembered_by_its_last_visit(register: Register) -> None:
    with register.writing() as tx:
        documents.remember_page(tx, "s", "u", NOON, etag="1", last_modified=None, digest="a", outcome="kept")
        documents.remember_page(tx, "s", "u", NOON, etag="2", last_modified=None, digest="b", outcome="kept")
        assert documents.known_pages(tx, "s") == {"u": {"etag": "2", "last_modified": None, "digest": "b", "outcome": "kept"}}


def test_of_the_pages_of_many_years_the_latest_are_known(register: Register) -> None:
    with register.writing() as tx:
        for day in range(5):
            seen = {"etag": None, "last_modified": None, "digest": None, "outcome": "kept"}
            documents.remember_page(tx, "s", f"u{day}", NOON + timedelta(days=day), **seen)
        assert documents.known_pages(tx, "s", limit=2).keys() == {"u4", "u3"}
