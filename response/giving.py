"""交办: a decision becomes parts of offices, and every office is told.

Contents: parts_of · give · withdraw · tell
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from response import timekeeping
from response.lifecycle import GONE
from store import incidents
from store.records import Assignment, Decision, Duty, Grade, Incident, Notice

if TYPE_CHECKING:
    from response.effects import Act

NAMES = {Duty.responsible: "主办", Duty.cooperating: "协办", Duty.coordinator: "协调"}


def parts_of(decision: Decision) -> dict[str, Duty]:
    """Each office of a decision with its role; an office stands once, in its weightiest role."""
    parts = dict.fromkeys(decision.cooperating, Duty.cooperating)
    if decision.coordinator:
        parts[decision.coordinator] = Duty.coordinator
    if decision.responsible:
        parts[decision.responsible] = Duty.responsible
    return parts


def give(act: Act, incident: Incident, decision: Decision) -> Incident:
    """Gives every office of the decision its part and takes back what others had; offices that keep their role keep their clocks."""
    wanted = parts_of(decision)
    for part in incidents.assignments(act.tx, incident=incident.id):
        if part.status not in GONE:
            if wanted.get(part.office) is part.duty:
                del wanted[part.office]
            else:
                withdraw(act, part, "改由其他单位承办")
    for office, duty in wanted.items():
        part = Assignment(0, incident.id, office, duty, "assigned", 0, decision.version, {"assigned": act.at})
        incidents.add_assignment(act.tx, part)
        tell(act, incident, office, f"新的{NAMES[duty]}事项：{incident.title}")
    if decision.leader and incident.severity.grade is Grade.extreme:
        tell(act, incident, decision.leader, f"特别重大：{incident.title}。{incident.severity.because}")
    timekeeping.stop(act.tx, incident.id, "assigned", act.at, f"{act.person.shown or act.person.name}交办", act.rules)
    moments = {"confirmed": act.at, "assigned": act.at, **incident.moments}
    return replace(incident, decision=decision, moments=moments)


def withdraw(act: Act, part: Assignment, why: str) -> None:
    """Takes an office's part back; its clocks end with the reason."""
    timekeeping.drop(act.tx, part, act.at, why)
    incidents.save_assignment(act.tx, replace(part, status="withdrawn", moments={**part.moments, "withdrawn": act.at}))


def tell(act: Act, incident: Incident, office: str, text: str) -> None:
    """Leaves a notice for an office."""
    incidents.add_notice(act.tx, Notice(0, incident.id, None, "act", office, text, act.at))
