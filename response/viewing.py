"""What a person is shown of incidents: one line in a list, or the whole with its why. The API gives it, the pages draw it.

Contents: Named · Suggested · Running · Action · Part · Line · Whole · lines · line_of ·
running · whole · parts_for · running_for
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime  # noqa: TC003  (dataclass fields are read at run time)
from typing import TYPE_CHECKING, Any

from config.regions import COUNTRY, inside
from response import lifecycle
from response.giving import GONE
from response.giving import NAMES as DUTIES
from response.scope import may_see, scope, seen
from response.timekeeping import state
from store import history, incidents
from store.records import Answer, Assignment, Clock, Decision, Duty, Entry, Finding, Incident, Person, Role, Severity, Warning_

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from config.rules import Rules

CASES = {
    1: "不在本地管辖",
    2: "涉及上级重大政策",
    3: "垂直管理",
    4: "指名单位",
    5: "一地一条线",
    6: "多地一条线",
    7: "多条线",
    8: "地点或领域不明",
    9: "特别重大",
}
GRADES = {"none": "非突发", "ordinary": "一般", "considerable": "较大", "major": "重大", "extreme": "特别重大"}
SORTED_HERE = 2000


@dataclass(frozen=True, slots=True)
class Named:
    """An id with what a person reads for it."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Suggested:
    """交办建议: who answers, in which case, by which rule, and why; `alternatives` are what was considered instead."""

    case: int
    case_name: str
    responsible: Named | None
    cooperating: list[Named]
    coordinator: Named | None
    leader: Named | None
    forward: Named | None
    because: list[str]
    rule: str
    alternatives: list[Named]
    version: str


@dataclass(frozen=True, slots=True)
class Running:
    """时限: a clock with who owes it, the moment that holds (after an extension), and how it stands."""

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


@dataclass(frozen=True, slots=True)
class Action:
    """Something this person may do now: its word, its label, and whether a reason is owed."""

    name: str
    label: str
    because: bool


@dataclass(frozen=True, slots=True)
class Part:
    """交办: an office's part, with its clocks and what may be done with it."""

    id: int
    incident: int
    incident_title: str
    incident_version: int
    grade: str
    office: Named
    duty: str
    duty_name: str
    status: str
    status_name: str
    returns: int
    moments: dict[str, datetime]
    clocks: list[Running]
    actions: list[Action]


@dataclass(frozen=True, slots=True)
class Line:
    """An incident as a list shows it. `question` is what a person has to say first, empty where nothing is unclear."""

    id: int
    title: str
    status: str
    status_name: str
    grade: str
    grade_name: str
    warning: Warning_ | None
    topics: list[Named]
    places: list[Named]
    named: list[Named]
    heat: float
    posts: int
    voices: int
    first_post: datetime | None
    found: datetime | None
    version: int
    suggested: Suggested | None
    next_clock: Running | None
    question: str
    actions: list[Action]


@dataclass(frozen=True, slots=True)
class Whole(Line):
    """An incident with everything it rests on."""

    severity: Severity
    findings: dict[str, list[Finding]]
    policy: Finding | None
    moments: dict[str, datetime]
    clocks: list[Running]
    parts: list[Part]
    answers: list[Answer]
    history: list[Entry]
    merged_into: int | None
    head: str


def lines(
    tx: Connection,
    rules: Rules,
    person: Person,
    now: datetime,
    *,
    order: str = "due",
    limit: int = 100,
    offset: int = 0,
    **filters: Any,  # noqa: ANN401  (those of `incidents.find`)
) -> tuple[list[Line], int]:
    """The incidents that fit and that this person may see, and how many there are. `order` is that of the register, or `due`."""
    wanted = _narrowed(filters, scope(person, rules))
    if order == "due":
        found, total = incidents.find(tx, **wanted, order="grade", limit=SORTED_HERE)
    else:
        found, total = incidents.find(tx, **wanted, order=order, limit=limit, offset=offset)
    first = _first_clocks(tx)
    if order == "due":
        found = sorted(found, key=lambda one: _minute(first.get(one.id), now))
        found = found[offset : offset + limit]
    return [line_of(tx, one, first.get(one.id), rules, person, now) for one in found], total


