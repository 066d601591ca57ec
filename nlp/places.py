"""Places (属地): where the matter of a text is, as the finest division codes; nothing where the text does not say, or it is abroad.

A mention is part of the matter unless the words beside it say otherwise (来自南宁的游客, 车牌, 从…到…, 北京晚报). The mentions then
vote for divisions, title and opening first, and the vote goes down from the country as far as it is clear.

Contents: Places · Place (a mention with its weight) · focus
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from config import renamed as renaming
from nlp.divisions import ancestors, inside
from nlp.place_bearers import resolve
from nlp.place_context import datelines, weigh
from nlp.place_mentions import ABROAD_CODE, Mention, mentions
from nlp.place_names import COUNTY, TOWN, Kind, Names
from store.records import Finding

if TYPE_CHECKING:
    from config.renamed import Renamed
    from nlp.divisions import Gazetteer

READ = 1200
OPENING = 90
LEAD = 220
LATE = 0.7
OFTEN = 3
OURS = 1.0
LOUDEST = 5.0
ENUMERATION = frozenset(("、", "和", "及", "与", "以及"))
SHARE = 0.45
SHARE_OF_PROVINCES = 0.75
DEPTH = 0.15
DEPTH_OF_PROVINCE = 0.1


class Home(Protocol):
    """What is asked of the regions: which one is ours."""

    @property
    def home(self) -> str:
        """The code of the home region."""


@dataclass(slots=True)
class Place:
    """A settled mention: its division, its weight in the vote and the words.

    `firm`: the words beside it say outright that the matter is there; `joined`: it is enumerated with the one before.
    """

    code: str
    weight: float
    start: int
    words: str
    firm: bool = True
    joined: bool = False


class Places:
    """Finds where a matter is. Stateless after it is built, so one serves all."""

    def __init__(self, gazetteer: Gazetteer, regions: Home, renamed: Renamed | None = None) -> None:
        self._gazetteer = gazetteer
        self._home = regions.home
        self._names = Names(gazetteer, regions.home, renamed or renaming.load())

    def find(self, title: str, text: str, source_region: str | None = None) -> tuple[Finding, ...]:
        """The finest divisions of the matter, the first named first."""
        whole = f"{title}。{text}"[:READ] if title else text[:READ]
        found = mentions(whole, self._names)
        if not found:
            return ()
        resolve(found, source_region)
        places = self._places(whole, found, len(title) + 1 if title else 0, source_region)
        return tuple(self._finding(place) for place in focus(places, source_region))

    def _places(self, whole: str, found: list[Mention], title: int, source: str | None) -> list[Place]:
        lines = datelines(whole)
        places, relatives, last = [], [], 0
        sure = {one.code[:2] for one in found if one.code and one.kind is Kind.full and not one.code.endswith("00")}
        for one in found:
            if one.kind is Kind.relative:
                relatives.append(one)
            elif code := self._code(one, found, source):
                weight = (
                    0.0
                    if _stray(one, code, {source[:2]} if source else sure, whole)
                    else weigh(whole, one, lines, self._near(code, source))
                )
                joined = whole[last : one.start] in ENUMERATION
                last = one.end
                if weight:
                    places.append(
                        Place(code, weight * _position(one.start, title), one.start, whole[one.start : one.end], weight >= 1, joined)
                    )
        if source and relatives and not any(place.firm for place in places):
            places += self._relative(whole, relatives, source)
        return places

    def _code(self, one: Mention, found: list[Mention], source: str | None) -> str | None:
        """The code of a mention; a village counts for its township, and only where something else says that we are there."""
        if len(one.codes) != 1:
            return None
        code = one.codes[0]
        if one.kind is not Kind.village:
            return code[:TOWN]
        there = [other.code for other in found if other.code and other is not one and other.kind <= Kind.short]
        if any(len(region) > COUNTY and region != code[:TOWN] for region in there):
            return None
        known = (source and inside(code, source)) or any(inside(code, region) for region in there)
        return code[:TOWN] if known else None

    def _near(self, code: str, source: str | None) -> bool:
        return inside(code, self._home) or (source is not None and code[:4] == source[:4])

    def _relative(self, whole: str, relatives: list[Mention], source: str) -> list[Place]:
        """我县: the nearest division at or above the source whose name ends so; the finest, where there are several."""
        found = []
        for one in relatives:
            endings = tuple(one.codes[0])
            code = next((c for c in ancestors(source) if self._gazetteer.names.get(c, "").endswith(endings)), None)
            if code:
                found.append(Place(code, 1.0, one.start, whole[one.start : one.end]))
        return sorted(found, key=lambda place: -len(ancestors(place.code)))[:1]

    def _finding(self, place: Place) -> Finding:
        name = self._gazetteer.full_name(place.code)
        because = f"文中写明“{place.words}”，即{name}" if place.words not in name else f"文中写明“{place.words}”"
        return Finding(
            value=place.code,
            name=name,
            because=because,
            score=min(1.0, place.weight / 2),
            span=(place.start, place.start + len(place.words)),
        )


def _stray(one: Mention, code: str, provinces: set[str], whole: str) -> bool:
    """A short name from another province than the source's or the counties named in full is a word, a road or an estate (江山帝景)."""
    far = one.kind is Kind.short and not code.endswith("00") and bool(provinces) and code[:2] not in provinces
    return far and whole.count(whole[one.start : one.end]) < OFTEN


