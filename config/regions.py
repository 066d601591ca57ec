"""regions.yml: 行政区划 — the place we answer for, what lies above it and what lies under it.

A region is its code: "000000" the country, "910000" whatever lies abroad, "450000" a province, "451400" a city, "451421" a county,
"451421101" a township (统计用区划代码, GB/T 2260 and its township extension). All arithmetic on codes is here.

Contents: Regions · plausible · level · parent · ancestors · inside · lowest_common
"""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from pydantic import Field, field_validator, model_validator

from config.base import Block

COUNTRY = "000000"
ABROAD = "910000"  # 国外, as in the address codes of identity numbers
TOWN_DIGITS = 9
PROVINCES = frozenset(
    f"{n}" for n in (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 91)
)
REGION_DIGITS = 6
Level = Literal["country", "province", "city", "county", "town"]


class Regions(Block):
    """The home region, the regions above it and every region under it, by code."""

    home: str
    above: dict[str, str]
    names: dict[str, str]
    elsewhere: dict[str, str] = Field(default_factory=dict)
    duty: tuple[str, ...] = ()

    @field_validator("names", "above", "elsewhere")
    @classmethod
    def _codes(cls, names: dict[str, str]) -> dict[str, str]:
        wrong = [code for code in names if not (code.isdigit() and len(code) in (REGION_DIGITS, TOWN_DIGITS))]
        if wrong:
            raise ValueError(f"a region code has six digits, or nine for a township, in quotes; {', '.join(wrong)} has not")
        return names

    @cached_property
    def all(self) -> dict[str, str]:
        """Every region this installation can name, by code."""
        return {COUNTRY: "全国", ABROAD: "国外", **self.elsewhere, **self.above, **self.names}

    def name(self, code: str) -> str:
        """The name of `code`, of the nearest region above it that has one, or the code itself."""
        return next((self.all[region] for region in ancestors(code) if region in self.all), self.all.get(code, code))

    def full_name(self, code: str) -> str:
        """The name with the regions of ours above it, as it is said: 扶绥县渠黎镇."""
        names = [self.names[a] for a in reversed(ancestors(code)) if a in self.names and a != self.home]
        return "".join(names) or self.name(code)

    @model_validator(mode="after")
    def _watched(self) -> Regions:
        if strangers := [code for code in self.duty if code not in self.names]:
            raise ValueError(f"duty names regions that are not among `names`: {', '.join(strangers)}")
        return self

    @property
    def jurisdictions(self) -> tuple[str, ...]:
        """The regions with a duty office of their own: the home region, and those named under `duty`."""
        return tuple(dict.fromkeys((self.home, *self.duty)))

    def held_by(self, codes: tuple[str, ...] | list[str]) -> str:
        """The lowest region with a duty office that holds all of these places; the home region where none does, or for no places."""
        common = lowest_common(codes)
        return next((region for region in ancestors(common or "") if region in self.jurisdictions), self.home)

    def above_of(self, region: str) -> str | None:
        """The next region upward with a duty office; None above the home region."""
        return next((code for code in ancestors(region)[1:] if code in self.jurisdictions), None)

    def ours(self, code: str) -> bool:
        """Whether `code` lies in the region we answer for."""
        return inside(code, self.home)

    def under(self, code: str) -> tuple[str, ...]:
        """The regions directly under `code`, in the order of the file."""
        return tuple(other for other in self.names if parent(other) == code)


def plausible(code: str) -> bool:
    """Whether a code begins as those of a province do (GB/T 2260), of Taiwan, Hong Kong, Macao, or abroad; or is the country's."""
    return code == COUNTRY or code[:2] in PROVINCES


def level(code: str) -> Level:
    """How fine `code` is."""
    if code == COUNTRY:
        return "country"
    if len(code) >= TOWN_DIGITS:
        return "town"
    if code.endswith("0000"):
        return "province"
    return "city" if code.endswith("00") else "county"


def parent(code: str) -> str | None:
    """The region above `code`; None above the country. A county run by its province (419001) goes to that province's group (419000)."""
    steps = {"town": code[:6], "county": code[:4] + "00", "city": code[:2] + "0000", "province": COUNTRY, "country": None}
    return steps[level(code)]


def ancestors(code: str) -> tuple[str, ...]:
    """`code` itself first, then every region above it, up to the province (the country is left out)."""
    line = []
    here: str | None = code
    while here and here != COUNTRY:
        line.append(here)
        here = parent(here)
    return tuple(line)


def inside(code: str, region: str) -> bool:
    """Whether `code` is `region` or lies in it."""
    return region == COUNTRY or region in ancestors(code)


def lowest_common(codes: tuple[str, ...] | list[str]) -> str | None:
    """The lowest region that holds all of `codes`; the country where they share no province, None for no codes."""
    if not codes:
        return None
    rest = [set(ancestors(code)) for code in codes[1:]]
    return next((region for region in ancestors(codes[0]) if all(region in line for line in rest)), COUNTRY)
