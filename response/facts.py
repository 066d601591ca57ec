"""Facts and decisions as the command line and the API read and write them.

Contents: facts_of · decision_json · office_json
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from config.base import did_you_mean
from config.deadlines import LIMIT
from config.regions import COUNTRY
from store.records import ClockRule, Decision, Facts, Grade

if TYPE_CHECKING:
    from collections.abc import Mapping

    from config.rules import Rules


def facts_of(line: Mapping[str, Any], rules: Rules) -> Facts:
    """The facts of {places, topics, named, severity, department?, policy?, …}, each plain or as an object. Raises ValueError."""
    return Facts(
        places=_values(line, "places", "code"),
        topics=tuple(_topic(id_, rules) for id_ in _values(line, "topics", "id")),
        departments=_departments(line, rules),
        named=_named(line, rules),
        severity=_grade(line.get("severity")),
        policy=_policy(line.get("policy")),
        words=" ".join(str(line[key]) for key in ("title", "text", "words") if line.get(key)),
    )


def decision_json(decision: Decision, rules: Rules) -> dict[str, Any]:
    """{case, responsible, cooperating, coordinator, leader, forward, clocks, because}, offices as {id, name, department, region}."""
    return {
        "case": decision.case,
        "responsible": office_json(decision.responsible, rules),
        "cooperating": [office_json(id_, rules) for id_ in decision.cooperating],
        "coordinator": office_json(decision.coordinator, rules),
        "leader": office_json(decision.leader, rules),
        "forward": _forward(decision, rules),
        "clocks": [_clock(clock) for clock in decision.clocks],
        "because": list(decision.because),
        "rule": decision.rule,
        "alternatives": [office_json(id_, rules) for id_ in decision.alternatives],
    }


def office_json(id_: str | None, rules: Rules) -> dict[str, str] | None:
    """An office as {id, name, department, region}; None for none."""
    if id_ is None or id_ not in rules.offices:
        return None
    office = rules.offices[id_]
    return {"id": office.id, "name": office.name, "department": rules.departments.name(office.department), "region": office.region}


def _values(line: Mapping[str, Any], key: str, inner: str) -> tuple[str, ...]:
    items = line.get(key) or ()
    if isinstance(items, str):
        items = [items]
    return tuple(str(item[inner] if isinstance(item, dict) else item) for item in items)


def _topic(id_: str, rules: Rules) -> str:
    if id_ in rules.topics.topics:
        return id_
    by_name = {topic.name: known for known, topic in rules.topics.topics.items()}
    if id_ in by_name:
        return by_name[id_]
    raise ValueError(f"没有领域“{id_}”{did_you_mean(id_, [*rules.topics.topics, *by_name])}")


def _departments(line: Mapping[str, Any], rules: Rules) -> tuple[str, ...]:
    said = line.get("departments") or ([line["department"]] if line.get("department") else [])
    words = [str(item.get("id") or item.get("value")) if isinstance(item, dict) else str(item) for item in said]
    return tuple(rules.departments.ids[word] for word in words if word in rules.departments.ids)


def _named(line: Mapping[str, Any], rules: Rules) -> tuple[str, ...]:
    """Ids of named offices; a name is looked up among the offices, and left out where it is none of ours."""
    by_name = {office.name: id_ for id_, office in rules.offices.items()}
    words = [str(item.get("office") or item.get("name") or "") if isinstance(item, dict) else str(item) for item in line.get("named") or ()]
    return tuple(dict.fromkeys(id_ for word in words if (id_ := word if word in rules.offices else by_name.get(word, ""))))


def _grade(said: Any) -> Grade:  # noqa: ANN401
    word = (said.get("grade") if isinstance(said, dict) else said) or "none"
    if word not in set(Grade):
        raise ValueError(f"没有级别“{word}”：可写 {'、'.join(Grade)}")
    return Grade(word)


def _policy(said: Any) -> str | None:  # noqa: ANN401
    if isinstance(said, dict):
        said = said.get("code") or said.get("value") or said.get("region")
    return COUNTRY if said is True else (str(said) if said else None)


def _forward(decision: Decision, rules: Rules) -> dict[str, str] | None:
    if decision.forward is None:
        return None
    way = "上报" if decision.case == 2 else "转送"  # noqa: PLR2004  (case 2)
    return {"region": decision.forward, "name": rules.regions.name(decision.forward), "way": way}


def _clock(clock: ClockRule) -> dict[str, Any]:
    match = LIMIT.fullmatch(clock.limit)
    hours = int(match[1]) * {"hour": 1, "day": 24}[match[2]] if match and match[2] != "working day" else None
    return {"name": clock.name, "title": clock.title, "hours": hours, "limit": clock.limit, "starts": clock.starts, "basis": clock.basis}
