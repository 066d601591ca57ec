"""One piece of a crawl into the register (入库): its document, what its page is asked with next time, and its outcome.

Contents: keep
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.outcomes import AGAIN, CHANGED, KEPT, SEEN
from store import documents, editions, stages
from store.editions import Taken
from store.stages import Left

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from config.sources import Source
    from crawler.run import Piece


def keep(tx: Connection, piece: Piece, source: Source) -> str:
    """Keeps a piece. Returns its outcome word: what was kept before is `seen before`, or `changed` where its text is another now."""
    outcome, because = _taken(tx, piece, source)
    if piece.page and not _looked_at_before(tx, piece):
        seen = {"etag": piece.etag, "last_modified": piece.last_modified, "digest": piece.digest, "outcome": piece.outcome}
        documents.remember_page(tx, piece.source, piece.url, piece.fetched, **seen)
    stages.record(tx, "collect", [Left(piece.url, piece.source, outcome, because)], piece.fetched)
    return outcome


def _taken(tx: Connection, piece: Piece, source: Source) -> tuple[str, str]:
    if piece.document is None:
        return piece.outcome, piece.because
    taken = editions.take(tx, piece.document, source.ages)
    if taken is Taken.new:
        return KEPT, piece.because
    return (SEEN, "文字与以前采到的一样") if taken is Taken.same else (CHANGED, f"文字与以前采到的不同，留作新的一版；{piece.because}")


def _looked_at_before(tx: Connection, piece: Piece) -> bool:
    """A failed look at a page that is kept already is tried again, and what its server said of it before still holds."""
    if piece.outcome == SEEN:
        return True
    return piece.outcome in AGAIN and editions.again_now(tx, piece.source, piece.url, piece.fetched)
