"""What stands around a text inside its own container, line by line: the title again, the line of date and source, editors, buttons.

Contents: trimmed · sides (a board's message and its reply told apart by their labels)
"""

from __future__ import annotations

import re

CREDITS = (
    "责任编辑 责编 编辑 编审 校对 审核 审校 监制 初审 复审 终审 一审 二审 三审 值班编委 值班编辑 值班主任 主编 总编 排版 制作 "
    "作者 撰文 采写 文/图 文、图 来源 本文来源 信息来源 文章来源 稿源"
)
BUTTONS = (
    "打印 打印本页 关闭 关闭窗口 返回 返回顶部 纠错 +1 分享 收藏 点赞 举报 我要反馈 上一页 下一页 向前 向后 "
    "查看更多 展开全文 阅读全文 登录 注册"
)
MORES = (
    "热门推荐 推荐阅读 精彩推荐 今日推荐 编辑推荐 延伸阅读 相关阅读 相关新闻 相关链接 相关文章 相关推荐 相关报道 相关资讯 猜你喜欢 "
    "大家都在看 为您推荐 更多新闻 更多精彩 热点新闻 热点推荐 24小时热文 网友评论 最新评论 精彩评论 热门评论 全部评论 评论列表"
)


def _one_of(words: str) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(words.split(), key=len, reverse=True)) + ")"


DAY = r"(?:(?:19|20)?\d\d[-/.年])?\d{1,2}[-/.月]\d{1,2}日?"
HEAD = re.compile(
    rf"^(?:(?:发布|发表|更新)?(?:时间|日期)[:：]|{_one_of(CREDITS)}[:：]|(?:浏览|阅读|点击)(?:量|数|次数)?\s*[:：]?\s*\d|【?字[号体]|[大中小]$"
    rf"|分享到|打印|首页\s*[>»]|(?:当前|现在|您的|您现在的|你的)位置|\S{{2,20}}\s*发表于|发布于|网友\S{{1,20}}$|刚刚$|\d+\s?(?:秒|分钟|小时|天)前"
    rf"|{DAY}(?:\s*\d{{1,2}}[:：]\d\d(?:[:：]\d\d)?)?(?:\s+\S{{2,16}}){{0,3}}$)"
)
CREDIT = re.compile(
    rf"^[（(【\[]?\s*(?:{_one_of(CREDITS)}|编\s辑|校\s对)\s*[:：丨|/ 　]\s*\S{{0,30}}(?:\s\S{{1,12}}){{0,6}}$"
    r"|^[（(]\s*(?:责任编辑|责编|编辑)[^）)]{0,20}[）)]$|^责任编辑[:：]?$"
)
BUTTON = re.compile(
    rf"^(?:[【\[(（]?{_one_of(BUTTONS)}[】\])）：:]?\s*)+$|^(?:扫一扫|分享到).{{0,30}}$"
    r"|^(?:[上下]一篇|文章关键词|免责声明|版权声明|特别声明)[:：]|^(?:来源|來源)[:：]\s*(?:网络|網絡)"
)
MORE = re.compile(rf"^[【\[]?{_one_of(MORES)}[】\]]?[:：]?$")
MESSAGE = re.compile(r"^(?:留言|来信|信件|问题|咨询|诉求|投诉|信访|建议)(?:内容|正文|描述|详情)\s*[:：]?\s*")
ANSWER = re.compile(r"^(?:官方回复|(?:回复|答复|办理|处理|回应)(?:内容|结果|情况|意见|单位|部门|时间|机构))\s*[:：]?\s*")
SENTENCE = re.compile(r"[，。！？；]")
SHORT = 90


def trimmed(lines: list[str], title: str) -> list[str]:
    """The lines of the text itself."""
    lines = _without_tail(_without_head(lines, title))
    return [line for line in lines if len(line) > SHORT or not BUTTON.match(line)]


def _without_head(lines: list[str], title: str) -> list[str]:
    """Drops the title said again, and what stands between it and the text."""
    same = {i for i, line in enumerate(lines[:12]) if title and _bare(line) == _bare(title)}
    start = max(same) + 1 if same else 0
    while start < len(lines) and len(lines[start]) < SHORT and HEAD.match(lines[start]) and not SENTENCE.search(lines[start]):
        start += 1
    return lines[start:]


def _bare(line: str) -> str:
    return re.sub(r"\W", "", line)


def _without_tail(lines: list[str]) -> list[str]:
    """Drops what follows the text: recommendations from their heading on, credits, buttons."""
    for i, line in enumerate(lines):
        if i and MORE.match(line) and sum(map(len, lines[i:])) < sum(map(len, lines[:i])):
            lines = lines[:i]
            break
    while lines and len(lines[-1]) <= SHORT and (CREDIT.match(lines[-1]) or BUTTON.match(lines[-1])):
        lines = lines[:-1]
    return lines


def sides(lines: list[str]) -> tuple[list[str], list[str]]:
    """A message and its reply, where labels (来信内容, 回复内容) tell them apart; else everything is the message."""
    starts = next((i for i, line in enumerate(lines) if MESSAGE.match(line)), None)
    answers = next((i for i, line in enumerate(lines) if i > (starts or 0) and ANSWER.match(line)), None)
    if starts is None:
        return lines, []
    message = lines[starts:answers]
    return _unlabelled(message, MESSAGE), [] if answers is None else _unlabelled(lines[answers:], ANSWER)


def _unlabelled(lines: list[str], label: re.Pattern[str]) -> list[str]:
    return [line for line in (label.sub("", lines[0]), *lines[1:]) if line]
