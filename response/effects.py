"""What each act changes besides the status; the acts are those of the lifecycle table.

An effect of an incident takes the act and the incident and returns the changed incident; an effect of an office's part
returns the changed part and incident. An effect refuses with a sentence.

Contents: Act · the effects on an incident · the effects on a part · the two tables
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from config.base import did_you_mean
from response import timekeeping
from response.clocks import clocks_for
from response.gather import GRADES, counted, facts_of, post_of, understood
from response.giving import give, tell, withdraw
from response.lifecycle import GONE, WAITING
from response.routing import route
from response.words import SYSTEM, Refused
from store import documents, history, incidents
from store.records import Answer, Assignment, Decision, Duty, Finding, Grade, Incident, SaidBy, Severity

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from config.rules import Rules
    from store.records import Person

MOST_RETURNS = 2


@dataclass(frozen=True)
class Act:
    """One act: in which transaction, by which rules, who, when, why, and what was given with it."""

    tx: Connection
    rules: Rules
    person: Person
    at: datetime
    because: str
    details: dict[str, Any]

    def need(self, key: str, what: str) -> Any:  # noqa: ANN401
        """A detail that has to be given."""
        value = self.details.get(key)
        if value in (None, "", []):
            raise Refused(f"还缺{what}（{key}）。")
        return value

    def office(self, id_: str) -> str:
        """An office id that exists."""
        if id_ not in self.rules.offices:
            raise Refused(f"没有编号为“{id_}”的单位{did_you_mean(id_, self.rules.offices)}。")
        return id_


def assign(act: Act, incident: Incident) -> Incident:
    """交办, by the suggestion or by what the person chose instead."""
    suggested = incident.decision or _routed(act, incident)
    chosen = _chosen(act, suggested)
    if chosen.responsible is None:
        raise Refused("还没有主办单位：请指定一个，或者转送、上报。")
    return give(act, incident, chosen)


def _routed(act: Act, incident: Incident) -> Decision:
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
        if part.status not in (*GONE, "resolved"):
            withdraw(act, part, act.because or "事项已终止")
    return incident


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
    decision = _routed(act, changed)
    return replace(changed, decision=decision if incident.status in WAITING else incident.decision)


def _said(act: Act, key: str, value: str, choices: Any) -> Finding:  # noqa: ANN401
    if choices is not None and value not in choices:
        raise Refused(f"没有“{value}”{did_you_mean(value, choices)}。")
    if key == "places" and not (value.isdigit() and len(value) in (6, 9)):
        raise Refused(f"“{value}”不是区划代码：省、市、县六位，乡镇九位。")
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
    fresh = _routed(act, changed)
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


def merge(act: Act, incident: Incident) -> Incident:
    """合并: the posts go over to the other incident, for good; what ran here ends with the reason."""
    into = int(act.need("into", "并入的事件编号"))
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
    decision = _routed(act, fresh) if incident.status in WAITING else incident.decision
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


def resolve(act: Act, incident: Incident) -> Incident:
    """办结: only with an answer on record."""
    given = incidents.answers(act.tx, incident.id)
    if not given:
        raise Refused("还没有登记回应，不能办结：请先由承办单位登记回应的链接或凭证。")
    for part in incidents.assignments(act.tx, incident=incident.id):
        if part.status not in GONE:
            incidents.save_assignment(act.tx, replace(part, status="resolved", moments={**part.moments, "resolved": act.at}))
            timekeeping.stop(act.tx, incident.id, "resolved", act.at, f"办结：{act.because}", act.rules, part)
    timekeeping.stop(act.tx, incident.id, "resolved", act.at, f"办结：{act.because}", act.rules)
    return replace(incident, moments={**incident.moments, "resolved": act.at})


def supervise(act: Act, incident: Incident) -> Incident:
    """督办: says louder what is owed; the status stays."""
    for part in incidents.assignments(act.tx, incident=incident.id):
        if part.status not in (*GONE, "resolved"):
            tell(act, incident, part.office, f"督办：{incident.title}。{act.because}")
    return incident


def moment(name: str) -> Callable[[Act, Assignment, Incident], tuple[Assignment, Incident]]:
    """An act that marks a moment of the part and stops the clocks that wait for it."""

    def effect(act: Act, part: Assignment, incident: Incident) -> tuple[Assignment, Incident]:
        evidence = act.because or f"{act.person.shown or act.person.name}于系统内办理"
        timekeeping.stop(act.tx, incident.id, name, act.at, evidence, act.rules, part)
        whole = replace(incident, moments={name: act.at, **incident.moments}) if part.duty is Duty.responsible else incident
        return replace(part, moments={name: act.at, **part.moments}), whole

    return effect


def send_back(act: Act, part: Assignment, incident: Incident) -> tuple[Assignment, Incident]:
    """退回: with reason, basis and the office proposed, to the duty office; after the second the coordinator decides."""
    proposed = act.office(act.need("office", "建议的承办单位"))
    reason, basis = act.need("reason_code", "退回理由"), act.need("basis", "依据")
    if proposed == part.office:
        raise Refused("建议的承办单位不能是本单位。")
    earlier = sum(other.returns for other in incidents.assignments(act.tx, incident=incident.id))
    if earlier >= MOST_RETURNS:
        raise Refused("此事已两次退回，由协调单位决定，不再受理退回。")
    timekeeping.drop(act.tx, part, act.at, f"退回：{reason}，{basis}")
    instead = act.rules.offices[proposed].name
    tell(act, incident, f"{act.rules.regions.home}.duty", f"退回：{incident.title}，理由 {reason}，建议由 {instead} 承办")
    if earlier + 1 >= MOST_RETURNS and incident.decision and incident.decision.coordinator:
        tell(act, incident, incident.decision.coordinator, f"两次退回，请决定承办单位：{incident.title}")
    back = incident
    if part.duty is Duty.responsible:
        back = replace(incident, status="assessed", decision=_proposed(act, incident, part, proposed))
    return replace(part, returns=part.returns + 1, moments={**part.moments, "returned": act.at}), back


def _proposed(act: Act, incident: Incident, part: Assignment, office: str) -> Decision | None:
    """The suggestion after a return: the office proposed, for the duty office to confirm, with who returned it and why."""
    if incident.decision is None:
        return None
    names = act.rules.offices
    why = f"{names[part.office].name}退回（{act.because}；依据：{act.details['basis']}），建议由{names[office].name}承办"
    rest = tuple(other for other in incident.decision.cooperating if other != office)
    return replace(incident.decision, responsible=office, cooperating=rest, because=(why, *incident.decision.because))


def extend(act: Act, part: Assignment, incident: Incident) -> tuple[Assignment, Incident]:
    """延期: one clock, before it runs out, with its reason."""
    wanted = int(act.need("clock", "时限编号"))
    clock = next((c for c in incidents.clocks(act.tx, incident=incident.id) if c.id == wanted and c.assignment in (None, part.id)), None)
    if clock is None or clock.stopped:
        raise Refused(f"没有编号为 {wanted} 的在计时限。")
    if timekeeping.state(clock, act.at) == "overdue":
        raise Refused(f"“{clock.title}”已经逾期，不能再申请延期。")
    if clock.extended:
        raise Refused(f"“{clock.title}”已延期一次，不能再次延期。")
    moved = timekeeping.extend(act.tx, clock, str(act.need("limit", "延长多久")), act.rules)
    act.details["due"] = moved.extended
    return part, incident


def answer(act: Act, part: Assignment, incident: Incident) -> tuple[Assignment, Incident]:
    """回应: what was said in public, with the link or the evidence of it; it stops the clocks at the moment it was published."""
    link, evidence = act.details.get("link"), act.details.get("evidence")
    if not link and not evidence:
        raise Refused("回应要有凭证：请给出公开发布的链接，或会议记录、扫描件等凭证。")
    if link and not str(link).startswith(("http://", "https://")):
        raise Refused(f"“{link}”不是网址：链接应以 http:// 或 https:// 开头。")
    published = _published(act)
    channel = str(act.details.get("channel") or "website")
    said = Answer(0, incident.id, part.id, channel, str(act.details.get("text") or ""), link, evidence, published, act.person.name)
    incidents.add_answer(act.tx, said)
    reached = {"press_conference": ("press_conference", "first_response")}.get(channel, ("publication", "first_response"))
    moments = dict(incident.moments)
    for name in (*reached, "answered"):
        timekeeping.stop(act.tx, incident.id, name, published, str(link or evidence), act.rules, part)
        moments.setdefault(name, published)
    whole = replace(incident, moments=moments) if part.duty is Duty.responsible else incident
    return replace(part, moments={"answered": published, **part.moments}), whole


def _published(act: Act) -> datetime:
    given = act.details.get("published")
    if not given:
        return act.at
    moment_ = given if isinstance(given, datetime) else _parsed(str(given))
    moment_ = moment_ if moment_.tzinfo else moment_.replace(tzinfo=act.at.tzinfo)
    if moment_ > act.at:
        raise Refused("发布时间在将来：请填写实际发布的时间。")
    return moment_


def _parsed(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise Refused(f"看不懂发布时间“{text}”：请写成 2026-11-25T09:30 的样子。") from None


INCIDENT_EFFECTS: dict[str, Callable[[Act, Incident], Incident]] = {
    "assign": assign,
    "dismiss": close_clocks,
    "forward": close_clocks,
    "correct": correct,
    "raise": check_direction(up=True),
    "lower": check_direction(up=False),
    "merge": merge,
    "split": split,
    "resolve": resolve,
    "supervise": supervise,
}
PART_EFFECTS: dict[str, Callable[[Act, Assignment, Incident], tuple[Assignment, Incident]]] = {
    "acknowledge": moment("acknowledged"),
    "verify": moment("verified"),
    "report_back": moment("reported"),
    "return": send_back,
    "extend": extend,
    "answer": answer,
}
