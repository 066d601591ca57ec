"""时限 as they are shown: who owes a clock, when it runs out, how it stands.

Contents: Named · Running · running · end_of · office_named · ends_for · running_for
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime  # noqa: TC003  (dataclass fields are read at run time)
from typing import TYPE_CHECKING, Any

from response.scope import scope
from response.timekeeping import state, was_extended
from store import incidents
from store.watching import End, ends

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from config.rules import Rules
    from store.records import Clock, Incident, Person

EVERY = 1_000_000


@dataclass(frozen=True, slots=True)
class Named:
    """An id with what a person reads for it."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Running:
    """时限: a clock with who owes it, the moment that holds (after an extension), and how it stands.

    `pauses`: the reasons for which it may stand still; `extendable`: whether more time may be asked for now.
    """

    id: int
    incident: int
    incident_title: str
    assignment: int | None
    office: Named | None
    name: str
    title: str
    limit: str
    starts: str
    basis: str
    started: datetime
    due: datetime
    first_due: datetime
    arithmetic: list[str]
    provisional: bool
    stopped: datetime | None
    evidence: str | None
    state: str
    paused: datetime | None
    pauses: list[str]
    national: bool
    extendable: bool


def running(tx: Connection, clock: Clock, one: Incident, rules: Rules, now: datetime) -> Running:
    """A clock with who owes it and how it stands."""
    part = incidents.assignment(tx, clock.assignment) if clock.assignment else None
    plain = {f.name: getattr(clock, f.name) for f in fields(Running) if hasattr(clock, f.name)}
    derived: dict[str, Any] = {
        "incident_title": one.title,
        "office": office_named(part.office if part else None, rules),
        "due": end_of(clock),
        "first_due": clock.due,
        "arithmetic": clock.arithmetic.splitlines(),
        "state": state(clock, now),
        "pauses": list(rules.deadlines.pauses(clock.name)),
        "national": rules.deadlines.national(clock.name),
        "extendable": not (rules.deadlines.national(clock.name) or clock.paused or was_extended(clock)) and now <= end_of(clock),
    }
    return Running(**{**plain, **derived})


def end_of(clock: Clock) -> datetime:
    """When a clock runs out, after an extension."""
    return clock.extended or clock.due


def office_named(id_: str | None, rules: Rules) -> Named | None:
    """An office with its name."""
    if not id_:
        return None
    return Named(id_, rules.offices[id_].name if id_ in rules.offices else id_)


def ends_for(tx: Connection, rules: Rules, person: Person) -> list[End]:
    """The ends of the running clocks that this person may see, the first one first."""
    allowed = scope(person, rules)
    if not allowed:
        return ends(tx)
    visible = {one.id for one in incidents.find(tx, **allowed, open_only=True, limit=EVERY)[0]}
    return [end for end in ends(tx) if end.incident in visible]


def running_for(tx: Connection, rules: Rules, person: Person, now: datetime, *, overdue: bool = False, limit: int = 200) -> list[Running]:
    """The running clocks of open incidents that this person may see, the one that runs out first on top."""
    chosen = [end for end in ends_for(tx, rules, person) if not overdue or end.at < now][:limit]
    known = {id_: incidents.get(tx, id_) for id_ in {end.incident for end in chosen}}
    clocks = {clock.id: clock for id_ in known for clock in incidents.clocks(tx, incident=id_, running=True)}
    return [running(tx, clocks[end.clock], one, rules, now) for end in chosen if (one := known[end.incident]) is not None]
