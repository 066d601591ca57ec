"""时效: whether answers came in time, and what was late: found, assigned, acknowledged, answered, or sent back.

Offices and lines are counted, never persons. Contents: table · Row parts
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from response.timekeeping import state
from store import tables as t
from store.codec import decode
from store.records import Clock

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from config.rules import Rules

FEWEST = 5
CAUSES = {"acknowledge": "acknowledged", "assign": "assigned", "confirm": "assigned"}


def table(
    tx: Connection, rules: Rules, since: datetime, until: datetime, by: str = "office", now: datetime | None = None
) -> list[dict[str, Any]]:
    """One row per office, topic, region or grade for the incidents found in the span.

    Fields: key, name, count (incidents), promises (clocks), on_time, late, running, overdue, returned, late_by, median_hours and
    p90_hours from found to first response (None under `answered` = 0), answered, enough (whether the count allows a comparison).
    """
    now = now or until
    groups: dict[str, dict[str, Any]] = defaultdict(_empty)
    found = list(_incidents(tx, since, until))
    clocks = _clocks(tx, [row.id for row in found])
    parts = _parts(tx, [row.id for row in found])
    for row in found:
        for key in _keys(row, parts.get(row.id, []), by):
            _count(groups[key], row, key, clocks.get(row.id, []), parts.get(row.id, []), by, now)
    rows = [_row(key, group, rules, by) for key, group in groups.items()]
    return sorted(rows, key=lambda row: (-row["count"], row["name"]))


def _empty() -> dict[str, Any]:
    return {"incidents": set(), "states": defaultdict(int), "late_by": defaultdict(int), "hours": [], "returned": 0}


def _incidents(tx: Connection, since: datetime, until: datetime) -> Any:  # noqa: ANN401
    chosen = t.incidents.c.opened.between(since, until) & t.incidents.c.status.not_in(("merged", "dismissed"))
    return tx.execute(select(t.incidents).where(chosen))


def _clocks(tx: Connection, ids: list[int]) -> dict[int, list[Clock]]:
    found: dict[int, list[Clock]] = defaultdict(list)
    for row in tx.execute(select(t.clocks).where(t.clocks.c.incident.in_(ids))):
        found[row.incident].append(decode(Clock, dict(row._mapping)))  # noqa: SLF001
    return found


def _parts(tx: Connection, ids: list[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in tx.execute(select(t.assignments).where(t.assignments.c.incident.in_(ids))):
        found[row.incident].append(row)
    return found


def _keys(row: Any, parts: list[Any], by: str) -> list[str]:  # noqa: ANN401
    if by == "office":
        return sorted({part.office for part in parts if part.duty == "responsible"})
    if by == "grade":
        return [row.grade]
    return [(row.topic if by == "topic" else (row.region or "")[:6]) or "?"]


def _count(
    group: dict[str, Any],
    row: Any,  # noqa: ANN401
    key: str,
    clocks: list[Clock],
    parts: list[Any],
    by: str,
    now: datetime,
) -> None:
    group["incidents"].add(row.id)
    mine = {part.id for part in parts if part.office == key and part.duty == "responsible"}
    for clock in clocks:
        if by == "office" and clock.assignment is not None and clock.assignment not in mine:
            continue
        how = state(clock, now)
        if how == "ended":
            continue
        group["states"][how] += 1
        if how in ("late", "overdue"):
            group["late_by"][CAUSES.get(clock.name, "answered")] += 1
    group["returned"] += sum(part.returns for part in parts if by != "office" or part.office == key)
    answered = row.moments.get("first_response")
    if answered and "found" in row.moments:
        group["hours"].append((_moment(answered) - _moment(row.moments["found"])).total_seconds() / 3600)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _row(key: str, group: dict[str, Any], rules: Rules, by: str) -> dict[str, Any]:
    states, hours = group["states"], group["hours"]
    return {
        "key": key,
        "name": _name(key, rules, by),
        "count": len(group["incidents"]),
        "promises": sum(states.values()),
        "on_time": states["on time"],
        "late": states["late"],
        "running": states["running"],
        "overdue": states["overdue"],
        "returned": group["returned"],
        "late_by": {cause: group["late_by"][cause] for cause in ("found", "assigned", "acknowledged", "answered")}
        | {"returned": group["returned"]},
        "answered": len(hours),
        "median_hours": round(median(hours), 1) if hours else None,
        "p90_hours": round(quantiles(hours, n=10)[-1], 1) if len(hours) > 1 else (round(hours[0], 1) if hours else None),
        "enough": len(group["incidents"]) >= FEWEST,
    }


def _name(key: str, rules: Rules, by: str) -> str:
    grades = {"none": "无", "ordinary": "一般", "considerable": "较大", "major": "重大", "extreme": "特别重大"}
    if by == "office":
        return rules.offices[key].name if key in rules.offices else key
    if by == "topic":
        return rules.topics.topics[key].name if key in rules.topics.topics else "未定领域"
    if by == "region":
        return rules.regions.full_name(key) if key != "?" else "未定地点"
    return grades.get(key, key)
