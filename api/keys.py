"""推送密钥: made and revoked by the administrator. A key is shown once, when it is made; only its digest is kept.

Contents: KeyLine · NewKey · MadeKey · every · make · revoke
"""

# ruff: noqa: TC001, TC003  (FastAPI reads annotations at run time)
from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from api.context import Administrator, Here
from api.errors import shapes
from store import keys

router = APIRouter(tags=["推送"])
OTHERS = ("try", "import", "report")


class KeyLine(BaseModel):
    """A key, without itself."""

    id: str
    name: str = Field(examples=["12345热线"])
    source: str = Field(examples=["hotline"])
    made: datetime
    made_by: str
    last_used: datetime | None
    revoked: datetime | None
    revoked_by: str | None


class NewKey(BaseModel):
    """Who is to push, and as which source."""

    name: str = Field(min_length=1, max_length=100, description="给谁用", examples=["12345热线"])
    source: str = Field(pattern=r"^[a-z0-9][a-z0-9_]{1,63}$", description="信息源编号：小写字母、数字、下划线", examples=["hotline"])


class MadeKey(KeyLine):
    """A new key with itself, which nobody can read again."""

    key: str = Field(examples=["hx_3q…"])


@router.get("/keys", summary="推送密钥", responses=shapes(401, 403))
def every(_: Administrator, here: Here) -> list[KeyLine]:
    """Every key, the good ones first."""
    with here.register.reading() as tx:
        return [KeyLine(**asdict(key)) for key in keys.all_(tx)]


@router.post("/keys", summary="发放推送密钥", status_code=201, responses=shapes(401, 403, 409, 422))
def make(given: NewKey, person: Administrator, here: Here) -> MadeKey:
    """Makes a key. Its posts are kept as `source`: one declared with `kind: push`, or a new one."""
    declared = here.rules.sources.by_id.get(given.source)
    if given.source in OTHERS or (declared is not None and declared.kind != "push"):
        name = declared.name if declared else given.source
        raise HTTPException(409, f"“{given.source}”（{name}）不是推送的信息源：请另起一个编号，或在 sources.yml 里登记为 kind: push。")
    with here.register.writing() as tx:
        key, word = keys.make(tx, given.name.strip(), given.source, person.name, here.now())
    return MadeKey(**asdict(key), key=word)


@router.delete("/keys/{id}", summary="作废推送密钥", status_code=204, responses=shapes(401, 403, 404))
def revoke(id: Annotated[str, Path(max_length=16)], person: Administrator, here: Here) -> None:  # noqa: A002
    """Ends a key at once; what it brought stays."""
    with here.register.writing() as tx:
        if not keys.revoke(tx, id, person.name, here.now()):
            raise HTTPException(404, "没有这个密钥，或者已经作废。")
