"""Who answers: one of the nine cases, the word of routing.yml on it, and what every decision gets. Pure: equal facts, equal decision.

The cases stand in `response/cases.py`; the ninth (特别重大) is put upon another one, for it changes only who is told.

Contents: route · the tree (Said) · extreme · the offices · the clocks · what else was considered
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from config.regions import ancestors
from response.cases import decide
from response.clocks import clocks_for
from response.view import office_of, view_of
from store.records import Decision, Facts, Grade

if TYPE_CHECKING:
    from config.routing import Branch, When
    from config.rules import Rules
    from response.view import View
    from store.records import ClockRule

TREE_DECIDES = (5, 6, 7)
OUTSIDE, POLICY, EXTREME = 1, 2, 9
MOST_ALTERNATIVES = 6


def route(facts: Facts, rules: Rules) -> Decision:
    """The decision for these facts. Never without somebody who acts: an office, the region it is forwarded to, or the duty office."""
    view = view_of(facts, rules)
    base = decide(view)
    said = _said(base, view)
    basis = [rules.routing.cases[base.case], *([said.basis] if said.path else [])]
    decision = _offices(_led(base, said, view), view)
    if _is_extreme(view):
        decision = _told(decision, view)
        basis.append(rules.routing.cases[EXTREME])
    return replace(
        decision,
        clocks=_clocks(decision, view),
        because=tuple(dict.fromkeys((*decision.because, *_also(decision, view), *basis))),
        rule=" → ".join(said.path) or "默认",
        alternatives=_alternatives(decision, view),
        confirm=said.confirm,
        version=rules.version,
    )


# ── the tree ──


@dataclass(frozen=True)
class Said:
    """What the tree says of a matter: the names of the branches taken, and what holds at the last of them."""

    path: tuple[str, ...]
    confirm: str
    basis: str
    responsible: str | None = None
    cooperating: tuple[str, ...] = ()

    def and_then(self, branch: Branch) -> Said:
        """A branch says only what differs from the one above it."""
        return Said(
            (*self.path, branch.name),
            branch.confirm or self.confirm,
            branch.basis or self.basis,
            branch.responsible or self.responsible,
            branch.cooperating or self.cooperating,
        )


def _said(decision: Decision, view: View) -> Said:
    """The way down the tree: at each level the first branch that holds."""
    default, branches = view.rules.routing.default, view.rules.routing.branches
    said = Said((), default.confirm, default.basis)
    while branch := next((branch for branch in branches if _holds(branch.when, decision, view)), None):
        said, branches = said.and_then(branch), branch.branches
    return said


def _holds(when: When, decision: Decision, view: View) -> bool:
    facts = view.facts
    return all(
        not asked or bool(set(asked) & set(given))
        for asked, given in (
            (when.topics, facts.topics[:1]),
            (when.with_topics, facts.topics[1:]),
            (when.departments, view.lines[:1]),
            (when.with_departments, view.lines[1:]),
            (when.grades, (facts.severity.value,)),
            (when.cases, (decision.case,)),
            (when.words, [word for word in when.words if word in facts.words]),
        )
    )


def _led(decision: Decision, said: Said, view: View) -> Decision:
    """The lead and the co-operating lines that the tree names, where the case leaves that open."""
    if decision.case not in TREE_DECIDES:
        return decision
    lead = office_of(said.responsible, view.scope, view.rules) if said.responsible else None
    others = [office for line in said.cooperating if (office := office_of(line, view.scope, view.rules))]
    units = [unit.id for unit in view.units]
    if lead is None or lead == decision.responsible:
        return replace(decision, cooperating=(*decision.cooperating, *others, *units))
    why = f"按分派规则“{' → '.join(said.path)}”，由{view.rules.offices[lead].name}牵头"
    what = (decision.because[0].partition("，由")[0], *decision.because[1:])  # without who would have led
    cooperating = tuple(office for office in (decision.responsible, *decision.cooperating, *others, *units) if office)
    return replace(decision, responsible=lead, cooperating=cooperating, because=(*what, why))


# ── extreme ──


def _is_extreme(view: View) -> bool:
    """Whether it is extreme and may be ours: what lies elsewhere is told to the leaders there."""
    return view.facts.severity is Grade.extreme and (bool(view.ours) or not view.elsewhere)


def _told(decision: Decision, view: View) -> Decision:
    """Case 9 upon another case: the principal leader of the government at that level is told at once; without a place it stays case 8."""
    office = view.rules.offices.get(decision.responsible or "")
    region = view.scope if office is None or office.id == view.duty else office.region
    leader = next(id_ for here in (*ancestors(region), view.home) if (id_ := f"{here}.government") in view.rules.offices)
    why = f"特别重大，立即报告{view.rules.offices[leader].name}主要负责人（基本情形为第 {decision.case} 种）"
    case = EXTREME if view.ours else decision.case
    return replace(decision, case=case, leader=leader, because=(*decision.because, why))


# ── the offices ──


def _offices(decision: Decision, view: View) -> Decision:
    """Each office once: nobody co-operates with itself, and whoever answers is coordinated from above."""
    coordinator = decision.coordinator
    if coordinator is not None and coordinator == decision.responsible:
        coordinator = view.rules.offices[coordinator].superior or view.duty
    once = dict.fromkeys(office for office in decision.cooperating if office not in (decision.responsible, coordinator))
    return replace(decision, cooperating=tuple(once), coordinator=coordinator if coordinator != decision.responsible else None)


# ── the clocks ──


def _clocks(decision: Decision, view: View) -> tuple[ClockRule, ...]:
    """The promises: none of ours where the matter is not ours; of a higher level's policy only the national ones."""
    if decision.case == OUTSIDE:
        return ()
    promises = view.rules.deadlines.promises
    found = clocks_for(view.facts.severity, view.rules.deadlines)
    return tuple(clock for clock in found if decision.case != POLICY or promises[clock.name].national)


# ── what else was considered ──


def _also(decision: Decision, view: View) -> list[str]:
    """What the reader should know besides: places elsewhere, and names that are no offices of ours."""
    found = []
    if view.elsewhere and view.ours:
        found.append(f"另涉及辖区外{view.called(view.elsewhere)}，需一并转送")
    if view.strangers and decision.case != OUTSIDE:
        found.append(f"文中点名{'、'.join(view.strangers)}，不是本级单位，由主管部门依职责处理")
    return found


def _alternatives(decision: Decision, view: View) -> tuple[str, ...]:
    """Offices that were considered: the line's offices further up, and the other lines'; none where it is not ours to give."""
    if decision.responsible is None:
        return ()
    found = [f"{region}.{line}" for line in view.lines for place in view.ours or (view.home,) for region in ancestors(place)]
    here = (decision.responsible, *decision.cooperating, decision.coordinator)
    return tuple(dict.fromkeys(office for office in found if office in view.rules.offices and office not in here))[:MOST_ALTERNATIVES]
