"""Facts and decisions as the command line and the API read and write them.

Contents: facts_of · decision_json · office_json
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from config.base import did_you_mean
from config.deadlines import term
from config.regions import ABROAD, COUNTRY, REGION_DIGITS, TOWN_DIGITS, ancestors
from store.records import ClockRule, Decision, Facts, Grade

if TYPE_CHECKING:
    from collections.abc import Mapping

    from config.rules import Rules

CODE_DIGITS = (2, 4, 6, 9, 12)


def facts_of(line: Mapping[str, Any], rules: Rules) -> Facts:
    """The facts of {places, topics, named, severity, department?, policy?, abroad?, …}, each plain or as an object.

    Raises ValueError with a sentence for a code, topic, department or grade that is none.
    """
    places = tuple(_code(value) for value in _values(line, "places", "code")) or ((ABROAD,) if line.get("abroad") else ())
    return Facts(
        places=places,
        topics=tuple(_topic(id_, rules) for id_ in _values(line, "topics", "id")),
        departments=_departments(line, rules),
        named=tuple(dict.fromkeys(_office(word, places, rules) for word in _values(line, "named", "office", "name"))),
        severity=_grade(line.get("severity")),
        policy=_policy(line.get("policy"), rules),
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


def _values(line: Mapping[str, Any], key: str, *inner: str) -> tuple[str, ...]:
    """The values under `key`: plain, or of objects the first of `inner` that is there; scored objects with the best first."""
    items = line.get(key) or ()
    items = [items] if isinstance(items, (str, dict)) else list(items)
    if all(isinstance(item, dict) and "score" in item for item in items):
        items.sort(key=lambda item: -item["score"])
    found = [next((item[name] for name in inner if item.get(name)), "") if isinstance(item, dict) else item for item in items]
    return tuple(str(value) for value in found if value)


def _code(said: str) -> str:
    """A region code of two to twelve digits as six digits, or nine for a township (a village is its township's)."""
    if not said.isdigit() or len(said) not in CODE_DIGITS:
        raise ValueError(f"“{said}”不是区划代码：省、市、县六位，乡镇九位")
    return said[:TOWN_DIGITS] if len(said) >= TOWN_DIGITS else said.ljust(REGION_DIGITS, "0")


def _topic(id_: str, rules: Rules) -> str:
    by_name = {topic.name: known for known, topic in rules.topics.topics.items()}
    if id_ in rules.topics.topics:
        return id_
    if id_ in by_name:
        return by_name[id_]
    raise ValueError(f"没有领域“{id_}”{did_you_mean(id_, [*rules.topics.topics, *by_name])}")


def _departments(line: Mapping[str, Any], rules: Rules) -> tuple[str, ...]:
    """Ids of departments, said by id, name or alias."""
    known = rules.departments.ids
    words = _values(line, "departments", "id", "value", "name") or _values(line, "department", "id", "value", "name")
    if unknown := [word for word in words if word not in known]:
        raise ValueError(f"没有条线“{unknown[0]}”{did_you_mean(unknown[0], known)}")
    return tuple(dict.fromkeys(known[word] for word in words))


def _office(word: str, places: tuple[str, ...], rules: Rules) -> str:
    """The id of a named office, by its id, its name with its region, or its name at the place; a name that is none stays as it is."""
    if word in rules.offices:
        return word
    if word in rules.office_names:
        return rules.office_names[word]
    called = rules.bare_names.get(word, {})
    return next((called[region] for place in places for region in ancestors(place) if region in called), word)


def _grade(said: Any) -> Grade:  # noqa: ANN401
    word = (said.get("grade") if isinstance(said, dict) else said) or "none"
    if word not in set(Grade):
        raise ValueError(f"没有级别“{word}”：可写 {'、'.join(Grade)}")
    return Grade(word)


def _policy(said: Any, rules: Rules) -> str | None:  # noqa: ANN401
    """The region whose policy is meant: a code, the name of a region above us, or the country where nothing finer is said."""
    if isinstance(said, dict):
        said = next((said[key] for key in ("code", "value", "region", "name") if said.get(key)), True)
    if not said:
        return None
    word = str(said)
    if word.isdigit():
        return _code(word)
    return next((code for code, name in rules.regions.above.items() if word[:2] == name[:2] or "自治区" in word), COUNTRY)


def _forward(decision: Decision, rules: Rules) -> dict[str, str] | None:
    if decision.forward is None:
        return None
    way = "转送" if decision.case == 1 else "上报"
    return {"region": decision.forward, "name": rules.regions.name(decision.forward), "way": way}


def _clock(clock: ClockRule) -> dict[str, Any]:
    number, unit = term(clock.limit) or (0, "")
    hours = {"hour": number, "day": 24 * number}.get(unit)
    return {"name": clock.name, "title": clock.title, "hours": hours, "limit": clock.limit, "starts": clock.starts, "basis": clock.basis}
