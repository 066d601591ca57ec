"""Erasing what has been kept long enough. A text goes, the row and its digest stay, and so does every history.

Every function takes the transaction first. Contents: texts_of_ended · loose_texts · erase_texts · erase_pages · forget_pieces ·
forget_notices
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete, exists, select, update

from store import tables as t
from store.duty_tables import deliveries

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

ENDED = ("resolved", "archived", "dismissed", "forwarded")
BATCH = 500


def texts_of_ended(tx: Connection, before: datetime, limit: int = BATCH) -> dict[int, list[str]]:
    """Documents with a text in incidents that ended and did not change since `before`: incident → documents."""
    chosen = select(t.documents.c.incident, t.documents.c.id).join(t.incidents, t.incidents.c.id == t.documents.c.incident)
    ended = t.incidents.c.status.in_(ENDED) & (t.incidents.c.changed < before) & t.documents.c.erased.is_(None)
    found: dict[int, list[str]] = {}
    for row in tx.execute(chosen.where(ended).order_by(t.documents.c.incident, t.documents.c.id).limit(limit)):
        found.setdefault(row.incident, []).append(row.id)
    return found


def loose_texts(tx: Connection, before: datetime, limit: int = BATCH) -> list[str]:
    """Documents with a text that are in no incident and were fetched before then."""
    loose = t.documents.c.incident.is_(None) & (t.documents.c.fetched < before) & t.documents.c.erased.is_(None)
    return list(tx.execute(select(t.documents.c.id).where(loose).limit(limit)).scalars())


def erase_texts(tx: Connection, ids: Iterable[str], at: datetime) -> int:
    """The title and text of these documents go, and what was quoted from them in their assessments; they are indexed anew, empty."""
    ids = list(ids)
    for row in tx.execute(select(t.assessments.c.document, t.assessments.c.body).where(t.assessments.c.document.in_(ids))).all():
        tx.execute(update(t.assessments).where(t.assessments.c.document == row.document).values(body=_unquoted(row.body)))
    gone = (
        update(t.documents).where(t.documents.c.id.in_(ids)).values(title="", text="", voice=None, because=None, indexed=False, erased=at)
    )
    return tx.execute(gone).rowcount


def _unquoted(body: Any) -> Any:  # noqa: ANN401
    """An assessment with its values and without the words that they rest on."""
    if isinstance(body, dict):
        return {key: {"because": "", "span": None}.get(key, _unquoted(value)) for key, value in body.items()}
    return [_unquoted(one) for one in body] if isinstance(body, list) else body


def erase_pages(tx: Connection, before: datetime) -> int:
    """The kept pages of answers published before then; their digests stay."""
    old = (t.answers.c.published < before) & t.answers.c.page_text.is_not(None)
    return tx.execute(update(t.answers).where(old).values(page_text=None)).rowcount


def forget_pieces(tx: Connection, before: datetime) -> int:
    """What left the stages before then."""
    return tx.execute(delete(t.pieces).where(t.pieces.c.at < before)).rowcount


def forget_notices(tx: Connection, before: datetime) -> int:
    """Notices of before then, but for those of clocks that still run (a rung is told once, and the notice is how that is known)."""
    runs = exists().where(t.clocks.c.id == t.notices.c.clock, t.clocks.c.stopped.is_(None))
    old = select(t.notices.c.id).where(t.notices.c.at < before, ~runs)
    tx.execute(delete(deliveries).where(deliveries.c.notice.in_(old)))
    return tx.execute(delete(t.notices).where(t.notices.c.id.in_(old))).rowcount
