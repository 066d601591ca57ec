"""What the words beside a name say about its part in the matter: no part, a weak one, or the very place.

Contents: weigh (Said) · datelines · local_press
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from nlp import place_words as words
from nlp.divisions import coarse
from nlp.place_names import TOWN, Kind

if TYPE_CHECKING:
    from nlp.place_mentions import Mention

BEFORE, AFTER, TITLE = 14, 70, 40
STOPS = frozenset(("", "，", "。", "！", "？", "；", "\n"))
NUMBER = "[0-9一二三四五六七八九十]{1,3}"
WIRE = re.compile(r"日[^，。；！？\n]{0,4}?(?:电|讯|消息|报道)|[电讯][\s（(]")
AGENCIES = r"(?:新华社|新华网|中新社|中新网|人民网|中广网|央广网|国际在线|光明网|中青网|本报|[\u4e00-\u9fff]{2,6}(?:网|社|报|台|频道))"
DATELINE = re.compile(
    rf"{AGENCIES}[^。；！？\n]{{0,16}}?{NUMBER}月{NUMBER}日[^，。；！？\n]{{0,4}}?(?:专?电|讯|消息|报道)"
    r"|(?:^|[。\n])[^，。；！？\n]{0,14}(?:电|讯)(?=[\s（(])",
)
ROADS = "路道街巷号牌郡坡岭塘坪冲垅"
QUAKE_READ, EARLY = 80, 200
WEAK, NAMED, MORE = 0.3, 1.0, 0.5


class Said(NamedTuple):
    """0 no part of the matter · 0.3 only if nothing else is named · 1 named · more where the words say that it is here.

    `struck`: people came to harm there, so it is a place of the matter beside any other.
    """

    weight: float
    struck: bool = False


NO_PART = Said(0.0)


def weigh(text: str, one: Mention, run: tuple[int, int], code: str, near: bool = False) -> Said:
    """What is said of one mention.

    What stands before and after an enumeration (兰州、定西两地消防) is said of all in it: `run` is where that begins and ends.
    `near`: a division of ours or of the source, so that an estate called after it stands in it.
    """
    before, after = _beside(text, *run)
    if _called_after(text, one, near) or _elsewhere(text, one, before, after) or (len(code) < TOWN and _on_the_way(code, before, after)):
        return NO_PART
    passed = words.ends(before, words.WEAK_WORDS) and not words.HAPPENED.match(after)
    if passed or words.WEAK_AFTER.match(after) or (one.kind is Kind.short and words.COMPANY.match(after)):
        return Said(WEAK)
    among = (one.start, one.end) != run and words.STRUCK.match(after)
    struck = bool(among or (one.start < EARLY and words.EVENT.match(text, run[1])))
    here = struck or bool(words.HERE_AFTER.match(after))
    return Said(NAMED + MORE * bool(words.HERE_BEFORE.search(before)) + MORE * here, struck)


def _beside(text: str, start: int, end: int) -> tuple[str, str]:
    """The words of the same clause before and after; nothing where a stop stands between."""
    before = "" if text[start - 1 : start] in STOPS else text[max(0, start - BEFORE) : start]
    return before, "" if text[end : end + 1] in STOPS else text[end : end + AFTER]


def _elsewhere(text: str, one: Mention, before: str, after: str) -> bool:
    """来自南宁的游客, 《广西日报》, 成都有震感, 日本料理."""
    opened = max(0, one.start - TITLE)
    if text.rfind("《", opened, one.start) > text.rfind("》", opened, one.start):
        return True
    if (before and _says_elsewhere(before)) or words.NOT_HERE_AFTER.match(after):
        return True
    if one.kind is Kind.abroad and words.FOREIGN_GOODS.match(after):
        return True
    if words.FELT.match(after) and words.EPICENTRE.match(text, 0, QUAKE_READ):
        return True
    return words.both(words.NOT_HERE_BOTH, before, after)


def _says_elsewhere(before: str) -> bool:
    """来自 …, 不涉及 …, 经理李 …."""
    if words.ends(before, words.NOT_HERE_WORDS) or words.NOT_HERE_BEFORE.search(before):
        return True
    return before[-1] in words.SURNAMES and words.PERSON_BEFORE.search(before[:-1]) is not None


def _on_the_way(code: str, before: str, after: str) -> bool:
    """从…到…, 柳州至梧州的高速: a town at the end of a road is where the road is, a city is not; the line itself is at both ends."""
    if not coarse(code) and _the_line_itself(before, after):
        return False
    if coarse(code) and words.BETWEEN.match(after):
        return True
    if words.ROUTE_BEFORE.search(before) or words.ROUTE_AFTER.match(after):
        return True
    return words.both(words.ROUTE_BOTH, before, after)


def _the_line_itself(before: str, after: str) -> bool:
    """龙州到大新的班车太少, 扶绥到江州那段省道: what is run or built between two counties is the matter."""
    if words.LINE_AFTER.match(after) or words.ROAD_AFTER.match(after):
        return True
    return words.LINE_BETWEEN.match(after) is not None and words.LINE_BEFORE.search(before) is not None


def _called_after(text: str, one: Mention, near: bool) -> bool:
    """北京路, 香港花园, 哈尔滨红肠: only a short name; near by an estate is where its name says, a road is not."""
    if one.kind not in (Kind.short, Kind.abroad):
        return False
    found = words.CALLED_AFTER.match(text, one.end)
    if found is None:
        return words.FOODS.match(text, one.end) is not None
    return not (near and found.group()[-1] not in ROADS)


def datelines(text: str) -> list[tuple[int, int]]:
    """新华社北京1月2日电: where the report was sent from, not where the matter is."""
    return [found.span() for found in DATELINE.finditer(text, 0, 400)] if WIRE.search(text, 0, 400) else []


def local_press(text: str, one: Mention) -> bool:
    """太原晚报讯: what a city's own paper tells of is in that city, unless it says otherwise."""
    return words.LOCAL_PRESS.match(text, one.end) is not None
