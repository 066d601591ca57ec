"""Incidents, assignments, clocks, answers and notices in the register (事件, 交办, 时限, 回应, 催办).

Every function takes the transaction first. An incident is opened and changed together with an entry of its history; see
`store.history`. Contents: open_ · get · change · find · assignments · clocks · answers · notices · constraints · insert_record · records
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, case, desc, func, insert, or_, select, update

from store import tables as t
from store.codec import decode, encode
from store.documents import upsert
from store.history import START
from store.records import Answer, Assignment, Clock, Incident, Notice

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlalchemy import Select, Table

_BODY = ("severity", "topics", "places", "named", "departments", "policy", "decision")
_PLAIN = ("title", "status", "heat", "posts", "voices", "merged_into", "shard", "holder")
CLOSED = ("resolved", "archived", "dismissed", "forwarded", "merged")


def open_(tx: Connection, incident: Incident, at: datetime) -> Incident:
    """Opens an incident (its id, version and head are given here) and returns it."""
    values = {**_columns(incident), "version": 0, "head": START, "opened": at, "changed": at}
    key = tx.execute(insert(t.incidents).values(**values)).inserted_primary_key
    assert key is not None
    return replace(incident, id=key[0], version=0, head=START)


def get(tx: Connection, id_: int, *, lock: bool = False) -> Incident | None:
    """The incident with this id; locked against other writers where the database can."""
    query = select(t.incidents).where(t.incidents.c.id == id_)
    row = tx.execute(query.with_for_update() if lock else query).one_or_none()
    return None if row is None else _incident(row)


def save(tx: Connection, incident: Incident) -> None:
    """Writes an incident's fields (not its version: that moves with the history alone)."""
    tx.execute(update(t.incidents).where(t.incidents.c.id == incident.id).values(**_columns(incident)))


def find(
    tx: Connection,
    *,
    statuses: Iterable[str] | None = None,
    open_only: bool = False,
    region: str | None = None,
    within: str | None = None,
    topic: str | None = None,
    grade: str | None = None,
    office: str | None = None,
    words: str | None = None,
    order: str = "changed",
    limit: int = 100,
    offset: int = 0,
) -> tuple[list[Incident], int]:
    """The incidents that fit, and how many there are in all.

    `region` takes what lies inside it, be it with one of several places, and what has no place; `within` what lies inside it or is held
    by its duty office; `order` is changed, heat, posts, grade or opened, most first.
    """
    query = select(t.incidents)
    if statuses:
        query = query.where(t.incidents.c.status.in_(list(statuses)))
    if open_only:
        query = query.where(t.incidents.c.status.not_in(CLOSED))
    if region:
        query = query.where(or_(_inside(region), t.incidents.c.region.is_(None)))
    if within:
        query = query.where(or_(_inside(within), t.incidents.c.holder == within))
    if topic:
        query = query.where(t.incidents.c.topic == topic)
    if grade:
        query = query.where(t.incidents.c.grade == grade)
    if office:
        query = query.where(t.incidents.c.id.in_(select(t.assignments.c.incident).where(t.assignments.c.office == office)))
    if words:
        query = query.where(t.incidents.c.title.contains(words, autoescape=True))
    total = tx.execute(select(func.count()).select_from(query.subquery())).scalar_one()
    rows = tx.execute(_ordered(query, order).limit(limit).offset(offset))
    return [_incident(row) for row in rows], total


def _inside(region: str) -> Any:  # noqa: ANN401
    """Codes inside a region share its leading digits: two of a province, four of a city, six of a county."""
    prefix = region[:2] if region.endswith("0000") else region[:4] if len(region) == 6 and region.endswith("00") else region  # noqa: PLR2004
    return t.incidents.c.regions.contains(f" {prefix}", autoescape=True)


def _ordered(query: Select[Any], order: str) -> Select[Any]:
    ranks = {"extreme": 4, "major": 3, "considerable": 2, "ordinary": 1}
    first = {
        "heat": desc(t.incidents.c.heat),
        "posts": desc(t.incidents.c.posts),
        "opened": desc(t.incidents.c.opened),
        "grade": desc(case(ranks, value=t.incidents.c.grade, else_=0)),
    }.get(order, desc(t.incidents.c.changed))
    return query.order_by(first, desc(t.incidents.c.id))


