"""sources.yml: 信息源 — where public posts come from, how often each is asked, and what is to be expected of it.

Contents: minutes_of · Expectation · Select · Source · Sources · faults
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator

from config.base import Block, dangling

if TYPE_CHECKING:
    from config.rules import Rules

EVERY = re.compile(r"(\d{1,4}) (minute|hour|day|week)s?")
MINUTES = {"minute": 1, "hour": 60, "day": 1440, "week": 10080}
RSSHUB = "rsshub:"
CRAWLED = ("feed", "listing", "sitemap", "json")
AGAIN = ("1 hour", "3 hours", "8 hours", "1 day", "2 days", "4 days", "8 days")


def minutes_of(every: str) -> int:
    """`30 minutes` → 30, `2 hours` → 120. Raises ValueError with the sentence for anything else."""
    found = EVERY.fullmatch(every)
    if not found or int(found[1]) == 0:
        raise ValueError('say how often in words: "30 minutes", "2 hours", "1 day"')
    return int(found[1]) * MINUTES[found[2]]


class Expectation(Block):
    """How many new documents a day a source usually brings; outside of it, somebody should look."""

    at_least: int = Field(0, ge=0)
    at_most: int | None = Field(None, ge=1)

    @model_validator(mode="after")
    def _ordered(self) -> Expectation:
        if self.at_most is not None and self.at_most < self.at_least:
            raise ValueError("at_most is below at_least")
        return self


class Select(Block):
    """Corrections for one site, as XPath (beginning with / or .) or CSS, where the automatic reading fails."""

    items: str | None = Field(None, description="listing: the elements that hold the links to articles; json: path to the list of items")
    next: str | None = Field(None, description="listing: the link to the next page")
    title: str | None = None
    text: str | None = None
    published: str | None = None
    link: str | None = Field(None, description="json: path to an item's address")
    counts: dict[Literal["likes", "comments", "reposts", "reads"], str] = Field({}, description="json: path to each count of an item")


class Source(Block):
    """One source. `region` is what "我县" means there; `medium` its class; `every` its rhythm."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9_]{1,63}$")
    name: str = Field(min_length=1)
    kind: Literal["feed", "listing", "sitemap", "json", "files", "push", "report"]
    url: str = Field("", description="an address, an RSSHub route, or a folder; nothing where posts are brought (push, report)")
    medium: Literal["central", "provincial", "city", "county", "self_media", "board"]
    region: str | None = None
    every: str = "1 hour"
    per_day: Expectation = Expectation()
    enabled: bool = True
    allow_private: bool = Field(False, description="may be fetched from private and loopback addresses")
    delay: float | None = Field(None, ge=0, le=600, description="seconds between two requests to its host; robots.txt may ask for more")
    pages: int = Field(3, ge=1, le=200, description="how many pages of a list are read at most in one run")
    items: int = Field(200, ge=1, le=5000, description="how many documents are taken at most in one run")
    follow: bool = Field(True, description="fetch the article behind a feed's item where the feed has only a summary")
    within: str | None = Field(None, description="only addresses that match this regular expression are articles")
    select: Select = Select()
    again: tuple[str, ...] = Field(AGAIN, description="at which ages a page is asked for changes; empty = never")

    @field_validator("every", "again")
    @classmethod
    def _readable(cls, told: str | tuple[str, ...]) -> str | tuple[str, ...]:
        ages = [minutes_of(one) for one in ((told,) if isinstance(told, str) else told)]
        if ages != sorted(set(ages)):
            raise ValueError("say the ages from the youngest to the oldest")
        return told

    @field_validator("within")
    @classmethod
    def _compiles(cls, within: str | None) -> str | None:
        try:
            re.compile(within or "")
        except re.error as error:
            raise ValueError(f"no regular expression: {error}") from error
        return within

    @model_validator(mode="after")
    def _reachable(self) -> Source:
        if self.kind not in CRAWLED:
            if self.kind == "files" and not self.url:
                raise ValueError("url has to be the folder to watch")
            return self
        if self.url.startswith(RSSHUB + "/"):
            if self.kind not in {"feed", "json"}:
                raise ValueError("an RSSHub route is a feed")
            return self
        parts = urlsplit(self.url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError(f'url has to be a web address (http://… or https://…) or an RSSHub route (rsshub:/…), not "{self.url}"')
        return self

    @property
    def pause(self) -> float:
        """Seconds between two requests: one, where nothing else is said, and none in our own network."""
        if self.delay is not None:
            return self.delay
        return 0.0 if self.allow_private else 1.0

    @property
    def minutes(self) -> int:
        """The rhythm in minutes."""
        return minutes_of(self.every)

    @property
    def ages(self) -> tuple[int, ...]:
        """The ages, in minutes, at which a page is asked for changes."""
        return tuple(minutes_of(age) for age in self.again)

    @property
    def crawled(self) -> bool:
        """Whether it is asked over the web; the others are a folder, or are brought to us."""
        return self.kind in CRAWLED

    def address(self, rsshub: str = "") -> str | None:
        """Where to ask; None for an RSSHub route as long as the setting `rsshub` has no address."""
        if not self.url.startswith(RSSHUB):
            return self.url
        return rsshub.rstrip("/") + self.url.removeprefix(RSSHUB) if rsshub else None


class Sources(Block):
    """All sources. `again` is that of every source that does not say its own."""

    again: tuple[str, ...] = AGAIN
    sources: tuple[Source, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _same_for_all(cls, told: Any) -> Any:  # noqa: ANN401  (whatever stands in the file)
        if not isinstance(told, dict) or "again" not in told or not isinstance(told.get("sources"), list):
            return told
        blocks = [{"again": told["again"], **one} if isinstance(one, dict) else one for one in told["sources"]]
        return {**told, "sources": blocks}

    @model_validator(mode="after")
    def _unique(self) -> Sources:
        ids = [one.id for one in self.sources]
        if twice := sorted({one for one in ids if ids.count(one) > 1}):
            raise ValueError(f"each source has an id of its own; given twice: {', '.join(twice)}")
        return self

    @cached_property
    def by_id(self) -> dict[str, Source]:
        """The sources by their id."""
        return {one.id: one for one in self.sources}


def faults(rules: Rules) -> list[str]:
    """Sources that speak for a region that this installation cannot name."""
    known = set(rules.regions.all)
    return [
        dangling(f"sources.yml, source {one.id}: region", one.region, "region of regions.yml", known)
        for one in rules.sources.sources
        if one.region is not None and one.region not in known
    ]
