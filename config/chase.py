"""chase.yml: 催办与督办 — who is told when a clock nears its end and after it, what is told together, and when nobody is disturbed.

Contents: Rung · Quiet · Chase
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Literal

from pydantic import Field, model_validator

from config.base import Block


class Rung(Block):
    """One rung: `at` is the share of the limit that has gone by (1.0 is the due moment); `to` says who is told.

    `office` is the one that owes, by its contact (联络人); `head` the same office, by its head. `silent_after`: an office that has
    read an earlier notice of this clock (`seen`), or has signed for the matter since (`acknowledged`), is not told again by this rung.
    """

    name: str
    title: str
    at: float = Field(gt=0, le=10)
    to: tuple[Literal["office", "head", "duty", "superior", "leader"], ...] = Field(min_length=1)
    action: Literal["remind", "escalate"]
    silent_after: tuple[Literal["seen", "acknowledged"], ...] = ()


class Quiet(Block):
    """The hours in which only notices about the grades named leave the house; the rest waits for their end, and goes together."""

    since: time
    until: time
    never_for: tuple[str, ...]

    def covers(self, moment: time) -> bool:
        """Whether a time of day lies in the quiet hours, which may go over midnight."""
        if self.since <= self.until:
            return self.since <= moment < self.until
        return moment >= self.since or moment < self.until

    def after(self, moment: datetime) -> datetime:
        """The moment itself, or the end of the quiet hours that it lies in."""
        if not self.covers(moment.time()):
            return moment
        end = moment.replace(hour=self.until.hour, minute=self.until.minute, second=0, microsecond=0)
        return end if end > moment else end + timedelta(days=1)


class Chase(Block):
    """The ladder, lowest rung first, how long notices wait for each other, and the quiet hours."""

    rungs: tuple[Rung, ...] = Field(min_length=1)
    batch_minutes: int = Field(5, ge=0, le=240)
    quiet: Quiet

    @model_validator(mode="after")
    def _climbs(self) -> Chase:
        moments = [rung.at for rung in self.rungs]
        if moments != sorted(moments):
            raise ValueError("the rungs climb: each `at` is later than the one before")
        if len({rung.name for rung in self.rungs}) != len(self.rungs):
            raise ValueError("each rung has a name of its own")
        return self
