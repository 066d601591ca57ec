"""A city made finer by the units that bear a district's or a town's name: 恒口派出所 in 安康 is in 汉滨区.

Measured on posts whose district is known, such units stand in the district of their name nine times in ten (schools and parks .85, streets
and bridges only .7, so those do not count).

Contents: finer · units_of
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from nlp.divisions import coarse
from nlp.place_vote import Place
from nlp.place_words import ORDINARY, SQUADS, UNITS
from nlp.segment import frequencies

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlp.place_names import Names

MUNICIPALITIES = frozenset(("110000", "120000", "310000", "500000"))
COMMON = 3000
LONGEST, SHORTEST = 5, 2
CLEARLY = 2


def finer(text: str, place: Place, names: Names) -> Place:
    """The place, or the county of it that the units named in the text clearly stand in."""
    if not coarse(place.code) or (place.code.endswith("0000") and place.code not in MUNICIPALITIES):
        return place
    found = {words: (code, start) for words, code, start in _units(text, names.unit_names(place.code))}
    votes = Counter(code for code, _ in found.values()).most_common(2)
    if not votes or (len(votes) > 1 and votes[0][1] < CLEARLY * votes[1][1]):
        return place
    words, start = next((words, start) for words, (code, start) in found.items() if code == votes[0][0])
    return replace(place, code=votes[0][0], words=words, start=start)


def units_of(text: str, source: str, names: Names) -> list[Place]:
    """The county of the source's city that the units named in a text without any other place stand in."""
    found = finer(text, Place(source[:4] + "00", 1.0, 0, ""), names)
    return [found] if found.words else []


def _units(text: str, known: dict[str, str]) -> Iterator[tuple[str, str, int]]:
    """Each unit of a known name: its words, its county and where it stands."""
    for unit in UNITS.finditer(text):
        start = _begins(text, unit.start(), known)
        if start is not None:
            yield text[start : unit.end()], known[text[start : unit.start()]], start
    for squads in SQUADS.finditer(text):  # the first that was sent is the nearest one
        ends = [end.start() for end in re.finditer("、|$", squads[1])]
        found = ((start, squads.start() + end) for end in ends if (start := _begins(text, squads.start() + end, known)) is not None)
        for start, end in list(found)[:1]:
            yield text[start:end], known[text[start:end]], start


def _begins(text: str, end: int, known: dict[str, str]) -> int | None:
    """Where the known name begins that ends here."""
    for length in range(LONGEST, SHORTEST - 1, -1):
        name = text[max(end - length, 0) : end]
        if name in known and name not in ORDINARY and (frequencies().get(name) or 0) < COMMON:
            return max(end - length, 0)
    return None
