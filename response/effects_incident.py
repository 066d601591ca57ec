"""What each act on an incident changes besides the status: who has it, what it is about, how it ends.

Contents: assign · close_clocks · forward · dismiss · correct · regrade · check_direction · supervise · hand_over · reopen · resolve
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from config.base import did_you_mean
from config.regions import plausible
from response import levels, lifecycle, timekeeping
from response.gather import GRADES, facts_of, post_of
from response.giving import give, tell, withdraw
from response.linking import STATES
from response.routing import route
from response.words import SYSTEM, Refused
from store import documents, incidents, people
from store.records import Decision, Duty, Finding, Grade, Incident, SaidBy, Severity

if TYPE_CHECKING:
    from collections.abc import Callable

    from response.acting import Act
    from store.records import Assignment


def assign(act: Act, incident: Incident) -> Incident:
    """交办, by the suggestion or by what the person chose instead."""
    suggested = incident.decision or routed(act, incident)
    chosen = _chosen(act, suggested)
    if chosen.responsible is None:
        raise Refused("还没有主办单位：请指定一个，或者转送、上报。")
    given = give(act, incident, chosen)
    lead = next(part for part in incidents.assignments(act.tx, incident=incident.id) if _leads(part))
    return replace(given, status=lifecycle.follow(given.status, lead.status))


def _leads(part: Assignment) -> bool:
    return part.duty is Duty.responsible and part.status in lifecycle.PART


def routed(act: Act, incident: Incident) -> Decision:
    """What the rules say of the incident and the words of its posts."""
    posts = (post_of(document, read) for document, read in documents.of_incident(act.tx, incident.id))
    return route(facts_of(incident, posts), act.rules)


def _chosen(act: Act, suggested: Decision) -> Decision:
    given = {key: act.details[key] for key in ("responsible", "cooperating", "coordinator") if key in act.details}
    if not given:
        return suggested
    fields: dict[str, Any] = {key: (() if key == "cooperating" else None) for key in given}
    fields |= {key: _offices(act, value) for key, value in given.items() if value}
    chosen = replace(suggested, **fields)
    rest = tuple(office for office in chosen.cooperating if office not in (chosen.responsible, chosen.coordinator))
    why = f"{act.person.shown or act.person.name}指定" + (f"：{act.because}" if act.because else "")
    return replace(chosen, cooperating=rest, because=(*suggested.because, why), forward=None)


def _offices(act: Act, value: Any) -> str | tuple[str, ...]:  # noqa: ANN401
    return tuple(act.office(id_) for id_ in value) if isinstance(value, (list, tuple)) else act.office(str(value))


def close_clocks(act: Act, incident: Incident) -> Incident:
    """Dismissed, forwarded or archived: what still runs ends with the reason."""
    for clock in incidents.clocks(act.tx, incident=incident.id, running=True):
        timekeeping.end(act.tx, clock, act.at, act.because or "事项已终止")
    for part in incidents.assignments(act.tx, incident=incident.id):
        if part.status in lifecycle.PART:
            withdraw(act, part, act.because or "事项已终止")
    return incident


def forward(act: Act, incident: Incident) -> Incident:
    """转送、上报 out of the house: the last link of the chain; whatever else ran here ends."""
    levels.send_out(act, incident)
    return close_clocks(act, incident)


def dismiss(act: Act, incident: Incident) -> Incident:
    """不予受理: with a reason code; what runs ends."""
    act.details["reason_code"] = code = act.one_of("reason_code", "不予受理的理由", lifecycle.DISMISSALS)
    return close_clocks(replace(act, because=f"{lifecycle.DISMISSALS[code]}：{act.because}"), incident)


def correct(act: Act, incident: Incident) -> Incident:
    """A person's word on topics, places or units: it stands before the machine's, and is what the machine learns from."""
    if not {"topics", "places", "named"} & act.details.keys():
        raise Refused("没有要更正的内容：请至少改领域、地点、涉事单位中的一项。")
    known: dict[str, Any] = {"topics": act.rules.topics.topics, "places": None, "named": act.rules.offices}
    said: dict[str, Any] = {
        key: tuple(_said(act, key, value, known[key]) for value in act.details[key]) for key in known if key in act.details
    }
    changed = replace(incident, **said)
    if "topics" in act.details:
        changed = replace(changed, departments=())
    decision = routed(act, changed)
    return replace(changed, decision=decision if incident.status in lifecycle.WAITING else incident.decision)


def _said(act: Act, key: str, value: str, choices: Any) -> Finding:  # noqa: ANN401
    if choices is not None and value not in choices:
        raise Refused(f"没有“{value}”{did_you_mean(value, choices)}。")
    if key == "places" and not (value.isdigit() and len(value) in (6, 9)):
        raise Refused(f"“{value}”不是区划代码：省、市、县六位，乡镇九位。")
    if key == "places" and not plausible(value):
        raise Refused(f"没有以 {value[:2]} 开头的区划代码，请核对“{value}”。")
    name = act.rules.regions.full_name(value) if choices is None else choices[value].name
    return Finding(value, name, f"{act.person.shown or act.person.name}更正", SaidBy.person)


def regrade(act: Act, incident: Incident) -> Incident:
    """Raises or lowers the severity: new promises are added, old ones kept, and a new extreme is told to the leader."""
    grade = Grade(act.need("grade", "级别"))
    severity = incident.severity
    if act.person.name != SYSTEM:
        why = f"{act.person.shown or act.person.name}定级：{act.because}"
        severity = Severity(grade, why, 1.0, incident.severity.harm, SaidBy.person)
    changed = replace(incident, severity=severity)
    fresh = routed(act, changed)
    old = incident.decision or fresh
    names = {clock.name for clock in old.clocks}
    clocks = (*old.clocks, *(clock for clock in fresh.clocks if clock.name not in names))
    decision = replace(old, clocks=clocks, leader=fresh.leader or old.leader, case=fresh.case)
    if decision.leader and grade is Grade.extreme:
        tell(act, incident, decision.leader, f"升为特别重大：{incident.title}")
    return replace(changed, decision=decision)


def check_direction(up: bool) -> Callable[[Act, Incident], Incident]:
    """Raising goes up, lowering down."""

    def effect(act: Act, incident: Incident) -> Incident:
        grade = act.need("grade", "级别")
        if grade not in {g.value for g in GRADES}:
            raise Refused(f"“{grade}”不是级别；可选：{'、'.join(g.value for g in GRADES)}。")
        moved = GRADES.index(Grade(grade)) - GRADES.index(incident.severity.grade)
        if act.person.name != SYSTEM and (moved <= 0 if up else moved >= 0):
            raise Refused(f"{'升级' if up else '降级'}后的级别应{'高' if up else '低'}于现在的级别。")
        return regrade(act, incident)

    return effect


def supervise(act: Act, incident: Incident) -> Incident:
    """督办: says louder what is owed; the status stays."""
    for part in incidents.assignments(act.tx, incident=incident.id):
        if part.status in lifecycle.PART:
            tell(act, incident, part.office, f"督办：{incident.title}。{act.because}")
    return incident


def hand_over(act: Act, incident: Incident) -> Incident:
    """移交: to another officer of the duty office, or to another region's duty office; who takes over is told, with the note."""
    region, to = str(act.details.get("region") or ""), str(act.details.get("receiver") or "")
    moved = levels.hand_over(act, incident, region) if region and (region != levels.held(incident, act.rules) or not to) else incident
    if not region and not to:
        raise Refused("还缺移交给谁：请写接手的值班员（receiver），或者选另一个地区的值班室（region）。")
    office = act.duty_office(moved)
    if to and not any(to in (one.name, one.shown) and one.role in lifecycle.DESK for one in people.all_(act.tx)):
        raise Refused(f"没有叫“{to}”的值班员（receiver）。")
    text = f"移交{to or act.rules.offices[office].name}：{incident.title}。{act.because}"
    tell(act, incident, office, text)
    return moved


