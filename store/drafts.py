"""Drafts of answers and what was said of them, requests for more time, and which incidents belong together (拟稿, 审签, 延期申请, 关联).

Every function takes the transaction first. Contents: Draft · Approval · add · save · get · of_incident · in_state · sign · signatures ·
asked · link · unlink · linked
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime  # noqa: TC003  (dataclass fields are read at run time)

from sqlalchemy import Connection, and_, delete, exists, or_, select, update

from store.documents import upsert
from store.duty_tables import approvals, drafts, links
from store.incidents import encode_columns, insert_record, records


@dataclass(frozen=True, slots=True)
class Draft:
    """稿件: what an office means to say. `hints` are what a reviewer should look at; `cleared_by` is who reviewed it for secrets."""

    id: int
    incident: int
    assignment: int | None
    channel: str
    text: str
    by: str
    at: datetime
    state: str
    hints: tuple[dict[str, str], ...] = ()
    cleared_by: str | None = None
    cleared_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Approval:
    """审签意见: what somebody said as `role` of a draft, or (without one) of the request that entry number `step` made.

    `decision` is approved or sent_back of a draft; asked, granted or refused of a request.
    """

    id: int
    incident: int
    draft: int | None
    step: int
    role: str
    decision: str
    by: str
    at: datetime
    because: str


def add(tx: Connection, draft: Draft) -> Draft:
    """Keeps a draft; returns it with its id."""
    return replace(draft, id=insert_record(tx, drafts, draft))


def save(tx: Connection, draft: Draft) -> None:
    """Writes a draft's fields."""
    tx.execute(update(drafts).where(drafts.c.id == draft.id).values(**encode_columns(drafts, draft)))


def get(tx: Connection, id_: int) -> Draft | None:
    """The draft with this id."""
    return next(iter(records(tx, select(drafts).where(drafts.c.id == id_), Draft)), None)


def of_incident(tx: Connection, incident: int) -> list[Draft]:
    """The drafts of an incident, oldest first."""
    return records(tx, select(drafts).where(drafts.c.incident == incident).order_by(drafts.c.id), Draft)


def in_state(tx: Connection, *states: str) -> list[Draft]:
    """Every draft in one of these states, oldest first."""
    return records(tx, select(drafts).where(drafts.c.state.in_(states)).order_by(drafts.c.id), Draft)


def sign(tx: Connection, said: Approval) -> None:
    """Keeps what somebody said."""
    insert_record(tx, approvals, said)


def signatures(tx: Connection, incident: int) -> list[Approval]:
    """Everything that was said of an incident's drafts and requests, oldest first."""
    return records(tx, select(approvals).where(approvals.c.incident == incident).order_by(approvals.c.id), Approval)


def asked(tx: Connection, incident: int | None = None) -> list[Approval]:
    """The requests that nobody has decided yet, oldest first: of an incident, or all."""
    later = approvals.alias()
    same = and_(later.c.incident == approvals.c.incident, later.c.draft.is_(None), later.c.step == approvals.c.step)
    decided = exists().where(same, later.c.decision != "asked")
    query = select(approvals).where(approvals.c.draft.is_(None), approvals.c.decision == "asked", ~decided).order_by(approvals.c.id)
    return records(tx, query if incident is None else query.where(approvals.c.incident == incident), Approval)


def link(tx: Connection, one: int, other: int, by: str, at: datetime, because: str) -> bool:
    """Says that two incidents belong together; False where that was said already."""
    low, high = sorted((one, other))
    return upsert(tx, links, {"one": low, "other": high, "by": by, "at": at, "because": because}, update=False) == 1


def unlink(tx: Connection, one: int, other: int) -> bool:
    """Takes that back; False where it was not said."""
    low, high = sorted((one, other))
    return tx.execute(delete(links).where(links.c.one == low, links.c.other == high)).rowcount == 1


def linked(tx: Connection, incident: int) -> list[tuple[int, str]]:
    """The incidents that belong with this one, each with why."""
    query = select(links).where(or_(links.c.one == incident, links.c.other == incident)).order_by(links.c.at, links.c.one, links.c.other)
    return [(row.other if row.one == incident else row.one, row.because) for row in tx.execute(query)]
