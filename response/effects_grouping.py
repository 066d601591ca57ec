"""Acts that touch several incidents at once: 合并, 拆分, 关联.

Contents: merge · split · link · unlink
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from response import timekeeping
from response.clocks import clocks_for
from response.effects_incident import close_clocks, routed
from response.gather import GRADES, counted, facts_of, post_of, understood
from response.lifecycle import WAITING
from response.routing import route
from response.words import Refused
from store import documents, drafts, history, incidents

if TYPE_CHECKING:
    from response.acting import Act
    from store.records import Incident


def merge(act: Act, incident: Incident) -> Incident:
    """合并: the posts go over to the other incident, for good; what ran here ends with the reason."""
    into = act.number("into", "并入的事件编号")
    other = incidents.get(act.tx, into, lock=True)
    if other is None or into == incident.id or other.status in incidents.CLOSED:
        raise Refused(f"不能并入事件 {into}：它不存在、就是本事件，或者已经了结。")
    moved = [document.id for document, _ in documents.of_incident(act.tx, incident.id, limit=100_000)]
    for document in moved:
        documents.leave(act.tx, document, documents.GROUPED, incident=into)
        incidents.constrain(act.tx, "belongs", document, into)
    act = replace(act, because=act.because or f"并入事件 {into}")
    close_clocks(act, incident)
    _regathered(act, other)
    details = {"documents": moved, "from": incident.id}
    history.append(act.tx, into, "joined", act.person.name, act.at, f"事件 {incident.id} 并入：{act.because}", details)
    return replace(incident, merged_into=into, posts=0)


def _regathered(act: Act, incident: Incident) -> None:
    """An incident whose posts are others now: counted anew and understood anew, never less grave than before; new promises start."""
    held = documents.of_incident(act.tx, incident.id)
    fresh = understood(counted(incident, held), [post_of(document, read) for document, read in held], act.rules.gathering)
    graver = max((incident.severity, fresh.severity), key=lambda severity: GRADES.index(severity.grade))
    fresh = replace(fresh, severity=graver)
    decision = routed(act, fresh) if incident.status in WAITING else incident.decision
    incidents.save(act.tx, replace(fresh, decision=decision))
    if decision:
        timekeeping.start(act.tx, fresh, (*decision.clocks, *clocks_for(graver.grade, act.rules.deadlines)), act.rules)


def split(act: Act, incident: Incident) -> Incident:
    """拆分: some posts become an incident of their own, for good."""
    chosen = set(act.need("documents", "要拆出的信息"))
    held = documents.of_incident(act.tx, incident.id, limit=100_000)
    moved = [document for document, _ in held if document.id in chosen]
    if not moved or len(moved) == len(held):
        raise Refused("拆分要选出一部分信息：不能一条不选，也不能全部选中。")
    pairs = [(document, read) for document, read in held if document.id in chosen]
    moments = {name: incident.moments[name] for name in ("found",) if name in incident.moments}
    blank = counted(replace(incident, status="assessed", decision=None, moments=moments, merged_into=None, warning=None), pairs)
    posts = [post_of(document, read) for document, read in pairs]
    fresh = understood(blank, posts, act.rules.gathering)
    fresh = replace(fresh, decision=route(facts_of(fresh, posts), act.rules))
    opened = incidents.open_(act.tx, fresh, act.at)
    for document in moved:
        documents.leave(act.tx, document.id, documents.GROUPED, incident=opened.id)
        incidents.constrain(act.tx, "belongs", document.id, opened.id)
        incidents.constrain(act.tx, "apart", document.id, incident.id)
    details = {"documents": [document.id for document in moved], "from": incident.id}
    history.append(act.tx, opened.id, "opened", act.person.name, act.at, f"由事件 {incident.id} 拆出：{act.because}", details)
    if opened.decision:
        timekeeping.start(act.tx, opened, opened.decision.clocks, act.rules)
    act.details["opened"] = opened.id
    return counted(incident, [pair for pair in held if pair[0].id not in chosen])


def link(act: Act, incident: Incident) -> Incident:
    """关联: two matters that belong together stay two; both histories say so, with why."""
    other = _other(act, incident)
    if not drafts.link(act.tx, incident.id, other.id, act.person.name, act.at, act.because):
        raise Refused(f"本事件与事件 {other.id} 已经关联。")
    history.append(act.tx, other.id, "link", act.person.name, act.at, act.because, {"other": incident.id})
    return incident


def unlink(act: Act, incident: Incident) -> Incident:
    """取消关联, in both histories."""
    other = _other(act, incident)
    if not drafts.unlink(act.tx, incident.id, other.id):
        raise Refused(f"本事件与事件 {other.id} 没有关联。")
    history.append(act.tx, other.id, "unlink", act.person.name, act.at, act.because, {"other": incident.id})
    return incident


def _other(act: Act, incident: Incident) -> Incident:
    wanted = act.number("other", "关联的事件编号")
    other = incidents.get(act.tx, wanted, lock=True)
    if other is None or wanted == incident.id:
        raise Refused(f"不能关联事件 {wanted}：它不存在，或者就是本事件。")
    return other
