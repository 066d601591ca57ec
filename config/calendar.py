"""calendar.yml: 节假日与调休 — days that a local notice makes free or working, before any published calendar.

Contents: Calendar
"""

from __future__ import annotations

from datetime import date  # noqa: TC003  (pydantic reads it at run time)

from pydantic import Field, model_validator

from config.base import Block


class Calendar(Block):
    """`free` and `working` are single days with the notice they rest on; both stand before chinesecalendar and `holidays`."""

    free: dict[date, str] = Field(default_factory=dict)
    working: dict[date, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_or_the_other(self) -> Calendar:
        both = sorted(self.free.keys() & self.working.keys())
        if both:
            raise ValueError(f"{', '.join(map(str, both))} cannot be free and working at once")
        return self
