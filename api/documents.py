"""信息: search, one document with its reading, the latest, those set aside, those of which the machine is least sure.

An office sees the documents of its own incidents alone. Contents: Found · Read · search · lists · one · visible
"""

# ruff: noqa: TC001  (FastAPI reads annotations at run time)
from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, Field

from api.context import Caller, Here, Staff
from api.errors import shapes
from response.readable import FoundDocument, by_ids, incident_of, may_read, readable
from response.words import Missing
from store import documents
from store.records import Assessment, Document

if TYPE_CHECKING:
    from collections.abc import Sequence

router = APIRouter(tags=["信息"])
Limit = Annotated[int, Query(ge=1, le=200)]


class Read(BaseModel):
    """A document with what was understood of it, and the incident it belongs to."""

    document: Document
    assessment: Assessment | None
    incident: int | None = Field(examples=[7])


@router.get("/documents", summary="检索信息", responses=shapes(401, 422))
def search(
    person: Caller,
    here: Here,
    words: Annotated[str, Query(min_length=1, max_length=200, description="要找的词，空格分开，都要出现", examples=["渠黎 停水"])],
    limit: Limit = 50,
) -> list[FoundDocument]:
    """Documents that contain every word, best first."""
    hits = here.index.find(words, limit)
    with here.register.reading() as tx:
        return by_ids(tx, here.rules, person, [hit.id for hit in hits])


@router.get("/documents/recent", summary="最新信息", responses=shapes(401, 403))
def recent(person: Staff, here: Here, source: Annotated[str | None, Query(max_length=64)] = None, limit: Limit = 50) -> list[FoundDocument]:
    """The latest collected, with the incident each belongs to."""
    with here.register.reading() as tx:
        return readable(tx, here.rules, person, documents.recent(tx, source=source, limit=limit))


@router.get("/documents/set-aside", summary="搁置待人看的信息", responses=shapes(401, 403))
def set_aside(person: Staff, here: Here, limit: Limit = 50) -> list[FoundDocument]:
    """What the machine could not work on, with the reason."""
    with here.register.reading() as tx:
        return readable(tx, here.rules, person, documents.recent(tx, state=documents.SET_ASIDE, limit=limit))


@router.get("/documents/least-sure", summary="最没把握的信息", responses=shapes(401, 403))
def least_sure(person: Staff, here: Here, limit: Limit = 50) -> list[Read]:
    """The posts whose topic the machine is least sure of: what a person's minute teaches most."""
    with here.register.reading() as tx:
        found: Sequence[tuple[Document, Assessment]] = documents.least_sure(tx, limit)
        kept = [(document, read, incident_of(tx, document.id)) for document, read in found]
        return [
            Read(document=document, assessment=read, incident=incident)
            for document, read, incident in kept
            if may_read(tx, here.rules, person, document, incident)
        ]


@router.get("/documents/{id}", summary="一条信息", responses=shapes(401, 404))
def one(id: Annotated[str, Path(max_length=32)], person: Caller, here: Here) -> Read:  # noqa: A002
    """A document with what was understood of it."""
    with here.register.reading() as tx:
        document = documents.get(tx, id)
        incident = incident_of(tx, id)
        if document is None or not may_read(tx, here.rules, person, document, incident):
            raise Missing(f"没有编号为 {id} 的信息。")
        return Read(document=document, assessment=documents.assessment(tx, id), incident=incident)
