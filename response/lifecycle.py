"""The lifecycle (流转), one table each for incidents and for offices' parts: from which status, which act, by whom, to where.

The pages and the API read their buttons from here, the desk its permissions. Pure.

Contents: Step · the tables · allowed · step · follow · label · status_label
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from response.words import Refused
from store.records import Role

Kind = Literal["incident", "assignment"]
DUTY, OFFICE, LEADER, ADMIN = Role.duty, Role.office, Role.leader, Role.administrator


@dataclass(frozen=True, slots=True)
class Step:
    """An act: allowed from these statuses to these roles; leads to `to`, or stays where that is empty. `because`: a reason is owed."""

    action: str
    label: str
    sources: tuple[str, ...]
    to: str
    roles: tuple[Role, ...]
    because: bool = False


STATUSES = {
    "found": "待研判",
    "assessed": "待交办",
    "assigned": "已交办",
    "acknowledged": "已签收",
    "verifying": "核查中",
    "first_response": "已初次回应",
    "handled": "已处理",
    "answered": "已回应",
    "in_review": "审核中",
    "resolved": "已办结",
    "archived": "已归档",
    "dismissed": "不予受理",
    "forwarded": "已转报",
    "merged": "已合并",
    "reopened": "重办",
    "returned": "已退回",
    "withdrawn": "已收回",
}
GONE = ("returned", "withdrawn")
WAITING = ("found", "assessed", "reopened")
IN_HAND = ("assigned", "acknowledged", "verifying", "first_response", "handled", "answered", "in_review")
DONE = ("resolved", "archived")
OPEN = (*WAITING, *IN_HAND)
DESK = (DUTY, ADMIN)
PART = ("assigned", "acknowledged", "verifying", "handled", "answered")

TABLES: dict[str, tuple[Step, ...]] = {
    "incident": (
        Step("assign", "交办", OPEN, "assigned", DESK),
        Step("forward", "转送上报", WAITING, "forwarded", DESK),
        Step("dismiss", "不予受理", WAITING, "dismissed", DESK, because=True),
        Step("correct", "更正研判", OPEN, "", DESK),
        Step("raise", "升级", OPEN, "", DESK, because=True),
        Step("lower", "降级", OPEN, "", DESK, because=True),
        Step("merge", "合并", OPEN, "merged", DESK),
        Step("split", "拆分", OPEN, "", DESK, because=True),
        Step("supervise", "督办", IN_HAND, "", (*DESK, LEADER), because=True),
        Step("review", "送审", ("answered", "handled", "first_response"), "in_review", DESK),
        Step("send_back", "退回修改", ("in_review",), "handled", (*DESK, LEADER), because=True),
        Step("resolve", "办结", ("answered", "in_review", "first_response", "handled"), "resolved", DESK, because=True),
        Step("archive", "归档", ("resolved", "dismissed", "forwarded"), "archived", DESK),
        Step("reopen", "重办", ("resolved", "archived", "dismissed", "forwarded"), "reopened", (*DESK, LEADER), because=True),
        Step("note", "批注", (*OPEN, *DONE), "", (*DESK, LEADER, OFFICE), because=True),
    ),
    "assignment": (
        Step("acknowledge", "签收", ("assigned",), "acknowledged", (OFFICE, *DESK)),
        Step("verify", "核查", ("acknowledged",), "verifying", (OFFICE, *DESK), because=True),
        Step("report_back", "反馈", ("acknowledged", "verifying", "handled", "answered"), "handled", (OFFICE, *DESK), because=True),
        Step("return", "退回", ("assigned", "acknowledged"), "returned", (OFFICE,), because=True),
        Step("extend", "延期", PART, "", (OFFICE, *DESK), because=True),
        Step("answer", "登记回应", ("acknowledged", "verifying", "handled", "answered"), "answered", (OFFICE, *DESK)),
    ),
}
_FOLLOWS = {"acknowledge": "acknowledged", "verify": "verifying", "report_back": "handled", "answer": "answered"}
_MORE_LABELS = {"found": "发现", "assessed": "研判", "opened": "立案", "joined": "归入", "remind": "催办", "escalate": "升级督办"}


def allowed(kind: Kind, status: str, role: Role) -> list[Step]:
    """The acts that a role may do in a status."""
    return [here for here in TABLES[kind] if status in here.sources and role in here.roles]


def step(kind: Kind, status: str, action: str, role: Role, because: str = "") -> str:
    """The status that an act leads to. Raises `Refused` with the sentence why not."""
    here = next((one for one in TABLES[kind] if one.action == action), None)
    if here is None:
        raise Refused(f"没有“{action}”这个动作；可做的有：{'、'.join(one.action for one in TABLES[kind])}。")
    if role not in here.roles:
        raise Refused(f"您的身份不能做“{here.label}”。", forbidden=True)
    if status not in here.sources:
        raise Refused(
            f"现在是“{status_label(status)}”，不能{here.label}；{here.label}要在{'、'.join(map(status_label, here.sources))}时做。"
        )
    if here.because and not because.strip():
        raise Refused(f"{here.label}要写明理由。")
    return here.to or status


def follow(status: str, action: str) -> str:
    """Where an incident goes when its responsible office acts; it never goes back by that."""
    to = _FOLLOWS.get(action, status)
    return to if status in IN_HAND and IN_HAND.index(to if to in IN_HAND else status) >= IN_HAND.index(status) else status


def label(action: str) -> str:
    """An act in Chinese."""
    known = {one.action: one.label for table in TABLES.values() for one in table}
    return known.get(action) or _MORE_LABELS.get(action, action)


def status_label(status: str) -> str:
    """A status in Chinese."""
    return STATUSES.get(status, status)
