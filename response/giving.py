"""交办: a decision becomes parts of offices, and every office is told.

Contents: parts_of · give · withdraw · tell
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from response import timekeeping
from response.lifecycle import PART
from response.tasks import task_of
from response.words import Refused
from store import incidents
from store.records import Assignment, Decision, Duty, Grade, Incident, Notice

if TYPE_CHECKING:
    from response.acting import Act

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
    """Gives every office of the decision its part and takes back what others had; offices that keep their role keep their clocks.

    What each is asked to do are the words that were given with the act, else those that follow from its role and line.
    """
    wanted = parts_of(decision)
    tasks = _tasks(act, wanted)
    for part in incidents.assignments(act.tx, incident=incident.id):
        if part.status in PART:
            if wanted.get(part.office) is part.duty:
                del wanted[part.office]
                _ask_anew(act, incident, part, tasks.get(part.office, part.task))
            else:
                withdraw(act, part, "改由其他单位承办")
    for office, duty in wanted.items():
        task = tasks.get(office) or task_of(office, duty, decision, incident, act.rules)
        part = Assignment(0, incident.id, office, duty, "assigned", 0, decision.version, {"assigned": act.at}, task)
        incidents.add_assignment(act.tx, part)
        tell(act, incident, office, f"新的{NAMES[duty]}事项：{incident.title}。要求：{task}")
    if decision.leader and incident.severity.grade is Grade.extreme:
        tell(act, incident, decision.leader, f"特别重大：{incident.title}。{incident.severity.because}")
    timekeeping.stop(act.tx, incident.id, "assigned", act.at, f"{act.by}交办", act.rules)
    moments = {"confirmed": act.at, "assigned": act.at, **incident.moments}
    return replace(incident, decision=decision, moments=moments)


def _tasks(act: Act, wanted: dict[str, Duty]) -> dict[str, str]:
    given = act.details.get("tasks") or {}
    if not isinstance(given, dict):
        raise Refused("各单位的要求应写成 {单位编号: 要求}（tasks）。")
    if strangers := [office for office in given if office not in wanted]:
        raise Refused(f"{strangers[0]} 不在交办的单位之内，不能给它写要求（tasks）。")
    return {office: str(text).strip()[:2000] for office, text in given.items()}


def _ask_anew(act: Act, incident: Incident, part: Assignment, task: str) -> None:
    """An office that keeps its part may be asked something else."""
    if task != part.task:
        incidents.save_assignment(act.tx, replace(part, task=task))
        tell(act, incident, part.office, f"要求有变：{incident.title}。{task}")


def withdraw(act: Act, part: Assignment, why: str) -> None:
    """Takes an office's part back; its clocks end with the reason."""
    timekeeping.drop(act.tx, part, act.at, why)
    incidents.save_assignment(act.tx, replace(part, status="withdrawn", moments={**part.moments, "withdrawn": act.at}))


def tell(act: Act, incident: Incident, office: str, text: str) -> None:
    """Leaves a notice for an office."""
    incidents.add_notice(act.tx, Notice(0, incident.id, None, "act", office, text, act.at))
