"""Who answers: 属地管理 in nine cases, over the tree of routing.yml. Pure: equal facts and rules give the equal decision.

1 outside our jurisdiction · 2 a higher level's policy · 3 vertical management · 4 the unit concerned is named · 5 one place, one
line · 6 several places · 7 several lines · 8 place or line unknown · 9 extreme. Basis: 国办发〔2016〕61号, 80号.

Contents: route · the facts seen by the rules (View) · the cases, in the order in which they are asked
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from config.regions import COUNTRY, ancestors, inside, level, lowest_common, parent
from response.clocks import clocks_for
from store.records import Decision, Facts, Grade

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from config.departments import Office
    from config.routing import Branch
    from config.rules import Rules

HIGH = (Grade.considerable, Grade.major, Grade.extreme)


@dataclass(frozen=True)
class View:
    """The facts as the cases ask for them: our places and those elsewhere, the lines in order, the named offices."""

    facts: Facts
    rules: Rules
    ours: tuple[str, ...]
    elsewhere: tuple[str, ...]
    lines: tuple[str, ...]
    named: tuple[Office, ...]

    @property
    def home(self) -> str:
        """The region we answer for."""
        return self.rules.regions.home

    @property
    def scope(self) -> str:
        """The lowest region of ours that holds all our places."""
        common = lowest_common(self.ours)
        return common if common and self.rules.regions.ours(common) else self.home


def route(facts: Facts, rules: Rules) -> Decision:
    """The decision for these facts. Never without somebody who acts: an office, or the region it is forwarded to, or the duty office."""
    view = _view(facts, rules)
    decision = next(found for case in _CASES if (found := case(view)) is not None)
    return _finish(decision, view)


def _view(facts: Facts, rules: Rules) -> View:
    places = tuple(sorted(dict.fromkeys(facts.places)))
    finest = tuple(p for p in places if not any(other != p and inside(other, p) for other in places))
    ours = tuple(p for p in finest if rules.regions.ours(p))
    named = tuple(rules.offices[id_] for id_ in sorted(dict.fromkeys(facts.named)) if id_ in rules.offices)
    elsewhere = tuple(p for p in finest if p not in ours and not inside(rules.regions.home, p))
    view = View(facts, rules, ours, elsewhere, (), named)
    return replace(view, lines=_lines(view))


def _lines(view: View) -> tuple[str, ...]:
    """The lines in order: the department that was read for the matter, else the first topic's, then those of the further topics.

    Of a topic's departments the first that has an office for the place counts: a village's own affairs are the township's where the
    township is known, else the next department's.
    """
    known = view.rules.departments.departments
    read = [line for line in view.facts.departments if line in known and line != "other"][:1]
    topics = [topic for id_ in view.facts.topics if (topic := view.rules.topics.topics.get(id_))]
    wanted: list[Sequence[str]] = [*([read] if read else []), *(topic.departments for topic in topics[1 if read else 0 :])]
    if read and topics:
        wanted[0] = [*read, *topics[0].departments]
    chosen = [next((line for line in lines if _office_of(line, view.scope, view.rules)), next(iter(lines), None)) for lines in wanted]
    return tuple(dict.fromkeys(line for line in chosen if line and line not in ("other", "duty")))


# ── the cases ──


def _outside(view: View) -> Decision | None:
    """Case 1: every place lies outside of our jurisdiction."""
    if view.ours or not view.elsewhere or view.facts.policy:
        return None
    target = lowest_common([*view.elsewhere, view.home]) or COUNTRY
    names = "、".join(map(view.rules.regions.name, view.elsewhere))
    return _decision(
        1,
        None,
        coordinator=f"{view.home}.duty",
        forward=target,
        because=f"事发地 {names} 不在{view.rules.regions.name(view.home)}辖区，向上转送",
    )


def _policy(view: View) -> Decision | None:
    """Case 2: a higher level's major policy is meant."""
    if not view.facts.policy or inside(view.facts.policy, view.home):
        return None
    ours = [office for line in view.lines[:1] if (office := _office_of(line, view.scope, view.rules))]
    where = "国家" if view.facts.policy == COUNTRY else view.rules.regions.name(view.facts.policy)
    why = f"所指是{where}层面的政策，由制定政策的部门回应，本级上报"
    return _decision(2, None, cooperating=ours, coordinator=f"{view.home}.duty", forward=view.facts.policy, because=why)


