"""Deliveries in the register (外发): one notice over one channel, from planned to sent — or to a person, where that is not certain.

A delivery is claimed before it is sent, in a transaction of its own, and settled afterwards. What a process held when it died is
`unknown`: nobody can say whether the other side has it, so a person decides.

Every function takes the transaction first. Contents: the states · Delivery · Waiting · unplanned · plan · mark_urgent ·
waiting · sending · claim · settle · abandon · again · get · of_notices · undelivered · counts
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003  (dataclass fields are read at run time)
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, and_, func, or_, select, update

from store import tables as t
from store.codec import decode
from store.documents import upsert
from store.duty_tables import deliveries
from store.records import Notice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

PENDING, SENDING, SENT, FAILED, UNKNOWN = "pending", "sending", "sent", "failed", "unknown"
NOT_NEEDED, BLACKHOLE, PAGE_ONLY = "not needed", "blackhole", "page only"
UNDELIVERED = (FAILED, UNKNOWN)
NO_CHANNEL = "-"
ASKED = "要求再发"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One notice over one channel. `at`: when it was last claimed or settled; `because`: why it stands where it stands."""

    id: int
    notice: int
    channel: str
    state: str
    attempts: int
    next_at: datetime | None
    at: datetime | None
    because: str | None

    @property
    def asked(self) -> bool:
        """Whether a person has it sent again."""
        return (self.because or "").endswith(ASKED)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A delivery that waits to be sent, with its notice; `stopped`: its clock runs no longer."""

    delivery: Delivery
    notice: Notice
    stopped: bool


def unplanned(tx: Connection, since: datetime) -> list[Notice]:
    """The unread notices from `since` on that have no delivery yet, oldest first."""
    none = ~select(deliveries.c.id).where(deliveries.c.notice == t.notices.c.id).exists()
    query = select(t.notices).where(t.notices.c.at >= since, t.notices.c.seen.is_(None), none).order_by(t.notices.c.id)
    return [decode(Notice, dict(row._mapping)) for row in tx.execute(query)]  # noqa: SLF001


def plan(tx: Connection, notice: int, channel: str, state: str, next_at: datetime | None, because: str) -> bool:
    """A notice is to go over a channel, once. False where that was planned before."""
    row = {"notice": notice, "channel": channel, "state": state, "attempts": 0, "next_at": next_at, "because": because}
    return upsert(tx, deliveries, row, update=False) == 1


def mark_urgent(tx: Connection, notice: int) -> None:
    """A notice does not wait."""
    tx.execute(update(t.notices).where(t.notices.c.id == notice).values(urgent=True))


def waiting(tx: Connection) -> list[Waiting]:
    """Everything that waits to be sent, the oldest notice first."""
    stopped = t.clocks.c.stopped.is_not(None).label("stopped")
    joined = deliveries.join(t.notices, t.notices.c.id == deliveries.c.notice).outerjoin(t.clocks, t.clocks.c.id == t.notices.c.clock)
    mine = [column.label(f"delivery_{column.name}") for column in deliveries.columns]
    query = select(*mine, *t.notices.columns, stopped).select_from(joined).where(deliveries.c.state == PENDING)
    return [_waiting(dict(row._mapping)) for row in tx.execute(query.order_by(t.notices.c.id, deliveries.c.id))]  # noqa: SLF001


def _waiting(row: dict[str, Any]) -> Waiting:
    delivery = {name: row[f"delivery_{name}"] for name in Delivery.__dataclass_fields__}
    notice = {name: row[name] for name in Notice.__dataclass_fields__}
    return Waiting(Delivery(**delivery), decode(Notice, notice), bool(row["stopped"]))


def sending(tx: Connection) -> bool:
    """Whether any delivery is in somebody's hands."""
    return tx.execute(select(deliveries.c.id).where(deliveries.c.state == SENDING).limit(1)).first() is not None


