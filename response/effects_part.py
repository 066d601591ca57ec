"""What an office does with its part: it acknowledges, verifies, reports back, answers in public, or returns it.

An effect takes the act, the part and the incident, and gives both back changed.

Contents: moment · report_back · send_back · first_response · answer · publish
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from response import lifecycle, timekeeping
from response.approval import SIGNERS
from response.giving import tell
from response.words import Refused
from store import incidents
from store.records import Answer, Assignment, Decision, Duty, Incident

if TYPE_CHECKING:
    from collections.abc import Callable

    from response.acting import Act

MOST_RETURNS = 2


def moment(name: str) -> Callable[[Act, Assignment, Incident], tuple[Assignment, Incident]]:
    """An act that marks a moment of the part and stops the clocks that wait for it."""

    def effect(act: Act, part: Assignment, incident: Incident) -> tuple[Assignment, Incident]:
        evidence = act.because or f"{act.by}于系统内办理"
        timekeeping.stop(act.tx, incident.id, name, act.at, evidence, act.rules, part)
        whole = replace(incident, moments={name: act.at, **incident.moments}) if part.duty is Duty.responsible else incident
        return replace(part, moments={name: act.at, **part.moments}), whole

    return effect


def report_back(act: Act, part: Assignment, incident: Incident) -> tuple[Assignment, Incident]:
    """反馈: what was done, on the spot (线下) or online (线上); each track has its own moment."""
    track = act.one_of("track", "处置方式", lifecycle.TRACKS) if act.details.get("track") else "offline"
    act.details["track"] = track
    done, whole = moment("reported")(act, part, incident)
    return replace(done, moments={f"handled_{track}": act.at, **done.moments}), whole


def send_back(act: Act, part: Assignment, incident: Incident) -> tuple[Assignment, Incident]:
    """退回: with reason, basis and the office proposed, to the duty office; after the second the coordinator decides."""
    proposed = act.office(act.need("office", "建议的承办单位"))
    act.details["proposed"] = proposed
    code, basis = act.one_of("reason_code", "退回理由", lifecycle.RETURNS), act.need("basis", "依据")
    act.details["reason_code"], reason = code, lifecycle.RETURNS[code]
    if proposed == part.office:
        raise Refused("建议的承办单位不能是本单位（office）。")
    earlier = sum(other.returns for other in incidents.assignments(act.tx, incident=incident.id))
    if earlier >= MOST_RETURNS:
        raise Refused("此事已两次退回，由协调单位决定，不再受理退回。")
    timekeeping.drop(act.tx, part, act.at, f"退回：{reason}，{basis}")
    instead = act.rules.offices[proposed].name
    tell(act, incident, act.duty_office(incident), f"退回：{incident.title}，理由 {reason}，建议由 {instead} 承办")
    if earlier + 1 >= MOST_RETURNS and incident.decision and incident.decision.coordinator:
        tell(act, incident, incident.decision.coordinator, f"两次退回，请决定承办单位：{incident.title}")
    back = incident
    if part.duty is Duty.responsible and incident.status in lifecycle.OPEN:
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


def first_response(act: Act, part: Assignment, incident: Incident) -> tuple[Assignment, Incident]:
    """首次回应: a first public statement of facts before the full answer; it stops what waits for a response or a publication."""
    return publish(act, part, incident, ())


def answer(act: Act, part: Assignment, incident: Incident) -> tuple[Assignment, Incident]:
    """登记回应 without a draft: where the severity asks for signatures or a review, only a signed draft becomes the answer."""
    grade, approval = incident.severity.grade.value, act.rules.approval
    if chain := approval.chain(grade):
        raise Refused(f"这个级别的回应要先经{'、'.join(SIGNERS[role] for role in chain)}审签：请先拟稿，审签后从稿件登记发布。")
    if grade in approval.clearance:
        raise Refused("这个级别的回应要先作保密审查：请先拟稿，审查后从稿件登记发布。")
    return publish(act, part, incident, ("answered",))


def publish(act: Act, part: Assignment, incident: Incident, further: tuple[str, ...]) -> tuple[Assignment, Incident]:
    """What was said in public, with the link or the evidence of it; it stops the clocks at the moment it was published."""
    link, evidence = act.details.get("link"), act.details.get("evidence")
    if not link and not evidence:
        raise Refused("回应要有凭证：请给出公开发布的链接，或会议记录、扫描件等凭证（link）。")
    if link and not str(link).startswith(("http://", "https://")):
        raise Refused(f"“{link}”不是网址：链接应以 http:// 或 https:// 开头（link）。")
    published = _published(act)
    channel = str(act.details.get("channel") or "website")
    said = Answer(0, incident.id, part.id, channel, str(act.details.get("text") or ""), link, evidence, published, act.person.name)
    incidents.add_answer(act.tx, said)
    reached = ("press_conference" if channel == "press_conference" else "publication", "first_response", *further)
    for name in reached:
        timekeeping.stop(act.tx, incident.id, name, published, str(link or evidence), act.rules, part)
    moments = dict.fromkeys(reached, published)
    whole = replace(incident, moments=moments | incident.moments) if part.duty is Duty.responsible else incident
    own = moments if further else {"first_response": published}
    return replace(part, moments=own | part.moments), whole


def _published(act: Act) -> datetime:
    given = act.details.get("published")
    if not given:
        return act.at
    moment_ = given if isinstance(given, datetime) else _parsed(str(given))
    moment_ = moment_ if moment_.tzinfo else moment_.replace(tzinfo=act.at.tzinfo)
    if moment_ > act.at:
        raise Refused("发布时间在将来：请填写实际发布的时间（published）。")
    return moment_


def _parsed(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise Refused(f"看不懂发布时间“{text}”：请写成 2026-11-25T09:30 的样子（published）。") from None
