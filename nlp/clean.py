"""Cleaning (清洗): what every text goes through before anything reads it. Offsets back to the original survive.

Removed: zero-width and control characters, pinyin glosses `印发(fā)展`, URLs, emoji and emoticons, footers, advertising numbers.
Repaired: full-width letters and digits (NFKC, but Chinese punctuation stays), broken list marks `。ㄒ唬┮`, traditional characters in
lines that are traditional. Kept apart: what a person added, and what was forwarded (`//@name:…`); the names go.

Contents: clean · Cleaned · Draft (a text under work, with its offsets) · Folding · compatible · odd (whether some of it is to be repaired)
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby

import opencc

Replace = str | Callable[[re.Match[str]], str]

HIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
                    r"\ud800-\udfff\ufe00-\ufe0f\ufeff\ufff9-\ufffd\ue000-\uf8ff]")  # fmt: skip
ACCENTED = re.compile(r"\w[\u0300-\u036f]+")
BROKEN_MARK = re.compile(r"[。\ufffd]?([\u3105-\u3129])(.)([\u2500-\u257f\u2ff0-\u2fff])")
GLOSS = re.compile(r"[(（][a-z]{0,4}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜḿńňǹ][a-z]{0,4}[)）]")
FILLER = re.compile(r"[?？]{6,}|^[?？]+(?=[\u4e00-\u9fff])", re.MULTILINE)
FORWARD = re.compile(r"\s*//\s*@[^:：\s@/]{1,30}(?:[:：]|(?=//)|\s|$)\s*")
URL = re.compile(r"(?:https?|ftp)://[\w\-.~:/?#@!$&'*+,;=%]+|(?<![\w@.])www\.[\w\-.~:/?#&=%]+", re.ASCII)
EMOJI = re.compile(r"[\U0001f000-\U0001faff\u2600-\u27bf\u2b05-\u2b55\u3030\u303d\u3297\u3299\u20e3\U000e0020-\U000e007f]+")
SINGLE = re.compile(f"{HIDDEN.pattern}|{EMOJI.pattern}|[\u0300-\u036f\u3105-\u3129]")
EMOTICON = re.compile(
    r"\[(?:心|泪|怒|怒骂|鼓掌|赞|中国赞|武汉加油|加油|蜡烛|作揖|微笑|嘻嘻|哈哈|可爱|可怜|挖鼻|吃惊|害羞|挤眼|闭嘴|鄙视|爱你|偷笑|亲亲|生病|太开心|白眼|右哼哼|左哼哼|嘘|衰"
    r"|委屈|吐|哈欠|抱抱|疑问|馋嘴|拜拜|思考|汗|困|睡|钱|失望|酷|色|哼|悲伤|抓狂|黑线|阴险|互粉|伤心|求饶|二哈|doge|笑cry|摊手|允悲|并不简单|good|ok|NO|弱|握手|耶|给力|威武|"
    r"话筒|蛋糕|礼物|跪了|打脸|费解|憧憬|祈祷|围观|奥特曼|熊猫|玫瑰|流泪|捂脸|强|笑哭|裂开|旺柴|发怒|大哭|合十)\]",
)
HASHTAG = re.compile(r"#([^#\s][^#\n]{0,40}?)#")
ADVERTISING = re.compile(r"(?<!\d)36365(?!\d)|(?:bet|BET)365|365(?:bet|BET)")
FOOTER = re.compile(
    r"(?:^|(?<=[。！？!?…)）\s]))[ \t　]*(?:"
    r"免责声明[:：].*|来源[:：]\s*网络整理.*|版权声明[:：].*|(?:特别|郑重)声明[:：].*|声明[:：]转载.*"
    r"|上一篇[:：].*|下一篇[:：].*|相关(?:链接|阅读|新闻|推荐|文章)\s*[:：]?\s*(?:\n[\s\S]*)?"
    r"|[(（](?:责任)?编辑[:：][^)）\n]*[)）]|责任编辑[:：].*|[(（]此件公开发布[)）]|Baidu\s*map"
    r"|(?:点击|长按|扫描)[^。\n]{0,12}(?:二维码|阅读原文|查看原文|关注我们).*|分享到?[:：].*|更多精彩.*|文件下载[:：].*|关联文件[:：].*"
    r")\s*$",
    re.MULTILINE,
)
SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u3000]{2,}|\n\s*\n+")
IDEOGRAPH = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
NUMERALS = "一二三四五六七八九十"
KEEP = frozenset("，。！？；：（）“”‘’、《》〈〉【】〔〕「」『』…—～·•")
ODD, ALL = None, ("",)  # a step is tried where one of its hints stands in the text; ODD: where a character of it is
MARKS = {mark: unicodedata.normalize("NFKC", mark) for mark in "，！？；：（）…～"}
STEPS: tuple[tuple[tuple[str, ...] | None, re.Pattern[str], Replace], ...] = (
    (ODD, HIDDEN, ""),
    (ODD, ACCENTED, lambda found: unicodedata.normalize("NFC", found.group())),
    (ODD, BROKEN_MARK, lambda found: _repaired(found)),  # noqa: PLW0108  (it stands below)
    (ALL, GLOSS, ""),
    (("://", "www."), URL, " "),
    (("[",), EMOTICON, ""),
    (ODD, EMOJI, ""),
    (("#",), HASHTAG, r" \1 "),
    (("365",), ADVERTISING, ""),
)
TRADITIONAL_SHARE = 0.06


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A clean text: `offsets[i]` is where its character i stood in the original. `text` is `added`, then `forwarded`, by lines."""

    text: str
    offsets: Sequence[int]
    added: str
    forwarded: str

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that a span of the clean text came from."""
        return (self.offsets[start], self.offsets[end - 1] + 1) if end > start else (self.offsets[start], self.offsets[start])


@lru_cache(maxsize=1024)  # a post is cleaned where it is read and again where it is grouped
def clean(text: str) -> Cleaned:
    """Clean a text: the steps in their order."""
    draft = Draft(text, range(len(text)))
    strange = odd(text)
    for hints, pattern, instead in STEPS:
        if strange if hints is ODD else any(hint in text for hint in hints):
            draft.replace(pattern, instead)
    if strange:
        draft.fold()
    draft.simplify()
    draft.replace(FOOTER, "")
    forward = FORWARD.search(draft.text) if "//" in draft.text else None
    cut = draft.offsets[forward.start()] if forward and draft.offsets else len(text)
    if forward:
        draft.replace(FORWARD, "\n")
    if "?" in draft.text or "？" in draft.text:
        draft.replace(FILLER, " ")
    draft.replace(SPACES, lambda found: found.group()[0] if found.group()[0] != "\n" else "\n")
    draft.strip()
    here = bisect_left(draft.offsets, cut)
    return Cleaned(draft.text, draft.offsets, draft.text[:here].strip(), draft.text[here:].strip())


class Draft:
    """A text under work; every change keeps the offsets right."""

    __slots__ = ("offsets", "text", "whole")

    def __init__(self, text: str, offsets: Sequence[int]) -> None:
        self.text = text
        self.offsets = offsets

    def replace(self, pattern: re.Pattern[str], instead: Replace) -> None:
        """Replace what a pattern finds; new characters point at where the old ones stood."""
        pieces: list[str] = []
        offsets: list[int] = []
        last = 0
        for found in pattern.finditer(self.text):
            new = instead(found) if callable(instead) else found.expand(instead)
            start, end = found.span()
            pieces += (self.text[last:start], new)
            offsets += self.offsets[last:start]
            shift = start + found.group().find(new.strip()) - (len(new) - len(new.lstrip()))
            offsets += (self.offsets[min(max(shift + index, start), end - 1)] for index in range(len(new)))
            last = end
        if last or pieces:
            self.text = "".join((*pieces, self.text[last:]))
            self.offsets = [*offsets, *self.offsets[last:]]

    def fold(self) -> None:
        """NFKC, character by character, but Chinese punctuation and enumeration marks stay as they are."""
        if self.text.isascii():
            return
        new = self.text.translate(FOLDED)
        if len(new) != len(self.text):
            self.offsets = [self.offsets[at] for at, character in enumerate(self.text) for _ in character.translate(FOLDED)]
        self.text = new

    def simplify(self) -> None:
        """Traditional → simplified, only in lines that are traditional."""
        simple = _converter().convert(self.text)
        if simple == self.text or len(simple) != len(self.text):
            return
        lines = zip(self.text.split("\n"), simple.split("\n"), strict=True)
        whole = _traditional(self.text, simple)
        self.text = "\n".join(new if _traditional(old, new) or (whole and _not_simplified(old, new)) else old for old, new in lines)

    def strip(self) -> None:
        """Take white space off both ends."""
        left = len(self.text) - len(self.text.lstrip())
        self.text = self.text.strip()
        self.offsets = self.offsets[left : left + len(self.text)]


class Folding(dict[int, str]):
    """What each character becomes, worked out when it is first met."""

    def __missing__(self, point: int) -> str:
        character = chr(point)
        new = unicodedata.normalize("NFKC", character)
        if character in KEEP or unicodedata.category(character) == "No" or character == "\n":
            new = character
        self[point] = " " if new.isspace() and new != "\n" else new
        return self[point]


FOLDED = Folding()


def compatible(text: str) -> str:
    """NFKC, Chinese punctuation too, which most often is all there is to fold."""
    for mark, plain in MARKS.items():
        text = text.replace(mark, plain)
    return text if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text)


def odd(text: str) -> bool:
    """Whether a character of it is to go, to be folded or to be put together with its neighbours."""
    return _odd().search(text) is not None


@cache
def _odd() -> re.Pattern[str]:
    """Every such character, as runs of them; all beyond the first plane are."""
    folding = Folding()
    runs = groupby((chr(point) for point in range(0x10000)), lambda one: one != one.translate(folding) or SINGLE.match(one) is not None)
    found = [list(run) for which, run in runs if which]
    return re.compile(f"[{''.join(f'{re.escape(run[0])}-{re.escape(run[-1])}' for run in found)}\U00010000-\U0010ffff]")


def _repaired(found: re.Match[str]) -> str:
    """（一）, whose first byte a mirror lost, so that the following bytes pair wrongly: give the byte back and read again."""
    raw = b"\xa3" + "".join(found.groups()).encode("gb18030", "ignore")
    mark = raw[:6].decode("gb18030", "ignore")
    return mark if mark[1:2] in NUMERALS and len(mark) == 3 else found.group()  # noqa: PLR2004  (（, the numeral, ）)


@lru_cache(maxsize=2)
def _converter(which: str = "t2s") -> opencc.OpenCC:
    return opencc.OpenCC(which)


def _traditional(old: str, new: str) -> bool:
    """A line is traditional where conversion changes several characters, not the odd 於 or 著 of a name."""
    changed = sum(a != b for a, b in zip(old, new, strict=True))
    return changed > 1 and changed >= TRADITIONAL_SHARE * len(IDEOGRAPH.findall(old))


def _not_simplified(old: str, new: str) -> bool:
    """A line of a traditional text is traditional, unless more of it is simplified than is not."""
    traditional: str = _converter("s2t").convert(old)
    return sum(a != b for a, b in zip(old, new, strict=True)) >= sum(a != b for a, b in zip(old, traditional, strict=False))
