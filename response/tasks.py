"""交办要求: what each office is asked to do in a matter, in words, by its role and its line; why another was considered. Pure.

Contents: task_of · why_considered
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.records import Duty

if TYPE_CHECKING:
    from config.rules import Rules
    from store.records import Decision, Incident


def task_of(office: str, duty: Duty, decision: Decision, incident: Incident, rules: Rules) -> str:
    """What an office is asked: the lead the whole, the coordinator the release, a cooperating office its own line or its own place."""
    if duty is Duty.responsible:
        others = [rules.offices[id_].name for id_ in decision.cooperating if id_ in rules.offices]
        return "牵头核查事实、处置并公开回应" + (f"，汇总{'、'.join(others)}的情况" if others else "")
    leading = rules.offices.get(decision.responsible or "")
    lead = leading.name if leading else "主办单位"
    if duty is Duty.coordinator:
        return f"协调各承办单位，会同宣传部门组织发布，统一口径；{lead}主办"
    return f"{_own_share(office, decision, incident, rules)}，报{lead}汇总"


def _own_share(office: str, decision: Decision, incident: Incident, rules: Rules) -> str:
    """Which part of the matter is a cooperating office's: its topics, its place, or its line."""
    own = rules.offices.get(office)
    if own is None:
        return "按职责分工配合核查处置"
    if own.department == "township":
        return f"就近到{own.name.removesuffix('人民政府')}现场核实情况，做好现场处置和解释"
    topics = [topic.name for topic in incident.topics if _leads(own.department, topic.value, rules)]
    if topics:
        return f"负责其中“{'”“'.join(topics)}”方面的核查、处置和答复内容"
    lead = rules.offices.get(decision.responsible or "")
    if lead and lead.department == own.department:
        return f"负责{rules.regions.full_name(own.region)}范围内的核查、处置"
    return f"按{rules.departments.name(own.department)}的职责配合核查处置，提出本条线的答复内容"


def _leads(department: str, topic: str, rules: Rules) -> bool:
    known = rules.topics.topics.get(topic)
    return known is not None and department in (*known.departments, *known.lines)


def why_considered(office: str, decision: Decision, rules: Rules) -> str:
    """Why an office that does not answer was considered: the line of whoever answers one level up, or another line's at the place."""
    other, lead = rules.offices[office], rules.offices.get(decision.responsible or "")
    line = rules.departments.name(other.department)
    if lead and lead.department == other.department:
        return f"同属{line}条线，{'上一级' if len(other.region.rstrip('0')) < len(lead.region.rstrip('0')) else '另一地'}；由就近的单位回应"
    return f"{line}也可能相关，未列为承办"
