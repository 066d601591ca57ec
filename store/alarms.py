"""告警 in the register: something is not as it should be; raised once, cleared when it is well again, seen by a person.

Every function takes the transaction first. Contents: Alarm · Wrong · settle · open_ · all_ · of · saw
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003  (dataclass fields are read at run time)
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, desc, insert, select, update

from store.watch_tables import alarms as table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Select


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm. `last` is when it was last found to hold, `cleared` when it was well again, `seen` when a person took note."""

    id: int
    kind: str
    subject: str
    title: str
    because: str
    raised: datetime
    last: datetime
    cleared: datetime | None = None
    seen: datetime | None = None
    seen_by: str | None = None


class Wrong(NamedTuple):
    """What is wrong now, in words."""

    title: str
    because: str


def settle(tx: Connection, kinds: Iterable[str], wrong: Mapping[tuple[str, str], Wrong], now: datetime) -> tuple[int, int]:
    """Brings the alarms of these kinds to what is wrong now, by (kind, subject); returns how many were raised and cleared."""
    query = select(table).where(table.c.cleared.is_(None), table.c.kind.in_(list(kinds))).order_by(table.c.id).with_for_update()
    standing = {(row.kind, row.subject): row.id for row in tx.execute(query)}
    well = [id_ for about, id_ in standing.items() if about not in wrong]
    if well:
        tx.execute(update(table).where(table.c.id.in_(well)).values(cleared=now))
    for (kind, subject), said in wrong.items():
        if id_ := standing.get((kind, subject)):
            tx.execute(update(table).where(table.c.id == id_).values(last=now, because=said.because))
    fresh = [
        {"kind": kind, "subject": subject, "title": said.title, "because": said.because, "raised": now, "last": now}
        for (kind, subject), said in wrong.items()
        if (kind, subject) not in standing
    ]
    if fresh:
        tx.execute(insert(table), fresh)
    return len(fresh), len(well)


def open_(tx: Connection) -> list[Alarm]:
    """Those that stand, the ones nobody has seen first, then the latest."""
    return _found(tx, select(table).where(table.c.cleared.is_(None)).order_by(table.c.seen.is_not(None), desc(table.c.id)))


def all_(tx: Connection, *, subject: str | None = None, limit: int = 200) -> list[Alarm]:
    """The latest, standing or cleared, of one subject where it is given."""
    query = select(table).order_by(desc(table.c.id)).limit(limit)
    return _found(tx, query.where(table.c.subject == subject) if subject else query)


def of(tx: Connection, id_: int) -> Alarm | None:
    """The alarm with this id."""
    return next(iter(_found(tx, select(table).where(table.c.id == id_))), None)


def saw(tx: Connection, id_: int, by: str, now: datetime) -> bool:
    """A person took note; False where somebody did before. It stands until it is well again."""
    chosen = update(table).where(table.c.id == id_, table.c.seen.is_(None)).values(seen=now, seen_by=by)
    return tx.execute(chosen).rowcount == 1


def _found(tx: Connection, query: Select[tuple[object, ...]]) -> list[Alarm]:
    return [Alarm(**{name: getattr(row, name) for name in Alarm.__dataclass_fields__}) for row in tx.execute(query)]
