"""Server-sent events: a message when something happened in the register, whoever did it in whichever process.

One watcher per process looks at the ends of three indexes every second, and only while somebody listens.

Contents: Watch (follow, close) · events
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from api.context import COOKIE, Caller, Here, person_of
from api.errors import shapes
from store.watching import Newest, newest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from store.records import Person
    from store.register import Register

router = APIRouter(tags=["运行"])
EVERY = 1.0
SILENCE = 15.0
MOST_LISTENERS = 500


class Watch:
    """Tells its listeners when the register's newest marks have moved."""

    def __init__(self, register: Register, every: float = EVERY) -> None:
        self.register, self.every = register, every
        self._listeners: set[asyncio.Queue[list[str] | None]] = set()
        self._task: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def full(self) -> bool:
        """Whether no more may listen."""
        return len(self._listeners) >= MOST_LISTENERS

    async def follow(self) -> AsyncIterator[list[str]]:
        """What moved (entry, piece, notice, alarm, source), each time something does; an empty list after a while of silence."""
        queue: asyncio.Queue[list[str] | None] = asyncio.Queue(maxsize=8)
        self._listeners.add(queue)
        self._loop = asyncio.get_running_loop()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._look())
        try:
            while (moved := await _next(queue)) is not None:
                yield moved
        finally:
            self._listeners.discard(queue)

    def close(self) -> None:
        """Ends every stream, from whatever thread: the service stops."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._tell, None)

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

    def _tell(self, moved: list[str] | None) -> None:
        for queue in self._listeners:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(moved)


async def _next(queue: asyncio.Queue[list[str] | None]) -> list[str] | None:
    try:
        return await asyncio.wait_for(queue.get(), SILENCE)
    except TimeoutError:
        return []


@router.get("/events", summary="变动（服务器推送事件）", responses=shapes(401), response_class=StreamingResponse)
async def events(request: Request, _: Caller, here: Here) -> StreamingResponse:
    """A stream of `change` events; `data` lists what moved: entry, piece, notice, alarm, source. It ends with the session."""
    watch: Watch = request.app.state.watch
    if watch.full:
        raise HTTPException(503, "在线的页面太多，请稍后刷新。")
    lasts = partial(person_of, here, request.cookies.get(COOKIE))
    return StreamingResponse(_stream(watch, lasts), media_type="text/event-stream", headers={"x-accel-buffering": "no"})


async def _stream(watch: Watch, lasts: Callable[[], Person | None]) -> AsyncIterator[str]:
    yield "retry: 3000\n: 已连接\n\n"
    async for moved in watch.follow():
        if await to_thread.run_sync(lasts) is None:
            return
        yield f"event: change\ndata: {json.dumps(moved)}\n\n" if moved else ": 没有变动\n\n"
