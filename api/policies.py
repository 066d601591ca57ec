"""政策库: policy documents with 起草单位 and 解读, and those that an incident may speak of.

Contents: every · add · change · withdraw · of_incident
"""

# ruff: noqa: TC003  (FastAPI reads annotations at run time)
from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel, Field

from api.context import Caller, Here, of_roles
from api.errors import shapes
from response.library import fits_of
from response.scope import seen
from response.words import Missing
from store import policies
from store.policies import Policy
from store.records import Person, Role

if TYPE_CHECKING:
    from sqlalchemy import Connection

router = APIRouter(tags=["政策库"])
Keeper = Annotated[Person, Depends(of_roles(Role.duty, Role.administrator))]
Id = Annotated[int, Path(ge=1, le=2**53)]


class PolicyGiven(BaseModel):
    """A document as somebody enters it."""

    title: str = Field(min_length=2, max_length=300, examples=["关于做好2026年义务教育学校招生入学工作的通知"])
    number: str | None = Field(None, max_length=64, description="文号", examples=["崇教发〔2026〕12号"])
    drafted_by: str = Field(min_length=2, max_length=200, description="起草单位", examples=["崇左市教育局"])
    published: datetime | None = None
    link: str | None = Field(None, max_length=1000, pattern=r"^https?://\S+$", description="公开的网址")
    text: str = Field("", max_length=100_000)
    interpretation: str = Field("", max_length=20_000, description="政策解读：应当怎样理解")


class FitLine(BaseModel):
    """A document that an incident may speak of, why, and what makes it look like a misreading."""

    policy: Policy
    because: str
    misread: list[str]
    score: float


@router.get("/policies", summary="政策库", responses=shapes(401))
def every(_: Caller, here: Here, words: Annotated[str, Query(max_length=100)] = "") -> list[Policy]:
    """Every document, latest first, or those with these words."""
    with here.register.reading() as tx:
        return policies.all_(tx, words.strip())


@router.post("/policies", summary="录入文件", status_code=201, responses=shapes(401, 403, 422))
def add(given: PolicyGiven, person: Keeper, here: Here) -> Policy:
    """Keeps a document."""
    with here.register.writing() as tx:
        return policies.add(tx, Policy(id=0, by=person.name, at=here.now(), **_fields(given, here)))


@router.put("/policies/{id}", summary="修改文件", responses=shapes(401, 403, 404, 422))
def change(id: Id, given: PolicyGiven, person: Keeper, here: Here) -> Policy:  # noqa: A002
    """Writes a document anew."""
    with here.register.writing() as tx:
        changed = replace(_policy(tx, id), by=person.name, at=here.now(), **_fields(given, here))
        policies.save(tx, changed)
        return changed


@router.post("/policies/{id}/withdraw", summary="文件失效", responses=shapes(401, 403, 404))
def withdraw(id: Id, person: Keeper, here: Here) -> Policy:  # noqa: A002
    """From now on the document no longer holds; said again, it holds once more."""
    with here.register.writing() as tx:
        found = _policy(tx, id)
        changed = replace(found, withdrawn=None if found.withdrawn else here.now(), by=person.name)
        policies.save(tx, changed)
        return changed


@router.get("/incidents/{id}/policies", summary="事件涉及的文件", responses=shapes(401, 404))
def of_incident(id: Id, person: Caller, here: Here) -> list[FitLine]:  # noqa: A002
    """The documents that an incident may speak of, best first."""
    with here.register.reading() as tx:
        seen(tx, id, here.rules, person)
        found = fits_of(tx, id, here.rules)
    return [FitLine(policy=fit.policy, because=fit.because, misread=list(fit.misread), score=fit.score) for fit in found]


def _policy(tx: Connection, id_: int) -> Policy:
    found = policies.get(tx, id_)
    if found is None:
        raise Missing(f"政策库里没有编号为 {id_} 的文件。")
    return found


def _fields(given: PolicyGiven, here: Here) -> dict[str, Any]:
    published = given.published
    if published and published.tzinfo is None:
        published = published.replace(tzinfo=here.now().tzinfo)
    return {
        **given.model_dump(),
        "published": published,
        "title": given.title.strip(),
        "number": given.number or None,
        "link": given.link or None,
    }