def counts(tx: Connection, column: str, *, open_only: bool = True) -> dict[str, int]:
    """How many incidents there are per status, grade, topic or region."""
    chosen = t.incidents.c[column]
    query = select(chosen, func.count()).group_by(chosen)
    if open_only:
        query = query.where(t.incidents.c.status.not_in(CLOSED))
    return {row[0] or "": row[1] for row in tx.execute(query)}


def add_assignment(tx: Connection, assignment: Assignment) -> Assignment:
    """Gives an office its part; returns it with its id."""
    return replace(assignment, id=insert_record(tx, t.assignments, assignment))


def save_assignment(tx: Connection, assignment: Assignment) -> None:
    """Writes an assignment's fields."""
    _save(tx, t.assignments, assignment)


def assignment(tx: Connection, id_: int) -> Assignment | None:
    """The assignment with this id."""
    row = tx.execute(select(t.assignments).where(t.assignments.c.id == id_)).one_or_none()
    return None if row is None else decode(Assignment, dict(row._mapping))  # noqa: SLF001


def assignments(
    tx: Connection, *, incident: int | None = None, office: str | None = None, status: str | None = None, limit: int = 1000
) -> list[Assignment]:
    """Assignments of an incident, of an office or in a status, latest first."""
    query = select(t.assignments).order_by(desc(t.assignments.c.id)).limit(limit)
    if incident is not None:
        query = query.where(t.assignments.c.incident == incident)
    if office is not None:
        query = query.where(t.assignments.c.office == office)
    if status is not None:
        query = query.where(t.assignments.c.status == status)
    return records(tx, query, Assignment)


def add_clock(tx: Connection, clock: Clock) -> Clock:
    """Starts a clock; returns it with its id."""
    return replace(clock, id=insert_record(tx, t.clocks, clock))


def save_clock(tx: Connection, clock: Clock) -> None:
    """Writes a clock's fields."""
    _save(tx, t.clocks, clock)


def clock(tx: Connection, id_: int) -> Clock | None:
    """The clock with this id."""
    row = tx.execute(select(t.clocks).where(t.clocks.c.id == id_)).one_or_none()
    return None if row is None else decode(Clock, dict(row._mapping))  # noqa: SLF001


def clocks(tx: Connection, *, incident: int | None = None, running: bool = False, due_before: datetime | None = None) -> list[Clock]:
    """Clocks by due moment: of one incident, or those still running."""
    query = select(t.clocks).order_by(t.clocks.c.due, t.clocks.c.id)
    if incident is not None:
        query = query.where(t.clocks.c.incident == incident)
    if running and incident is None:
        query = query.where(t.clocks.c.stopped.is_(None))
    if due_before is not None:
        query = query.where(t.clocks.c.due <= due_before)
    found = records(tx, query, Clock)
    return [one for one in found if one.stopped is None] if running else found  # an incident has few; asked for both, SQLite reads all


def add_answer(tx: Connection, answer: Answer) -> Answer:
    """Keeps what was said in public; returns it with its id."""
    return replace(answer, id=insert_record(tx, t.answers, answer))


def answers(tx: Connection, incident: int) -> list[Answer]:
    """The answers to an incident, oldest first."""
    return records(tx, select(t.answers).where(t.answers.c.incident == incident).order_by(t.answers.c.id), Answer)


def all_answers(tx: Connection, incidents: list[int]) -> list[Answer]:
    """The answers to several incidents, oldest first."""
    return records(tx, select(t.answers).where(t.answers.c.incident.in_(incidents)).order_by(t.answers.c.id), Answer)


def answers_with_links(tx: Connection) -> list[Answer]:
    """The answers that have a link, the one that was looked at longest ago first."""
    chosen = select(t.answers).where(t.answers.c.link.is_not(None))
    return records(tx, chosen.order_by(t.answers.c.link_checked.is_not(None), t.answers.c.link_checked, t.answers.c.id), Answer)


def save_answer(tx: Connection, answer: Answer) -> None:
    """Writes an answer's fields."""
    _save(tx, t.answers, answer)


