"""盲区: what we do not see. No source, never asked, no data and nothing new are four things, and none is drawn as another.

Contents: Cell · Row · Strip · BlindSpots · blind_spots · strip_of
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from config.regions import COUNTRY, inside
from config.regions import level as level_of
from response.sources import every
from store import coverage
from store.coverage import Seen
from store.records import Medium

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from config.rules import Rules
    from response.sources import SourceLine

DAYS = 14
DAY = timedelta(days=1)
ANYWHERE = ""
NOTHING = Seen()


@dataclass(frozen=True, slots=True)
class Cell:
    """`state`: `no source`, `never ran`, `no data` (asked, but not to be read), `read` (then `new` is a figure, and 0 means none came).

    `sources` are their ids, `blind` counts those of them that gave no data.
    """

    medium: str
    state: str
    new: int | None
    sources: tuple[str, ...]
    blind: int


@dataclass(frozen=True, slots=True)
class Row:
    """A region with a cell for each class of medium. `under` is the county of a township."""

    region: str
    name: str
    level: str
    under: str | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day of a source. `state`: `no run`, `no data`, `read`."""

    day: date
    state: str
    new: int | None


@dataclass(frozen=True, slots=True)
class Strip:
    """The last days of a source, oldest first."""

    source: str
    name: str
    medium: str
    region: str | None
    state: str
    sentence: str
    days: tuple[DayCell, ...]


@dataclass(frozen=True, slots=True)
class BlindSpots:
    """`period`: the days that the matrix counts. `topics` and `places` are (id, name) of those that no post was ever about."""

    since: date
    period: int
    matrix: tuple[Row, ...]
    strips: tuple[Strip, ...]
    topics: tuple[tuple[str, str], ...]
    places: tuple[tuple[str, str], ...]


def blind_spots(tx: Connection, rules: Rules, now: datetime, period: int = 7) -> BlindSpots:
    """The matrix of the last `period` days, the strip of the last fourteen, and what never had a post. Sources that are off see nothing."""
    start = _start(now)
    seen = coverage.daily(tx, start, DAYS)
    lines = [line for line in every(tx, rules.sources.sources, now) if line.state != "off"]
    declared = [line for line in lines if line.state != "undeclared"]
    strips = tuple(_strip(line, seen, start.date()) for line in lines)
    return BlindSpots(
        since=now.date() - (period - 1) * DAY,
        period=period,
        matrix=_matrix(declared, _summed(seen, DAYS - period), rules),
        strips=strips,
        topics=_never(((id_, topic.name) for id_, topic in rules.topics.topics.items()), coverage.topics(tx)),
        places=_never_placed(rules, coverage.places(tx)),
    )


def _summed(seen: Mapping[tuple[str, int], Seen], since: int) -> dict[str, Seen]:
    sums: dict[str, Seen] = {}
    for (source, day), found in seen.items():
        if day >= since:
            sums[source] = Seen(*(a + b for a, b in zip(sums.get(source, NOTHING), found, strict=True)))
    return sums


def _matrix(lines: Sequence[SourceLine], sums: Mapping[str, Seen], rules: Rules) -> tuple[Row, ...]:
    known = rules.regions
    above = [ANYWHERE, *(code for code in (COUNTRY, *known.above) if code != ANYWHERE)]
    elsewhere = sorted({line.region for line in lines if line.region} - {*above, *known.names})
    rows = []
    for code in (*above, *known.names, *elsewhere):
        level = level_of(code) if code else "country"
        held = [line for line in lines if _speaks_for(line.region, code, wide=level == "county")]
        if held or code in known.names:
            name = known.name(code) if code else "不限地区"
            rows.append(Row(code, name, level, code[:6] if level == "town" else None, _cells(held, sums)))
    return tuple(rows)


def _speaks_for(region: str | None, code: str, *, wide: bool) -> bool:
    """Whether a source of `region` stands in the row of `code`: a county's row holds its townships' sources too."""
    return (region or ANYWHERE) == code or (wide and bool(region) and inside(str(region), code))


def _cells(held: Sequence[SourceLine], sums: Mapping[str, Seen]) -> tuple[Cell, ...]:
    return tuple(_cell(medium.value, [line for line in held if line.medium == medium.value], sums) for medium in Medium)


def _cell(medium: str, held: Sequence[SourceLine], sums: Mapping[str, Seen]) -> Cell:
    ids = tuple(line.id for line in held)
    found = [sums.get(id_, NOTHING) for id_ in ids]
    read = [one for one in found if one.read]
    if not held:
        return Cell(medium, "no source", None, (), 0)
    if read:
        return Cell(medium, "read", sum(one.new for one in read), ids, len(ids) - len(read))
    state = "never ran" if all(line.last_run is None for line in held) else "no data"
    return Cell(medium, state, None, ids, len(ids))


def strip_of(tx: Connection, line: SourceLine, now: datetime) -> Strip:
    """The last days of one source."""
    start = _start(now)
    days = {(line.id, number): coverage.between(tx, line.id, start + number * DAY, start + (number + 1) * DAY) for number in range(DAYS)}
    return _strip(line, days, start.date())


def _start(now: datetime) -> datetime:
    return datetime.combine(now.date() - (DAYS - 1) * DAY, time(), now.tzinfo)


def _strip(line: SourceLine, seen: Mapping[tuple[str, int], Seen], start: date) -> Strip:
    days = tuple(_day(start + number * DAY, seen.get((line.id, number), NOTHING)) for number in range(DAYS))
    return Strip(line.id, line.name, line.medium, line.region, line.state, line.sentence, days)


def _day(day: date, seen: Seen) -> DayCell:
    if not seen.pieces:
        return DayCell(day, "no run", None)
    return DayCell(day, "read", seen.new) if seen.read else DayCell(day, "no data", None)


def _never(all_: Iterable[tuple[str, str]], had: set[str]) -> tuple[tuple[str, str], ...]:
    return tuple((id_, name) for id_, name in all_ if id_ not in had)


def _never_placed(rules: Rules, had: set[str]) -> tuple[tuple[str, str], ...]:
    """Counties and townships that no post was about; of a county that none was about, its townships are not named as well."""
    codes = [code for code in rules.regions.names if code != rules.regions.home and not any(inside(place, code) for place in had)]
    bare = set(codes)
    return tuple((code, rules.regions.full_name(code)) for code in codes if not (level_of(code) == "town" and code[:6] in bare))
