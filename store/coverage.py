"""What was looked at and what was not (覆盖): pieces by source and day, and the topics and places that ever had a post.

A day without any piece was not looked at, which is not the same as a day with nothing new.

Every function takes the transaction first. Contents: READ · FRESH · Seen · daily · between · first · latest · topics · places
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, case, desc, func, select

from store.tables import assessments
from store.tables import pieces as table

if TYPE_CHECKING:
    from collections.abc import Iterable

COLLECT = "collect"
FRESH = ("kept",)
READ = (*FRESH, "changed", "seen before", "listed", "not modified")
"""Outcomes that show that a source could be read."""
DAY = timedelta(days=1)


class Seen(NamedTuple):
    """What left collecting in a span: all pieces, those that show that the source could be read, and the new ones."""

    pieces: int = 0
    read: int = 0
    new: int = 0


def daily(tx: Connection, start: datetime, days: int) -> dict[tuple[str, int], Seen]:
    """Per source and day (0 is the day that begins at `start`); a day on which a source left no piece is not in it."""
    found = {}
    for number in range(days):
        since = start + number * DAY
        query = select(table.c.source, *_sums()).where(*_span(since, since + DAY)).group_by(table.c.source)
        found.update({(row[0], number): Seen(*row[1:]) for row in tx.execute(query)})
    return found


def between(tx: Connection, source: str, since: datetime, until: datetime) -> Seen:
    """The same for one source and one span."""
    row = tx.execute(select(*_sums()).where(table.c.source == source, *_span(since, until))).one()
    return Seen(*(number or 0 for number in row))


def _sums() -> tuple[ColumnElement[Any], ...]:
    return func.count(), _sum(READ), _sum(FRESH)


def _sum(words: Iterable[str]) -> ColumnElement[Any]:
    return func.sum(case((table.c.outcome.in_(list(words)), 1), else_=0))


def _span(since: datetime, until: datetime) -> tuple[ColumnElement[bool], ...]:
    return table.c.stage == COLLECT, table.c.at >= since, table.c.at < until


def first(tx: Connection, source: str) -> datetime | None:
    """When the source's first piece left."""
    query = select(table.c.at).where(table.c.source == source).order_by(table.c.at).limit(1)
    return tx.execute(query).scalar_one_or_none()


def latest(tx: Connection, source: str, limit: int) -> list[dict[str, Any]]:
    """The source's latest pieces of collecting, latest first."""
    columns = (table.c.id, table.c.piece, table.c.outcome, table.c.because, table.c.at)
    query = select(*columns).where(table.c.source == source, table.c.stage == COLLECT).order_by(desc(table.c.at), desc(table.c.id))
    return [dict(row._mapping) for row in tx.execute(query.limit(limit))]  # noqa: SLF001


def topics(tx: Connection) -> set[str]:
    """The topics that a post was ever about first of all."""
    return {row[0] for row in tx.execute(select(assessments.c.topic).distinct()) if row[0]}


def places(tx: Connection) -> set[str]:
    """The places that a post was ever about first of all."""
    return {row[0] for row in tx.execute(select(assessments.c.place).distinct()) if row[0]}
