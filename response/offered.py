"""What a person may do now: the lifecycle's acts, without those for which there is nothing there (no request to grant, nothing to resume).

Contents: Action · on_incident · on_part · on_draft
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from response import lifecycle
from response.approval import may_grant, may_sign
from store.records import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from config.rules import Rules
    from response.asked import Request
    from response.running import Running
    from store.drafts import Draft
    from store.records import Assignment, Incident, Person


@dataclass(frozen=True, slots=True)
class Action:
    """Something this person may do now: its word, its label, and whether a reason is owed."""

    name: str
    label: str
    because: bool


def on_incident(one: Incident, person: Person, *, related: bool = False, handed: bool = False) -> list[Action]:
    """The acts on the whole; undoing has a place of its own. `handed`: a hand-over waits to be accepted."""
    without = {"undo"} | (set() if related else {"unlink"}) | (set() if handed else {"accept"})
    return _actions("incident", one.status, person, without)


def on_part(
    part: Assignment, one: Incident, clocks: Sequence[Running], requests: Sequence[Request], person: Person, rules: Rules
) -> list[Action]:
    """The acts on an office's part."""
    if person.role is Role.office and person.office != part.office:
        return []
    running = [clock for clock in clocks if clock.stopped is None]
    grade, approval = one.severity.grade.value, rules.approval
    there = {
        "extend": any(clock.extendable and clock.id not in {request.clock for request in requests} for clock in running),
        "pause": any(clock.pauses and clock.paused is None for clock in running),
        "resume": any(clock.paused for clock in running),
        "grant": any(may_grant(person, request.asked_of) for request in requests),
        "answer": not approval.chain(grade) and grade not in approval.clearance,
    }
    there["refuse"] = there["grant"]
    return _actions("assignment", part.status, person, {action for action, is_there in there.items() if not is_there})


def on_draft(draft: Draft, part: Assignment, one: Incident, left: Sequence[str], person: Person, rules: Rules) -> list[Action]:
    """The acts on a draft: who signs next signs, and it goes out when nothing is owed any more."""
    signs = bool(left) and draft.by != person.name and may_sign(person, left[0], part.office)
    owes_review = one.severity.grade.value in rules.approval.clearance and draft.cleared_by is None
    there = {
        "approve": signs,
        "send_back": may_sign(person, left[0] if left else "duty", part.office),
        "clear": draft.cleared_by is None,
        "release": not left and not owes_review,
    }
    if person.role is Role.office and person.office != part.office:
        return []
    return _actions("draft", draft.state, person, {action for action, is_there in there.items() if not is_there})


def _actions(kind: lifecycle.Kind, status: str, person: Person, without: set[str]) -> list[Action]:
    offered = lifecycle.allowed(kind, status, person.role)
    return [Action(step.action, step.label, step.because) for step in offered if step.action not in without]
