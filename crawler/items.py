"""What a list, a feed or an interface says there is to read (条目).

Contents: Item · Listed · FAULTS of lists
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Item:
    """One entry. `text` is the whole text where the list has it, `summary` the beginning of it.

    `author` goes into the voice key at once and nowhere else.
    """

    url: str
    title: str = ""
    text: str = ""
    summary: str = ""
    published: datetime | None = None
    exact: bool = False
    author: str | None = None
    engagement: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listed:
    """What one page of a list holds, the page after it, and the lists it leads to. `outcome` is set where it could not be read as one."""

    items: tuple[Item, ...] = ()
    next: str | None = None
    lists: tuple[str, ...] = ()
    outcome: str = "listed"
    because: str = ""
