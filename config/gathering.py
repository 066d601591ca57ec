"""gathering.yml: how the readings of several posts become the facts of one matter.

Contents: Gathering
"""

from __future__ import annotations

from pydantic import Field

from config.base import Block

Share = Field(ge=0.0, le=1.0)


class Gathering(Block):
    """Shares are of the best finding's weighted score (topics, named, places) or of all posts (policy)."""

    topics_share: float = Share
    topics_least: float = Share
    departments_share: float = Share
    departments_least: float = Share
    places_share: float = Share
    named_share: float = Share
    policy_share: float = Share
    most: int = Field(ge=1, le=10)
    authority: float = Field(ge=1.0)
    authority_words: tuple[str, ...]
    lone_among: int = Field(ge=1)
    window_days: int = Field(ge=1, le=365)
