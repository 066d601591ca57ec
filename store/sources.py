"""信息源 in the register: which are due, who runs them, and how they are doing.

A claim ends with its time, or with its process where that was of this machine: a crawl killed here is taken up at once.

Contents: Health · health · due · claim · release
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select, update

from store.documents import upsert
from store.jobs import gone, me
from store.tables import sources as table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Health:
    """How a source is doing; None where nothing is known yet, which is not the same as nought."""

    id: str
    last_run: datetime | None = None
    last_success: datetime | None = None
    last_new: datetime | None = None
    last_outcome: str | None = None
    because: str | None = None
    next_due: datetime | None = None
    claimed_by: str | None = None
    claimed_until: datetime | None = None
    streak: int = 0
    streak_of: str | None = None


def health(tx: Connection) -> dict[str, Health]:
    """Every source that ran, by id."""
    rows = tx.execute(select(table))
    return {row.id: Health(**{name: getattr(row, name) for name in Health.__dataclass_fields__}) for row in rows}


def due(tx: Connection, ids: Iterable[str], now: datetime) -> list[str]:
    """Those of `ids` that are due and that nobody runs, longest due first; a source that never ran comes first."""
    known = health(tx)
    free = [id_ for id_ in ids if not _claimed(known.get(id_), now) and not _later(known.get(id_), now)]
    return sorted(free, key=lambda id_: (known[id_].next_due.timestamp() if id_ in known and known[id_].next_due else 0.0, id_))  # type: ignore[union-attr]


def claimed(tx: Connection, now: datetime) -> set[str]:
    """The sources that somebody runs now."""
    return {id_ for id_, one in health(tx).items() if _claimed(one, now)}


def claim(tx: Connection, ids: Iterable[str], until: datetime) -> None:
    """These sources are this process's until then, or until it releases them."""
    for id_ in ids:
        upsert(tx, table, {"id": id_, "streak": 0}, update=False)
        tx.execute(update(table).where(table.c.id == id_).values(claimed_by=me(), claimed_until=until))


def release(tx: Connection, id_: str, outcomes: Mapping[str, int], told: tuple[str, str], now: datetime, next_due: datetime) -> None:
    """A source's run is over: what became of it, what that makes of its streak, and when it is due again.

    `told` is the outcome word of its list and the reason.
    """
    before = health(tx).get(id_, Health(id_))
    word = "new" if outcomes.get("kept") else ("all seen" if told[0] in ("listed", "not modified") else told[0])
    streak = before.streak + 1 if word == before.streak_of else 1
    values = {"last_run": now, "last_outcome": told[0], "because": told[1], "next_due": next_due, "claimed_by": None, "claimed_until": None}
    if word in ("new", "all seen"):
        values["last_success"] = now
    if word == "new":
        values["last_new"] = now
    tx.execute(update(table).where(table.c.id == id_).values(**values, streak=streak, streak_of=word))


def _claimed(one: Health | None, now: datetime) -> bool:
    held = one is not None and one.claimed_until is not None and one.claimed_until > now
    return held and not gone(one.claimed_by or "")  # type: ignore[union-attr]


def _later(one: Health | None, now: datetime) -> bool:
    return one is not None and one.next_due is not None and one.next_due > now