def reopen(act: Act, incident: Incident) -> Incident:
    """重办: what was answered before stays on record; a promise that nobody owed any more is owed again, from where it stood."""
    for clock in incidents.clocks(act.tx, incident=incident.id):
        if clock.ended and clock.assignment is None and act.rules.deadlines.stops(clock.name) not in incident.moments:
            timekeeping.revive(act.tx, clock, act.at)
    return replace(incident, moments={**incident.moments, "reopened": act.at})


def resolve(act: Act, incident: Incident) -> Incident:
    """办结: only with a full answer on record; a first response alone is none."""
    parts = incidents.assignments(act.tx, incident=incident.id)
    if not any("answered" in part.moments for part in parts if part.status != "resolved"):
        raise Refused("还没有登记回应，不能办结：请先由承办单位登记回应的链接或凭证；首次回应之后还要有完整的回应。")
    unproven = [answer for answer in incidents.answers(act.tx, incident.id) if answer.link_state not in (None, "public")]
    if unproven and not act.details.get("unproven"):
        states = "、".join(dict.fromkeys(STATES[str(answer.link_state)] for answer in unproven))
        raise Refused(f"回应的链接{states}，还不能办结：请承办单位改正；确有别的证明的，勾选“链接另有证明”并写明理由（unproven）。")
    for part in parts:
        if part.status == "assigned":
            withdraw(act, part, "办结时尚未签收")
        elif part.status in lifecycle.PART:
            incidents.save_assignment(act.tx, replace(part, status="resolved", moments={**part.moments, "resolved": act.at}))
            timekeeping.stop(act.tx, incident.id, "resolved", act.at, f"办结：{act.because}", act.rules, part)
    timekeeping.stop(act.tx, incident.id, "resolved", act.at, f"办结：{act.because}", act.rules)
    for clock in incidents.clocks(act.tx, incident=incident.id, running=True):
        timekeeping.end(act.tx, clock, act.at, "事件已办结")
    return replace(incident, moments={**incident.moments, "resolved": act.at})
