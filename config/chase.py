"""chase.yml: 催办与督办 — who is told when a clock nears its end and after it.

Contents: Rung · Quiet · Chase
"""

from __future__ import annotations

from datetime import time  # noqa: TC003  (pydantic reads it at run time)
from typing import Literal

from pydantic import Field, model_validator

from config.base import Block


class Rung(Block):
    """One rung: `at` is the share of the limit that has gone by (1.0 is the due moment); `to` says who is told."""

    name: str
    title: str
    at: float = Field(gt=0, le=10)
    to: tuple[Literal["office", "duty", "superior", "leader"], ...] = Field(min_length=1)
    action: Literal["remind", "escalate"]


class Quiet(Block):
    """The hours in which only the grades named are chased; the rest waits for the morning."""

    since: time
    until: time
    never_for: tuple[str, ...]

    def covers(self, moment: time) -> bool:
        """Whether a time of day lies in the quiet hours, which may go over midnight."""
        if self.since <= self.until:
            return self.since <= moment < self.until
        return moment >= self.since or moment < self.until


class Chase(Block):
    """The ladder, lowest rung first, and the quiet hours."""

    rungs: tuple[Rung, ...] = Field(min_length=1)
    quiet: Quiet

    @model_validator(mode="after")
    def _climbs(self) -> Chase:
        moments = [rung.at for rung in self.rungs]
        if moments != sorted(moments):
            raise ValueError("the rungs climb: each `at` is later than the one before")
        if len({rung.name for rung in self.rungs}) != len(self.rungs):
            raise ValueError("each rung has a name of its own")
        return self
