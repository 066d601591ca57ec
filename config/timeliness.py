"""timeliness.yml: 时效考核 — to what lateness is put down, and how a score is made. Offices and lines, never persons.

Contents: Allowances · Weights · Timeliness
"""

from __future__ import annotations

from datetime import timedelta

from pydantic import Field, field_validator, model_validator

from config.base import Block
from config.deadlines import term


class Allowances(Block):
    """How long each stage may normally take, in natural hours or days: first post → found → assigned → acknowledged."""

    found: str
    assigned: str
    acknowledged: str

    @field_validator("found", "assigned", "acknowledged")
    @classmethod
    def _natural(cls, limit: str) -> str:
        if (term(limit) or (0, "working day"))[1] == "working day":
            raise ValueError('write an allowance in natural time, like "6 hours" or "1 day"')
        return limit

    def span(self, stage: str) -> timedelta:
        """The time that a stage may take."""
        number, unit = term(getattr(self, stage)) or (0, "hour")
        return timedelta(days=number) if unit == "day" else timedelta(hours=number)


class Weights(Block):
    """What each share weighs in the score (考核分)."""

    on_time: float = Field(ge=0)
    answered: float = Field(ge=0)
    accepted: float = Field(ge=0)
    proven: float = Field(ge=0)

    @model_validator(mode="after")
    def _something(self) -> Weights:
        if not any((self.on_time, self.answered, self.accepted, self.proven)):
            raise ValueError("at least one weight is above nought")
        return self


class Timeliness(Block):
    """From how many incidents on a figure is compared, the allowances, the weights, and whether places are given."""

    fewest: int = Field(ge=1)
    allowances: Allowances
    weights: Weights
    rank: bool = False
