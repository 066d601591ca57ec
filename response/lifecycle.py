"""The lifecycle (流转), one table each for incidents, offices' parts and drafts: from which status, which act, by whom, to where.

The pages and the API read their buttons from here, the desk its permissions. Pure.

Contents: Step · the words · the tables · allowed · step · follow · final · label · status_label
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from response.words import Refused
from store.records import Role

Kind = Literal["incident", "assignment", "draft"]
DUTY, OFFICE, LEADER, ADMIN = Role.duty, Role.office, Role.leader, Role.administrator


@dataclass(frozen=True, slots=True)
class Step:
    """An act: allowed from these statuses to these roles; leads to `to`, or stays where that is empty. `because`: a reason is owed.

    `final`: it touches other matters or is itself a correction, so that it is not undone within the minute.
    """

    action: str
    label: str
    sources: tuple[str, ...]
    to: str
    roles: tuple[Role, ...]
    because: bool = False
    final: bool = False


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
    "in_approval": "审签中",
    "sent_back": "退回修改",
    "approved": "可以发布",
    "released": "已发布",
    "replaced": "已改稿",
}
DISMISSALS = {
    "no_request": "没有诉求",
    "advertisement": "广告营销",
    "drill": "演练、演习",
    "old_news": "旧闻、往事",
    "refuted": "权威部门已辟谣",
    "elsewhere": "已在其他渠道办理",
    "unlawful": "不属行政机关受理范围",
}
RETURNS = {
    "not_our_duty": "不属本单位职责",
    "not_our_place": "不在本单位辖区",
    "vertical": "属垂直管理单位",
    "higher_level": "属上级权限",
    "duplicate": "与已办事项重复",
}
TRACKS = {"offline": "线下处置", "online": "线上处置"}
GONE = ("returned", "withdrawn")
WAITING = ("found", "assessed", "reopened")
IN_HAND = ("assigned", "acknowledged", "verifying", "first_response", "handled", "answered", "in_review")
DONE = ("resolved", "archived")
OPEN = (*WAITING, *IN_HAND)
DESK = (DUTY, ADMIN)
EVERYBODY = (OFFICE, *DESK, LEADER)
PART = ("assigned", "acknowledged", "verifying", "first_response", "handled", "answered")
AT_WORK = PART[1:]
DRAFT = ("in_approval", "sent_back", "approved")

TABLES: dict[str, tuple[Step, ...]] = {
    "incident": (
        Step("assign", "交办", OPEN, "assigned", DESK),
        Step("forward", "转送上报", WAITING, "forwarded", DESK, final=True),
        Step("dismiss", "不予受理", WAITING, "dismissed", DESK, because=True),
        Step("correct", "更正研判", OPEN, "", DESK),
        Step("raise", "升级", OPEN, "", DESK, because=True),
        Step("lower", "降级", OPEN, "", DESK, because=True),
        Step("merge", "合并", OPEN, "merged", DESK, final=True),
        Step("split", "拆分", OPEN, "", DESK, because=True, final=True),
        Step("link", "关联", (*OPEN, *DONE), "", DESK, because=True, final=True),
        Step("unlink", "取消关联", (*OPEN, *DONE), "", DESK, because=True, final=True),
        Step("supervise", "督办", IN_HAND, "", (*DESK, LEADER), because=True),
        Step("hand_over", "移交", OPEN, "", DESK, because=True, final=True),
        Step("accept", "接收", OPEN, "", DESK, final=True),
        Step("review", "送审", ("answered", "handled", "first_response"), "in_review", DESK),
        Step("send_back", "退回修改", ("in_review",), "handled", (*DESK, LEADER), because=True),
        Step("resolve", "办结", ("answered", "in_review", "first_response", "handled"), "resolved", DESK, because=True),
        Step("archive", "归档", ("resolved", "dismissed", "forwarded"), "archived", DESK),
        Step("reopen", "重办", ("resolved", "archived", "dismissed", "forwarded"), "reopened", (*DESK, LEADER), because=True),
        Step("note", "批注", (*OPEN, *DONE), "", EVERYBODY, because=True),
        Step("undo", "撤销", (*OPEN, *DONE, "dismissed", "forwarded"), "", EVERYBODY, final=True),
    ),
    "assignment": (
        Step("acknowledge", "签收", ("assigned",), "acknowledged", (OFFICE, *DESK)),
        Step("verify", "核查", ("acknowledged",), "verifying", (OFFICE, *DESK), because=True),
        Step("first_response", "首次回应", ("acknowledged", "verifying", "handled"), "first_response", (OFFICE, *DESK)),
        Step("report_back", "反馈", AT_WORK, "handled", (OFFICE, *DESK), because=True),
        Step("draft", "拟稿", AT_WORK, "", (OFFICE, *DESK)),
        Step("answer", "登记回应", AT_WORK, "answered", (OFFICE, *DESK)),
        Step("return", "退回", ("assigned", "acknowledged"), "returned", (OFFICE,), because=True),
        Step("extend", "延期", PART, "", (OFFICE, *DESK), because=True),
        Step("grant", "同意延期", PART, "", (*DESK, LEADER)),
        Step("refuse", "不同意延期", PART, "", (*DESK, LEADER), because=True),
        Step("pause", "暂停计时", PART, "", (OFFICE, *DESK), because=True),
        Step("resume", "恢复计时", PART, "", (OFFICE, *DESK), because=True),
    ),
    "draft": (
        Step("approve", "同意", ("in_approval", "approved"), "", EVERYBODY),
        Step("send_back", "退回修改", ("in_approval", "approved"), "sent_back", EVERYBODY, because=True),
        Step("clear", "保密审查", ("in_approval", "approved"), "", (OFFICE, *DESK), because=True),
        Step("release", "登记发布", ("approved",), "released", (OFFICE, *DESK)),
    ),
}
_MORE_LABELS = {"found": "发现", "assessed": "研判", "opened": "立案", "joined": "归入", "remind": "催办", "escalate": "升级督办"}
_MORE_LABELS |= {"link_checked": "链接核实", "erased": "到期删文"}


def allowed(kind: Kind, status: str, role: Role) -> list[Step]:
    """The acts that a role may do in a status."""
    return [here for here in TABLES[kind] if status in here.sources and role in here.roles]


def step(kind: Kind, status: str, action: str, role: Role, because: str = "") -> str:
    """The status that an act leads to; a part never goes back by it. Raises `Refused` with the sentence why not."""
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
    return _onward(PART, status, here.to or status) if kind == "assignment" else here.to or status


def follow(status: str, part: str) -> str:
    """Where an incident in hand goes when its responsible office's part stands at `part`; it never goes back by that."""
    return _onward(IN_HAND, status, part) if status in IN_HAND and part in IN_HAND else status


def _onward(order: tuple[str, ...], status: str, to: str) -> str:
    return status if status in order and to in order and order.index(to) < order.index(status) else to


def final(action: str) -> bool:
    """Whether an act is not undone within the minute."""
    return any(one.final for table in TABLES.values() for one in table if one.action == action)


def label(action: str) -> str:
    """An act in Chinese."""
    known = {one.action: one.label for table in TABLES.values() for one in table}
    return known.get(action) or _MORE_LABELS.get(action, action)


def status_label(status: str) -> str:
    """A status in Chinese."""
    return STATUSES.get(status, status)
