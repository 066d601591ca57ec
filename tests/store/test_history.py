"""The history holds, and shows where it was touched."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, insert, update

from store import history, incidents
from store.register import Register
from store.tables import entries
from tests.store.conftest import NOON, incident


@pytest.fixture
def told(register: Register) -> Register:
    """Three incidents of four entries each."""
    with register.writing() as tx:
        for number in range(3):
            opened = incidents.open_(tx, incident(f"事件{number}"), NOON)
            for action in ("found", "assessed", "assigned", "acknowledged"):
                history.append(tx, opened.id, action, "system", NOON, f"因为{action}", {"post": "d1", "at": NOON})
    return register


def faults(register: Register) -> list[str]:
    with register.reading() as tx:
        return [fault.sentence for fault in history.verify(tx)]


def test_an_untouched_history_holds(told: Register) -> None:
    assert faults(told) == []


@pytest.mark.parametrize("column", ["action", "by", "because", "details", "before", "digest"])
def test_a_changed_byte_in_any_column_shows(told: Register, column: str) -> None:
    value = {"post": "d2"} if column == "details" else "x"
    with told.writing() as tx:
        tx.execute(update(entries).where(entries.c.incident == 2, entries.c.number == 3).values({column: value}))
    assert any("事件 2 第 3 条" in sentence for sentence in faults(told))


def test_a_changed_moment_shows(told: Register) -> None:
    with told.writing() as tx:
        tx.execute(update(entries).where(entries.c.incident == 2, entries.c.number == 3).values(at=NOON.replace(minute=1)))
    assert faults(told) == ["事件 2 第 3 条流转记录被改动过"]


def test_a_removed_entry_shows(told: Register) -> None:
    with told.writing() as tx:
        tx.execute(delete(entries).where(entries.c.incident == 1, entries.c.number == 2))
    assert "事件 1 第 2 条流转记录不见了" in faults(told)


def test_a_history_cut_at_its_end_shows(told: Register) -> None:
    with told.writing() as tx:
        tx.execute(delete(entries).where(entries.c.incident == 3, entries.c.number == 4))
    assert faults(told) == ["事件 3 的流转记录在第 4 条之后被截断或增补"]


def test_an_entry_slipped_in_shows(told: Register) -> None:
    with told.writing() as tx:
        row = {
            "incident": 3,
            "number": 5,
            "action": "resolved",
            "by": "x",
            "at": NOON,
            "because": "",
            "details": {},
            "before": "0" * 64,
            "digest": "0" * 64,
        }
        tx.execute(insert(entries).values(**row))
    assert len(faults(told)) >= 2


def test_an_incident_remembers_its_version_and_head(told: Register) -> None:
    with told.reading() as tx:
        kept, entries_ = incidents.get(tx, 1), history.of(tx, 1)
    assert kept is not None
    assert (kept.version, kept.head) == (4, entries_[-1].digest)
    assert [entry.before for entry in entries_[1:]] == [entry.digest for entry in entries_[:-1]]
