"""Documents and their assessments in the register (信息, 研判).

Every function takes the transaction first. Contents: states · document_id · add · get · pending · leave ·
save_assessment · assessment · of_incident · grouped_since · recent · least_sure · unindexed · known_pages · remember_page
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, desc, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from store.codec import decode, encode
from store.records import Assessment, Document
from store.tables import assessments, documents, pages

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Table

COLLECTED, ASSESSED, GROUPED, NO_CONCERN, SET_ASIDE = "collected", "assessed", "grouped", "no_concern", "set_aside"
REPLACED = "replaced"
"""A later edition of the same page stands in its place in the incident."""
_COLUMNS = [documents.c[name] for name in Document.__dataclass_fields__]


def document_id(source: str, url: str, digest: str) -> str:
    """The id of a document: the same post read twice has the same one, a changed text a new one."""
    return hashlib.sha256(f"{source}\0{url}\0{digest}".encode()).hexdigest()[:20]


def upsert(tx: Connection, table: Table, values: dict[str, Any], *, update: bool) -> int:
    """Inserts a row; where its key is taken, updates it or leaves it. Returns how many rows were written (1 or 0)."""
    dialect = postgresql if tx.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).values(**values)
    keys = list(table.primary_key)
    names = [key.name for key in keys]
    rest = {name: value for name, value in values.items() if name not in names}
    whole = statement.on_conflict_do_update(index_elements=names, set_=rest) if update else statement.on_conflict_do_nothing()
    return len(tx.execute(whole.returning(*keys)).all())


def add(tx: Connection, document: Document) -> bool:
    """Keeps a document for assessment. False where it is already there."""
    row = {**{f: getattr(document, f) for f in Document.__dataclass_fields__}, "medium": document.medium.value}
    return upsert(tx, documents, {**row, "state": COLLECTED, "indexed": False}, update=False) == 1


def get(tx: Connection, id_: str) -> Document | None:
    """The document with this id."""
    row = tx.execute(select(*_COLUMNS).where(documents.c.id == id_)).one_or_none()
    return None if row is None else _document(row)


def pending(tx: Connection, state: str, limit: int) -> list[Document]:
    """The next documents in `state`, earliest published first, claimed for this transaction."""
    order = (documents.c.published.is_(None), documents.c.published, documents.c.fetched, documents.c.id)
    found = select(*_COLUMNS).where(documents.c.state == state).order_by(*order).limit(limit).with_for_update(skip_locked=True)
    return [_document(row) for row in tx.execute(found)]


def count(tx: Connection, state: str) -> int:
    """How many documents wait in `state`."""
    return tx.execute(select(func.count()).where(documents.c.state == state)).scalar_one()


def leave(tx: Connection, id_: str, state: str, *, because: str | None = None, incident: int | None = None) -> None:
    """A document goes on to its next state."""
    values: dict[str, Any] = {"state": state, "because": because}
    if incident is not None:
        values["incident"] = incident
    tx.execute(update(documents).where(documents.c.id == id_).values(**values))


def save_assessment(tx: Connection, assessment: Assessment, at: datetime) -> None:
    """Keeps what was understood of a document; a later reading replaces an earlier one."""
    first_topic = assessment.topics[0] if assessment.topics else None
    values = {
        "document": assessment.document,
        "body": encode(assessment),
        "topic": first_topic.value if first_topic else None,
        "place": assessment.places[0].value if assessment.places else None,
        "sure": first_topic.score if first_topic else 0.0,
        "model": assessment.model,
        "at": at,
    }
    upsert(tx, assessments, values, update=True)


def assessment(tx: Connection, document: str) -> Assessment | None:
    """What was understood of a document."""
    body = tx.execute(select(assessments.c.body).where(assessments.c.document == document)).scalar_one_or_none()
    return None if body is None else decode(Assessment, body)


def of_incident(tx: Connection, incident: int, limit: int = 500) -> list[tuple[Document, Assessment]]:
    """The posts of an incident in order of publication, each in its last edition, with what was understood of it."""
    joined = select(*_COLUMNS, assessments.c.body).join(assessments, assessments.c.document == documents.c.id)
    order = (documents.c.published.is_(None), documents.c.published, documents.c.id)
    here = documents.c.incident == incident, documents.c.state != REPLACED
    rows = tx.execute(joined.where(*here).order_by(*order).limit(limit))
    return [(_document(row), decode(Assessment, row.body)) for row in rows]


def grouped_since(tx: Connection, since: datetime) -> Iterable[tuple[Document, Assessment, int]]:
    """Every grouped post fetched since then with its incident, in order of publication: what warms the grouping up again."""
    joined = select(*_COLUMNS, assessments.c.body, documents.c.incident).join(assessments, assessments.c.document == documents.c.id)
    chosen = joined.where(documents.c.incident.is_not(None), documents.c.fetched >= since)
    for row in tx.execute(chosen.order_by(documents.c.published, documents.c.id)):
        yield _document(row), decode(Assessment, row.body), row.incident


def recent(
    tx: Connection, *, state: str | None = None, source: str | None = None, limit: int = 100
) -> list[tuple[Document, int | None, str | None]]:
    """The latest documents with their incident and, where set aside, the reason; of a page that changed only its latest edition."""
    query = select(*_COLUMNS, documents.c.incident, documents.c.because).order_by(desc(documents.c.fetched)).limit(limit)
    query = query.where(documents.c.state == state if state else documents.c.state != REPLACED)
    if source:
        query = query.where(documents.c.source == source)
    return [(_document(row), row.incident, row.because) for row in tx.execute(query)]


def least_sure(tx: Connection, limit: int = 50) -> list[tuple[Document, Assessment]]:
    """The posts about whose topic the machine is least sure: what a person's minute teaches most."""
    query = select(*_COLUMNS, assessments.c.body).join(assessments, assessments.c.document == documents.c.id)
    return [(_document(row), decode(Assessment, row.body)) for row in tx.execute(query.order_by(assessments.c.sure).limit(limit))]


def unindexed(tx: Connection, limit: int) -> list[Document]:
    """Documents that the search index does not have yet."""
    return [_document(row) for row in tx.execute(select(*_COLUMNS).where(documents.c.indexed.is_(False)).limit(limit))]


def mark_indexed(tx: Connection, ids: Iterable[str]) -> None:
    """These documents are in the search index now."""
    tx.execute(update(documents).where(documents.c.id.in_(list(ids))).values(indexed=True))


def forget_indexed(tx: Connection) -> None:
    """No document is in the search index any more."""
    tx.execute(update(documents).values(indexed=False))


def known_pages(tx: Connection, source: str, limit: int = 20_000) -> dict[str, dict[str, str | None]]:
    """What the crawler saw of a source before, of the latest `limit` pages: url → etag, last_modified, digest, outcome."""
    rows = tx.execute(select(pages).where(pages.c.source == source).order_by(desc(pages.c.at)).limit(limit))
    return {r.url: {"etag": r.etag, "last_modified": r.last_modified, "digest": r.digest, "outcome": r.outcome} for r in rows}


def remember_page(tx: Connection, source: str, url: str, at: datetime, **seen: str | None) -> None:
    """Keeps what a page's server said of it, so that it is asked conditionally next time."""
    upsert(tx, pages, {"source": source, "url": url[:1000], "at": at, **seen}, update=True)


def _document(row: Any) -> Document:  # noqa: ANN401
    return decode(Document, {name: getattr(row, name) for name in Document.__dataclass_fields__})
