"""The vote: from the mentions that speak of the matter to the finest divisions they are clear about.

Every mention votes for its division and for all that hold it. The vote goes down from the provinces, and a part with a small share of it
is only an example; lands abroad stand beside the provinces.

Contents: Place (a mention with its weight) · focus
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from nlp.divisions import ancestors, inside
from nlp.place_mentions import ABROAD_CODE

OURS = 1.0
LOUDEST = 5.0
SHARE = 0.45
SHARE_OF_PROVINCES = 0.75
DEPTH = 0.15
DEPTH_OF_PROVINCE = 0.1


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


def focus(places: list[Place], source: str | None = None) -> list[Place]:
    """The finest divisions that the vote is clear about, in order of the text; nothing where the matter is abroad."""
    if len({place.code for place in places}) < 2:  # noqa: PLR2004
        return [place for place in places if place.code != ABROAD_CODE][:1]
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
