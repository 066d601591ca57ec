"""口径一致: do the texts of several offices on one matter name different figures or dates? Hints with quotes, never a gate. Pure.

Two figures speak of the same thing where they have the same unit and the words beside them overlap; they differ where neither
text has the other's value for that thing.

Contents: Figure · differences · figures
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from response.approval import Hint

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DIGITS = dict(zip("零〇一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
STEPS = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
NUMBER = r"\d+(?:\.\d+)?万?|[零〇一二两三四五六七八九十百千万]+"
UNITS = "人|名|户|家|个小时|小时|天|元|万元|亩|辆|台|处|起|次|公里|米|吨|所|栋|间|平方米"
FIGURE = re.compile(rf"({NUMBER})(?:余|多)?({UNITS})(?![\u4e00-\u9fff]*路)")
DATE = re.compile(
    rf"(?:(\d{{1,2}})月)?({NUMBER}|\d{{1,2}})[日号](?!楼|线|院|门|机)(?:(上午|下午|晚|凌晨|中午)?(\d{{1,2}}|[一二两三四五六七八九十]+)(?:时|点))?"
)
PAUSE = re.compile(r"[，。；！？、,;!?\n：:（）()]")
SMALL = frozenset("的了在于和与为已将被是有到至前后日月年时点名人共约近")
SAME_UNITS = {"名": "人", "个小时": "小时"}
NEAR = 8


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with its unit, the words beside it, and the clause it stands in."""

    value: str
    unit: str
    beside: frozenset[str]
    quote: str


def differences(text: str, others: Mapping[str, str]) -> Iterator[Hint]:
    """Where a text says another figure or date than the text of another office, with both quotes."""
    mine = figures(text)
    for office, other in others.items():
        theirs = figures(other)
        told: set[str] = set()
        for one in mine:
            for two in theirs:
                if one.quote not in told and _same_thing(one, two) and not _agree(one, two, mine, theirs):
                    told.add(one.quote)
                    kind = "date" if one.unit == "日" else "figure"
                    yield Hint(kind, one.quote, f"与{office}的说法不一致：“{two.quote}”")


def figures(text: str) -> list[Figure]:
    """Every figure and date of a text."""
    found = []
    for clause in PAUSE.split(text):
        for match in DATE.finditer(clause):
            month, day, part, hour = match.groups()
            value = f"{month or ''}-{_number(day)}" + (f" {part or ''}{_number(hour)}" if hour else "")
            found.append(Figure(value, "日", _beside(clause, match), clause.strip()))
        for match in FIGURE.finditer(clause):
            unit = SAME_UNITS.get(match[2], match[2])
            found.append(Figure(_number(match[1]), unit, _beside(clause, match), clause.strip()))
    return found


def _beside(clause: str, match: re.Match[str]) -> frozenset[str]:
    """The pairs of characters before and after a figure, without those that say nothing."""
    found: set[str] = set()
    for side in (clause[max(0, match.start() - NEAR) : match.start()], clause[match.end() : match.end() + NEAR]):
        found |= {
            side[i : i + 2] for i in range(len(side) - 1) if not SMALL & set(side[i : i + 2]) and not re.search(r"\d", side[i : i + 2])
        }
    return frozenset(found)


def _same_thing(one: Figure, two: Figure) -> bool:
    return one.unit == two.unit and bool(one.beside & two.beside)


def _agree(one: Figure, two: Figure, mine: list[Figure], theirs: list[Figure]) -> bool:
    """The same value; or one of both texts has the other's value for the same thing as well (a figure and its correction)."""
    if _alike(one, two):
        return True
    return any(_same_thing(one, other) and _alike(one, other) for other in theirs) or any(
        _same_thing(two, other) and _alike(two, other) for other in mine
    )


def _alike(one: Figure, two: Figure) -> bool:
    """Equal, or a date of which one text leaves out the month or the hour."""
    if one.unit != "日":
        return one.value == two.value
    (day, _, hour), (other, _, at) = one.value.partition(" "), two.value.partition(" ")
    months = [value.partition("-")[0] for value in (day, other)]
    same_day = day.partition("-")[2] == other.partition("-")[2] and (months[0] == months[1] or "" in months)
    return same_day and (hour == at or "" in (hour, at))


def _number(said: str) -> str:
    """A number as digits: 三 → 3, 一百二十 → 120, 1.2万 → 12000."""
    if said[0].isdigit():
        value = float(said.removesuffix("万")) * (10_000 if said.endswith("万") else 1)
        return f"{value:g}"
    whole = part = digit = 0
    for character in said:
        if character in DIGITS:
            digit = DIGITS[character]
        elif character == "万":
            whole, part, digit = (whole + part + digit) * STEPS[character], 0, 0
        else:
            part, digit = part + (digit or 1) * STEPS[character], 0
    return str(whole + part + digit)
