"""退回矩阵: which office sent matters back, and to whom it proposed to give them instead.

Contents: Bounce · bounces
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from store import incidents
from store.records import Duty
from store.tables import entries

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Bounce:
    """How often an office returned matters with another proposed, and how often that other one has it in the end."""

    office: str
    proposed: str
    times: int
    taken: int
    incidents: tuple[int, ...]


def bounces(tx: Connection, since: datetime, until: datetime) -> list[Bounce]:
    """Every pair of a returning and a proposed office in the span, most frequent first. `taken` is of `times`."""
    chosen = select(entries.c.incident, entries.c.details).where(entries.c.action == "return", entries.c.at.between(since, until))
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in tx.execute(chosen.order_by(entries.c.at)):
        office, proposed = row.details.get("office"), row.details.get("proposed")
        if office and proposed:
            found[office, proposed].append(row.incident)
    pairs = [Bounce(*pair, len(ids), sum(_has(tx, id_, pair[1]) for id_ in ids), tuple(dict.fromkeys(ids))) for pair, ids in found.items()]
    return sorted(pairs, key=lambda one: (-one.times, one.office, one.proposed))


def _has(tx: Connection, incident: int, office: str) -> bool:
    """Whether an office is responsible for an incident now."""
    live = (part for part in incidents.assignments(tx, incident=incident) if part.status not in ("returned", "withdrawn"))
    return any(part.office == office and part.duty is Duty.responsible for part in live)
