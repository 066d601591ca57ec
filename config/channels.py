"""channels.yml: 通知渠道 — over which channels a notice leaves the house, to which offices, and how it is tried again.

No address and no secret stands in the file, only the name of the environment variable that holds it.

Contents: Channel · Route · Channels (route_for, by_id) · faults
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from config.base import Block, dangling

if TYPE_CHECKING:
    from config.rules import Rules

Kind = Literal["wecom", "dingtalk", "feishu", "email", "webhook", "apprise"]
Addressee = Literal["contact", "head"]


def _variable(name: str) -> str:
    if name and not (name.startswith("HUIXIANG_") and name.replace("_", "").isalnum() and name.isupper()):
        raise ValueError("give the name of an environment variable, such as HUIXIANG_WECOM; an address or a secret never stands in a file")
    return name


Variable = Annotated[str, AfterValidator(_variable)]


class Channel(Block):
    """One way out. `address` and `secret` name the environment variables that hold them."""

    id: str = Field(pattern=r"^[a-z0-9_]{1,32}$")
    title: str
    kind: Kind
    address: Variable
    secret: Variable = ""


class Route(Block):
    """Which channels a notice takes: of the routes whose every condition holds the first one. An office may be a pattern: `451421.*`."""

    offices: tuple[str, ...] = ()
    to: Addressee | None = None
    urgent: bool | None = None
    channels: tuple[str, ...]

    def fits(self, office: str, to: Addressee, *, urgent: bool) -> bool:
        """Whether every condition holds."""
        named = not self.offices or any(fnmatchcase(office, pattern) for pattern in self.offices)
        return named and self.to in (None, to) and self.urgent in (None, urgent)


class Channels(Block):
    """The channels, the routes to them, and after how many minutes a failed message is tried again, each time."""

    channels: tuple[Channel, ...] = ()
    routes: tuple[Route, ...] = Field(min_length=1)
    retry_minutes: tuple[Annotated[int, Field(ge=1, le=1440)], ...] = (1, 5, 30, 120)

    @model_validator(mode="after")
    def _whole(self) -> Channels:
        if len({channel.id for channel in self.channels}) != len(self.channels):
            raise ValueError("each channel has an id of its own")
        last = self.routes[-1]
        if last.offices or last.to is not None or last.urgent is not None:
            raise ValueError("the last route has no condition: it is the one for everything else")
        return self

    def route_for(self, office: str, to: Addressee, *, urgent: bool) -> tuple[str, ...]:
        """The ids of the channels that a notice takes; none where it stays on the page."""
        return next(route.channels for route in self.routes if route.fits(office, to, urgent=urgent))

    @cached_property
    def by_id(self) -> dict[str, Channel]:
        """The channels by id."""
        return {channel.id: channel for channel in self.channels}


def faults(rules: Rules) -> list[str]:
    """Routes to channels that are not there, and for offices that are not there."""
    found: list[str] = []
    known = rules.channels.by_id
    for number, route in enumerate(rules.channels.routes, 1):
        where = f"channels.yml, route {number}:"
        found += [dangling(where, id_, "channel", known) for id_ in route.channels if id_ not in known]
        found += [
            dangling(where, pattern, "office, and no pattern that fits one", rules.offices)
            for pattern in route.offices
            if not any(fnmatchcase(office, pattern) for office in rules.offices)
        ]
    return found
