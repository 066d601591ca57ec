"""The vote: from the mentions that speak of the matter to the finest divisions they are clear about.

Every mention votes for its division and for all that hold it. The vote goes down from the provinces, and a part with a small share of it
is only an example; lands abroad stand beside the provinces.

Contents: Place (a mention with its weight) · focus
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from config.regions import ABROAD
from nlp.divisions import ancestors, coarse, inside

OURS = 1.0
LOUDEST = 5.0
SHARE = 0.45
SHARE_OF_PROVINCES = 0.75
ABROAD_CLEAR = 2.0
PROMINENT = 2.0
DEPTH = 0.15
DEPTH_OF_PROVINCE = 0.1


@dataclass(slots=True)
class Place:
    """A settled mention: its division, its weight in the vote and the words.

    `firm`: the words beside it say outright that the matter is there; `joined`: it is enumerated with the one before; `here`: they
    say that it happened there; `struck`: that people came to harm there.
    """

    code: str
    weight: float
    start: int
    words: str
    firm: bool = True
    joined: bool = False
    here: bool = False
    struck: bool = False


def focus(places: list[Place], source: str | None = None) -> list[Place]:
    """The finest divisions that the vote is clear about, in order of the text; `ABROAD` alone where the matter is abroad."""
    if len({place.code for place in places}) < 2:  # noqa: PLR2004
        return places[:1] if places and places[0].code != ABROAD else _outside(places)
    firm = [place for place in places if place.firm] or places
    finest = max(firm, key=lambda place: len(ancestors(place.code)))
    if _in_line(firm, finest.code):
        return [next(place for place in firm if place.code == finest.code)]
    votes = _votes(firm)
    chosen = _clear({code for code in votes if code.endswith("0000")}, votes, SHARE_OF_PROVINCES)
    if ABROAD in chosen and _abroad(chosen, votes, source):
        return _outside(firm)
    meant = {code for top in chosen if top != ABROAD for code in _down(top, votes, firm)}
    if any(place.joined for place in places):
        meant |= _in_one_breath(places, meant)
    meant -= _beside(meant, firm)
    struck = {place.code for place in firm if place.struck and place.code != ABROAD} - meant
    if struck:
        meant |= _holding_none(struck, meant)
    best: dict[str, Place] = {}
    for place in sorted(firm, key=lambda place: place.start):
        if place.code in meant:
            best.setdefault(place.code, place)
    return list(best.values())


def _in_line(places: list[Place], finest: str) -> bool:
    """Whether each place holds the finest, and that is said loudly enough: nothing to vote about."""
    line = ancestors(finest)
    if finest == ABROAD or not all(place.code in line for place in places):
        return False
    return sum(place.weight for place in places if place.code == finest) >= DEPTH * sum(place.weight for place in places)


def _votes(places: list[Place]) -> dict[str, float]:
    """The weight of each division and of those in it; one named again and again is not heard more than `LOUDEST`."""
    named: dict[str, float] = defaultdict(float)
    for place in places:
        named[place.code] = min(named[place.code] + place.weight, LOUDEST)
    votes: dict[str, float] = defaultdict(float)
    for code, weight in named.items():
        for holder in ancestors(code):
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
            more |= _holding_none(codes, chosen)
    return more - {ABROAD}


def _holding_none(codes: set[str], chosen: set[str]) -> set[str]:
    """Those that hold neither a chosen division nor one of the others."""
    return {code for code in codes if not any(inside(other, code) for other in chosen | (codes - {code}))}


def _beside(chosen: set[str], firm: list[Place]) -> set[str]:
    """Where the words say in which county it happened, a city of which they do not, and which no title names, is only spoken of."""
    here = {place.code for place in firm if place.here}
    loud = {place.code for place in firm if place.weight >= PROMINENT}
    if not any(code in here and not coarse(code) for code in chosen):
        return set()
    return {code for code in chosen if coarse(code) and code not in here and code not in loud}


def _abroad(chosen: list[str], votes: dict[str, float], source: str | None) -> bool:
    """Lands abroad win against the best of ours, but not at a source whose own province is named (水印加州 is an estate)."""
    ours = [code for code in chosen if code != ABROAD]
    return not any(source and inside(source, code) for code in ours) and all(votes[ABROAD] > OURS * votes[code] for code in ours)


def _outside(places: list[Place]) -> list[Place]:
    """The matter is abroad where that is said clearly: in the title, more than once, or as where it happened; else it stays open."""
    abroad = [place for place in places if place.code == ABROAD and place.firm]
    return abroad[:1] if sum(place.weight for place in abroad) >= ABROAD_CLEAR else []


def _clear(codes: set[str], votes: dict[str, float], share: float) -> list[str]:
    """Those with a vote comparable to the best."""
    most = max(votes[code] for code in codes)
    return [code for code in codes if votes[code] >= share * most]


def _down(code: str, votes: dict[str, float], places: list[Place]) -> list[str]:
    """From a division down to the finest named ones; a part with a small share of the vote is only an example."""
    below = {place.code for place in places if place.code != code and inside(place.code, code)}
    children = {next(c for c in reversed(ancestors(other)) if c != code and inside(c, code)) for other in below}
    least = (DEPTH_OF_PROVINCE if code.endswith("0000") else DEPTH) * votes[code]
    children = {child for child in children if votes[child] >= least}
    if not children:
        return [code]
    return [finest for child in _clear(children, votes, SHARE) for finest in _down(child, votes, places)]
