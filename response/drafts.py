"""稿件: an office writes what it means to say, it is signed by whom the severity asks for, reviewed for secrets, and released.

Contents: draft · approve · send_back · clear · release · still_to_sign
"""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from response import consistency, hints, lifecycle
from response.approval import SIGNERS, may_sign, remaining, secret_words
from response.effects_part import publish
from response.giving import tell
from response.view import leader_of
from response.words import Refused
from store import documents, drafts, incidents
from store.drafts import Approval, Draft

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from config.rules import Rules
    from response.acting import Act
    from response.approval import Hint
    from store.records import Assignment, Incident

POSTS = 50
CHANNELS = ("website", "board", "weibo", "wechat", "press_conference", "media", "visit")


def draft(act: Act, part: Assignment, incident: Incident) -> tuple[Assignment, Incident]:
    """拟稿: a new draft takes the place of the part's earlier one; it is looked through, and whoever signs first is told."""
    text, channel = str(act.need("text", "稿件内容")).strip(), str(act.details.get("channel") or "website")
    if channel not in CHANNELS:
        raise Refused(f"没有渠道“{channel}”；可选：{'、'.join(CHANNELS)}（channel）。")
    for earlier in drafts.of_incident(act.tx, incident.id):
        if earlier.assignment == part.id and earlier.state in lifecycle.DRAFT:
            drafts.save(act.tx, replace(earlier, state="replaced"))
    found = tuple(asdict(hint) for hint in _hints(act, part, incident, text))
    chain = act.rules.approval.chain(incident.severity.grade.value)
    state = "in_approval" if chain else "approved"
    kept = drafts.add(act.tx, Draft(0, incident.id, part.id, channel, text, act.person.name, act.at, state, found))
    act.details.pop("text", None)
    act.details["draft"] = kept.id
    _tell_next(act, part, incident, list(chain))
    return part, incident


def _hints(act: Act, part: Assignment, incident: Incident, text: str) -> Iterator[Hint]:
    """What a reviewer should look at: listed words, what is asked and not touched, what others' texts say otherwise."""
    yield from secret_words(text, act.rules.approval.words)
    for check in act.checks:
        yield from check(act.tx, incident, text)
    others = dict(_texts(act.tx, incident, act.rules, but=part.id))
    yield from consistency.differences(text, others)
    posts = documents.of_incident(act.tx, incident.id, limit=POSTS)
    yield from hints.hints(text, [f"{post.title}\n{post.text}" for post, _ in posts], act.rules.answers)


def _texts(tx: Connection, incident: Incident, rules: Rules, but: int) -> Iterator[tuple[str, str]]:
    """What the other offices say: each one's latest draft, else its latest answer."""
    latest: dict[int | None, str] = {answer.assignment: answer.text for answer in incidents.answers(tx, incident.id)}
    latest |= {one.assignment: one.text for one in drafts.of_incident(tx, incident.id) if one.state != "replaced"}
    for part in incidents.assignments(tx, incident=incident.id):
        if part.id != but and latest.get(part.id):
            yield (rules.offices[part.office].name if part.office in rules.offices else part.office), latest[part.id]


def _tell_next(act: Act, part: Assignment, incident: Incident, left: list[str]) -> None:
    """Tells whoever signs next."""
    if left:
        office = {"office": part.office, "duty": act.duty_office(incident), "leader": leader_of(part.office, act.rules)}[left[0]]
        tell(act, incident, office, f"稿件待{SIGNERS[left[0]]}审签：{incident.title}")


def still_to_sign(tx: Connection, one: Draft, incident: Incident, rules: Rules) -> list[str]:
    """Who still has to sign a draft, by the severity as it is now."""
    signed = [said.role for said in drafts.signatures(tx, one.incident) if said.draft == one.id and said.decision == "approved"]
    return remaining(rules.approval.chain(incident.severity.grade.value), signed)


def approve(act: Act, one: Draft, part: Assignment, incident: Incident) -> tuple[Draft, Assignment, Incident]:
    """同意: the next signature of the chain, by somebody other than the writer; after the last one it may go out."""
    left = _signing(act, one, part, incident)
    _sign(act, one, left[0], "approved")
    _tell_next(act, part, incident, left[1:])
    if not left[1:]:
        tell(act, incident, part.office, f"稿件已审签，可以发布：{incident.title}")
    return replace(one, state="in_approval" if left[1:] else "approved"), part, incident


def _signing(act: Act, one: Draft, part: Assignment, incident: Incident) -> list[str]:
    left = still_to_sign(act.tx, one, incident, act.rules)
    if not left:
        raise Refused("这份稿件已经审签完毕，可以登记发布。")
    if one.by == act.person.name:
        raise Refused("拟稿人不能审签自己的稿件，请由另一人审签。", forbidden=True)
    if any(said.draft == one.id and said.by == act.person.name and said.at >= one.at for said in drafts.signatures(act.tx, one.incident)):
        raise Refused("您已经审签过这份稿件，下一道审签要由另一个人。", forbidden=True)
    if not may_sign(act.person, left[0], part.office):
        raise Refused(f"这份稿件现在等{SIGNERS[left[0]]}审签。", forbidden=True)
    return left


def _sign(act: Act, one: Draft, role: str, decision: str) -> None:
    drafts.sign(act.tx, Approval(0, one.incident, one.id, 0, role, decision, act.person.name, act.at, act.because))
    act.details.update(draft=one.id, signer=role)


def send_back(act: Act, one: Draft, part: Assignment, incident: Incident) -> tuple[Draft, Assignment, Incident]:
    """退回修改, with the reason, by whoever signs next; of a draft that nobody has to sign any more by the duty office or a leader."""
    left = still_to_sign(act.tx, one, incident, act.rules) or ["duty"]
    if not may_sign(act.person, left[0], part.office):
        raise Refused(f"这份稿件现在等{SIGNERS[left[0]]}的意见。", forbidden=True)
    _sign(act, one, left[0], "sent_back")
    tell(act, incident, part.office, f"稿件退回修改：{incident.title}。{act.because}")
    return one, part, incident


def clear(act: Act, one: Draft, part: Assignment, incident: Incident) -> tuple[Draft, Assignment, Incident]:
    """保密审查: a named person says that the text may be public; the statement is the reason of the entry."""
    if one.by == act.person.name:
        raise Refused("拟稿人不能给自己的稿件作保密审查，请由另一人登记。", forbidden=True)
    reviewer = str(act.need("reviewer", "审查人姓名")).strip()[:64]
    act.details.update(draft=one.id, reviewer=reviewer)
    return replace(one, cleared_by=reviewer, cleared_at=act.at), part, incident


def release(act: Act, one: Draft, part: Assignment, incident: Incident) -> tuple[Draft, Assignment, Incident]:
    """登记发布: the draft is the published record now, with its link or evidence."""
    if left := still_to_sign(act.tx, one, incident, act.rules):
        raise Refused(f"还不能发布：这个级别的稿件还要经{'、'.join(SIGNERS[role] for role in left)}审签。")
    if incident.severity.grade.value in act.rules.approval.clearance and one.cleared_by is None:
        raise Refused("还不能发布：这个级别的稿件发布前要有人作保密审查。")
    given = {"channel": one.channel, "text": one.text}
    said = replace(act, details={**given, **{key: value for key, value in act.details.items() if value}})
    status = lifecycle.step("assignment", part.status, "answer", act.person.role)
    done, whole = publish(said, replace(part, status=status), incident, ("answered",))
    act.details.update(draft=one.id, assignment=part.id)
    return one, done, whole
