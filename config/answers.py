"""answers.yml: 回应质量 — what a draft is held against, how often a published link is looked at, and the signs of a misread policy.

Contents: Part · Links · Answers
"""

from __future__ import annotations

from datetime import timedelta

from pydantic import Field, field_validator

from config.base import Block
from config.sources import minutes_of


class Part(Block):
    """One thing that a whole answer has: there where one of its words is."""

    title: str
    words: tuple[str, ...] = Field(min_length=1)


class Links(Block):
    """How often a published link is looked at, how soon again where it cannot be opened, for how many days; when a page fits."""

    then: str
    retry: str
    days: int = Field(ge=1, le=3650)
    about: float = Field(gt=0, le=1)
    exact: str

    @field_validator("then", "retry", "exact")
    @classmethod
    def _readable(cls, span: str) -> str:
        minutes_of(span)
        return span

    def span(self, name: str) -> timedelta:
        """A span of this block."""
        return timedelta(minutes=minutes_of(getattr(self, name)))


class Answers(Block):
    """Words of asking, what a whole answer has, words that say nothing, the looking at links, signs of a misread policy."""

    asks: tuple[str, ...] = Field(min_length=1)
    touched: float = Field(gt=0, le=1)
    parts: dict[str, Part]
    empty_words: tuple[str, ...] = ()
    links: Links
    misreading: tuple[str, ...] = ()
