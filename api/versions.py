"""规则版本: which rules held when, what changed, what a change would have done, and its review.

Contents: every · one · replayed · adopt
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from api.context import Caller, Here, of_roles
from api.errors import shapes
from config.base import Faults
from response.versions import Difference, diff, of_texts
from response.versions import adopt as adopt_
from response.words import Missing
from store import versions
from store.records import Person, Role

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from store.versions import Version

router = APIRouter(prefix="/rules/versions", tags=["规则版本"])
Reviewer = Annotated[Person, Depends(of_roles(Role.leader, Role.administrator))]


class VersionLine(BaseModel):
    """A version of the rules: since when it is known or holds, who said so and why, and whether a person reviewed it."""

    version: str = Field(examples=["3f2a9c01d4e5"])
    at: datetime
    by: str
    because: str
    before: str | None = None
    reviewed_by: str | None = None
    in_force: bool


class VersionWhole(VersionLine):
    """The same with what differs from the version before it, file by file."""

    differences: list[Difference]


class ChangeLine(BaseModel):
    """An incident that would go another way."""

    incident: int
    title: str
    opened: datetime
    differs: list[str]
    before: dict[str, Any]
    after: dict[str, Any]


class ReplayedLines(BaseModel):
    """重演: what the version would have made of the incidents found since then."""

    since: datetime
    incidents: int
    before: str
    after: str
    changes: list[ChangeLine]


class Reason(BaseModel):
    """Why."""

    because: str = Field(max_length=2000)


@router.get("", summary="规则版本", responses=shapes(401))
def every(_: Caller, here: Here) -> list[VersionLine]:
    """Every version, latest first."""
    with here.register.reading() as tx:
        return [VersionLine(**_told(version)) for version in versions.all_(tx)]


@router.get("/{version}", summary="一个规则版本", responses=shapes(401, 404))
def one(version: str, _: Caller, here: Here) -> VersionWhole:
    """A version, and what it changed."""
    with here.register.reading() as tx:
        found = _version(tx, version)
        before = versions.get(tx, found.before) if found.before else None
        return VersionWhole(**_told(found), differences=diff(before.files, found.files) if before else [])


@router.get("/{version}/replay", summary="重演：若当时按这个版本", responses=shapes(401, 403, 404, 422))
def replayed(version: str, _: Reviewer, here: Here, days: Annotated[int, Query(ge=1, le=366)] = 30) -> ReplayedLines:
    """Judges the incidents of the last days by this version and by the one in force; says which would differ. Nothing is kept."""
    if here.replay is None:
        raise HTTPException(422, "这个进程不能重演。")
    with here.register.reading() as tx:
        found = _version(tx, version)
    try:
        told = here.replay(of_texts(found.files), here.now() - timedelta(days=days))
    except Faults as faults:
        raise HTTPException(422, f"版本 {version} 有误：{faults.sentences[0]}") from None
    return ReplayedLines.model_validate(told, from_attributes=True)


@router.post("/{version}/adopt", summary="审核并启用", responses=shapes(401, 403, 404, 409, 422))
def adopt(version: str, reason: Reason, person: Reviewer, here: Here) -> VersionLine:
    """Puts a version in force, with a name and a reason; every process changes over to it by itself."""
    with here.register.writing() as tx:
        return VersionLine(**_told(adopt_(tx, version, person, reason.because, here.now())))


def _version(tx: Connection, version: str) -> Version:
    found = versions.get(tx, version)
    if found is None:
        raise Missing(f"没有规则版本 {version}。")
    return found


def _told(version: Version) -> dict[str, Any]:
    return {name: getattr(version, name) for name in VersionLine.model_fields}
