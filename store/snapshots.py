"""How an incident, its parts, clocks and drafts stood before the last act, so that a slip can be undone for a minute (撤销).

Every function takes the transaction first. Contents: Snapshot · taken · keep · last · shown_to_others · restore
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Connection, delete, exists, func, insert, or_, select, update

from store import duty_tables as d
from store import tables as t
from store.codec import decode, encode
from store.deliveries import SENDING, SENT, UNKNOWN
from store.drafts import Draft
from store.incidents import encode_columns
from store.records import Assignment, Clock, Incident

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, Table

KEPT: tuple[tuple[Table, Any], ...] = ((t.assignments, Assignment), (t.clocks, Clock), (d.drafts, Draft))
"""What is put back as it was; rows that were not there are taken out, those that hang on others first."""
ADDED = (t.answers, d.approvals, d.forwards, t.notices)
"""What an act only adds to."""
LEFT = (SENDING, SENT, UNKNOWN)
"""States of a delivery in which the other side may have it."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Who did what as entry `number`, until when it can be undone, and how things stood before."""

    incident: int
    number: int
    until: datetime
    by: str
    action: str
    body: dict[str, Any]


def taken(tx: Connection, incident: Incident) -> dict[str, Any]:
    """How an incident stands, with all that belongs to it."""
    rows = {
        table.name: [encode(decode(shape, dict(row._mapping))) for row in tx.execute(select(table).where(table.c.incident == incident.id))]  # noqa: SLF001
        for table, shape in KEPT
    }
    newest = {table.name: tx.execute(select(func.max(table.c.id))).scalar_one() or 0 for table in ADDED}
    return {"incident": encode(incident), "rows": rows, "newest": newest}


def keep(tx: Connection, snapshot: Snapshot) -> None:
    """Keeps the snapshot in the place of the incident's earlier one: only the last act can be undone."""
    tx.execute(delete(d.snapshots).where(d.snapshots.c.incident == snapshot.incident))
    body = {**snapshot.body, "by": snapshot.by, "action": snapshot.action}
    tx.execute(insert(d.snapshots).values(incident=snapshot.incident, number=snapshot.number, until=snapshot.until, body=body))


def last(tx: Connection, incident: int) -> Snapshot | None:
    """The snapshot before an incident's last act, where one was kept."""
    row = tx.execute(select(d.snapshots).where(d.snapshots.c.incident == incident)).one_or_none()
    return None if row is None else Snapshot(row.incident, row.number, row.until, row.body["by"], row.body["action"], row.body)


def shown_to_others(tx: Connection, snapshot: Snapshot) -> bool:
    """Whether a notice of the act was read, or has left the house."""
    sent = exists().where(d.deliveries.c.notice == t.notices.c.id, d.deliveries.c.state.in_(LEFT))
    query = select(func.count()).select_from(t.notices).where(_new(t.notices, snapshot), or_(t.notices.c.seen.is_not(None), sent))
    return bool(tx.execute(query).scalar_one())


def restore(tx: Connection, snapshot: Snapshot) -> Incident:
    """Puts everything back as it was, takes back the notices, and returns the incident as it was."""
    told = select(t.notices.c.id).where(_new(t.notices, snapshot))
    tx.execute(delete(d.deliveries).where(d.deliveries.c.notice.in_(told)))
    for table in ADDED:
        tx.execute(delete(table).where(_new(table, snapshot)))
    for table, shape in reversed(KEPT):
        before = [decode(shape, row) for row in snapshot.body["rows"][table.name]]
        gone = table.c.id.not_in([record.id for record in before])
        tx.execute(delete(table).where(table.c.incident == snapshot.incident, gone))
        for record in before:
            tx.execute(update(table).where(table.c.id == record.id).values(**encode_columns(table, record)))
    return decode(Incident, snapshot.body["incident"])


def _new(table: Table, snapshot: Snapshot) -> ColumnElement[bool]:
    """The rows of an incident that were not there before the act."""
    newest = snapshot.body["newest"][table.name]
    return cast("ColumnElement[bool]", (table.c.incident == snapshot.incident) & (table.c.id > newest))
