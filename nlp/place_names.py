"""The names of places (地名): every way in which a division is written, as one automaton, and the names inside each division.

A name stands alone (扶绥县, 扶绥, 渠黎镇 …) or counts only behind the division that holds it (长春的朝阳, 大同市矿区, 扶绥渠黎): the
first kind is in the automaton, the second in `under`.

Contents: Names · Kind · Entry · short_name
"""

from __future__ import annotations

import re
from collections import defaultdict
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from nlp.divisions import ancestors, inside
from nlp.place_words import ABROAD, BARE_DISTRICTS, BLOCKED, GENERIC, ORDINARY, PEOPLES, RELATIVE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from config.renamed import Renamed
    from nlp.divisions import Gazetteer

TOWN, COUNTY = 9, 6
LONG = 3
ENDING = re.compile(r"(?:自治县|自治旗|自治州|地区|林区|特区|特别行政区|自治区|新区|县|区|市|旗|盟|省)$")
PEOPLE = re.compile(rf"(?:{PEOPLES})+$")
TOWN_ENDING = re.compile(r"(?:(?:[\u4e00-\u9fff]族)?(?:民族)?乡|镇|街道|苏木|地区)$")
PLAIN_TOWN = re.compile(r"^.{2,}(?:农|林|牧|渔|果|茶)场$|^.{5,}(?:区|园|城)$")
ETHNIC_TOWN = re.compile(rf"(?:{PEOPLES}|民族)+乡$")
UPGRADES = ("镇", "街道", "乡")
VARIANTS = {"县": ("市", "区"), "市": ("县",), "区": ("县", "市", "新区")}


class Kind(IntEnum):
    """What a name in the automaton is."""

    full = 0
    short = 1
    village = 2
    abroad = 3
    relative = 4
    blocked = 5


class Entry(NamedTuple):
    """A name of the automaton: its kind and the codes that bear it (for relative names: the ending that is meant)."""

    kind: Kind
    codes: tuple[str, ...]


