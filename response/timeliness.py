"""时效: whether answers came in time, and what was late: found, assigned, acknowledged, answered, or sent back.

Offices, lines, topics, regions and grades are counted, never persons. A figure stands with its denominator, and is compared with
others only from the least count of timeliness.yml on.

Contents: BYS · STARTS · Asked · table
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from config.regions import inside
from response.lateness import CAUSES, cause_of
from response.scores import Share, ranks, score
from response.timekeeping import state
from store import tables as t
from store.codec import decode
from store.incidents import all_answers
from store.records import Answer, Assignment, Clock, Duty

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from config.rules import Rules

BYS = ("office", "department", "topic", "region", "grade")
STARTS = ("happened", "first_post", "found", "confirmed", "assigned", "acknowledged")
LEFT_OUT = ("merged", "dismissed")
COMPARED = ("office", "department")
RESPOND = timedelta(hours=48)  # 国办发〔2016〕61号
GRADES = {"none": "无", "ordinary": "一般", "considerable": "较大", "major": "重大", "extreme": "特别重大"}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which incidents (found in the span; in a region, of a line, of a grade), grouped by what, hours counted from which moment."""

    since: datetime
    until: datetime
    by: str = "office"
    start: str = "found"
    region: str = ""
    department: str = ""
    grade: str = ""


@dataclass(slots=True)
class _Matter:
    """An incident with everything of it that is counted."""

    row: Any
    moments: dict[str, datetime]
    clocks: list[Clock] = field(default_factory=list)
    parts: list[Assignment] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)

    def answered(self) -> datetime | None:
        """The first public answer."""
        return self.moments.get("first_response")


@dataclass(slots=True)
class _Group:
    """The counts of one row."""

    incidents: int = 0
    states: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    late_by: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    hours: list[float] = field(default_factory=list)
    given: int = 0
    returned: int = 0
    answered: int = 0
    owed: int = 0
    public: int = 0
    checked: int = 0


def table(tx: Connection, rules: Rules, asked: Asked, now: datetime) -> list[dict[str, Any]]:
    """One row per office, line, topic, region or grade.

    Fields: key, name, count (incidents), promises (clocks), on_time, late, running, overdue, given (parts), returned, late_by (each late
    promise once, by its cause), answered of owed (incidents answered, or 48 hours old), public of checked (links), median_hours and
    p90_hours from the asked moment to the first response over `measured`, score (0..100) and rank where `enough`, else None.
    """
    groups: dict[str, _Group] = defaultdict(_Group)
    for matter in _matters(tx, asked):
        for key in _keys(matter, asked.by):
            _count(groups[key], matter, key, asked, rules, now)
    rows = [_row(key, group, rules, asked.by) for key, group in groups.items()]
    if rules.timeliness.rank and asked.by in COMPARED:
        for row, place in zip(rows, ranks([row["score"] for row in rows]), strict=True):
            row["rank"] = place
    return sorted(rows, key=lambda row: (-row["count"], row["name"]))


def _matters(tx: Connection, asked: Asked) -> Iterable[_Matter]:
    chosen = t.incidents.c.opened.between(asked.since, asked.until) & t.incidents.c.status.not_in(LEFT_OUT)
    if asked.grade:
        chosen &= t.incidents.c.grade == asked.grade
    found = {row.id: _Matter(row, {k: datetime.fromisoformat(v) for k, v in row.moments.items()}) for row in
             tx.execute(select(t.incidents).where(chosen)) if not asked.region or inside(row.region or "", asked.region)}  # fmt: skip
    _add(tx, found)
    for matter in found.values():
        if not asked.department or asked.department in {_department(part.office) for part in _leads(matter)}:
            yield matter


def _add(tx: Connection, found: dict[int, _Matter]) -> None:
    """Every clock, part and answer to its incident."""
    for source, shape, name in ((t.clocks, Clock, "clocks"), (t.assignments, Assignment, "parts")):
        for row in tx.execute(select(source).where(source.c.incident.in_(list(found)))):
            getattr(found[row.incident], name).append(decode(shape, dict(row._mapping)))  # noqa: SLF001
    for answer in all_answers(tx, list(found)):
        found[answer.incident].answers.append(answer)


def _leads(matter: _Matter) -> list[Assignment]:
    return [part for part in matter.parts if part.duty is Duty.responsible]


