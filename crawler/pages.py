"""Single pages (网页核实): what stands at some addresses now, read as articles. Nothing is kept.

Contents: read_pages
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from config.sources import Source
from crawler.run import Limits, Piece, collect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from config.settings import Settings

LIMITS = Limits(run_seconds=90, articles=True)


def read_pages(
    urls: Sequence[str],
    settings: Settings,
    declared: Iterable[Source],
    *,
    mask: Callable[[str], str],
    now: Callable[[], datetime],
) -> Mapping[str, Piece]:
    """What each address gives now, by address: a piece with its outcome and reason, and the document where there is an article.

    An address in our own network is only read on a host that a declared source allows. Politely, as everything that is collected.
    """
    inside = {urlsplit(source.url).netloc for source in declared if source.allow_private}
    asked = {f"page{number}": url for number, url in enumerate(urls)}
    sources = [
        Source(id=id_, name=id_, kind="listing", url=url, medium="city", allow_private=urlsplit(url).netloc in inside)
        for id_, url in asked.items()
    ]
    found: dict[str, Piece] = {}

    def deliver(piece: Piece) -> None:
        found.setdefault(asked[piece.source], piece)

    collect(sources, {}, deliver, settings, mask=mask, now=now, limits=LIMITS)
    return found
