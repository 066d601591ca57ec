"""The words around places: names that are also ordinary words, lands abroad, and what the words beside a name say about its part.

The words are data, in place_words.yml; here they get their types. An expression for what stands before a name ends where the name
begins (`$`), one for what stands after begins where it ends.

Contents: names (ORDINARY … RELATIVE) · expressions (NOT_HERE… ROUTE… LINE… ROAD_AFTER FOREIGN_GOODS FOODS COMPANY STRUCK EVENT FELT
EPICENTRE LOCAL_PRESS UNITS SQUADS CALLED_AFTER WEAK… HERE… HAPPENED) · ends · both (Pairs)
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

_DATA: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))


def _names(key: str) -> frozenset[str]:
    return frozenset(_DATA[key].split())


def _joined(expression: str | list[str]) -> str:
    """An expression that is written on several lines is one."""
    return expression if isinstance(expression, str) else "".join(expression)


def _any(key: str) -> re.Pattern[str]:
    return re.compile("|".join(_joined(expression) for expression in _DATA[key]))


class Pairs:
    """Expressions for what stands before and after that count only together; most words fail at `any_after`."""

    def __init__(self, key: str) -> None:
        both = [(pair["before"], _joined(pair["after"])) for pair in _DATA[key]]
        self.any_after = re.compile("|".join(after for _, after in both))
        self.both = [(re.compile(before), re.compile(after)) for before, after in both]


def ends(before: str, words: frozenset[str]) -> bool:
    """Whether one of some words, of four characters at most, stands last."""
    last = before[-4:]
    return last in words or last[-3:] in words or last[-2:] in words or last[-1:] in words


def both(pairs: Pairs, before: str, after: str) -> bool:
    """Whether one of the pairs holds."""
    if not before or not pairs.any_after.match(after):
        return False
    return any(first.search(before) and second.match(after) for first, second in pairs.both)


ORDINARY = _names("ordinary")
GENERIC = _names("generic")
BARE_DISTRICTS = _names("bare_districts")
BLOCKED = _names("blocked")
ABROAD = _names("abroad")
CONNECTORS = _names("connectors") | {"", " "}
PEOPLES = "|".join(_DATA["peoples"].split())
RELATIVE = {word: endings for endings, words in _DATA["relative"].items() for word in words.split()}
NOT_HERE_WORDS = _names("not_here_before_words")
SURNAMES = frozenset(_DATA["surnames"])
PERSON_BEFORE = _any("person_before")
NOT_HERE_BEFORE = _any("not_here_before")
NOT_HERE_AFTER = _any("not_here_after")
NOT_HERE_BOTH = Pairs("not_here_both")
ROUTE_BEFORE = _any("route_before")
ROUTE_AFTER = _any("route_after")
BETWEEN = _any("between")
ROUTE_BOTH = Pairs("route_both")
LINE_AFTER, LINE_BEFORE, LINE_BETWEEN, ROAD_AFTER = map(_any, ("line_after", "line_before", "line_between", "road_after"))
FOREIGN_GOODS = _any("foreign_goods")
EVENT = _any("event")
FOODS = _any("foods")
COMPANY = _any("company")
STRUCK = _any("struck")
FELT = _any("felt")
EPICENTRE = _any("epicentre")
LOCAL_PRESS = _any("local_press")
UNITS = _any("units")
SQUADS = _any("squads")
CALLED_AFTER = _any("called_after")
WEAK_WORDS = _names("weak_before_words")
WEAK_AFTER = _any("weak_after")
HERE_BEFORE = _any("here_before")
HERE_AFTER = _any("here_after")
HAPPENED = _any("happened")
