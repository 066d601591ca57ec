"""Server-sent events: a message when something happened in the register, whoever did it in whichever process.

One watcher per process looks at the ends of three indexes every second, and only while somebody listens.

Contents: Watch (follow) · events
"""

# ruff: noqa: TC001  (FastAPI reads annotations at run time)
from __future__ import annotations

import asyncio
import contextlib
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from api.context import Caller
from api.errors import shapes
from store.watching import Newest, newest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from store.register import Register

router = APIRouter(tags=["运行"])
EVERY = 1.0
SILENCE = 15.0
MOST_LISTENERS = 500


class Watch:
    """Tells its listeners when the register's newest marks have moved."""

    def __init__(self, register: Register, every: float = EVERY) -> None:
        self.register, self.every = register, every
        self._listeners: set[asyncio.Queue[list[str]]] = set()
        self._task: asyncio.Task[None] | None = None

    @property
    def full(self) -> bool:
        """Whether no more may listen."""
        return len(self._listeners) >= MOST_LISTENERS

    async def follow(self) -> AsyncIterator[list[str]]:
        """What moved (entry, piece, notice), each time something does; an empty list after a while of silence."""
        queue: asyncio.Queue[list[str]] = asyncio.Queue(maxsize=8)
        self._listeners.add(queue)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._look())
        try:
            while True:
                try:
                    yield await asyncio.wait_for(queue.get(), SILENCE)
                except TimeoutError:
                    yield []
        finally:
            self._listeners.discard(queue)

    async def _look(self) -> None:
        before = await to_thread.run_sync(self._newest)
        while self._listeners:
            await asyncio.sleep(self.every)
            after = await to_thread.run_sync(self._newest)
            if before and after and before != after:
                self._tell([name for name, mark in asdict(after).items() if mark != getattr(before, name)])
            before = after or before

    def _newest(self) -> Newest | None:
        try:
            with self.register.reading() as tx:
                return newest(tx)
        except SQLAlchemyError:
            return None

    def _tell(self, moved: list[str]) -> None:
        for queue in self._listeners:
            with contextlib.suppress(asyncio.QueueFull):
                queue.put_nowait(moved)


@router.get("/events", summary="变动（服务器推送事件）", responses=shapes(401), response_class=StreamingResponse)
async def events(request: Request, _: Caller) -> StreamingResponse:
    """A stream of `change` events; `data` lists what moved: entry, piece, notice."""
    watch: Watch = request.app.state.watch
    if watch.full:
        raise HTTPException(503, "在线的页面太多，请稍后刷新。")
    return StreamingResponse(_stream(watch), media_type="text/event-stream", headers={"x-accel-buffering": "no"})


async def _stream(watch: Watch) -> AsyncIterator[str]:
    yield "retry: 3000\n: 已连接\n\n"
    async for moved in watch.follow():
        yield f"event: change\ndata: {json.dumps(moved)}\n\n" if moved else ": 没有变动\n\n"
