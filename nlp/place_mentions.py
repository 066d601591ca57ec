"""Mentions (提及): where a text names a place, as chains (崇左市扶绥县渠黎镇 is one mention), and which of several bearers of a name is meant.

Contents: mentions · Mention · resolve · stands
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from nlp.divisions import ancestors, inside
from nlp.place_names import COUNTY, TOWN, Entry, Kind, Names, within
from nlp.place_words import CALLED_AFTER, CONNECTORS, GENERIC, ORDINARY
from nlp.segment import frequencies

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ABROAD_CODE = "abroad"
NOWHERE = "000000"  # beside the bearers of a name that says nothing by itself, so that it stays open unless the text or the source settles it
OFFICE = re.compile("(?:公安)?分局|警方|交警|消防大队|消防中队|消防救援大队|消防|公安|区委|法院|检察院|城管|境内|段(?:发生|[^，。]{0,12}(?:路段|发生|处))|路段|收费站|出口|服务区|高速路口")
NEAR = 4
LONGEST = 8
WORDS_IN_ALL = 60_101_967
LEAST = 10
UNLISTED = 300
SUFFIXES = frozenset("省市县区旗盟州镇乡道木")
TAIL = "人市县省区镇乡州话籍"


@dataclass(slots=True)
class Mention:
    """A place named at text[start:end]. `codes` are the divisions that may be meant; `short` names lack the suffix (扶绥)."""

    start: int
    end: int
    codes: tuple[str, ...]
    kind: Kind
    last: int = 0

    @property
    def code(self) -> str | None:
        """The division, where there is no doubt."""
        return self.codes[0] if len(self.codes) == 1 else None


def mentions(text: str, names: Names) -> list[Mention]:
    """All mentions in order of the text; names that are parts of other words are left out."""
    found: list[Mention] = []
    reached = 0
    for start, end, entry in names.scan(text):
        if start < reached or entry.kind is Kind.blocked:
            continue
        one = _extended(text, _mention(text, start, end, entry, found), names)
        if one is not None:
            reached = one.end
            found.append(one)
    return found + list(_by_the_way(text, found, names))


def _by_the_way(text: str, found: list[Mention], names: Names) -> Iterator[Mention]:
    """A short name that is no place by itself, but is one in a text about its city, before an office or a stretch of road: 汉滨分局, 京山段."""
    regions = {one.code for one in found if one.code and one.code.endswith("00") and one.kind <= Kind.short}
    if not regions or any(one.code and len(one.code) <= COUNTY and one.code not in regions and one.kind <= Kind.short for one in found):
        return
    taken = {at for one in found for at in range(one.start, one.end)}
    for office in OFFICE.finditer(text):
        for length in (2, 3):
            start = max(office.start() - length, 0)
            code = next((code for region in regions if (code := names.under(region).get(text[start : office.start()]))), None)
            if code and len(code) < TOWN and code not in regions and start not in taken:
                yield Mention(start, office.start(), (code,), Kind.full, start)


def _mention(text: str, start: int, end: int, entry: Entry, before: list[Mention]) -> Mention | None:
    """The hit as a mention, joined to the one before where that holds it (崇左市 + 扶绥县)."""
    if entry.kind <= Kind.village and before and before[-1].kind <= Kind.short:
        holder = before[-1]
        codes = _inside(entry.codes, holder) if text[holder.end : start] in CONNECTORS else ()
        codes = codes or (_beside(entry.codes, holder) if holder.end == start else ())
        if codes:
            before.pop()
            return Mention(holder.start, end, codes, Kind.full, start)
    if entry.kind is Kind.short and not stands(text, start, end):
        return None
    if entry.kind is Kind.full and not _whole(text, start, end):
        return None
    codes = (ABROAD_CODE,) if entry.kind is Kind.abroad else entry.codes
    if text[start:end] in GENERIC:
        codes = (*codes, NOWHERE)
    return Mention(start, end, codes, entry.kind, start)


def _inside(codes: tuple[str, ...], holder: Mention) -> tuple[str, ...]:
    return tuple(code for region in holder.codes for code in within(codes, region) if code != region)


def _beside(codes: tuple[str, ...], holder: Mention) -> tuple[str, ...]:
    """A township right behind a county that has none of that name: the one of the same city (the border moved), else only the county."""
    if not holder.code or holder.code == ABROAD_CODE or holder.code.endswith("0000") or any(len(code) < TOWN for code in codes):
        return ()
    same = within(codes, holder.code[:4] + "00")
    return same if len(same) == 1 else holder.codes


def _whole(text: str, start: int, end: int) -> bool:
    """A full name ends where it seems to end: not 步行街道路, not 新城镇化."""
    name, after = text[start:end], text[end : end + 1]
    if name.endswith("街道"):
        return after not in ("路", "边", "两", "上")
    if after == "化" and name.endswith(("镇", "乡", "市", "区")):
        return False
    return len(name) > 3 or (len(name) > 2 and not name.endswith(("乡", "镇"))) or stands(text, start, end)  # noqa: PLR2004


def _extended(text: str, one: Mention | None, names: Names) -> Mention | None:
    """Names that count only behind their division: 长春的朝阳, 扶绥渠黎, 大同市矿区."""
    while one is not None and one.kind <= Kind.short and len(one.codes) == 1 and len(one.codes[0]) <= 6:  # noqa: PLR2004
        step = next(_steps(text, one, names), None)
        if step is None:
            break
        one = step
    return one


def _steps(text: str, one: Mention, names: Names) -> Iterator[Mention]:
    forms = names.under(one.codes[0])
    for gap in ("", "市", "省", "的", "县", "州"):
        if gap and not text.startswith(gap, one.end):
            continue
        start = one.end + len(gap)
        for length in range(LONGEST, 1, -1):
            name = text[start : start + length]
            code = forms.get(name)
            if code and (_suffixed(name) or _fits(text, one.end, start, name)):
                yield Mention(one.start, start + length, (code,), Kind.full, start)


def _suffixed(name: str) -> bool:
    return len(name) > 2 and name[-1] in SUFFIXES  # noqa: PLR2004


def _fits(text: str, holder: int, start: int, name: str) -> bool:
    """A short name behind its division: 肇庆市|四会, but not 桂林市|资源 丰富, 南宁|江南 大道."""
    end = start + len(name)
    if CALLED_AFTER.match(text, end) or CALLED_AFTER.match(text, holder):
        return False
    return (holder == start and text[holder - 1] in SUFFIXES and name not in ORDINARY) or stands(text, start, end)


def stands(text: str, start: int, end: int) -> bool:
    """Whether the likeliest way to cut the surroundings into words has this name as a word (not 项目宁|明年)."""
    left = max(0, start - NEAR)
    return _cut(text[left : end + NEAR], start - left, end - left)


@lru_cache(maxsize=50_000)
def _cut(window: str, start: int, end: int) -> bool:
    words = frequencies()
    own = max(words.get(window[start:end]) or UNLISTED, LEAST)
    size = len(window)
    best: list[tuple[float, int]] = [(0.0, size)] * (size + 1)
    for at in range(size - 1, -1, -1):
        choices = []
        for to in range(at + 1, min(size, at + 5) + 1):
            count = own if (at, to) == (start, end) else words.get(window[at:to], 0)
            if count or to == at + 1:
                choices.append((math.log((count or 1) / WORDS_IN_ALL) + best[to][0], to))
        best[at] = max(choices)
    at = 0
    while at < start:
        at = best[at][1]
    if at != start:
        return False
    word = window[start : best[at][1]]
    return len(word) == end - start or (len(word) == end - start + 1 and word[-1] in TAIL)


def resolve(found: list[Mention], source: str | None) -> None:
    """Settle mentions that several divisions bear: by the other mentions, the nearer the better, then by the source; else leave them open."""
    settled = [(one.start, one.codes[0]) for one in found if one.code and one.kind <= Kind.short and one.code != ABROAD_CODE]
    for one in found:
        if len(one.codes) > 1:
            one.codes = _meant(one, settled, source)
            if one.code:
                settled.append((one.start, one.codes[0]))


def _meant(one: Mention, settled: Iterable[tuple[int, str]], source: str | None) -> tuple[str, ...]:
    for level in (2, 1, 0):  # the same county, city, province
        near = sorted((abs(at - one.start), code) for at, code in settled)
        for _, code in near:
            held = _shared(one.codes, code, level)
            if len(held) == 1:
                return held
    for region in ancestors(source) if source else ():
        held = within(one.codes, region)
        if len(held) == 1:
            return held
    return _common(one.codes)


def _shared(codes: tuple[str, ...], other: str, level: int) -> tuple[str, ...]:
    """Those that lie in the other's county (2), city (1) or province (0); a coarse other says nothing about a fine level."""
    line = [code for code in ancestors(other) if len(code) == 6]  # noqa: PLR2004
    region = line[::-1][level] if len(line) > level else None
    return within(codes, region) if region else ()


def _common(codes: tuple[str, ...]) -> tuple[str, ...]:
    """The county or city that holds all bearers of the name, if there is one; otherwise they stay as they are: open."""
    for region in ancestors(codes[0])[1:]:
        if not region.endswith("0000") and all(inside(code, region) for code in codes):
            return (region,)
    return codes
