"""Editions (版次): a page that changed is kept as a new document, and when and how often each page is looked at again.

The counts of likes and comments that a look brings are kept over time, so that heat can be read from their growth.

Every function takes the transaction first. Contents: Taken · take · latest · every · count · counted · due_again · again_now · next_look
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import Connection, desc, select, update

from store import documents
from store.documents import document_id, upsert
from store.incidents import CLOSED
from store.tables import documents as table
from store.tables import incidents
from store.watch_tables import engagements

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from store.records import Document

WHITE = re.compile(r"\s+")


class Taken(StrEnum):
    """What became of a document that was read."""

    new = "new"
    same = "same"
    changed = "changed"


def take(tx: Connection, document: Document, ages: Sequence[int]) -> Taken:
    """Keeps a document: anew, as the next edition where its page said something else before, or not at all. Its counts are kept anyway."""
    before = latest(tx, document.source, document.url) if document.url else documents.get(tx, document.id)
    if before and _said(before) == _said(document):
        count(tx, before.id, document.engagement, document.fetched)
        return Taken.same
    kept = _edition(before, document) if before else document
    documents.add(tx, kept)
    count(tx, kept.id, kept.engagement, kept.fetched)
    if before:
        tx.execute(update(table).where(table.c.id == before.id).values(refresh_at=None))
    tx.execute(update(table).where(table.c.id == kept.id).values(refresh_at=next_look(kept.fetched, kept.fetched, ages, going=False)))
    return Taken.changed if before else Taken.new


def latest(tx: Connection, source: str, url: str) -> Document | None:
    """The last edition of a page."""
    ids = select(table.c.id).where(table.c.source == source, table.c.url == url[:1000]).order_by(desc(table.c.edition)).limit(1)
    id_ = tx.execute(ids).scalar_one_or_none()
    return documents.get(tx, id_) if id_ else None


def every(tx: Connection, document: Document) -> list[Document]:
    """The editions of a document's page, the first one first."""
    ids = select(table.c.id).where(table.c.source == document.source, table.c.url == document.url).order_by(table.c.edition)
    found = [documents.get(tx, id_) for id_ in tx.execute(ids).scalars()]
    return [one for one in found if one]


def _said(document: Document) -> str:
    return WHITE.sub("", document.title + document.text)


def _edition(before: Document, document: Document) -> Document:
    """The next edition: the same post, by the same voice, published when it was; its digest counts editions, for a text may come back."""
    number = before.edition + 1
    digest = hashlib.sha256(f"{document.digest} {number}".encode()).hexdigest()
    return replace(
        document,
        id=document_id(document.source, document.url, digest),
        digest=digest,
        edition=number,
        replaces=before.id,
        voice=before.voice or document.voice,
        published=before.published or document.published,
        engagement=document.engagement or before.engagement,
    )


def count(tx: Connection, id_: str, counts: dict[str, int], at: datetime) -> None:
    """Keeps how often a post was read, liked, commented on and reposted by now, where that is news."""
    last = select(engagements.c.counts).where(engagements.c.document == id_).order_by(desc(engagements.c.at)).limit(1)
    if not counts or tx.execute(last).scalar_one_or_none() == counts:
        return
    upsert(tx, engagements, {"document": id_, "at": at, "counts": counts}, update=True)
    tx.execute(update(table).where(table.c.id == id_).values(engagement=counts))


def counted(tx: Connection, document: Document) -> list[tuple[datetime, dict[str, int]]]:
    """The counts of a post over time, over all its editions."""
    same = (table.c.source == document.source, table.c.url == document.url)
    query = select(engagements.c.at, engagements.c.counts).join(table, table.c.id == engagements.c.document).where(*same)
    return [(row.at, row.counts) for row in tx.execute(query.order_by(engagements.c.at))]


def due_again(tx: Connection, source: str, ages: Sequence[int], now: datetime, limit: int) -> list[str]:
    """The addresses of a source that are to be looked at again now, the longest due first. Their next look is set at once."""
    query = select(table.c.id, table.c.url, table.c.fetched, incidents.c.status)
    joined = query.outerjoin(incidents, incidents.c.id == table.c.incident).where(table.c.source == source, table.c.refresh_at <= now)
    found = tx.execute(joined.order_by(table.c.refresh_at).limit(limit)).all()
    for row in found:
        going = row.status is not None and row.status not in CLOSED
        tx.execute(update(table).where(table.c.id == row.id).values(refresh_at=next_look(row.fetched, now, ages, going=going)))
    return [row.url for row in found]


def again_now(tx: Connection, source: str, url: str, now: datetime) -> bool:
    """A look that failed is due again with the next run. False where nothing of the page is kept."""
    found = latest(tx, source, url)
    if found:
        tx.execute(update(table).where(table.c.id == found.id).values(refresh_at=now))
    return found is not None


def next_look(fetched: datetime, now: datetime, ages: Sequence[int], *, going: bool) -> datetime | None:
    """The next of the ages (in minutes) that a page comes to; past the last one, as long again while its incident is `going`."""
    moments = (fetched + timedelta(minutes=age) for age in ages)
    coming = next((moment for moment in moments if moment > now), None)
    if coming or not ages or not going:
        return coming
    gap = ages[-1] - ages[-2] if len(ages) > 1 else ages[-1]
    return now + timedelta(minutes=gap)
