"""deadlines.yml: 时限 — what is promised, in natural hours or working days, from which moment, and what keeps it.

Contents: term · readable · Promise · Move · Deadlines · faults
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
LIMIT = re.compile(r"([1-9]\d*)(?: ?个| )?(?:natural )?(working day|hour|day|工作日|小时|自然日|天|日)s?")
UNITS = {"小时": "hour", "自然日": "day", "天": "day", "日": "day", "工作日": "working day"}


def term(limit: str) -> tuple[int, str] | None:
    """How many of which unit ("hour", "day", "working day") a limit says: 48 hours, 5 natural days, 2个工作日; None where it is none."""
    match = LIMIT.fullmatch(limit.strip())
    return (int(match[1]), UNITS.get(match[2], match[2])) if match else None


def readable(limit: str) -> str:
    """The limit, where it can be read. Raises ValueError."""
    if term(limit) is None:
        raise ValueError('write a limit like "48 hours", "5 days" or "2 working days"')
    return limit


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
    pause: tuple[str, ...] = ()

    @field_validator("limit")
    @classmethod
    def _readable(cls, limit: str) -> str:
        return readable(limit)


class Move(Block):
    """A promise between duty offices (值班室之间): to accept what was handed over, to send on what is not ours."""

    title: str
    limit: str
    basis: str

    @field_validator("limit")
    @classmethod
    def _readable(cls, limit: str) -> str:
        return readable(limit)


class Deadlines(Block):
    """Every promise by its name; and what duty offices promise each other."""

    promises: dict[str, Promise]
    accept: Move
    forward: Move

    def stops(self, name: str) -> str:
        """The moment that keeps a promise."""
        return self.promises[name].stops if name in self.promises else ""

    def national(self, name: str) -> bool:
        """Whether a promise is a national limit, which nobody here loosens."""
        return name in self.promises and self.promises[name].national

    def pauses(self, name: str) -> tuple[str, ...]:
        """The reasons for which a promise may stand still; none for a national one, nor for one that is no longer in the file."""
        return self.promises[name].pause if name in self.promises and not self.national(name) else ()


def faults(rules: Rules) -> list[str]:
    """The national promises may be tightened, never left out or loosened."""
    found = [
        f"deadlines.yml, {name}: a national limit does not stand still; leave out `pause`"
        for name, promise in rules.deadlines.promises.items()
        if promise.national and promise.pause
    ]
    for name, hours, grades in (
        ("publish", 5, ("major", "extreme")),
        ("press_conference", 24, ("major", "extreme")),
        ("respond", 48, ("none", "ordinary", "considerable")),
    ):
        promise = rules.deadlines.promises.get(name)
        if promise is None:
            found.append(f'deadlines.yml: the national promise "{name}" is missing')
            continue
        number, unit = term(promise.limit) or (0, "")
        if unit != "hour" or number > hours:
            found.append(f"deadlines.yml, {name}: the national limit is {hours} hours; {promise.limit} is longer")
        found += [
            f'deadlines.yml, {name}: a matter graded "{grade}" has to have this clock' for grade in grades if grade not in promise.grades
        ]
    return found
