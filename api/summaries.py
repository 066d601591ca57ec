"""摘要 of an incident: what its posts say, in their own words.

Contents: Told · one
"""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.context import Caller, Here  # noqa: TC001  (FastAPI reads annotations at run time)
from api.errors import shapes
from api.incidents import Id  # noqa: TC001
from nlp.summary import Said, summary_of
from response.scope import seen
from store import documents

router = APIRouter(tags=["事件"])


class Moment(BaseModel):
    """When something was, as the post says it or as it was published, and what."""

    when: str = Field(examples=["2026-09-01 08:00"])
    said: Said


class Side(BaseModel):
    """What citizens (群众) say, or offices (单位)."""

    side: str = Field(examples=["群众"])
    said: Said


class Told(BaseModel):
    """摘要: each piece stands word for word in the post (`post` is its id). `enough` is false where there is too little to say."""

    enough: bool
    title: Said | None
    sentences: list[Said]
    sides: list[Side]
    line: list[Moment]
    words: list[str] = Field(examples=[["停水", "自来水公司"]])


@router.get("/incidents/{id}/summary", summary="事件摘要", responses=shapes(401, 404))
def one(id: Id, person: Caller, here: Here) -> Told:  # noqa: A002
    """A title, up to three sentences, both sides, a time line and key words; extractive, nothing is written anew."""
    with here.register.reading() as tx:
        seen(tx, id, here.rules, person)
        found = summary_of(document for document, _ in documents.of_incident(tx, id))
    return Told(
        enough=found.enough,
        title=found.title,
        sentences=list(found.sentences),
        sides=[Side(side=side, said=said) for side, said in found.sides],
        line=[Moment(when=when, said=said) for when, said in found.line],
        words=list(found.words),
    )
