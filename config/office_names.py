"""How people name an office: with the region (扶绥县人民医院, 扶绥医保局) or without it (县医院, 教育局).

Contents: spoken · bare · by_name · by_bare_name
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

SIGNS = {"city": "市", "county": "县", "town": "镇"}
SHORTEST = 2


class Named(Protocol):
    """What is needed of an office."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def name(self) -> str:
        """Its official name."""

    @property
    def region(self) -> str:
        """Where it is."""

    @property
    def level(self) -> str:
        """How high it stands."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """Its names without the region, the official one first."""

    @property
    def unit(self) -> str | None:
        """The kind of institution it is, if it is one."""


def spoken(office: Named, regions: Mapping[str, str]) -> Iterator[str]:
    """The names that say the region themselves: 扶绥县人民医院, 扶绥人民医院, 扶绥县医院, 扶绥医保局, 渠黎镇政府."""
    yield office.name
    region = regions.get(office.region, "")
    short = _short(region)
    for word in office.aliases:
        called = word[1:] if word[0] in "县市区镇乡" and len(word) > SHORTEST else word
        if len(called) >= SHORTEST:
            yield from (region + called, short + called)


def bare(office: Named) -> Iterator[str]:
    """The names without the region: 县人民医院, 教育局. What may stand for anything (幼儿园, 高中, 公安) needs its 县."""
    sign = SIGNS.get(office.level, "")
    for word in office.aliases:
        if len(word) > SHORTEST or not office.unit:
            yield word
        if sign and word[0] not in "县市区镇乡":
            yield sign + word


def by_name(offices: Iterable[Named], regions: Mapping[str, str]) -> dict[str, str]:
    """Every name that says its region itself, to the office's id; an official name before a spoken one."""
    listed = list(offices)
    found = {office.name: office.id for office in listed}
    for office in listed:
        for name in spoken(office, regions):
            found.setdefault(name, office.id)
    return found


def by_bare_name(offices: Iterable[Named]) -> dict[str, dict[str, str]]:
    """Every name without its region, to the offices so called by region; an institution before the bureau it belongs to."""
    found: dict[str, dict[str, str]] = {}
    for office in sorted(offices, key=lambda office: office.unit is not None):
        for name in bare(office):
            found.setdefault(name, {})[office.region] = office.id
    return found


def _short(region: str) -> str:
    return region[:-1] if len(region) > SHORTEST else region