def add_notice(tx: Connection, notice: Notice) -> bool:
    """Sends a notice once: False where this rung of this clock was already told to this office."""
    values = {k: v for k, v in encode_columns(t.notices, notice).items() if k != "id"}
    return upsert(tx, t.notices, values, update=False) == 1


def notices(
    tx: Connection, *, office: str | None = None, incident: int | None = None, unseen: bool = False, limit: int = 200
) -> list[Notice]:
    """Notices, latest first."""
    query = select(t.notices).order_by(desc(t.notices.c.id)).limit(limit)
    if office is not None:
        query = query.where(t.notices.c.office == office)
    if incident is not None:
        query = query.where(t.notices.c.incident == incident)
    if unseen:
        query = query.where(t.notices.c.seen.is_(None))
    return records(tx, query, Notice)


def told(tx: Connection, clock: int) -> list[Notice]:
    """What was told of a clock, to whomever, oldest first."""
    return records(tx, select(t.notices).where(t.notices.c.clock == clock).order_by(t.notices.c.id), Notice)


def told_of_running(tx: Connection) -> dict[int, set[str]]:
    """The rungs of each running clock that were told to anybody, by clock."""
    pairs = select(t.notices.c.clock, t.notices.c.rung).distinct().join(t.clocks, t.clocks.c.id == t.notices.c.clock)
    found: dict[int, set[str]] = {}
    for clock, rung in tx.execute(pairs.where(t.clocks.c.stopped.is_(None))):
        found.setdefault(clock, set()).add(rung)
    return found


def see_notices(tx: Connection, office: str, at: datetime, by: str | None = None) -> int:
    """An office has read its notices; returns how many were unread."""
    unread = (t.notices.c.office == office, t.notices.c.seen.is_(None))
    return tx.execute(update(t.notices).where(*unread).values(seen=at, seen_by=by)).rowcount


def constrain(tx: Connection, kind: str, document: str, incident: int) -> None:
    """A person's word on grouping: this document `belongs` to an incident, or does `not_belong`."""
    upsert(tx, t.constraints, {"kind": kind, "document": document, "incident": incident}, update=False)


def constraints(tx: Connection) -> list[tuple[str, str, int]]:
    """Every (kind, document, incident) that a person has said."""
    return [(r.kind, r.document, r.incident) for r in tx.execute(select(t.constraints).order_by(t.constraints.c.id))]


def encode_columns(table: Table, record: Any) -> dict[str, Any]:  # noqa: ANN401
    """A record's fields as the values of `table`'s columns: moments stay moments, JSON columns are encoded."""
    plain = {c.name: getattr(record, c.name) for c in table.columns if hasattr(record, c.name)}
    return {name: value if table.c[name].type.__class__ is t.Moment else encode(value) for name, value in plain.items()}


def _columns(incident: Incident) -> Mapping[str, Any]:
    return {
        **{name: getattr(incident, name) for name in _PLAIN},
        "grade": incident.severity.grade.value,
        "topic": incident.topics[0].value if incident.topics else None,
        "region": incident.places[0].value if incident.places else None,
        "regions": "".join(f" {place.value}" for place in incident.places),
        "warning": incident.warning.value if incident.warning else None,
        "moments": encode(incident.moments),
        "body": {name: encode(getattr(incident, name)) for name in _BODY},
    }


def _incident(row: Row[Any]) -> Incident:
    fields = {name: getattr(row, name) for name in (*_PLAIN, "id", "warning", "version", "head", "moments")}
    return decode(Incident, {**fields, **row.body})


def insert_record(tx: Connection, table: Table, record: Any) -> int:  # noqa: ANN401
    """Writes a record into a numbered table; returns its id."""
    values = {name: value for name, value in encode_columns(table, record).items() if name != "id"}
    key = tx.execute(insert(table).values(**values)).inserted_primary_key
    assert key is not None
    return int(key[0])


def _save(tx: Connection, table: Table, record: Any) -> None:  # noqa: ANN401
    tx.execute(update(table).where(table.c.id == record.id).values(**encode_columns(table, record)))


def records(tx: Connection, query: Select[Any], shape: Any) -> list[Any]:  # noqa: ANN401
    """The rows of a query as records of a shape."""
    return [decode(shape, dict(row._mapping)) for row in tx.execute(query)]  # noqa: SLF001
