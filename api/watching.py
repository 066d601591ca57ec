"""告警 and 盲区: what is not as it should be, and what we do not see. A figure that is null is no data, never zero.

Contents: alarms · seen · blind_spots · export
"""

# ruff: noqa: TC001, TC003  (FastAPI reads annotations at run time)
from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Response
from starlette.exceptions import HTTPException

from api.context import DutyDesk, Here, Staff
from api.errors import shapes
from api.spreadsheet import csv_of
from response.alarms import AlarmLine
from response.alarms import lines as shown
from response.alarms import standing as every_standing
from response.blind_spots import DAYS, BlindSpots
from response.blind_spots import blind_spots as look
from store import alarms as store

router = APIRouter(tags=["信息源"])
Period = Annotated[int, Query(ge=1, le=DAYS, description="统计最近几天，含今天")]
STATES = {"no source": "没有信息源", "never ran": "没有采过", "no data": "没有数据", "read": "有数据", "no run": "没有采"}


@router.get("/alarms", summary="告警", responses=shapes(401, 403, 422))
def alarms(
    _: Staff,
    here: Here,
    standing: Annotated[bool, Query(description="只要还没有消除的")] = True,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> list[AlarmLine]:
    """Those that stand, unseen first; or with `standing=false` the latest of all."""
    with here.register.reading() as tx:
        return every_standing(tx)[:limit] if standing else shown(store.all_(tx, limit=limit))


@router.post("/alarms/{id}/seen", summary="告警：知道了", responses=shapes(401, 403, 404, 422))
def seen(id: Annotated[int, Path(ge=1, le=2**53)], person: DutyDesk, here: Here) -> AlarmLine:  # noqa: A002
    """Takes note. The alarm stands until the source is well again, and clears by itself then."""
    with here.register.writing() as tx:
        store.saw(tx, id, person.name, here.now())
        found = store.of(tx, id)
    if found is None:
        raise HTTPException(404, f"没有编号为 {id} 的告警。")
    return shown([found])[0]


@router.get("/blind-spots", summary="盲区", responses=shapes(401, 403, 422))
def blind_spots(_: Staff, here: Here, period: Period = 7) -> BlindSpots:
    """Regions by class of medium, the last fourteen days of each source, and the topics and places that no post was ever about."""
    with here.register.reading() as tx:
        return look(tx, here.rules, here.now(), period)


@router.get("/blind-spots.csv", summary="导出盲区", responses=shapes(401, 403, 422), response_class=Response)
def export(
    _: Staff,
    here: Here,
    part: Annotated[Literal["matrix", "days", "never"], Query(description="地区与媒体、每天、从未有过的")] = "matrix",
    period: Period = 7,
) -> Response:
    """One of its three tables. A cell without data is empty and says so beside it."""
    with here.register.reading() as tx:
        found = look(tx, here.rules, here.now(), period)
    heads = {
        "matrix": ["区划代码", "地区", "媒体类别", "状况", "新信息", "信息源", "其中没有数据的"],
        "days": ["信息源", "名称", "日期", "状况", "新信息"],
        "never": ["类别", "编号", "名称"],
    }
    rows = {"matrix": _matrix, "days": _days, "never": _never}
    return csv_of({"matrix": "盲区", "days": "盲区-每天", "never": "盲区-从未有过"}[part], heads[part], rows[part](found))


def _matrix(found: BlindSpots) -> Iterator[list[Any]]:
    for row in found.matrix:
        for cell in row.cells:
            new = "" if cell.new is None else cell.new
            yield [row.region, row.name, cell.medium, STATES[cell.state], new, " ".join(cell.sources), cell.blind]


def _days(found: BlindSpots) -> Iterator[list[Any]]:
    for strip in found.strips:
        for day in strip.days:
            yield [strip.source, strip.name, day.day.isoformat(), STATES[day.state], "" if day.new is None else day.new]


def _never(found: BlindSpots) -> Iterator[list[Any]]:
    yield from (["领域", *one] for one in found.topics)
    yield from (["地点", *one] for one in found.places)