def _department(office: str) -> str:
    return office.split(".")[1] if "." in office else office


def _keys(matter: _Matter, by: str) -> list[str]:
    row = matter.row
    if by in COMPARED:
        offices = {part.office for part in _leads(matter)}
        return sorted(offices if by == "office" else {_department(office) for office in offices})
    return [{"grade": row.grade, "topic": row.topic, "region": (row.region or "")[:6]}[by] or "?"]


def _mine(matter: _Matter, key: str, by: str) -> list[Assignment]:
    """The responsible parts that a row answers for."""
    if by not in COMPARED:
        return _leads(matter)
    return [part for part in _leads(matter) if key == (part.office if by == "office" else _department(part.office))]


def _count(group: _Group, matter: _Matter, key: str, asked: Asked, rules: Rules, now: datetime) -> None:
    parts = _mine(matter, key, asked.by)
    group.incidents += 1
    group.given += len(parts)
    group.returned += sum(part.returns for part in parts)
    _count_clocks(group, matter, parts, rules, now)
    answered = matter.answered()
    found = matter.moments.get("found")
    if answered or (found and now - found >= RESPOND):
        group.owed += 1
        group.answered += answered is not None
    begin = _begin(matter, parts, asked.start)
    if answered and begin:
        group.hours.append(max(0.0, (answered - begin).total_seconds() / 3600))
    looked = [answer for answer in matter.answers if answer.link_state is not None]
    group.checked += len(looked)
    group.public += sum(answer.link_state == "public" for answer in looked)


def _count_clocks(group: _Group, matter: _Matter, parts: list[Assignment], rules: Rules, now: datetime) -> None:
    mine = {part.id: part for part in parts}
    for clock in matter.clocks:
        if clock.assignment is not None and clock.assignment not in mine:
            continue
        how = state(clock, now)
        if how == "ended":
            continue
        group.states[how] += 1
        if how in ("late", "overdue"):
            part = mine.get(clock.assignment or 0) or next(iter(parts), None)
            moments = {**(part.moments if part else {}), **matter.moments}
            group.late_by[cause_of(clock.name, clock.started, moments, clock.stopped or now, rules.timeliness.allowances)] += 1


def _begin(matter: _Matter, parts: list[Assignment], start: str) -> datetime | None:
    """The moment hours are counted from; the office's own where it is one of its part."""
    own = next((part.moments[start] for part in parts if start in part.moments), None)
    return own or matter.moments.get(start)


def _row(key: str, group: _Group, rules: Rules, by: str) -> dict[str, Any]:
    states, hours, enough = group.states, group.hours, group.incidents >= rules.timeliness.fewest
    settled = states["on time"] + states["late"] + states["overdue"]
    shares = {
        "on_time": Share(states["on time"], settled),
        "answered": Share(group.answered, group.owed),
        "accepted": Share(max(0, group.given - group.returned), group.given),
        "proven": Share(group.public, group.checked),
    }
    return {
        "key": key,
        "name": _name(key, rules, by),
        "count": group.incidents,
        "promises": sum(states.values()),
        **{name: states[name.replace("_", " ")] for name in ("on_time", "late", "running", "overdue")},
        "given": group.given,
        "returned": group.returned,
        "late_by": {cause: group.late_by[cause] for cause in CAUSES} | {"returned": group.returned},
        "answered": group.answered,
        "owed": group.owed,
        "public": group.public,
        "checked": group.checked,
        "measured": len(hours),
        "median_hours": round(median(hours), 1) if hours else None,
        "p90_hours": round(quantiles(hours, n=10, method="inclusive")[-1], 1)
        if len(hours) > 1
        else (round(hours[0], 1) if hours else None),
        "enough": enough,
        "score": score(shares, rules.timeliness.weights) if enough else None,
        "rank": None,
    }


def _name(key: str, rules: Rules, by: str) -> str:
    if by == "office":
        return rules.offices[key].name if key in rules.offices else key
    if by == "department":
        return rules.departments.name(key)
    if by == "topic":
        return rules.topics.topics[key].name if key in rules.topics.topics else "未定领域"
    if by == "region":
        return rules.regions.full_name(key) if key != "?" else "未定地点"
    return GRADES.get(key, key)
