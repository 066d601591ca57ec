"""交办: the offices' inbox, and what an office does with its part.

Contents: inbox · one · act
"""

# ruff: noqa: TC001  (FastAPI reads annotations at run time)
from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query

from api.context import Caller, Context, Here
from api.errors import shapes
from api.incidents import Deed
from response import viewing
from response.viewing import Part
from response.words import Missing
from store import incidents
from store.records import Person

router = APIRouter(tags=["交办"])
Id = Annotated[int, Path(description="交办编号", ge=1, le=2**53, examples=[12])]


@router.get("/assignments", summary="交办列表（收件箱）", responses=shapes(401, 422))
def inbox(
    person: Caller,
    here: Here,
    office: Annotated[str | None, Query(max_length=64, description="单位编号；承办单位只看得到自己的")] = None,
    status: Annotated[str | None, Query(max_length=16)] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> list[Part]:
    """The parts you may see, latest first, with their clocks and what you may do."""
    with here.register.reading() as tx:
        found = viewing.parts_for(tx, here.rules, person, here.now(), office=office, limit=limit)
    return [part for part in found if status in (None, part.status)]


@router.get("/assignments/{id}", summary="一件交办", responses=shapes(401, 404))
def one(id: Id, person: Caller, here: Here) -> Part:  # noqa: A002
    """One office's part."""
    return _part(id, person, here)


@router.post("/assignments/{id}/actions/{action}", summary="办理交办", responses=shapes(401, 403, 404, 409, 422))
def act(
    id: Id,  # noqa: A002
    action: Annotated[str, Path(max_length=32, description="动作，见 /api/rules/lifecycle", examples=["acknowledge"])],
    deed: Deed,
    person: Caller,
    here: Here,
) -> Part:
    """Does what the lifecycle table allows here.

    `details` by action: return {reason_code, basis, office}, report_back {track: offline or online}, first_response and answer
    {channel, text, link, evidence, published}, draft {channel, text}, extend {clock, limit}, grant and refuse {request},
    pause {clock, reason, evidence}, resume {clock}.
    """
    _part(id, person, here)
    here.desk.act_on(id, action, person, version=deed.version, because=deed.because, details=deed.details)
    return _part(id, person, here)


def _part(id_: int, person: Person, here: Context) -> Part:
    with here.register.reading() as tx:
        part = incidents.assignment(tx, id_)
        if part is None:
            raise Missing(f"没有编号为 {id_} 的交办。")
        parts = viewing.whole(tx, part.incident, here.rules, person, here.now()).parts
    return next(one for one in parts if one.id == id_)
