"""retention.yml: 保存期限 — how long texts are kept. What was decided, when and why (the history) is never erased.

Contents: Retention
"""

from __future__ import annotations

from datetime import timedelta

from pydantic import field_validator

from config.base import Block
from config.sources import minutes_of


class Retention(Block):
    """How long each kind of text is kept: from the end of its incident, from its collection, or from its publication."""

    incidents: str
    loose: str
    answers: str
    pieces: str
    notices: str

    @field_validator("incidents", "loose", "answers", "pieces", "notices")
    @classmethod
    def _readable(cls, span: str) -> str:
        minutes_of(span)
        return span

    def span(self, kind: str) -> timedelta:
        """How long a kind is kept."""
        return timedelta(minutes=minutes_of(getattr(self, kind)))
