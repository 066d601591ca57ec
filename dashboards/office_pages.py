"""收件箱 of an office, and the notices.

Contents: GROUPS · inbox · notices
"""
# ruff: noqa: TC001, TC002  (FastAPI reads annotations at run time)

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from dashboards.plain_pages import Drawn
from response import viewing
from response.scope import mailbox
from store import incidents
from store.records import Role

router = APIRouter()
GROUPS = {
    "待签收": ("assigned",),
    "办理中": ("acknowledged", "verifying", "handled"),
    "已回应": ("answered",),
    "已了结": ("resolved", "returned", "withdrawn"),
}


@router.get("/inbox")
def inbox(request: Request, shell: Drawn, office: Annotated[str, Query(max_length=64)] = "") -> HTMLResponse:
    """What an office has to do, the part whose clock runs out first on top; the duty office may look into any office's."""
    person = shell.person(request)
    now = shell.desk.now()
    with shell.register.reading() as tx:
        parts = viewing.parts_for(tx, shell.rules, person, now, office=office or None)
    last = now.replace(year=9999)
    parts.sort(key=lambda part: min((clock.due for clock in part.clocks if clock.stopped is None), default=last))
    groups = {name: [part for part in parts if part.status in statuses] for name, statuses in GROUPS.items()}
    own = person.office if person.role is Role.office else office
    return shell.page(request, "inbox.html", person=person, groups=groups, office=own or "", total=len(parts))


@router.get("/notices")
def notices(request: Request, shell: Drawn) -> HTMLResponse:
    """What one's office was told."""
    person = shell.person(request)
    with shell.register.reading() as tx:
        found = incidents.notices(tx, office=mailbox(person, shell.rules), limit=200)
    return shell.page(request, "notices.html", person=person, notices=found)