def _narrowed(filters: dict[str, Any], allowed: dict[str, Any]) -> dict[str, Any]:
    """What was asked for, but never more than what is allowed: a region inside the person's own may be chosen."""
    chosen = filters.get("region")
    if chosen and "region" in allowed and inside(chosen, allowed["region"]):
        return {**allowed, **filters}
    return {**filters, **allowed}


def _first_clocks(tx: Connection) -> dict[int, Clock]:
    """The clock of each incident that runs out first."""
    first: dict[int, Clock] = {}
    for clock in sorted(incidents.clocks(tx, running=True), key=_end):
        first.setdefault(clock.incident, clock)
    return first


def _end(clock: Clock) -> datetime:
    return clock.extended or clock.due


def _minute(clock: Clock | None, now: datetime) -> datetime:
    """When it runs out, to the minute, so that of those that run out together the graver stays on top."""
    return _end(clock).replace(second=0, microsecond=0) if clock else now.replace(year=9999)


def line_of(tx: Connection, one: Incident, clock: Clock | None, rules: Rules, person: Person, now: datetime) -> Line:
    """One incident as a list shows it."""
    return Line(
        id=one.id,
        title=one.title,
        status=one.status,
        status_name=lifecycle.status_label(one.status),
        grade=one.severity.grade.value,
        grade_name=GRADES[one.severity.grade.value],
        warning=one.warning,
        topics=_names(one.topics),
        places=[Named(place.value, _place(place, rules)) for place in one.places],
        named=_names(one.named),
        heat=one.heat,
        posts=one.posts,
        voices=one.voices,
        first_post=one.moments.get("first_post"),
        found=one.moments.get("found"),
        version=one.version,
        suggested=_suggested(one.decision, rules),
        next_clock=running(tx, clock, one, rules, now) if clock and one.status not in incidents.CLOSED else None,
        question=_question(one),
        actions=_actions("incident", one.status, person),
    )


def _place(place: Finding, rules: Rules) -> str:
    return rules.regions.full_name(place.value) if place.value in rules.regions.names else place.name


def _names(findings: Sequence[Finding]) -> list[Named]:
    return [Named(finding.value, finding.name) for finding in findings]


def _suggested(decision: Decision | None, rules: Rules) -> Suggested | None:
    if decision is None:
        return None
    forward = decision.forward
    return Suggested(
        case=decision.case,
        case_name=CASES.get(decision.case, ""),
        responsible=_office(decision.responsible, rules),
        cooperating=[named for id_ in decision.cooperating if (named := _office(id_, rules))],
        coordinator=_office(decision.coordinator, rules),
        leader=_office(decision.leader, rules),
        forward=Named(forward, "国家" if forward == COUNTRY else rules.regions.name(forward)) if forward else None,
        because=list(decision.because),
        rule=decision.rule,
        alternatives=[named for id_ in decision.alternatives if (named := _office(id_, rules))],
        version=decision.version,
    )


def _office(id_: str | None, rules: Rules) -> Named | None:
    if not id_:
        return None
    return Named(id_, rules.offices[id_].name if id_ in rules.offices else id_)


def _question(one: Incident) -> str:
    if one.status not in lifecycle.WAITING or one.decision is None or one.decision.case != 8:  # noqa: PLR2004
        return ""
    unknown = [word for word, known in (("发生在哪里", one.places), ("归哪个领域", one.topics or one.departments)) if not known]
    return f"这件事{'、'.join(unknown)}？" if unknown else "这件事该由谁回应？"


def _actions(kind: lifecycle.Kind, status: str, person: Person) -> list[Action]:
    return [Action(step.action, step.label, step.because) for step in lifecycle.allowed(kind, status, person.role)]


def running(tx: Connection, clock: Clock, one: Incident, rules: Rules, now: datetime) -> Running:
    """A clock with who owes it and how it stands."""
    part = incidents.assignment(tx, clock.assignment) if clock.assignment else None
    plain = {f.name: getattr(clock, f.name) for f in fields(Running) if hasattr(clock, f.name)}
    derived: dict[str, Any] = {
        "incident_title": one.title,
        "office": _office(part.office if part else None, rules),
        "due": _end(clock),
        "first_due": clock.due,
        "arithmetic": clock.arithmetic.splitlines(),
        "state": state(clock, now),
    }
    return Running(**{**plain, **derived})


