"""What the words beside a name say about its part in the matter: no part, a weak one, or the very place.

Contents: weigh · datelines
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nlp import place_words as words
from nlp.place_names import Kind

if TYPE_CHECKING:
    from nlp.place_mentions import Mention

BEFORE = 14
TITLED = re.compile(r"《[^》]{0,40}$")
NUMBER = "[0-9一二三四五六七八九十]{1,3}"
WIRE = re.compile(r"日[^，。；！？\n]{0,4}?(?:电|讯|消息|报道)|[电讯][\s（(]")
AGENCIES = r"(?:新华社|新华网|中新社|中新网|人民网|中广网|央广网|国际在线|光明网|中青网|本报|[\u4e00-\u9fff]{2,6}(?:网|社|报|台|频道))"
DATELINE = re.compile(
    rf"{AGENCIES}[^。；！？\n]{{0,16}}?{NUMBER}月{NUMBER}日[^，。；！？\n]{{0,4}}?(?:专?电|讯|消息|报道)"
    r"|(?:^|[。\n])[^，。；！？\n]{0,14}(?:电|讯)(?=[\s（(])",
)
ROADS = "路道街巷号牌郡坡岭塘坪冲垅"
NO_PART, WEAK, NAMED, MORE = 0.0, 0.3, 1.0, 0.5


def weigh(text: str, one: Mention, lines: list[tuple[int, int]], near: bool = False) -> float:
    """`near`: a division of ours or of the source, so that an estate called after it stands in it.

    0 no part of the matter · 0.3 only if nothing else is named · 1 named · more where the words say that it is here.
    """
    before, end = text[max(0, one.start - BEFORE) : one.start], one.end
    if _elsewhere(text, one, before, lines) or _called_after(text, one, near):
        return NO_PART
    if words.WEAK_BEFORE.search(before) or words.WEAK_AFTER.match(text, end):
        return WEAK
    return NAMED + MORE * bool(words.HERE_BEFORE.search(before)) + MORE * bool(words.HERE_AFTER.match(text, end))


def _elsewhere(text: str, one: Mention, before: str, lines: list[tuple[int, int]]) -> bool:
    """来自南宁的游客, 《广西日报》, 新华社北京电, 从…到…, 北京路."""
    if any(start <= one.start < end for start, end in lines) or TITLED.search(text[max(0, one.start - 40) : one.start]):
        return True
    if words.NOT_HERE_BEFORE.search(before) or words.NOT_HERE_AFTER.match(text, one.end):
        return True
    return any(first.search(before) and second.match(text, one.end) for first, second in words.NOT_HERE_BOTH)


def _called_after(text: str, one: Mention, near: bool) -> bool:
    """北京路, 香港花园: only a short name; near by an estate is where its name says, a road is not."""
    found = words.CALLED_AFTER.match(text, one.end) if one.kind in (Kind.short, Kind.abroad) else None
    return found is not None and not (near and found.group()[-1] not in ROADS)


def datelines(text: str) -> list[tuple[int, int]]:
    """新华社北京1月2日电: where the report was sent from, not where the matter is."""
    return [found.span() for found in DATELINE.finditer(text, 0, 400)] if WIRE.search(text, 0, 400) else []
