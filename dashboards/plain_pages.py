"""The pages that stand alone: signing in, one's account, people, help, the list of the API's addresses.

Contents: home · sign_in · account · people · help · interface
"""

from __future__ import annotations

from typing import Annotated, Any, cast

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from dashboards.shell import ADMIN, FIRST, Shell
from store import people as people_


def shell_of(request: Request) -> Shell:
    """What the pages draw from."""
    return cast("Shell", request.app.state.shell)


router = APIRouter()
Drawn = Annotated[Shell, Depends(shell_of)]


@router.get("/")
def home(request: Request, shell: Drawn) -> RedirectResponse:
    """Everybody's first page."""
    return RedirectResponse(FIRST[shell.person(request).role], 303)


@router.get("/favicon.ico")
def icon() -> RedirectResponse:
    """For browsers that ask without looking."""
    return RedirectResponse("/static/icon.svg", 301)


@router.get("/sign-in")
def sign_in(request: Request, shell: Drawn, after: str = "/") -> Response:
    """登录. `after` is the page to go on to: an address of ours, never another site's."""
    inside = after if after.startswith("/") and not after.startswith(("//", "/\\")) else "/"
    if request.app.state.person_of(request):
        return RedirectResponse(inside, 303)
    return shell.page(request, "sign_in.html", after=inside)


@router.get("/account")
def account(request: Request, shell: Drawn) -> HTMLResponse:
    """One's own account."""
    return shell.page(request, "account.html", person=shell.person(request))


@router.get("/people")
def people(request: Request, shell: Drawn) -> HTMLResponse:
    """用户."""
    person = shell.person(request, ADMIN)
    with shell.register.reading() as tx:
        everybody = people_.all_(tx)
    return shell.page(request, "people.html", person=person, everybody=everybody, least=people_.MIN_PASSWORD)


@router.get("/help")
def help_(request: Request, shell: Drawn) -> HTMLResponse:
    """帮助: the shortcuts and the words."""
    return shell.page(request, "help.html", person=shell.person(request))


@router.get("/interface")
def interface(request: Request, shell: Drawn) -> HTMLResponse:
    """The addresses of the API, from its own description."""
    person = shell.person(request)
    described: dict[str, Any] = request.app.openapi()
    rows = [
        {"method": method.upper(), "address": address, "summary": call.get("summary", ""), "tag": (call.get("tags") or [""])[0]}
        for address, calls in described["paths"].items()
        for method, call in calls.items()
    ]
    return shell.page(request, "interface.html", person=person, rows=rows)
