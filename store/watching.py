"""What a desk watches: what happened last, which clocks run out first, and what still waits.

Every function takes the transaction first. Contents: Newest · newest · End · ends · waiting · new_per_source · carried
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection, String, cast, func, select

from store import tables as t
from store.documents import ASSESSED, COLLECTED, SET_ASIDE
from store.incidents import CLOSED
from store.watch_tables import alarms

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Newest:
    """Marks that move when something happens: compare two to see whether anything did."""

    entry: datetime | None
    piece: int
    notice: int
    alarm: str
    source: str


def newest(tx: Connection) -> Newest:
    """The latest entry, piece and notice, look-ups at the end of an index; what stands of the alarms; which sources run or ran."""
    entry = tx.execute(select(t.entries.c.at).order_by(t.entries.c.at.desc()).limit(1)).scalar_one_or_none()
    piece = tx.execute(select(func.max(t.pieces.c.id))).scalar_one() or 0
    notice = tx.execute(select(func.max(t.notices.c.id))).scalar_one() or 0
    standing, ran = alarms.c, t.sources.c
    alarm = tx.execute(select(func.max(standing.id), func.max(standing.cleared), func.max(standing.seen))).one()
    source = tx.execute(select(func.max(ran.last_run), func.count(ran.claimed_until), func.max(ran.claimed_until))).one()
    return Newest(entry, piece, notice, str(alarm), str(source))


@dataclass(frozen=True, slots=True)
class End:
    """When a running clock runs out, after an extension."""

    clock: int
    incident: int
    at: datetime


def ends(tx: Connection) -> list[End]:
    """The ends of the running clocks of open incidents, the first one first; a clock that stands still has none."""
    at = func.coalesce(t.clocks.c.extended, t.clocks.c.due, type_=t.Moment)
    query = select(t.clocks.c.id, t.clocks.c.incident, at).join(t.incidents, t.incidents.c.id == t.clocks.c.incident)
    going = query.where(t.clocks.c.stopped.is_(None), t.clocks.c.paused.is_(None), t.incidents.c.status.not_in(CLOSED))
    return [End(*row) for row in tx.execute(going.order_by(at, t.clocks.c.id))]


def waiting(tx: Connection) -> dict[str, int]:
    """How many documents wait to be read, to be taken in, and for a person."""
    states = (COLLECTED, ASSESSED, SET_ASIDE)
    query = select(t.documents.c.state, func.count()).where(t.documents.c.state.in_(states)).group_by(t.documents.c.state)
    return dict.fromkeys(states, 0) | {row[0]: row[1] for row in tx.execute(query)}


def new_per_source(tx: Connection, outcomes: Iterable[str], since: datetime) -> dict[str, int]:
    """Pieces of these outcomes per source since then; a source that left none is not in it."""
    chosen = t.pieces.c.outcome.in_(list(outcomes)), t.pieces.c.at >= since
    return {row[0]: row[1] for row in tx.execute(select(t.pieces.c.source, func.count()).where(*chosen).group_by(t.pieces.c.source))}


def carried(tx: Connection, since: datetime) -> dict[str, dict[datetime, int]]:
    """How many posts each source published in each hour since then, of whatever matter."""
    hour = func.substr(cast(t.documents.c.published, String), 1, 13)
    query = select(t.documents.c.source, hour, func.count()).where(t.documents.c.published >= since).group_by(t.documents.c.source, hour)
    found: dict[str, dict[datetime, int]] = {}
    for source, at, posts in tx.execute(query):
        found.setdefault(source, {})[datetime.fromisoformat(f"{at}:00").replace(tzinfo=UTC)] = posts
    return found
