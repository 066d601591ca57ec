"""回应之后: what happened to the volume of posts after the answer.

Contents: Aftermath · aftermath · around
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from store import tables as t

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

BEFORE, AFTER = 3, 7  # days
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Aftermath:
    """Posts per day around the answer, day 0 being the 24 hours after it, and for how many incidents each day is over already.

    `quieter`, `louder`: incidents with fewer, or more, posts in the three days after than in the three before; `watched`: those whose
    three days after are over, the denominator of both.
    """

    incidents: int
    days: dict[int, int]
    known: dict[int, int]
    watched: int
    quieter: int
    louder: int


def aftermath(tx: Connection, since: datetime, until: datetime, now: datetime) -> Aftermath:
    """Over the incidents of the span that were answered in public."""
    chosen = select(t.incidents.c.id, t.incidents.c.moments).where(t.incidents.c.opened.between(since, until))
    answered = {
        row.id: datetime.fromisoformat(row.moments["first_response"]) for row in tx.execute(chosen) if "first_response" in row.moments
    }
    posts: dict[int, list[datetime]] = {id_: [] for id_ in answered}
    when = select(t.documents.c.incident, t.documents.c.published).where(t.documents.c.incident.in_(list(answered)))
    for row in tx.execute(when.where(t.documents.c.published.is_not(None))):
        posts[row.incident].append(row.published)
    return _summed([(around(posts[id_], at), now - at) for id_, at in answered.items()])


def around(posts: Iterable[datetime], answer: datetime) -> Counter[int]:
    """Posts by the day before (-1 is the last one) or after (0 is the first one) the answer."""
    days = ((post - answer) // DAY for post in posts)
    return Counter(day for day in days if -BEFORE <= day < AFTER)


def _summed(found: list[tuple[Counter[int], timedelta]]) -> Aftermath:
    span = range(-BEFORE, AFTER)
    over = {day: [counts for counts, age in found if age >= (day + 1) * DAY] for day in span}
    watched = over[BEFORE - 1]
    changes = [sum(c[d] for d in range(BEFORE)) - sum(c[d] for d in range(-BEFORE, 0)) for c in watched]
    days = {day: sum(counts[day] for counts in over[day]) for day in span}
    known = {day: len(over[day]) for day in span}
    return Aftermath(len(found), days, known, len(watched), sum(c < 0 for c in changes), sum(c > 0 for c in changes))
