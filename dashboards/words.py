"""How figures and moments are said on a page, and the Chinese word for each word of the records.

Contents: the words · moment · ago · countdown · span_of · share · number · grades_for · tasks_of · limit
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from dashboards.deeds import deed
from response.approval import SIGNERS
from response.lifecycle import DISMISSALS, PART, RETURNS, TRACKS, label
from response.viewing import CASES, GRADES, Whole
from store.records import Role

ROLES = {Role.duty: "值班员", Role.office: "承办单位", Role.leader: "领导", Role.administrator: "管理员"}
WARNINGS = {"blue": "蓝色预警", "yellow": "黄色预警", "orange": "橙色预警", "red": "红色预警"}
SAID_BY = {"rule": "规则", "learned": "模型", "person": "人工"}
MEDIA = {
    "central": "中央媒体",
    "provincial": "省级媒体",
    "city": "市级媒体",
    "county": "县级媒体",
    "self_media": "自媒体",
    "board": "留言板",
}
KINDS = {
    "feed": "订阅",
    "listing": "列表页",
    "sitemap": "站点地图",
    "json": "数据接口",
    "files": "文件夹",
    "push": "推送",
    "report": "人工上报",
}
MOMENTS = {
    "happened": "发生",
    "first_post": "首发",
    "found": "发现",
    "confirmed": "确认",
    "assigned": "交办",
    "acknowledged": "签收",
    "verified": "核查",
    "first_response": "首次回应",
    "publication": "发布",
    "press_conference": "发布会",
    "reported": "反馈",
    "answered": "回应",
    "resolved": "办结",
    "returned": "退回",
    "withdrawn": "收回",
    "handled_offline": "线下处置",
    "handled_online": "线上处置",
    "reopened": "重办",
}
CHANNELS = {
    "website": "政府网站",
    "board": "原留言板答复",
    "weibo": "政务微博",
    "wechat": "政务微信",
    "press_conference": "新闻发布会",
    "media": "新闻媒体",
    "visit": "上门或电话答复",
}
STATES = {"running": "在计", "paused": "已暂停", "overdue": "逾期", "on time": "按时", "late": "迟了", "ended": "已终止"}
SOURCE_STATES = {
    "good": "正常",
    "quiet": "安静",
    "flooding": "过多",
    "failing": "失败",
    "layout": "疑似改版",
    "late": "迟采",
    "never": "没有数据",
    "off": "停用",
    "undeclared": "未登记",
}
STREAKS = {"new": "有新信息", "all seen": "没有新的", "empty": "没有条目", "blocked": "被拒", "changed layout": "疑似改版"}
STAGES = {"collect": "采集", "assess": "研判", "intake": "受理", "chase": "催办"}
OUTCOMES = {
    "kept": "收下",
    "changed": "有改动",
    "seen before": "见过",
    "not modified": "没有变化",
    "listed": "列表已读",
    "no items": "没有条目",
    "changed layout": "改版",
    "waiting": "等写完",
    "no text": "没有正文",
    "not an article": "不是文章",
    "login wall": "要登录",
    "error page": "出错页面",
    "frameset": "框架空壳",
    "gone": "已不存在",
    "refused": "被拒",
    "unsafe": "地址不安全",
    "unreadable": "读不出",
    "too large": "太大",
    "unreachable": "连不上",
    "too slow": "太慢",
    "busy": "对方忙",
    "blocked": "嫌太勤",
    "not reached": "没有轮到",
    "cut short": "中断",
    "assessed": "已研判",
    "joined": "归入",
    "opened": "立案",
    "no concern": "无需回应",
    "set aside": "搁置待看",
}
ENGAGEMENT = {"likes": "点赞", "comments": "评论", "reposts": "转发", "shares": "转发", "reads": "阅读", "views": "阅读"}
CAUSES = {"found": "发现迟", "assigned": "交办迟", "acknowledged": "签收迟", "answered": "回应迟", "returned": "退回"}
HARM = {"deaths": "死亡", "missing": "失踪", "injured": "受伤", "heavy": "重伤", "trapped": "被困", "ill": "患病", "moved": "转移"}
LINKS = {"public": "链接公开可见", "unrelated": "链接看不出与事件有关", "closed": "链接打不开", "gone": "网页现在没有了"}
BYS = {"office": "单位", "department": "条线", "topic": "领域", "region": "地区", "grade": "级别"}
DUTIES = {"responsible": "主办", "cooperating": "协办", "coordinator": "协调"}
MINUTE, HOUR, DAY = 60, 3600, 86400


def moment(at: datetime | None, now: datetime | None = None) -> str:
    """A moment as a table shows it; what never was is a dash, never a zero."""
    if at is None:
        return "—"
    if now and at.date() == now.date():
        return f"今天 {at:%H:%M}"
    return f"{at:%m-%d %H:%M}" if now is None or at.year == now.year else f"{at:%Y-%m-%d %H:%M}"


def ago(at: datetime | None, now: datetime) -> str:
    """How long ago."""
    if at is None:
        return "—"
    return "刚刚" if now - at < timedelta(minutes=1) else f"{span_of(now - at)}前"


def countdown(due: datetime, now: datetime) -> str:
    """What is left, or how long over."""
    return f"还剩 {span_of(due - now)}" if due >= now else f"逾期 {span_of(now - due)}"


def span_of(span: timedelta) -> str:
    """A span in its two largest units at most."""
    seconds = int(abs(span.total_seconds()))
    if seconds < HOUR:
        return f"{max(1, seconds // MINUTE)}分钟"
    if seconds < DAY:
        minutes = seconds % HOUR // MINUTE
        return f"{seconds // HOUR}小时" + (f"{minutes}分" if minutes and seconds < 6 * HOUR else "")
    hours = seconds % DAY // HOUR
    return f"{seconds // DAY}天" + (f"{hours}小时" if hours and seconds < 3 * DAY else "")


def share(part: int, whole: int) -> str:
    """A share with its denominator; no percentage of nothing."""
    return f"{part / whole:.0%}" if whole else "—"


def number(value: Any) -> str:  # noqa: ANN401
    """A figure, or a dash where there is none: no data is not zero."""
    if value is None:
        return "—"
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else f"{value:,}"


def grades_for(action: str, grade: str) -> list[str]:
    """The grades that 升级 or 降级 may lead to from this one, the nearest first; none for any other act."""
    order = list(GRADES)
    at = order.index(grade)
    return {"raise": order[at + 1 :], "lower": order[:at][::-1]}.get(action, [])


def tasks_of(one: Whole) -> dict[str, str]:
    """What each office of an incident is asked, as it stands; for those that have no part yet, what it would be."""
    return (one.suggested.tasks if one.suggested else {}) | {part.office.id: part.task for part in one.parts if part.status in PART}


def limit(text: str) -> str:
    """A limit or a rhythm of the rule files: `2 working days` → 2个工作日."""
    for word, said in (("working day", "个工作日"), ("minute", "分钟"), ("hour", "小时"), ("week", "周"), ("day", "天")):
        text = text.replace(f" {word}s", said).replace(f" {word}", said)
    return text


FILTERS = {
    "limit": limit,
    "moment": moment,
    "ago": ago,
    "countdown": countdown,
    "share": share,
    "number": number,
    "deed": deed,
    "action": label,
}
GLOBALS = {
    "ROLES": ROLES,
    "WARNINGS": WARNINGS,
    "SAID_BY": SAID_BY,
    "MEDIA": MEDIA,
    "KINDS": KINDS,
    "MOMENTS": MOMENTS,
    "CHANNELS": CHANNELS,
    "STATES": STATES,
    "SOURCE_STATES": SOURCE_STATES,
    "STREAKS": STREAKS,
    "STAGES": STAGES,
    "OUTCOMES": OUTCOMES,
    "ENGAGEMENT": ENGAGEMENT,
    "CAUSES": CAUSES,
    "HARM": HARM,
    "RETURNS": RETURNS,
    "DISMISSALS": DISMISSALS,
    "TRACKS": TRACKS,
    "SIGNERS": SIGNERS,
    "BYS": BYS,
    "LINKS": LINKS,
    "DUTIES": DUTIES,
    "CASES": CASES,
    "GRADES": GRADES,
    "grades_for": grades_for,
    "tasks_of": tasks_of,
}
