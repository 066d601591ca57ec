"""Places (属地): where the matter of a text is, as the finest division codes; nothing where the text does not say, or it is abroad.

A mention is part of the matter unless the words beside it say otherwise (来自南宁的游客, 车牌, 从…到…, 北京晚报). The mentions then
vote for divisions, title and opening first, and the vote goes down from the country as far as it is clear.

Contents: Places
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from config import renamed as renaming
from config.regions import ABROAD
from nlp.divisions import ancestors, coarse, inside
from nlp.place_bearers import resolve
from nlp.place_context import datelines, local_press, weigh
from nlp.place_mentions import Mention, mentions
from nlp.place_names import COUNTY, TOWN, Kind, Names
from nlp.place_units import finer, units_of
from nlp.place_vote import Place, focus
from store.records import Finding

if TYPE_CHECKING:
    from config.renamed import Renamed
    from nlp.divisions import Gazetteer

READ = 1200
OPENING = 90
LEAD = 220
LATE = 0.7
OFTEN = 3
Spans = list[tuple[int, int]]
ENUMERATION = frozenset(("、", "和", "及", "与", "以及"))


class Home(Protocol):
    """What is asked of the regions: which one is ours."""

    @property
    def home(self) -> str:
        """The code of the home region."""


class Places:
    """Finds where a matter is. Stateless after it is built, so one serves all."""

    def __init__(self, gazetteer: Gazetteer, regions: Home, renamed: Renamed | None = None) -> None:
        self._gazetteer = gazetteer
        self._home = regions.home
        self._full_name = lru_cache(gazetteer.full_name)
        self._names = Names(gazetteer, regions.home, renamed or renaming.load())

    def find(self, title: str, text: str, source_region: str | None = None) -> tuple[Finding, ...]:
        """The finest divisions of the matter, the first named first; one finding of the code `ABROAD` where it is abroad."""
        whole = f"{title}。{text}"[:READ] if title else text[:READ]
        found = mentions(whole, self._names)
        chosen = self._chosen(whole, found, len(title) + 1 if title else 0, source_region) if found else []
        if not chosen and source_region:
            chosen = units_of(whole, source_region, self._names)
        return tuple(self._finding(place) for place in chosen)

    def _chosen(self, whole: str, found: list[Mention], title: int, source: str | None) -> list[Place]:
        lines = datelines(whole)
        resolve(found, source or (_sent_from(found, lines) if lines else None))
        chosen = focus(self._places(whole, found, lines, title, source), source)
        return [finer(whole, chosen[0], self._names)] if len(chosen) == 1 else chosen

    def _places(self, whole: str, found: list[Mention], lines: Spans, title: int, source: str | None) -> list[Place]:
        provinces = {source[:2]} if source else {one.code[:2] for one in found if _sure(one) and one.code}
        places: list[Place] = []
        for run in self._runs(whole, found, lines, source):
            bounds = run[0][0].start, run[-1][0].end
            for one, code in run:
                example = source is not None and code[:2] not in provinces and one.start > title + OPENING
                if example or self._stray(one, code, provinces, whole, source):
                    continue
                weight, struck = weigh(whole, one, bounds, code, self._near(code, source))
                if weight and not (source and weight <= 1 and self._passing(one, code, source, whole)):
                    words, joined = whole[one.start : one.end], one is not run[0][0]
                    place = Place(code, weight * _position(one.start, title), one.start, words, weight >= 1, joined, weight > 1, struck)
                    places.append(place)
        return places if any(place.firm for place in places) else [*places, *self._of_whom_speaks(whole, found, title, source, places)]

    def _of_whom_speaks(self, whole: str, found: list[Mention], title: int, source: str | None, places: list[Place]) -> list[Place]:
        """我县, by the source or the city of the paper; and that city itself, where nothing else is named."""
        opening = () if source else (one for one in found if title <= one.start < title + OPENING)
        paper = next((one for one in opening if one.code and local_press(whole, one)), None)
        home = source or (paper.code if paper else None)
        relatives = self._relative(whole, [one for one in found if one.kind is Kind.relative], home) if home else []
        if relatives or places or not (paper and paper.code):
            return relatives
        return [Place(paper.code, 0.0, paper.start, whole[paper.start : paper.end], firm=False)]

    def _runs(self, whole: str, found: list[Mention], lines: Spans, source: str | None) -> list[list[tuple[Mention, str]]]:
        """The settled mentions outside of datelines, those that are enumerated together."""
        runs: list[list[tuple[Mention, str]]] = []
        last = 0
        for one in found:
            code = self._code(one, found, source)
            if code is None or one.kind is Kind.relative or (lines and _within(one, lines)):
                continue
            between = whole[last : one.start]
            if runs and (between in ENUMERATION or (not between and _level(code) == _level(runs[-1][-1][1]))):
                runs[-1].append((one, code))
            else:
                runs.append([(one, code)])
            last = one.end
        return runs

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

    def _stray(self, one: Mention, code: str, provinces: set[str], whole: str, source: str | None) -> bool:
        """A name alone from elsewhere than the source or the counties named in full is a word, a road or an estate (江山帝景, 新界)."""
        town, words = len(code) == TOWN, whole[one.start : one.end]
        alone = one.kind is Kind.short or (town and one.last == one.start)
        if not alone or not provinces or (coarse(code) and words in self._full_name(code)):
            return False
        far = code[:4] != source[:4] if town and source and not source.endswith("0000") else code[:2] not in provinces
        return far and whole.count(words) < OFTEN

    def _passing(self, one: Mention, code: str, source: str, whole: str) -> bool:
        """To a source, a name alone, said once and from another province, is where somebody or something comes from."""
        alone = one.last == one.start and one.kind in (Kind.short, Kind.abroad)
        return alone and code[:2] != source[:2] and whole.count(whole[one.start : one.end]) == 1

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
        name = "国外" if place.code == ABROAD else self._full_name(place.code)
        meant = "" if place.words in name else f"，即{name}"
        span = place.start, place.start + len(place.words)
        return Finding(place.code, name, f"文中写明“{place.words}”{meant}", score=min(1.0, place.weight / 2), span=span)


def _sent_from(found: list[Mention], lines: Spans) -> str | None:
    """The city or province a report was sent from: it settles names that many places share (新华社太原…电, 城区)."""
    return next((one.code for one in found if one.code and one.code != ABROAD and _within(one, lines)), None)


def _level(code: str) -> tuple[int, bool]:
    """Two names of one level side by side are two places: 岷县漳县交界."""
    return len(code), coarse(code)


def _within(one: Mention, lines: Spans) -> bool:
    return any(start <= one.start < end for start, end in lines)


def _sure(one: Mention) -> bool:
    """A county or township named in full."""
    return one.code is not None and one.kind is Kind.full and not coarse(one.code)


def _position(start: int, title: int) -> float:
    """Title and opening say what the text is about; what comes late is an example."""
    if start < title:
        return 2.0
    if start < title + OPENING:
        return 1.5
    return 1.0 if start < title + LEAD else LATE
