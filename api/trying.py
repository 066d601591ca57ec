"""试采: what an address would give as a source, before anybody adds it. Nothing is kept.

Contents: Wanted · Item · Trial · try_
"""

# ruff: noqa: TC001, TC002, TC003  (FastAPI reads annotations at run time)
from __future__ import annotations

import json
import queue
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.context import Context, DutyDesk, Here
from api.errors import SENTENCES, shapes
from config.settings import Settings
from crawler.outcomes import UNSAFE
from crawler.run import Piece
from crawler.trying import NoAddress, Report, host_of, told_of, try_url
from nlp.mask import mask
from store.records import Role

router = APIRouter(tags=["信息源"])
LINES = "application/x-ndjson"
MOST_AT_ONCE = 2
RETRY = 20
INNER = "要试内部网络的地址：由管理员设置 HUIXIANG_PRIVATE=1 并重新启动，再在试采页勾选“允许内部网络的地址”"
log = structlog.get_logger()


class Wanted(BaseModel):
    """The address to try, and how many of its items to read."""

    url: str = Field(min_length=1, max_length=2000, examples=["http://www.chongzuo.gov.cn/"])
    items: int = Field(5, ge=1, le=10)
    private: bool = Field(False, description="允许内部网络的地址；只有管理员可以，并且要先设置 HUIXIANG_PRIVATE")


class Item(BaseModel):
    """One item: what would become of it, why, and the fields that were read."""

    url: str
    outcome: str = Field(examples=["kept"])
    because: str
    title: str | None = None
    text: str | None = Field(None, description="正文的开头")
    length: int | None = Field(None, description="正文的字数")
    published: str | None = None
    publisher: str | None = None
    engagement: dict[str, int] = {}


class Trial(BaseModel):
    """`kind` is null where it is no list; `block` goes into sources.yml; `more` items were named by the list and not tried."""

    url: str
    kind: str | None = Field(examples=["feed"])
    outcome: str
    because: str
    block: str
    kept: int
    more: int
    items: list[Item]


@router.post("/sources/try", summary="试采", responses={200: {"model": Trial}, **shapes(401, 403, 422, 429)}, response_model=None)
def try_(given: Wanted, request: Request, person: DutyDesk, here: Here) -> Trial | Response:
    """Asks the address as the crawler would, at most about forty seconds.

    With `Accept: application/x-ndjson` each piece is told as it comes: lines `{"piece": …}`, and the last one `{"report": …}`.
    """
    settings: Settings = request.app.state.settings
    _may(given, person.role, settings)
    free: threading.Semaphore = request.app.state.trials
    if not free.acquire(blocking=False):
        raise HTTPException(429, f"已有 {MOST_AT_ONCE} 个试采在进行，请过一会儿再试。", headers={"Retry-After": str(RETRY)})
    if LINES in request.headers.get("accept", ""):
        return StreamingResponse(_lines(given, settings, here, free), media_type=LINES)
    try:
        return Trial(**_try(given, settings, here, lambda _: None).as_json())
    finally:
        free.release()


def _may(given: Wanted, role: Role, settings: Settings) -> None:
    try:
        host_of(given.url)
    except NoAddress as error:
        raise HTTPException(422, str(error)) from None
    if given.private and role is not Role.administrator:
        raise HTTPException(403, "内部网络的地址只有管理员可以试采。")
    if given.private and not settings.private:
        raise HTTPException(403, "没有打开内部网络的试采：先设置 HUIXIANG_PRIVATE=1 再启动。")


def _try(given: Wanted, settings: Settings, here: Context, told: Any) -> Report:  # noqa: ANN401
    found = try_url(given.url, settings, mask=mask, now=here.now, allow_private=given.private, items=given.items, told=told)
    return replace(found, because=f"{found.because}。{INNER}") if found.outcome == UNSAFE and not given.private else found


def _lines(given: Wanted, settings: Settings, here: Context, free: threading.Semaphore) -> Iterator[str]:
    """The trial runs in a thread of its own to its end, whether somebody still listens or not."""
    told: queue.Queue[dict[str, Any]] = queue.Queue()

    def tell(piece: Piece) -> None:
        told.put({"piece": told_of(piece)})

    def work() -> None:
        try:
            told.put({"report": _try(given, settings, here, tell).as_json()})
        except Exception:
            log.exception("trial failed")
            told.put({"error": SENTENCES[500]})
        finally:
            free.release()

    threading.Thread(target=work, name="trial", daemon=True).start()
    return _told(told)


def _told(told: queue.Queue[dict[str, Any]]) -> Iterator[str]:
    while True:
        line = told.get()
        yield json.dumps(line, ensure_ascii=False) + "\n"
        if "piece" not in line:
            return
