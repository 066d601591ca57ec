"""移交 between duty offices, and what was sent out of the house upward: the chain of who handed a matter to whom.

Every function takes the transaction first. Contents: Forward · add · of_incident · waiting · accept
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003  (dataclass fields are read at run time)

from sqlalchemy import Connection, select, update

from store.duty_tables import forwards as table
from store.incidents import insert_record, records


@dataclass(frozen=True, slots=True)
class Forward:
    """One hand-over: from the duty office of a region to that of another; `direction` is up, down, across, or out of the house."""

    id: int
    incident: int
    from_region: str
    to_region: str
    direction: str
    by: str
    at: datetime
    because: str
    due: datetime | None = None
    accepted: datetime | None = None
    accepted_by: str | None = None


def add(tx: Connection, forward: Forward) -> None:
    """Keeps a hand-over."""
    insert_record(tx, table, forward)


def of_incident(tx: Connection, incident: int) -> list[Forward]:
    """The chain of an incident, oldest first."""
    return records(tx, select(table).where(table.c.incident == incident).order_by(table.c.id), Forward)


def waiting(tx: Connection, region: str) -> list[Forward]:
    """What a region's duty office was handed and has not accepted, what is due first on top."""
    open_ = (table.c.to_region == region) & table.c.accepted.is_(None) & (table.c.direction != "out")
    return records(tx, select(table).where(open_).order_by(table.c.due, table.c.id), Forward)


def accept(tx: Connection, id_: int, by: str, at: datetime) -> None:
    """Somebody of the receiving duty office takes it."""
    tx.execute(update(table).where(table.c.id == id_).values(accepted=at, accepted_by=by))
