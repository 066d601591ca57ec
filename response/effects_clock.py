"""What people do to a clock: they ask for more time and are granted or refused it, or let it stand still where a rule says so.

Contents: extend · grant · refuse · pause · resume
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from config.deadlines import term
from response import timekeeping
from response.approval import SIGNERS, may_grant
from response.asked import Request, requests
from response.giving import tell
from response.view import leader_of
from response.words import Refused
from store import drafts, incidents
from store.drafts import Approval
from store.records import Role

if TYPE_CHECKING:
    from response.acting import Act
    from store.records import Assignment, Clock, Incident


def extend(act: Act, part: Assignment, incident: Incident) -> tuple[Assignment, Incident]:
    """延期: one clock, before it runs out, with its reason; where the severity asks for a grant, the clock runs on until it is given."""
    clock = _running(act, part, incident)
    if act.rules.deadlines.national(clock.name):
        raise Refused(f"“{clock.title}”是国家时限，不能延期。")
    if timekeeping.state(clock, act.at) == "overdue":
        raise Refused(f"“{clock.title}”已经逾期，不能再申请延期。")
    if timekeeping.was_extended(clock):
        raise Refused(f"“{clock.title}”已延期一次，不能再次延期。")
    if clock.paused:
        raise Refused(f"“{clock.title}”正在暂停，不需要延期；先恢复计时。")
    limit = str(act.need("limit", "延长多久"))
    if term(limit) is None:
        raise Refused(f"看不懂延长时间“{limit}”：请写成 48 hours、5 days 或 2 working days。")
    asked_of = act.rules.approval.granter(incident.severity.grade.value)
    if asked_of and not may_grant(act.person, asked_of):
        return _ask(act, part, incident, clock, asked_of)
    act.details["due"] = timekeeping.extend(act.tx, clock, limit, act.rules).extended
    return part, incident


def _running(act: Act, part: Assignment, incident: Incident) -> Clock:
    wanted = act.number("clock", "时限编号")
    clock = next((c for c in incidents.clocks(act.tx, incident=incident.id) if c.id == wanted and c.assignment in (None, part.id)), None)
    if clock is None or clock.stopped:
        raise Refused(f"没有编号为 {wanted} 的在计时限。")
    return clock


def _ask(act: Act, part: Assignment, incident: Incident, clock: Clock, asked_of: str) -> tuple[Assignment, Incident]:
    """Keeps the request, and tells whose word it waits for. Its number is that of the entry which this act becomes."""
    if any(one.clock == clock.id for one in requests(act.tx, incident.id)):
        raise Refused(f"“{clock.title}”的延期申请还在等{SIGNERS[asked_of]}答复。")
    number = incident.version + 1
    drafts.sign(act.tx, Approval(0, incident.id, None, number, asked_of, "asked", act.person.name, act.at, act.because))
    act.details.update(request=number, asked_of=asked_of)
    office = leader_of(part.office, act.rules) if asked_of == "leader" else act.duty_office(incident)
    tell(act, incident, office, f"申请延期：{incident.title}——{clock.title}。{act.because}")
    return part, incident


def grant(act: Act, part: Assignment, incident: Incident) -> tuple[Assignment, Incident]:
    """同意延期: the clock moves now, from where it was due."""
    request = _decide(act, part, incident, "granted")
    clock = next(c for c in incidents.clocks(act.tx, incident=incident.id) if c.id == request.clock)
    moved = timekeeping.extend(act.tx, clock, request.limit, act.rules)
    act.details["due"] = moved.extended
    tell(act, incident, part.office, f"同意延期：{incident.title}——{clock.title}延至 {moved.extended:%m月%d日 %H:%M}")
    return part, incident


def refuse(act: Act, part: Assignment, incident: Incident) -> tuple[Assignment, Incident]:
    """不同意延期: the clock stays as it is."""
    request = _decide(act, part, incident, "refused")
    tell(act, incident, part.office, f"不同意延期：{incident.title}——{request.title}。{act.because}")
    return part, incident


def _decide(act: Act, part: Assignment, incident: Incident, decision: str) -> Request:
    """The request that is decided: the one named, else the part's oldest; and the decision on record."""
    waiting = [one for one in requests(act.tx, incident.id) if one.assignment == part.id]
    named = act.number("request", "申请的序号") if act.details.get("request") else None
    found = next((one for one in waiting if named in (None, one.number)), None)
    if found is None:
        raise Refused("没有等待答复的延期申请：可能已有人答复，或者时限已经停止。")
    if not may_grant(act.person, found.asked_of):
        raise Refused(f"这件延期要由{SIGNERS[found.asked_of]}答复。", forbidden=True)
    said = Approval(0, incident.id, None, found.number, found.asked_of, decision, act.person.name, act.at, act.because)
    drafts.sign(act.tx, said)
    act.details.update(request=found.number, clock=found.clock, asked_by=found.by)
    return found


def pause(act: Act, part: Assignment, incident: Incident) -> tuple[Assignment, Incident]:
    """暂停计时: only a clock that deadlines.yml lets stand still, for one of its reasons, with evidence."""
    clock = _running(act, part, incident)
    reasons = act.rules.deadlines.pauses(clock.name)
    if not reasons:
        raise Refused(f"“{clock.title}”不能暂停：规则没有给这个时限写可以暂停的事由。")
    reason, evidence = str(act.need("reason", "暂停事由")), str(act.need("evidence", "凭证，如受理通知书文号"))
    if reason not in reasons:
        raise Refused(f"“{clock.title}”不能因“{reason}”暂停；可以暂停的事由：{'、'.join(reasons)}。")
    if clock.paused:
        raise Refused(f"“{clock.title}”已经暂停。")
    if timekeeping.state(clock, act.at) == "overdue":
        raise Refused(f"“{clock.title}”已经逾期，不能再暂停。")
    timekeeping.pause(act.tx, clock, act.at, f"{reason}（{act.because}；凭证：{evidence}）")
    if act.person.role is Role.office:
        tell(act, incident, act.duty_office(incident), f"暂停计时：{incident.title}——{clock.title}，{reason}")
    return part, incident


def resume(act: Act, part: Assignment, incident: Incident) -> tuple[Assignment, Incident]:
    """恢复计时: the clock goes on with what was left."""
    clock = _running(act, part, incident)
    if not clock.paused:
        raise Refused(f"“{clock.title}”没有暂停。")
    act.details["due"] = timekeeping.resume(act.tx, clock, act.at, act.rules).extended
    return part, incident
