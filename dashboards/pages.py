"""The pages of the three desks, mounted on the application of the API.

Contents: mount
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles

from dashboards import (
    desk_pages,
    duty_pages,
    leader_pages,
    office_pages,
    plain_pages,
    policy_pages,
    rule_pages,
    source_pages,
    version_pages,
    watch_pages,
)
from dashboards.shell import HERE, Shell, SignIn

if TYPE_CHECKING:
    from fastapi import FastAPI, Request

    from config.rules import Rules
    from response.desk import Desk
    from store.register import Register
    from store.search import Index

ROOMS = (
    plain_pages,
    desk_pages,
    office_pages,
    duty_pages,
    leader_pages,
    policy_pages,
    source_pages,
    watch_pages,
    version_pages,
    rule_pages,
)


def mount(app: FastAPI, desk: Desk, register: Register, rules: Rules, index: Index) -> None:
    """Puts the pages on `app`, which says who is signed in (`app.state.person_of`) and shows errors by `app.state.error_page`."""
    shell = Shell(app, desk, register, rules, index)
    app.state.shell = shell
    app.state.error_page = shell.error
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    for room in ROOMS:
        router.include_router(room.router)
    app.include_router(router)

    @app.exception_handler(SignIn)
    def _sign_in(_request: Request, ask: SignIn) -> RedirectResponse:
        return RedirectResponse(ask.address, 303)
