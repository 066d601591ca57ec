"""信息源: how each source stands, its runs, and running one now. A moment or a figure that is null is no data, never zero.

Contents: every · one · runs · run_now
"""

# ruff: noqa: TC001, TC002  (FastAPI reads annotations at run time)
from __future__ import annotations

import threading
from dataclasses import replace
from typing import Annotated

import structlog
from fastapi import APIRouter, Path, Query, Request
from starlette.datastructures import State

from api.context import Context, DutyDesk, Here, Staff
from api.errors import shapes
from crawler.collecting import collect_due
from nlp.mask import mask
from response.source_runs import Run, runs_of
from response.sources import SourceLine
from response.sources import every as lines
from response.words import Missing, Refused

router = APIRouter(tags=["信息源"])
Id = Annotated[str, Path(max_length=64)]
MOST_AT_ONCE = 3
log = structlog.get_logger()


@router.get("/sources", summary="信息源状况", responses=shapes(401, 403))
def every(_: Staff, here: Here) -> list[SourceLine]:
    """Every declared source: last run, last success, last new item, streak, and what it brought in the last 24 hours."""
    with here.register.reading() as tx:
        return lines(tx, here.rules.sources.sources, here.now())


@router.get("/sources/{id}", summary="一个信息源", responses=shapes(401, 403, 404))
def one(id: Id, _: Staff, here: Here) -> SourceLine:  # noqa: A002
    """One source; `running` while somebody runs it."""
    return _line(here, id)


@router.get("/sources/{id}/runs", summary="一个信息源最近的采集", responses=shapes(401, 403, 404))
def runs(id: Id, _: Staff, here: Here, limit: Annotated[int, Query(ge=1, le=100)] = 30) -> list[Run]:  # noqa: A002
    """Its latest runs, latest first, each with its outcomes; `new` is null where the source could not be read."""
    _line(here, id)
    with here.register.reading() as tx:
        return runs_of(tx, id, here.rules.sources.by_id.get(id), limit)


@router.post("/sources/{id}/run", summary="现在采集", status_code=202, responses=shapes(401, 403, 404, 409))
def run_now(id: Id, request: Request, _: DutyDesk, here: Here) -> SourceLine:  # noqa: A002
    """Starts a run of its own, due or not, and answers at once: watch `running` and `last_run` of the source."""
    line, going = _line(here, id), request.app.state.runs
    if not line.enabled or id not in here.rules.sources.by_id:
        raise Refused(f"“{line.name}”没有启用，不能采集。")
    if not here.rules.sources.by_id[id].crawled:
        raise Refused(f"“{line.name}”不是采来的，没有什么可跑。")
    if line.state == "off":
        raise Refused(f"“{line.name}”现在采不了：{line.sentence}。")
    if line.running or id in going:
        raise Refused(f"“{line.name}”正在采集。")
    if len(going) >= MOST_AT_ONCE:
        raise Refused(f"已有 {MOST_AT_ONCE} 个信息源在手动采集，请等一个跑完。")
    going.add(id)
    threading.Thread(target=_run, args=(request.app.state, here, id), name=f"run {id}", daemon=True).start()
    return replace(line, running=True)


def _run(state: State, here: Context, id_: str) -> None:
    try:
        collect_due(here.register, here.rules.sources.sources, [id_], mask, state.settings, here.now)
    except Exception:  # the source stands as it stood, and the log says why
        log.exception("run failed", source=id_)
    finally:
        state.runs.discard(id_)


def _line(here: Context, id_: str) -> SourceLine:
    with here.register.reading() as tx:
        found = next((line for line in lines(tx, here.rules.sources.sources, here.now()) if line.id == id_), None)
    if found is None:
        raise Missing(f"没有编号为“{id_}”的信息源。")
    return found
