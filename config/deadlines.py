"""deadlines.yml: 时限 — what is promised, in natural hours or working days, from which moment, and what keeps it.

Contents: Promise · Deadlines · faults
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from pydantic import Field, field_validator

from config.base import Block

if TYPE_CHECKING:
    from config.rules import Rules

GradeWord = Literal["none", "ordinary", "considerable", "major", "extreme"]
StartWord = Literal["happened", "first_post", "found", "confirmed", "assigned", "acknowledged", "first_response"]
StopWord = Literal[
    "acknowledged", "verified", "reported", "first_response", "publication", "press_conference", "answered", "resolved", "assigned"
]
LIMIT = re.compile(r"([1-9]\d*) (hour|day|working day)s?")


class Promise(Block):
    """One clock: for matters of these grades, `limit` from the moment `starts` until the moment `stops`."""

    title: str
    limit: str
    starts: StartWord
    stops: StopWord
    grades: tuple[GradeWord, ...] = Field(min_length=1)
    role: Literal["responsible", "cooperating"] = "responsible"
    basis: str
    national: bool = False

    @field_validator("limit")
    @classmethod
    def _readable(cls, limit: str) -> str:
        if not LIMIT.fullmatch(limit):
            raise ValueError('write a limit like "48 hours", "5 days" or "2 working days"')
        return limit


class Deadlines(Block):
    """Every promise by its name."""

    promises: dict[str, Promise]

    def stops(self, name: str) -> str:
        """The moment that keeps a promise."""
        return self.promises[name].stops if name in self.promises else ""


def faults(rules: Rules) -> list[str]:
    """The national promises may be tightened, never left out or loosened."""
    found = []
    for name, hours, grades in (
        ("publish", 5, ("major", "extreme")),
        ("press_conference", 24, ("major", "extreme")),
        ("respond", 48, ("none", "ordinary", "considerable")),
    ):
        promise = rules.deadlines.promises.get(name)
        if promise is None:
            found.append(f'deadlines.yml: the national promise "{name}" is missing')
            continue
        match = LIMIT.fullmatch(promise.limit)
        if match is None or match[2] != "hour" or int(match[1]) > hours:
            found.append(f"deadlines.yml, {name}: the national limit is {hours} hours; {promise.limit} is longer")
        found += [
            f'deadlines.yml, {name}: a matter graded "{grade}" has to have this clock' for grade in grades if grade not in promise.grades
        ]
    return found