def _unknown(view: View) -> Decision | None:
    """Case 8: no place, or no line and no unit either: a question to a person of the duty office."""
    if view.ours and (view.lines or view.named):
        return None
    lacks = "地点" if not view.ours else "领域"
    return _decision(8, f"{view.home}.duty", because=f"文中看不出{lacks}，请值班室的人判断")


def _unit(view: View) -> Decision | None:
    """Case 4: one unit is named as the one concerned."""
    mine = [office for office in view.named if any(inside(place, office.region) or inside(office.region, place) for place in view.ours)]
    if len({office.id for office in mine}) != 1 or mine[0].vertical:
        return None
    office = mine[0]
    line = _office_of(view.lines[0] if view.lines else office.department, view.scope, view.rules)
    others = [line] if line and line != office.id else []
    return _decision(
        4,
        office.id,
        cooperating=others,
        coordinator=_coordinator(office.region, view),
        because=f"涉事单位是{office.name}，涉事责任部门是第一责任主体",
    )


def _vertical(view: View) -> Decision | None:
    """Case 3: the line is under vertical management, or the named unit is."""
    named = next((office for office in view.named if office.vertical), None)
    line = named.department if named else (view.lines[0] if view.lines else None)
    if line is None or not view.rules.departments.departments[line].vertical:
        return None
    office = named.id if named else _office_of(line, view.scope, view.rules)
    if office is None:
        return None
    superior = view.rules.offices[office].superior
    coordinator = superior if superior in view.rules.offices else _coordinator(view.rules.offices[office].region, view)
    why = f"{view.rules.departments.name(line)}实行垂直管理，由{view.rules.offices[office].name}负责，属地配合"
    return _decision(3, office, cooperating=_towns(view), coordinator=coordinator, because=why)


def _several_lines(view: View) -> Decision | None:
    """Case 7: several lines; the rule's lead, else the first topic's line; the others by their duties."""
    if len(view.lines) < 2:  # noqa: PLR2004  (several)
        return None
    offices = [office for line in view.lines if (office := _office_of(line, view.scope, view.rules))]
    if len(set(offices)) < 2:  # noqa: PLR2004
        return None
    names = "、".join(map(view.rules.departments.name, view.lines))
    return _decision(
        7,
        offices[0],
        cooperating=offices[1:],
        coordinator=_coordinator(view.scope, view),
        because=f"涉及{names}，由{view.rules.offices[offices[0]].name}牵头",
    )


def _several_places(view: View) -> Decision | None:
    """Case 6: several places, one line: the line's office where they meet, each place's own office with it."""
    if len(view.ours) < 2 or not view.lines:  # noqa: PLR2004
        return None
    line = view.lines[0]
    office = _office_of(line, view.scope, view.rules)
    if office is None:
        return None
    each = [own for place in view.ours if (own := _office_of(line, place, view.rules))]
    why = f"涉及{'、'.join(map(view.rules.regions.full_name, view.ours))}，由共同的上级主管部门{view.rules.offices[office].name}协调回应"
    return _decision(6, office, cooperating=each, coordinator=_coordinator(view.scope, view), because=why)


def _one_place(view: View) -> Decision | None:
    """Case 5: one place, one line: the line's office nearest to the place, looking upward."""
    office = _office_of(view.lines[0], view.scope, view.rules) if view.lines else None
    if office is None:
        return None
    place, name = view.rules.regions.full_name(view.scope), view.rules.offices[office].name
    return _decision(
        5,
        office,
        cooperating=_towns(view),
        coordinator=_coordinator(view.rules.offices[office].region, view),
        because=f"事发地{place}，由最近的主管部门{name}回应",
    )


def _nobody(view: View) -> Decision:
    """Case 8 again: there is a line, but no office of it here."""
    names = "、".join(map(view.rules.departments.name, view.lines))
    return _decision(8, f"{view.home}.duty", because=f"本地没有{names or '相应'}的单位，请值班室的人判断")


_CASES: tuple[Callable[[View], Decision | None], ...] = (
    _policy,
    _outside,
    _unknown,
    _vertical,
    _unit,
    _several_lines,
    _several_places,
    _one_place,
    _nobody,
)


# ── what every decision gets ──