def whole(tx: Connection, id_: int, rules: Rules, person: Person, now: datetime) -> Whole:
    """An incident with everything it rests on. Raises `Missing` where there is none, or none for this person."""
    one = seen(tx, id_, rules, person)
    clocks = [running(tx, clock, one, rules, now) for clock in incidents.clocks(tx, incident=id_)]
    going = sorted((clock for clock in clocks if clock.stopped is None), key=lambda clock: clock.due)
    line = line_of(tx, one, None, rules, person, now)
    told = {f.name: getattr(line, f.name) for f in fields(Line)} | {"next_clock": going[0] if going else None}
    return Whole(
        **told,
        severity=one.severity,
        findings={name: list(getattr(one, name)) for name in ("topics", "places", "named", "departments")},
        policy=one.policy,
        moments=one.moments,
        clocks=clocks,
        parts=_parts(tx, one, clocks, rules, person),
        answers=incidents.answers(tx, id_),
        history=history.of(tx, id_),
        merged_into=one.merged_into,
        head=one.head,
    )


def _parts(tx: Connection, one: Incident, clocks: list[Running], rules: Rules, person: Person) -> list[Part]:
    """The parts of an incident, the responsible office first and what was taken back last."""
    found = [_part(part, one, clocks, rules, person) for part in incidents.assignments(tx, incident=one.id)]
    return sorted(found, key=lambda part: (part.status in GONE, list(Duty).index(Duty(part.duty)), part.id))


def _part(part: Assignment, one: Incident, clocks: Iterable[Running], rules: Rules, person: Person) -> Part:
    mine = person.role is not Role.office or person.office == part.office
    return Part(
        id=part.id,
        incident=one.id,
        incident_title=one.title,
        incident_version=one.version,
        grade=one.severity.grade.value,
        office=_office(part.office, rules) or Named(part.office, part.office),
        duty=part.duty.value,
        duty_name=DUTIES[part.duty],
        status=part.status,
        status_name=lifecycle.status_label(part.status),
        returns=part.returns,
        moments=part.moments,
        clocks=[clock for clock in clocks if clock.assignment == part.id or _owed_by(part, clock, rules)],
        actions=_actions("assignment", part.status, person) if mine else [],
    )


def _owed_by(part: Assignment, clock: Running, rules: Rules) -> bool:
    """What the incident as a whole owes is owed by the responsible office, once it has it; giving it out is the duty office's."""
    whole = clock.assignment is None and rules.deadlines.stops(clock.name) != "assigned"
    return whole and part.duty is Duty.responsible and part.status not in GONE


def parts_for(tx: Connection, rules: Rules, person: Person, now: datetime, *, office: str | None = None, limit: int = 200) -> list[Part]:
    """The parts that this person may see, of one office or of all, latest first."""
    wanted = person.office if person.role is Role.office else office
    known: dict[int, tuple[Incident, list[Running]] | None] = {}
    found = []
    for part in incidents.assignments(tx, office=wanted, limit=limit):
        if part.incident not in known:
            one = incidents.get(tx, part.incident)
            clocks = incidents.clocks(tx, incident=part.incident)
            visible = one is not None and may_see(tx, person, one, rules)
            known[part.incident] = (one, [running(tx, clock, one, rules, now) for clock in clocks]) if one and visible else None
        if (here := known[part.incident]) is not None:
            found.append(_part(part, *here, rules, person))
    return found


def running_for(tx: Connection, rules: Rules, person: Person, now: datetime, *, overdue: bool = False) -> list[Running]:
    """Every running clock of an open incident this person may see, the one that runs out first on top."""
    known: dict[int, Incident | None] = {}
    found = []
    for clock in sorted(incidents.clocks(tx, running=True), key=_end):
        if clock.incident not in known:
            one = incidents.get(tx, clock.incident)
            going = one is not None and one.status not in incidents.CLOSED
            known[clock.incident] = one if one and going and may_see(tx, person, one, rules) else None
        here = known[clock.incident]
        if here is not None and (not overdue or state(clock, now) == "overdue"):
            found.append(running(tx, clock, here, rules, now))
    return found
