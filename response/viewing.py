"""What a person is shown of incidents: one line in a list, or the whole with its why. The API gives it, the pages draw it.

Contents: Suggested · Part · Line · Whole · lines · soonest · ordered · count · line_of · question · whole · parts_for
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from config.regions import COUNTRY, inside
from response import lifecycle, offered, undo
from response.asked import Request, requests
from response.drafting import Related, Shown, drafts_of, related_to
from response.giving import NAMES as DUTIES
from response.giving import parts_of
from response.levels import Link, chain, waits
from response.lifecycle import GONE
from response.offered import Action  # noqa: TC001  (dataclass fields are read at run time)
from response.running import Named, Running, end_of, office_named, running
from response.scope import may_see, scope, seen
from response.tasks import task_of, why_considered
from response.undo import Undo  # noqa: TC001  (dataclass fields are read at run time)
from store import history, incidents
from store.drafts import linked
from store.records import Answer, Assignment, Duty, Entry, Finding, Incident, Person, Role, Severity, Warning_
from store.watching import ends

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
NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Suggested:
    """交办建议: who answers, in which case, by which rule, and why.

    `alternatives` are what was considered instead (`considered`: why), `tasks` what each office would be asked.
    """

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
    tasks: dict[str, str]
    considered: dict[str, str]


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
    task: str
    returns: int
    requests: list[Request]
    undo: Undo | None
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
    drafts: list[Shown]
    related: list[Related]
    undo: Undo | None
    holder: Named | None
    chain: list[Link]
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
    if order == "due":
        found, total = soonest(tx, rules, person, **filters)
        found = found[offset : offset + limit]
    else:
        found, total = incidents.find(tx, **_narrowed(filters, scope(person, rules)), order=order, limit=limit, offset=offset)
    return [line_of(tx, one, rules, person, now) for one in found], total


def soonest(tx: Connection, rules: Rules, person: Person, **filters: Any) -> tuple[list[Incident], int]:  # noqa: ANN401
    """The incidents that fit, those whose clock runs out first on top; of those that run out in the same minute the graver first."""
    found, total = incidents.find(tx, **_narrowed(filters, scope(person, rules)), order="grade", limit=SORTED_HERE)
    first: dict[int, datetime] = {}
    for end in ends(tx):
        first.setdefault(end.incident, end.at.replace(second=0, microsecond=0))
    return sorted(found, key=lambda one: first.get(one.id, NEVER)), total


def ordered(tx: Connection, rules: Rules, person: Person, order: str, **filters: Any) -> list[Incident]:  # noqa: ANN401
    """The incidents that fit and that this person may see, in an order of the register."""
    return incidents.find(tx, **_narrowed(filters, scope(person, rules)), order=order, limit=SORTED_HERE)[0]


def count(tx: Connection, rules: Rules, person: Person, **filters: Any) -> int:  # noqa: ANN401
    """How many incidents fit that this person may see."""
    return incidents.find(tx, **_narrowed(filters, scope(person, rules)), limit=1)[1]


def _narrowed(filters: dict[str, Any], allowed: dict[str, Any]) -> dict[str, Any]:
    """What was asked for, but never more than what is allowed: a region inside the person's own may be chosen."""
    own, chosen = allowed.get("region") or allowed.get("within"), filters.get("region")
    if own and not (chosen and inside(chosen, own)):
        filters = {**filters, "region": None}
    return {**filters, **{name: value for name, value in allowed.items() if not (name == "region" and filters.get("region"))}}


def line_of(tx: Connection, one: Incident, rules: Rules, person: Person, now: datetime) -> Line:
    """One incident as a list shows it."""
    going = [] if one.status in incidents.CLOSED else incidents.clocks(tx, incident=one.id, running=True)
    clock = min((clock for clock in going if clock.paused is None), key=end_of, default=None)
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
        suggested=_suggested(one, rules),
        next_clock=running(tx, clock, one, rules, now) if clock else None,
        question=question(one),
        actions=offered.on_incident(one, person),
    )


def _place(place: Finding, rules: Rules) -> str:
    return rules.regions.full_name(place.value) if place.value in rules.regions.names else place.name


def _names(findings: Sequence[Finding]) -> list[Named]:
    return [Named(finding.value, finding.name) for finding in findings]


