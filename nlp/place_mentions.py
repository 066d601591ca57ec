"""Mentions (提及): where a text names a place, as chains (崇左市扶绥县渠黎镇 is one).

Contents: mentions · Mention
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from config.regions import ABROAD
from nlp.divisions import coarse
from nlp.place_names import COUNTY, TOWN, Entry, Kind, Names, within
from nlp.place_stands import cuts, stands
from nlp.place_words import CALLED_AFTER, CONNECTORS, GENERIC, ORDINARY
from nlp.segment import frequencies

if TYPE_CHECKING:
    from collections.abc import Iterator

# Beside the bearers of a name that says nothing by itself, so that it stays open unless the text or the source settles it.
NOWHERE = "000000"
NEAR_OFFICE = re.compile(
    "(?:公安)?分局|警方|交警|消防大队|消防中队|消防救援大队|消防|公安|区委|法院|检察院|城管|境内"
    "|段(?:发生|[^，。]{0,12}(?:路段|发生|处))|路段|收费站|出口|服务区|高速路口",
)
LANDMARK = re.compile("桥|机场|立交|景区|水库|高速|电厂")
AIRPORT = re.compile("机场")
LONGEST = 8
LONG_NAME = 4
GAPS = frozenset("市省的县州")
SUFFIXES = frozenset("省市县区旗盟州镇乡道木")


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
        if one.end > end or one.kind is not entry.kind or _real(text, one):
            reached = one.end
            found.append(one)
    return found + list(_by_the_way(text, found, names))


def _by_the_way(text: str, found: list[Mention], names: Names) -> Iterator[Mention]:
    """A short name that is a place only in a text about its city, before an office or a stretch of road: 汉滨分局, 京山段."""
    regions = {one.code for one in found if one.code and coarse(one.code) and one.kind <= Kind.short}
    if not regions or any(one.code and len(one.code) <= COUNTY and one.code not in regions and one.kind <= Kind.short for one in found):
        return
    taken = {at for one in found for at in range(one.start, one.end)}
    for office in NEAR_OFFICE.finditer(text):
        for length in (2, 3):
            start = max(office.start() - length, 0)
            code = next((code for region in regions if (code := names.under(region).get(text[start : office.start()]))), None)
            if code and len(code) < TOWN and code not in regions and start not in taken:
                yield Mention(start, office.start(), (code,), Kind.full, start)


def _mention(text: str, start: int, end: int, entry: Entry, before: list[Mention]) -> Mention:
    """The hit as a mention, joined to the one before where that holds it (崇左市 + 扶绥县)."""
    if entry.kind <= Kind.village and before and before[-1].kind <= Kind.short:
        holder = before[-1]
        codes = _inside(entry.codes, holder) if text[holder.end : start] in CONNECTORS else ()
        codes = codes or (_beside(entry.codes, holder) if holder.end == start else ())
        if codes:
            before.pop()
            return Mention(holder.start, end, codes, Kind.full, start)
    codes = (ABROAD,) if entry.kind is Kind.abroad else entry.codes
    if text[start:end] in GENERIC:
        codes = (*codes, NOWHERE)
    return Mention(start, end, codes, entry.kind, start)


def _inside(codes: tuple[str, ...], holder: Mention) -> tuple[str, ...]:
    return tuple(code for region in holder.codes for code in within(codes, region) if code != region)


def _beside(codes: tuple[str, ...], holder: Mention) -> tuple[str, ...]:
    """A township behind a county that has none of that name: that of the same city (the border moved), else only the county."""
    if not holder.code or len(holder.code) != COUNTY or holder.code.endswith("0000") or any(len(code) < TOWN for code in codes):
        return ()
    same = within(codes, holder.code[:4] + "00")
    return same if len(same) == 1 else holder.codes


def _real(text: str, one: Mention) -> bool:
    """Whether the name is a name here, not a part of other words."""
    if one.kind is Kind.short:
        return stands(text, one.start, one.end)
    return one.kind is not Kind.full or one.last > one.start or _whole(text, one.start, one.end)


def _whole(text: str, start: int, end: int) -> bool:
    """A full name begins and ends where it seems to: not 步行街道路, 新城镇化, 此项|城市, 老旧|城区街道, 白鹤|山镇."""
    name, after = text[start:end], text[end : end + 1]
    if name.endswith("街道") and after in ("路", "边", "两", "上"):
        return False
    if (name.endswith(("镇", "乡", "市", "区")) and after == "化") or name[-1] + after in ("区域", "县级"):
        return False
    if name.endswith("县") and after == "城":
        return True
    return stands(text, start, end) if len(name) < LONG_NAME else not cuts(text, start)


def _extended(text: str, one: Mention, names: Names) -> Mention:
    """Names that count only behind their division: 长春的朝阳, 扶绥渠黎, 大同市矿区."""
    while one.kind <= Kind.short and len(one.codes) == 1 and len(one.codes[0]) <= 6:  # noqa: PLR2004
        heads, after = names.heads(one.codes[0]), text[one.end : one.end + 3]
        if after[:2] not in heads and not (after[:1] in GAPS and after[1:] in heads) and text[one.end - 1 : one.end + 1] not in heads:
            break
        step = next(_steps(text, one, names), None)
        if step is None:
            break
        one = step
    return one


def _steps(text: str, one: Mention, names: Names) -> Iterator[Mention]:
    heads = names.heads(one.codes[0])
    after = text[one.end : one.end + 3]
    starts = [one.end] if after[:2] in heads else []
    if after[:1] in GAPS and after[1:] in heads:
        starts.append(one.end + 1)
    if text[one.end - 1 : one.end + 1] in heads:  # 济南|市中区
        starts.append(one.end - 1)
    known = names.under(one.codes[0])
    for start in starts:
        for length in range(LONGEST, 1, -1):
            name = text[start : start + length]
            code = known.get(name)
            if code and (start >= one.end or names.official[code] == name) and _fits(text, one, start, name, code, names):
                yield Mention(one.start, start + length, (code,), Kind.full, start)


def _fits(text: str, holder: Mention, start: int, name: str, code: str, names: Names) -> bool:
    """A name behind its division: in full, or short as in 肇庆市|四会, but not 桂林市|资源 丰富, 南宁|江南 大道, 海淀区|西三旗 桥."""
    end, official = start + len(name), names.official[code]
    if name[-1] in SUFFIXES and (name == official or (len(name) > 2 and not official.startswith(name))):  # noqa: PLR2004
        return True
    if CALLED_AFTER.match(text, end) or (LANDMARK if len(code) == TOWN else AIRPORT).match(text, end):
        return False
    county = len(code) == COUNTY or text[start - 1] in SUFFIXES
    return (holder.end == start and county and name not in ORDINARY) or stands(text, start, end) or text[holder.last : end] in frequencies()
