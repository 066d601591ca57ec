"""信息源: how each source stands. A moment or a figure that is null is no data, never zero.

Contents: every · one
"""

# ruff: noqa: TC001  (FastAPI reads annotations at run time)
from __future__ import annotations

from fastapi import APIRouter
from starlette.exceptions import HTTPException

from api.context import Here, Staff
from api.errors import shapes
from response.sources import SourceLine
from response.sources import every as lines

router = APIRouter(tags=["信息源"])


@router.get("/sources", summary="信息源状况", responses=shapes(401, 403))
def every(_: Staff, here: Here) -> list[SourceLine]:
    """Every declared source: last run, last success, last new item, streak, and what it brought in the last 24 hours."""
    with here.register.reading() as tx:
        return lines(tx, here.rules.sources.sources, here.now())


@router.get("/sources/{id}", summary="一个信息源", responses=shapes(401, 403, 404))
def one(id: str, _: Staff, here: Here) -> SourceLine:  # noqa: A002
    """One source."""
    with here.register.reading() as tx:
        found = [source for source in lines(tx, here.rules.sources.sources, here.now()) if source.id == id]
    if not found:
        raise HTTPException(404, f"没有编号为“{id}”的信息源。")
    return found[0]
