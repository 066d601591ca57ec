"""What a source would give, before it is added (试采): its kind, its items with the fields read, what would be dropped and why.

    try_url("http://www.example.gov.cn/tzgg/", settings, mask=mask, now=now) → Report

Contents: Report · try_url · block_of
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import yaml

from config.sources import Source
from crawler.outcomes import KEPT
from crawler.run import Limits, Piece, collect

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from config.settings import Settings

ID = "try"
LIMITS = Limits(run_seconds=60, guess=True)


@dataclass(frozen=True, slots=True)
class Report:
    """`kind` is None where the address is no list of any kind; `because` says what stood in the way. `block` goes into sources.yml."""

    url: str
    kind: str | None
    outcome: str
    because: str
    items: tuple[Piece, ...] = ()
    block: str = ""

    @property
    def kept(self) -> tuple[Piece, ...]:
        """The items that would become documents."""
        return tuple(piece for piece in self.items if piece.outcome == KEPT)


def try_url(
    url: str,
    settings: Settings,
    *,
    mask: Callable[[str], str],
    now: Callable[[], datetime],
    allow_private: bool = False,
    items: int = 5,
) -> Report:
    """Asks `url`, finds out what kind of list it is, and reads its first items. Nothing is kept. Raises ValueError for no web address."""
    name = urlsplit(url).hostname or url
    source = Source(id=ID, name=name, kind="listing", url=url, medium="city", allow_private=allow_private, pages=1, items=items)
    got: list[Piece] = []
    collect([source], {}, got.append, settings, mask=mask, now=now, limits=LIMITS)
    first = next(piece for piece in got if piece.url == url)
    rest = tuple(piece for piece in got if piece is not first)
    block = block_of(source.model_copy(update={"kind": first.kind})) if first.kind and rest else ""
    return Report(url, first.kind, first.outcome, first.because, rest, block)


def block_of(source: Source) -> str:
    """The block for sources.yml, to be named and placed by a person."""
    name = re.sub(r"\W+", "_", urlsplit(source.url).hostname or "source").strip("_").lower()
    told = {"id": name, "name": source.name, "kind": source.kind, "url": source.url, "medium": source.medium, "every": source.every}
    private = {"allow_private": True} if source.allow_private else {}
    return yaml.safe_dump([{**told, **private}], allow_unicode=True, sort_keys=False)