def _suggested(one: Incident, rules: Rules) -> Suggested | None:
    decision = one.decision
    if decision is None:
        return None
    forward = decision.forward
    return Suggested(
        case=decision.case,
        case_name=CASES.get(decision.case, ""),
        responsible=office_named(decision.responsible, rules),
        cooperating=[named for id_ in decision.cooperating if (named := office_named(id_, rules))],
        coordinator=office_named(decision.coordinator, rules),
        leader=office_named(decision.leader, rules),
        forward=Named(forward, "国家" if forward == COUNTRY else rules.regions.name(forward)) if forward else None,
        because=list(decision.because),
        rule=decision.rule,
        alternatives=[named for id_ in decision.alternatives if (named := office_named(id_, rules))],
        version=decision.version,
        considered={id_: why_considered(id_, decision, rules) for id_ in decision.alternatives if id_ in rules.offices},
        tasks={office: task_of(office, duty, decision, one, rules) for office, duty in parts_of(decision).items()},
    )


def question(one: Incident) -> str:
    """What a person has to say first, where the place or the line is unclear (case 8); else empty."""
    if one.status not in lifecycle.WAITING or one.decision is None or one.decision.case != 8:  # noqa: PLR2004
        return ""
    unknown = [word for word, known in (("发生在哪里", one.places), ("归哪个领域", one.topics or one.departments)) if not known]
    return f"这件事{'、'.join(unknown)}？" if unknown else "这件事该由谁回应？"


def whole(tx: Connection, id_: int, rules: Rules, person: Person, now: datetime) -> Whole:
    """An incident with everything it rests on. Raises `Missing` where there is none, or none for this person."""
    one = seen(tx, id_, rules, person)
    clocks = [running(tx, clock, one, rules, now) for clock in incidents.clocks(tx, incident=id_)]
    line = line_of(tx, one, rules, person, now)
    told = {f.name: getattr(line, f.name) for f in fields(Line)}
    passed = chain(tx, id_, rules)
    told["actions"] = offered.on_incident(one, person, related=bool(linked(tx, id_)), handed=waits(passed))
    return Whole(
        **told,
        severity=one.severity,
        findings={name: list(getattr(one, name)) for name in ("topics", "places", "named", "departments")},
        policy=one.policy,
        moments=one.moments,
        clocks=clocks,
        parts=_parts(tx, one, clocks, rules, person, now),
        answers=incidents.answers(tx, id_),
        history=history.of(tx, id_),
        drafts=drafts_of(tx, one, rules, person),
        related=related_to(tx, one, rules, person),
        undo=undo.offered(tx, one, person, now),
        holder=office_named(f"{one.holder}.duty" if one.holder else None, rules),
        chain=passed,
        merged_into=one.merged_into,
        head=one.head,
    )


def _parts(tx: Connection, one: Incident, clocks: list[Running], rules: Rules, person: Person, now: datetime) -> list[Part]:
    """The parts of an incident, the responsible office first and what was taken back last."""
    found = [_part(tx, part, one, clocks, rules, person, now) for part in incidents.assignments(tx, incident=one.id)]
    return sorted(found, key=lambda part: (part.status in GONE, list(Duty).index(Duty(part.duty)), part.id))


def _part(tx: Connection, part: Assignment, one: Incident, clocks: Iterable[Running], rules: Rules, person: Person, now: datetime) -> Part:
    own = [clock for clock in clocks if clock.assignment == part.id or _owed_by(part, clock, rules)]
    asked = [request for request in requests(tx, one.id) if request.assignment == part.id] if part.status in lifecycle.PART else []
    return Part(
        id=part.id,
        incident=one.id,
        incident_title=one.title,
        incident_version=one.version,
        grade=one.severity.grade.value,
        office=office_named(part.office, rules) or Named(part.office, part.office),
        duty=part.duty.value,
        duty_name=DUTIES[part.duty],
        status=part.status,
        status_name=lifecycle.status_label(part.status),
        task=part.task,
        returns=part.returns,
        requests=asked,
        undo=undo.offered(tx, one, person, now),
        moments=part.moments,
        clocks=own,
        actions=offered.on_part(part, one, own, asked, person, rules),
    )


def _owed_by(part: Assignment, clock: Running, rules: Rules) -> bool:
    """What the incident as a whole owes is owed by the responsible office, once it has it; giving it out is the duty office's."""
    whole = clock.assignment is None and rules.deadlines.stops(clock.name) not in ("", "assigned")
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
            found.append(_part(tx, part, *here, rules, person, now))
    return found