class Names:
    """All names of a gazetteer. `home` is the city whose villages and short town names are known."""

    def __init__(self, gazetteer: Gazetteer, home: str, renamed: Renamed) -> None:
        self.official = gazetteer.names
        self._towns: dict[str, list[str]] = defaultdict(list)
        self._forms: dict[str, dict[str, str]] = {}
        self._heads: dict[str, frozenset[str]] = {}
        self._units: dict[str, dict[str, str]] = {}
        self._inside: dict[str, dict[str, str]] = defaultdict(dict)
        self._table: dict[str, tuple[Kind, set[str]]] = {}
        self._claims: dict[tuple[str, str], tuple[tuple[int, int], str]] = {}
        self._divisions(gazetteer)
        for (holder, form), (_, code) in self._claims.items():
            if code:
                self._inside[holder][form] = code
        self._claims.clear()
        self._home(home)
        self._old(renamed)
        entries = self._alone()
        self._entries = tuple(entries.values())
        self._finder = AhoCorasick(entries, matchkind=MatchKind.LeftmostLongest)

    def under(self, code: str) -> dict[str, str]:
        """The names that count behind division `code`, each with the code inside it that it means."""
        if code not in self._forms:
            forms, later = dict(self._inside.get(code, {})), []
            for town in self._towns.get(code, ()):
                forms.setdefault(self.official[town], town)
                short = town_short(self.official[town])
                if len(short) > 1 and short[-1] not in "路街道" and short != short_name(self.official[code]):
                    forms.setdefault(short, town)
                if len(short) > 1 and short != self.official[town]:  # an upgraded one: 平山镇 for 平山街道, 旧宫镇 for 旧宫地区
                    later += [(short + ending, town) for ending in UPGRADES]
            for form, town in later:
                forms.setdefault(form, town)
            self._forms[code] = forms
        return self._forms[code]

    def heads(self, code: str) -> frozenset[str]:
        """The first two characters of those names."""
        if code not in self._heads:
            self._heads[code] = frozenset(name[:2] for name in self.under(code))
        return self._heads[code]

    def unit_names(self, code: str) -> dict[str, str]:
        """The short names of the counties and towns of a city that only one county has, each with the county."""
        city = code[:4] + "00" if not code.endswith("0000") else code[:2] + "0100"
        if city not in self._units:
            bearers: dict[str, set[str]] = defaultdict(set)
            for town in self._towns.get(city, ()):
                bearers[town_short(self.official[town])].add(town[:6])
            for county in {town[:6] for town in self._towns.get(city, ())}:
                bearers[short_name(self.official[county])].add(county)
            self._units[city] = {name: next(iter(held)) for name, held in bearers.items() if len(held) == 1 and len(name) > 1}
        return self._units[city]

    def scan(self, text: str) -> Iterator[tuple[int, int, Entry]]:
        """The names of a text, longest first, without overlaps: start, end and entry."""
        for number, start, end in self._finder.find_matches_as_indexes(text):
            yield start, end, self._entries[number]

    def _divisions(self, gazetteer: Gazetteer) -> None:
        rows = [*gazetteer.names.items(), *((code, name) for name, code in gazetteer.others)]
        shorts: list[tuple[int, str, str]] = []
        for code, name in rows:
            if len(code) > TOWN:
                self._add(name, code, Kind.village)
            elif len(code) == TOWN:
                self._town(code, name)
            else:
                self._region(code, name)
                shorts.append((rank(code, name), short_name(name), code))
        self._short(sorted(shorts))
        self._variants(rows)

    def _town(self, code: str, name: str) -> None:
        self._towns[code[:6]].append(code)
        self._towns[code[:4] + "00"].append(code)
        if len(name) > 2 and (TOWN_ENDING.search(name) or PLAIN_TOWN.search(name)):  # noqa: PLR2004
            self._add(name, code, Kind.full)
            plain = ETHNIC_TOWN.sub("乡", name)
            if plain != name and len(plain) > 2:  # noqa: PLR2004
                self._add(plain, code, Kind.full)

    def _region(self, code: str, name: str) -> None:
        self._add(name, code, Kind.full)
        for holder in (code[:4] + "00", code[:2] + "0000"):
            if holder != code or name != self.official[code]:
                short = short_name(name)
                self._claim(holder, name, code, (0, rank(code, name)))
                if len(short) > 1:
                    self._claim(holder, short, code, (1, rank(code, name)))
                for form in _endings(name, short):
                    self._claim(holder, form, code, (2, rank(code, name)))

    def _claim(self, holder: str, form: str, code: str, order: tuple[int, int]) -> None:
        """The official name goes before the short one, the city before its county; what two bear equally says nothing (河北桥西区)."""
        best, known = self._claims.get((holder, form), (order, code))
        if order < best or (order == best and known == code):
            self._claims[holder, form] = order, code
        elif order == best:
            self._claims[holder, form] = order, ""

    def _short(self, shorts: Iterable[tuple[int, str, str]]) -> None:
        """Short forms; the highest level has it where several levels share one (长沙: the city, not the county)."""
        taken: dict[str, int] = {}
        for order, short, code in shorts:
            alone = order < DISTRICT or short in BARE_DISTRICTS
            if len(short) > 1 and alone and short not in ORDINARY and taken.setdefault(short, order) == order:
                self._add(short, code, Kind.short)

    def _variants(self, rows: Iterable[tuple[str, str]]) -> None:
        """平泉县 for 平泉市, 柳州地区 for 柳州市: renamed, but the name stayed. 恩施州 for 恩施土家族苗族自治州."""
        for code, name in rows:
            short = short_name(name)
            if len(code) != COUNTY or len(short) < 2 or (short in ORDINARY and "自治" not in name):  # noqa: PLR2004
                continue
            standing = not code.endswith("00") and (name[-1] != "区" or short in BARE_DISTRICTS)
            variants = _endings(name, short) if standing else [short + "县"] if not code.endswith("00") else ()
            for variant in (*variants, *_of_cities(code, name, short)):
                if variant not in self._table and variant not in GENERIC:
                    self._add(variant, code, Kind.full)

    def _home(self, home: str) -> None:
        for code in self._towns.get(home, ()):
            for town in self._towns.get(code[:6], ()):
                short = town_short(self.official[town])
                if len(short) > 1 and short not in ORDINARY and short not in self._table and town == code:
                    self._add(short, town, Kind.short)

    def _old(self, renamed: Renamed) -> None:
        for one in renamed.renamed:
            if one.within:
                self._inside[one.within].setdefault(one.was, one.now)
            else:
                self._add(one.was, one.now, Kind.full)
                for holder in ancestors(one.now)[1:]:
                    self._inside[holder][one.was] = one.now
                short = short_name(one.was)
                if len(short) > 1 and short not in ORDINARY and short not in self._table:
                    self._add(short, one.now, Kind.short)
        for name, code in renamed.known_as.items():
            self._table[name] = (Kind.full if len(name) > LONG else Kind.short, {code})
            for holder in ancestors(code)[1:]:
                self._inside[holder].setdefault(name, code)

    def _add(self, name: str, code: str, kind: Kind) -> None:
        known = self._table.get(name)
        if known is None:
            self._table[name] = (kind, {code})
        elif known[0] == kind:
            known[1].add(code)
        elif kind < known[0]:
            self._table[name] = (kind, {code})

    def _alone(self) -> dict[str, Entry]:
        alone = {name: Entry(kind, tuple(sorted(codes))) for name, (kind, codes) in self._table.items()}
        alone |= {word: Entry(kind, ()) for words, kind in ((ABROAD, Kind.abroad), (BLOCKED, Kind.blocked)) for word in words}
        return alone | {word: Entry(Kind.relative, (ending,)) for word, ending in RELATIVE.items()}


DISTRICT = 4


def rank(code: str, name: str) -> int:
    """Provinces first, then cities, counties, and districts (whose short forms say least)."""
    if code.endswith("0000"):
        return 1
    if code.endswith("00"):
        return 2
    return DISTRICT + name.endswith("新区") if name.endswith("区") else 3


def short_name(name: str) -> str:
    """扶绥县 → 扶绥, 恩施土家族苗族自治州 → 恩施, 广西壮族自治区 → 广西; a name of two characters stays (横县)."""
    bare = ENDING.sub("", name)
    plain = PEOPLE.sub("", bare)
    short = plain if len(plain) > 1 else bare
    return short if len(short) > 1 else name


def town_short(name: str) -> str:
    """渠黎镇 → 渠黎, 梅花瑶族乡 → 梅花."""
    return ETHNIC_TOWN.sub("", name) if ETHNIC_TOWN.search(name) else TOWN_ENDING.sub("", name)


def _endings(name: str, short: str) -> Iterator[str]:
    """错那县 for 错那市, 龙华新区 for 龙华区."""
    if name.endswith(("自治县", "自治旗")):
        yield short + name[-1]
    if name != short:
        yield from (short + ending for ending in VARIANTS.get(name[-1], ()))


def _of_cities(code: str, name: str, short: str) -> Iterator[str]:
    if code.endswith("00") and not code.endswith("0000"):
        yield short + "地区"
        if name.endswith("自治州"):
            yield short + "州"
            yield short + "自治州"


def within(codes: Iterable[str], region: str) -> tuple[str, ...]:
    """Those of some codes that lie in a region."""
    return tuple(code for code in codes if inside(code, region))
