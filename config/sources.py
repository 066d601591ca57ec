"""sources.yml: 信息源 — where public posts come from.

Contents: Kind · Expected · Selectors · Source · Sources · faults · seconds
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from pydantic import Field, field_validator, model_validator

from config.base import Block, dangling

if TYPE_CHECKING:
    from config.rules import Rules

Kind = Literal["feed", "listing"]
MediumWord = Literal["central", "provincial", "city", "county", "self_media", "board"]
_UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
_EVERY = re.compile(r"(\d+) (second|minute|hour|day)s?")


class Expected(Block):
    """What a healthy source brings in a day; outside of it the source is said to be quiet or flooding."""

    at_least: int = Field(0, ge=0)
    at_most: int = Field(100_000, ge=1)


class Selectors(Block):
    """XPath corrections for a site on which the automatic way fails."""

    items: str | None = None
    next: str | None = None
    title: str | None = None
    text: str | None = None
    published: str | None = None


class Source(Block):
    """One source. `region` is what it speaks for: the "我县" of its posts."""

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    name: str
    kind: Kind
    url: str
    region: str = "000000"
    medium: MediumWord
    every: str = "30 minutes"
    expected: Expected = Expected()
    enabled: bool = True
    through: Literal["", "rsshub"] = ""
    allow_private: bool = False
    delay: float = Field(1.0, ge=0, le=3600)
    pages: int = Field(5, ge=1, le=200)
    at_most: int = Field(300, ge=1, le=10_000)
    fetch_articles: bool = True
    select: Selectors = Selectors()

    @field_validator("every")
    @classmethod
    def _readable(cls, every: str) -> str:
        if not _EVERY.fullmatch(every):
            raise ValueError('write a rhythm like "30 minutes" or "1 hour"')
        return every

    @model_validator(mode="after")
    def _address(self) -> Source:
        wanted = "/" if self.through else ("http://", "https://")
        if not self.url.startswith(wanted):
            raise ValueError(
                f"{self.id}: the address {self.url} does not begin with {' or '.join((wanted,) if isinstance(wanted, str) else wanted)}"
            )
        return self

    @property
    def seconds(self) -> int:
        """The rhythm in seconds."""
        return seconds(self.every)


class Sources(Block):
    """Every source, each with an id of its own."""

    sources: tuple[Source, ...]

    @model_validator(mode="after")
    def _unique(self) -> Sources:
        seen: set[str] = set()
        for source in self.sources:
            if source.id in seen:
                raise ValueError(f'two sources are called "{source.id}"')
            seen.add(source.id)
        return self


def seconds(every: str) -> int:
    """`30 minutes` → 1800."""
    number, unit = every.split()
    return int(number) * _UNITS[unit.rstrip("s")]


def faults(rules: Rules) -> list[str]:
    """A source whose region is neither ours, nor above us, nor a region code at all."""
    known = rules.regions.all
    return [
        dangling(f"sources.yml, {source.id}: region", source.region, "region", known)
        for source in rules.sources.sources
        if source.region not in known and not re.fullmatch(r"\d{6}", source.region)
    ]