def _position(start: int, title: int) -> float:
    """Title and opening say what the text is about; what comes late is an example."""
    if start < title:
        return 2.0
    if start < title + OPENING:
        return 1.5
    return 1.0 if start < title + LEAD else LATE


def focus(places: list[Place], source: str | None = None) -> list[Place]:
    """The finest divisions that the vote is clear about, in order of the text; nothing where the matter is abroad."""
    if not places:
        return []
    firm = [place for place in places if place.firm] or places
    votes = _votes(firm)
    chosen = _clear({code for code in votes if code == ABROAD_CODE or code.endswith("0000")}, votes, SHARE_OF_PROVINCES)
    if ABROAD_CODE in chosen and _abroad(chosen, votes, source):
        return []
    finest = {code for top in chosen if top != ABROAD_CODE for code in _down(top, votes, firm)}
    finest |= _in_one_breath(places, finest)
    best: dict[str, Place] = {}
    for place in sorted(firm, key=lambda place: place.start):
        if place.code in finest:
            best.setdefault(place.code, place)
    return list(best.values())


def _votes(places: list[Place]) -> dict[str, float]:
    """The weight of each division and of those in it; one named again and again is not heard more than `LOUDEST`."""
    named: dict[str, float] = defaultdict(float)
    for place in places:
        named[place.code] = min(named[place.code] + place.weight, LOUDEST)
    votes: dict[str, float] = defaultdict(float)
    for code, weight in named.items():
        for holder in (code,) if code == ABROAD_CODE else ancestors(code):
            votes[holder] += weight
    return votes


def _in_one_breath(places: list[Place], chosen: set[str]) -> set[str]:
    """What is enumerated with a chosen division is chosen too (扶绥县、宁明县和龙州县), but for what holds a chosen one."""
    runs: list[list[Place]] = []
    for place in places:
        if place.joined and runs:
            runs[-1].append(place)
        else:
            runs.append([place])
    more: set[str] = set()
    for run in runs:
        codes = {place.code for place in run}
        if codes & chosen and all(place.firm for place in run):
            more |= {code for code in codes if not any(inside(one, code) for one in chosen)}
    return more - {ABROAD_CODE}


def _abroad(chosen: list[str], votes: dict[str, float], source: str | None) -> bool:
    """Lands abroad win against the best of ours, but not at a source whose own province is named (水印加州 is an estate)."""
    ours = [code for code in chosen if code != ABROAD_CODE]
    return not any(source and inside(source, code) for code in ours) and all(votes[ABROAD_CODE] > OURS * votes[code] for code in ours)


def _clear(codes: set[str], votes: dict[str, float], share: float) -> list[str]:
    """Those with a vote comparable to the best."""
    most = max(votes[code] for code in codes)
    return [code for code in codes if votes[code] >= share * most]


def _down(code: str, votes: dict[str, float], places: list[Place]) -> list[str]:
    """From a division down to the finest named ones; a part with a small share of the vote is only an example."""
    below = {place.code for place in places if place.code != code and inside(place.code, code)}
    children = {next(c for c in reversed(ancestors(other)) if c != code and inside(c, code)) for other in below if other != ABROAD_CODE}
    least = (DEPTH_OF_PROVINCE if code.endswith("0000") else DEPTH) * votes[code]
    children = {child for child in children if votes[child] >= least}
    if not children:
        return [code]
    return [finest for child in _clear(children, votes, SHARE) for finest in _down(child, votes, places)]