def claim(tx: Connection, ids: Iterable[int], by: str, at: datetime) -> set[int]:
    """Those of the deliveries that this process now has in hand, and no other; each claim is an attempt."""
    mine = select(deliveries.c.id).where(deliveries.c.id.in_(list(ids)), deliveries.c.state == PENDING).order_by(deliveries.c.id)
    held = set(tx.execute(mine.with_for_update(skip_locked=True)).scalars())
    values = {"state": SENDING, "at": at, "because": by, "attempts": deliveries.c.attempts + 1}
    tx.execute(update(deliveries).where(deliveries.c.id.in_(held)).values(**values))
    return held


def settle(
    tx: Connection, ids: Iterable[int], state: str, at: datetime, because: str, *, was: str = SENDING, next_at: datetime | None = None
) -> int:
    """Writes how deliveries ended, or when they are tried again; only those that still stand where they `was`."""
    chosen = and_(deliveries.c.id.in_(list(ids)), deliveries.c.state == was)
    return tx.execute(update(deliveries).where(chosen).values(state=state, at=at, because=because, next_at=next_at)).rowcount


def abandon(tx: Connection, gone: Callable[[str], bool], before: datetime, at: datetime, because: str) -> int:
    """What a process that is no more was sending, or any process since before `before`, is unknown; returns how many."""
    held = tx.execute(select(deliveries.c.id, deliveries.c.because, deliveries.c.at).where(deliveries.c.state == SENDING)).all()
    lost = [row.id for row in held if gone(row.because or "") or row.at is None or row.at < before]
    return settle(tx, lost, UNKNOWN, at, because) if lost else 0


def again(tx: Connection, id_: int, at: datetime, by: str) -> bool:
    """A person has one sent again that failed, or of which nobody knows; False where there is nothing to send again."""
    chosen = and_(deliveries.c.id == id_, or_(deliveries.c.state.in_(UNDELIVERED), deliveries.c.state == BLACKHOLE))
    values = {"state": PENDING, "attempts": 0, "next_at": at, "at": at, "because": f"{by}{ASKED}"}
    return tx.execute(update(deliveries).where(chosen).values(**values)).rowcount == 1


def get(tx: Connection, id_: int) -> Delivery | None:
    """The delivery with this id."""
    row = tx.execute(select(deliveries).where(deliveries.c.id == id_)).one_or_none()
    return None if row is None else Delivery(**row._mapping)  # noqa: SLF001


def of_notices(tx: Connection, notices: Iterable[int]) -> dict[int, list[Delivery]]:
    """The deliveries of these notices, by notice."""
    found: dict[int, list[Delivery]] = {}
    for row in tx.execute(select(deliveries).where(deliveries.c.notice.in_(list(notices))).order_by(deliveries.c.id)):
        found.setdefault(row.notice, []).append(Delivery(**row._mapping))  # noqa: SLF001
    return found


def undelivered(tx: Connection, limit: int = 200) -> list[tuple[Delivery, Notice]]:
    """What failed or is unknown, the latest first, with its notice."""
    columns = [column.label(f"delivery_{column.name}") for column in deliveries.columns]
    joined = deliveries.join(t.notices, t.notices.c.id == deliveries.c.notice)
    query = select(*columns, *t.notices.columns).select_from(joined).where(deliveries.c.state.in_(UNDELIVERED))
    rows = tx.execute(query.order_by(deliveries.c.id.desc()).limit(limit))
    return [(one.delivery, one.notice) for row in rows if (one := _waiting({**row._mapping, "stopped": False}))]  # noqa: SLF001


def counts(tx: Connection, since: datetime) -> dict[str, int]:
    """How many deliveries of notices from `since` on stand in each state."""
    joined = deliveries.join(t.notices, t.notices.c.id == deliveries.c.notice)
    query = select(deliveries.c.state, func.count()).select_from(joined).where(t.notices.c.at >= since).group_by(deliveries.c.state)
    return {row[0]: row[1] for row in tx.execute(query)}
