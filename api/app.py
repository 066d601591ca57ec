"""The application: every room of the API under /api, with its guard, its errors and its documentation.

Contents: create_app
"""

from __future__ import annotations

import importlib.metadata
from typing import TYPE_CHECKING

from fastapi import FastAPI

from api import (
    accounts,
    assignments,
    clocks,
    contacts,
    documents,
    drafts,
    errors,
    events,
    handovers,
    health,
    incidents,
    judging,
    keys,
    notices,
    pieces,
    policies,
    printed,
    push,
    rate,
    reports,
    rules,
    sources,
    summaries,
    timeliness,
    trying,
    versions,
    watching,
)
from api.context import COOKIE, Context, context, person_of
from api.guard import Guard
from api.throttle import Throttle

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from config.rules import Rules
    from config.settings import Settings
    from response.desk import Desk
    from response.replay import Replayed
    from store.register import Register
    from store.search import Index

ROOMS = (
    accounts,
    incidents,
    summaries,
    assignments,
    printed,
    drafts,
    clocks,
    notices,
    handovers,
    contacts,
    timeliness,
    documents,
    sources,
    trying,
    watching,
    reports,
    push,
    keys,
    pieces,
    policies,
    versions,
    rules,
    judging,
    events,
    health,
)
DESCRIPTION = """公开的诉求，由该答的单位，按时回应。

登录（`POST /api/session`）后凭会话 cookie 调用；会改动数据的调用另须带请求头 `X-Huixiang: 1`。
推送信息（`POST /api/push`）凭密钥：`Authorization: Bearer 密钥` 或 `X-Key: 密钥`，不要 cookie，也不要 `X-Huixiang`。
出错时返回 `{"error": "一句话"}`，可以原样给人看。时刻一律带时区。"""


def create_app(
    desk: Desk,
    register: Register,
    rules_: Rules,
    index: Index,
    settings: Settings | None = None,
    *,
    replay: Callable[[Rules, datetime], Replayed] | None = None,
) -> FastAPI:
    """The API over these parts. No page of it loads anything from elsewhere, so there is no interactive documentation from a CDN."""
    app = FastAPI(
        title="回响",
        version=_version(),
        description=DESCRIPTION,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.context = Context(desk, register, rules_, index, replay)
    app.state.person_of = lambda request: person_of(context(request), request.cookies.get(COOKIE))
    app.state.throttle = Throttle()
    app.state.production = settings is not None and settings.production == "yes"
    app.state.watch = events.Watch(register)
    rate.prepare(app.state, settings)
    errors.install(app)
    for room in ROOMS:
        app.include_router(room.router, prefix="/api")
    app.add_middleware(Guard)
    return app


def _version() -> str:
    try:
        return importlib.metadata.version("huixiang")
    except importlib.metadata.PackageNotFoundError:
        return "0"
