"""信息源 in the register: which are due, who runs them, and how they are doing; and which sites are being asked, or rest, right now.

A claim ends with its time, or with its process where that was of this machine: a crawl killed here is taken up at once. Each claim is
one statement that the database decides, so that of two who want the same one gets it, wherever they run.

Contents: Health · health · due · claimed · claim · release · held_hosts · claim_hosts · rest
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, or_, select, update

from store.documents import upsert
from store.jobs import gone, me
from store.tables import sources as table
from store.watch_tables import hosts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlalchemy import Table

STREAKS = {
    "listed": "all seen",
    "not modified": "all seen",
    "no items": "empty",
    "refused": "blocked",
    "login wall": "blocked",
}
"""What an outcome of a list is called where it comes again and again; any other keeps its own word (`changed layout`, `unreachable`)."""


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


def claim(tx: Connection, ids: Iterable[str], now: datetime, until: datetime, *, due_only: bool = False) -> list[str]:
    """Those of `ids` that are this process's from now on, until then or until it releases them; others have got the rest."""
    wanted = sorted(ids)
    for id_ in wanted:
        upsert(tx, table, {"id": id_, "streak": 0}, update=False)
    still = (or_(table.c.next_due.is_(None), table.c.next_due <= now),) if due_only else ()
    return _claim(tx, table, wanted, now, until, *still)


def release(tx: Connection, id_: str, outcomes: Mapping[str, int], told: tuple[str, str], now: datetime, next_due: datetime) -> None:
    """A source's run is over: what became of it, what that makes of its streak, and when it is due again.

    `told` is the outcome word of its list and the reason. A list whose layout changed is not well again because it has not changed since.
    """
    before = health(tx).get(id_, Health(id_))
    if told[0] == "not modified" and before.last_outcome == "changed layout":
        told = before.last_outcome, before.because or ""
    word = "new" if outcomes.get("kept") else STREAKS.get(told[0], told[0])
    streak = before.streak + 1 if word == before.streak_of else 1
    values = {"last_run": now, "last_outcome": told[0], "because": told[1], "next_due": next_due, "claimed_by": None, "claimed_until": None}
    if word in ("new", "all seen"):
        values["last_success"] = now
    if word == "new":
        values["last_new"] = now
    tx.execute(update(table).where(table.c.id == id_).values(**values, streak=streak, streak_of=word))


def held_hosts(tx: Connection, now: datetime) -> dict[str, tuple[datetime, str | None]]:
    """The sites that nobody else may ask now: until when, and who asks them; nobody where they rest after a run."""
    rows = tx.execute(select(hosts).where(hosts.c.claimed_until > now))
    return {row.host: (row.claimed_until, row.claimed_by) for row in rows if not (row.claimed_by and gone(row.claimed_by))}


def claim_hosts(tx: Connection, wanted: Iterable[str], now: datetime, until: datetime) -> set[str]:
    """Those of the sites that this process may ask from now on. A site that rests after a run is nobody's yet."""
    names = sorted(set(wanted))
    for host in names:
        upsert(tx, hosts, {"host": host}, update=False)
    return set(_claim(tx, hosts, names, now, until))


def rest(tx: Connection, host: str, until: datetime) -> None:
    """A site is left alone until then, by everybody."""
    tx.execute(update(hosts).where(hosts.c.host == host, hosts.c.claimed_by == me()).values(claimed_by=None, claimed_until=until))


def _claim(tx: Connection, claims: Table, keys: list[str], now: datetime, until: datetime, *conditions: Any) -> list[str]:  # noqa: ANN401
    """Row by row, always in the order of the keys, so that two who claim several never wait for each other in a circle."""
    key = next(iter(claims.primary_key))
    taken: list[str] = []
    for name in keys:
        holder = tx.execute(select(claims.c.claimed_by).where(key == name)).scalar_one()
        free = or_(claims.c.claimed_until.is_(None), claims.c.claimed_until <= now)
        if holder and gone(holder):
            free = or_(free, claims.c.claimed_by == holder)
        mine = update(claims).where(key == name, free, *conditions).values(claimed_by=me(), claimed_until=until).returning(key)
        taken += tx.execute(mine).scalars().all()
    return taken


def _claimed(one: Health | None, now: datetime) -> bool:
    held = one is not None and one.claimed_until is not None and one.claimed_until > now
    return held and not gone(one.claimed_by or "")  # type: ignore[union-attr]


def _later(one: Health | None, now: datetime) -> bool:
    return one is not None and one.next_due is not None and one.next_due > now
