"""What stands around a text on its page: the lines before it with date, source and counts, and the lines after it.

Contents: Around · around · publisher_of (来源) · engagement_of (阅读 点赞 评论 转发) · author_of (only to count voices; never kept)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.markup import lines_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

BEFORE, AFTER, ABOVE_TITLE = 25, 12, 4
LABEL = r"(?:来\s?源|來源|稿源|出处|转自|发布机构|发布单位|供稿单位)"
SAID = re.compile(LABEL + r"于?\s*[:：]\s*[《【\[（(“]?\s*(?P<name>[^\s:：|丨,，。;；》】\]）)”]{2,30}(?: [A-Za-z]{2,20})*)")
NOT_NAME = re.compile(
    r"(?:作者|记者|责任编辑|责编|编辑|审核|发布|时间|日期|浏览|点击|阅读|字体|字号|分享|打印|评论|https?:|(?:19|20)\d\d[-年/]).*$"
)
COUNTS = {"reads": "阅读|浏览|点击|查看|围观", "likes": "点赞|赞|支持|喜欢", "comments": "评论|跟帖|回帖", "reposts": "转发|转载"}
AUTHOR = re.compile(
    r"(?:留言人|来信人|写信人|发帖人|发布人|发布者|网友|网民|楼主|作者|昵称|用户名?)\s*[:：]?\s*(?P<name>[^\s:：，。,|]{1,24})"
)
MEDIUM = re.compile(
    r"^[\w·—-]{0,16}(?:网|报|通讯社|新华社|中新社|电视台|电台|广播|在线|客户端|周刊|杂志|融媒体中心|发布|政府|委员会|局|办公室)$"
)
FIELDS = ("source", "contentsource", "mediaid", "article:source", "ld:publisher")
LOOKED_AT = 160
NEAR = 60


@dataclass(frozen=True, slots=True)
class Around:
    """The lines before the text, nearest to the title first, and the lines after it."""

    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """All of them, short enough to be a remark and not a text."""
        return tuple(line for line in (*self.before, *self.after) if len(line) <= LOOKED_AT)


def around(tree: HtmlElement, title: str, body: tuple[str, ...]) -> Around:
    """The surroundings of the text `body` under `title`."""
    lines = lines_of(tree.find("body") if tree.find("body") is not None else tree)
    first = _index(lines, body[0], 0) if body else len(lines)
    last = _index(lines, body[-1], first) if body else len(lines)
    heading = max((i for i in range(min(first + 1, len(lines))) if title and _bare(title) in _bare(lines[i])), default=None)
    start = max(0, first - BEFORE) if heading is None else heading
    above = lines[max(0, start - ABOVE_TITLE) : start][::-1] if heading is not None else []
    before = (line.replace(title, " ").strip() if title else line for line in (*lines[start:first], *above))
    return Around(tuple(line for line in before if line), tuple(lines[last + 1 : last + 1 + AFTER]))


def _bare(text: str) -> str:
    return re.sub(r"\W|_", "", text)


def _index(lines: list[str], wanted: str, since: int) -> int:
    """Where a line of the body stands on the page; labels may have been cut from its start."""
    exact = next((i for i in range(since, len(lines)) if lines[i] == wanted), None)
    if exact is not None:
        return exact
    start = wanted[:24]
    return next((i for i in range(since, len(lines)) if start in lines[i]), since)


def publisher_of(surroundings: Around, fields: dict[str, str]) -> str | None:
    """The medium that the text first appeared in, as the page says."""
    said = [match["name"] for line in surroundings.lines for match in [SAID.search(line)] if match]
    names = (_name(one) for one in [*said, *(fields[name] for name in FIELDS if name in fields), *_unlabelled(surroundings)])
    return next((name for name in names if name), None)


def _unlabelled(surroundings: Around) -> list[str]:
    """A medium's name beside the date, as in “中国网 2019-11-25 10:37”, or beside the reporter's, as in “石佳/中国青年报”."""
    near = [re.split(r"[\s/|丨　]+", line) for line in surroundings.before[:3] if len(line) < NEAR]
    return [word for words in near if len(words) > 1 for word in words if MEDIUM.match(word)]


def _name(words: str) -> str | None:
    name = NOT_NAME.sub("", words).strip(" 　:：-_|/《》“”\"'()（）[]【】")
    return name if 1 < len(name) <= 30 and not name.isdecimal() else None  # noqa: PLR2004


def engagement_of(surroundings: Around) -> dict[str, int]:
    """How often it was read, liked, commented on and reposted, where the page says."""
    found: dict[str, int] = {}
    for line in surroundings.lines:
        for name, words in COUNTS.items():
            match = re.search(rf"(?:{words})(?:量|数|次数)?\s*[:：(（]?\s*(\d+(?:\.\d+)?)\s*(万)?", line)
            if match and name not in found:
                found[name] = int(float(match[1]) * (10000 if match[2] else 1))
    return found


def author_of(surroundings: Around) -> str | None:
    """Who wrote it. Goes into the voice key at once and nowhere else."""
    return next((match["name"] for line in surroundings.before if len(line) <= LOOKED_AT for match in [AUTHOR.search(line)] if match), None)
