"""收件箱 of an office, and the notices.

Contents: SHOWN · GROUPS · inbox · notices
"""
# ruff: noqa: TC001, TC002  (FastAPI reads annotations at run time)

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from dashboards.duty_words import HOW
from dashboards.plain_pages import Drawn
from response import viewing
from response.drafting import waiting_for
from response.lifecycle import DESK
from response.scope import mailbox
from store import deliveries, incidents
from store.records import Role

router = APIRouter()
SHOWN = {"all": "全部", "unseen": "未阅", "undelivered": "没有送达"}
WEEK = timedelta(days=7)
GROUPS = {
    "待签收": ("assigned",),
    "办理中": ("acknowledged", "verifying", "first_response", "handled"),
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
        waits = waiting_for(tx, shell.rules, person)
    last = now.replace(year=9999)
    parts.sort(key=lambda part: min((clock.due for clock in part.clocks if clock.stopped is None and clock.paused is None), default=last))
    groups = {name: [part for part in parts if part.status in statuses] for name, statuses in GROUPS.items()}
    own = person.office if person.role is Role.office else office
    return shell.page(request, "inbox.html", person=person, groups=groups, waits=waits, office=own or "", total=len(parts))


@router.get("/notices")
def notices(request: Request, shell: Drawn, show: Annotated[str, Query(pattern="^(all|unseen|undelivered)$")] = "all") -> HTMLResponse:
    """What one's office was told, and how it left the house; the desk also sees what did not arrive, of every office."""
    person = shell.person(request)
    on_desk = person.role in DESK
    with shell.register.reading() as tx:
        lost = deliveries.undelivered(tx) if on_desk else []
        if show == "undelivered":
            found = list({notice.id: notice for _, notice in lost}.values())
        else:
            found = incidents.notices(tx, office=mailbox(person, shell.rules), unseen=show == "unseen", limit=200)
        sent = deliveries.of_notices(tx, [notice.id for notice in found])
        counts = deliveries.counts(tx, shell.desk.now() - WEEK) if on_desk else {}
    titles = {channel.id: channel.title for channel in shell.rules.channels.channels}
    used = {id_ for route in shell.rules.channels.routes for id_ in route.channels}
    out: dict[str, Any] = {
        "titles": titles,
        "channels": [titles[id_] for id_ in titles if id_ in used],
        "how": HOW,
        "counts": counts,
        "undelivered": len(lost),
    }
    mode: dict[str, Any] = {"production": request.app.state.production, "desk": on_desk}
    return shell.page(request, "notices.html", person=person, notices=found, deliveries=sent, show=show, SHOWN=SHOWN, **out, **mode)