def _finish(decision: Decision, view: View) -> Decision:
    """The tree's word on it, the clocks, the extreme case, the alternatives, and nobody twice."""
    branch_names, lead, others, confirm, basis = _branch(decision, view)
    why = [*decision.because, view.rules.routing.cases[decision.case]]
    if lead and decision.case in (5, 6, 7) and decision.responsible and lead != decision.responsible:
        why.append(f"按分派规则“{branch_names}”，由{view.rules.offices[lead].name}牵头")
        decision = replace(decision, responsible=lead, cooperating=(*decision.cooperating, decision.responsible))
    if decision.case in (5, 6, 7):
        decision = replace(decision, cooperating=(*decision.cooperating, *others))
    if view.elsewhere and decision.case != 1:
        why.append(f"另涉及辖区外 {'、'.join(map(view.rules.regions.name, view.elsewhere))}，需一并转送")
    decision = _extreme(decision, view, why)
    cooperating = tuple(
        dict.fromkeys(office for office in decision.cooperating if office not in (decision.responsible, decision.coordinator))
    )
    return replace(
        decision,
        cooperating=cooperating,
        clocks=clocks_for(view.facts.severity, view.rules.deadlines) if decision.responsible or decision.case == 2 else (),  # noqa: PLR2004
        because=(*why, basis) if basis not in why else tuple(why),
        rule=branch_names or "默认",
        alternatives=_alternatives(decision, view),
        confirm=confirm,
        version=view.rules.version,
    )


def _extreme(decision: Decision, view: View, why: list[str]) -> Decision:
    """Case 9: extreme and ours; the principal leader of that government is told at once."""
    if view.facts.severity is not Grade.extreme or not view.ours or decision.case in (1, 2):
        return decision
    office = view.rules.offices.get(decision.responsible or "")
    region = office.region[:6] if office else view.home
    leader = f"{region}.government"
    why += [
        f"特别重大，立即报告{view.rules.offices[leader].name}主要负责人（基本情形为第 {decision.case} 种）",
        view.rules.routing.cases[9],
    ]
    return replace(decision, case=9, leader=leader)


def _branch(decision: Decision, view: View) -> tuple[str, str | None, list[str], str, str]:
    """The path of branches taken, and what the tree says on the way: lead, cooperating offices, confirm, basis."""
    default = view.rules.routing.default
    path: list[str] = []
    lead: str | None = None
    others: tuple[str, ...] = ()
    confirm, basis = default.confirm, default.basis
    level_: Iterable[Branch] = view.rules.routing.branches
    while taken := next((branch for branch in level_ if _holds(branch, decision, view)), None):
        path.append(taken.name)
        lead, others = taken.lead or lead, taken.cooperating or others
        confirm, basis, level_ = taken.confirm or confirm, taken.basis or basis, taken.branches
    offices = [office for line in others if (office := _office_of(line, view.scope, view.rules))]
    return " → ".join(path), _office_of(lead, view.scope, view.rules) if lead else None, offices, confirm, basis


def _holds(branch: Branch, decision: Decision, view: View) -> bool:
    when, facts = branch.when, view.facts
    return (
        (not when.topics or bool(set(when.topics) & set(facts.topics[:1])))
        and (not when.departments or bool(set(when.departments) & set(view.lines[:1])))
        and (not when.grades or facts.severity.value in when.grades)
        and (not when.cases or decision.case in when.cases)
        and (not when.words or any(word in facts.words for word in when.words))
    )


def _alternatives(decision: Decision, view: View) -> tuple[str, ...]:
    """Offices that were considered: the line's offices further up, and the other lines'."""
    found = [f"{region}.{line}" for line in view.lines for place in view.ours or (view.home,) for region in ancestors(place)]
    here = (decision.responsible, *decision.cooperating, decision.coordinator)
    return tuple(dict.fromkeys(office for office in found if office in view.rules.offices and office not in here))[:6]


def _decision(
    case: int,
    responsible: str | None,
    *,
    because: str,
    cooperating: Iterable[str] = (),
    coordinator: str | None = None,
    forward: str | None = None,
) -> Decision:
    return Decision(case, responsible, tuple(cooperating), coordinator, None, forward, (), (because,), "")


def _office_of(line: str, region: str, rules: Rules) -> str | None:
    """The line's office nearest to a region, looking upward, never beyond home."""
    return next((id_ for here in ancestors(region) if (id_ := f"{here}.{line}") in rules.offices), None)


def _towns(view: View) -> list[str]:
    """The governments of the townships among the places."""
    return [office for place in view.ours if level(place) == "town" and (office := f"{place}.township") in view.rules.offices]


def _coordinator(region: str, view: View) -> str:
    """The government office of that level, with publicity; of a township its county's."""
    above = parent(region) if level(region) == "town" else region
    return f"{above or view.home}.government_office"
