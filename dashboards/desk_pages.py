"""值班台 and the page of one incident.

Contents: TABS · View (what is looked at) · desk · came_back · queue_of · incident · folded
"""
# ruff: noqa: TC001, TC002  (FastAPI reads annotations at run time)

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from dashboards.plain_pages import Drawn
from nlp.summary import summary_of
from response import lifecycle, viewing
from response.alarms import standing
from response.drafting import waiting_for
from response.library import fits_of
from response.running import ends_for, running_for
from response.scope import mailbox
from store import documents, incidents, people, watching
from store.records import Grade

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from dashboards.shell import Shell
    from response.viewing import Line
    from store.records import Entry, Incident, Person

router = APIRouter()
TABS = {
    "confirm": ("待交办", lifecycle.WAITING),
    "judge": ("待判断", lifecycle.WAITING),
    "hand": ("办理中", lifecycle.IN_HAND),
    "done": ("已了结", (*lifecycle.DONE, "dismissed", "forwarded")),
}
ORDERS = {"due": "时限先到", "grade": "级别", "heat": "热度", "posts": "信息多少", "opened": "最新发现", "changed": "最近变动"}
PER_PAGE = 50


class View(BaseModel):
    """What of the desk is looked at; each field is part of the address, so that a view can be kept and sent."""

    tab: str = Field("confirm", pattern="^(confirm|judge|hand|done)$")
    words: str = Field("", max_length=100)
    region: str = Field("", pattern=r"^(\d{6}|\d{9})?$")
    topic: str = Field("", max_length=32)
    grade: str = Field("", pattern="^(none|ordinary|considerable|major|extreme)?$")
    order: str = Field("due", pattern="^(due|grade|heat|posts|opened|changed)$")
    page: int = Field(1, ge=1, le=10_000)

    def address(self, **changes: Any) -> str:  # noqa: ANN401
        """The address of this view with some of it changed; the first page unless said otherwise."""
        fields = {**self.model_dump(), "page": 1, **changes}
        kept = {name: value for name, value in fields.items() if value != View.model_fields[name].default}
        return f"/desk?{urlencode(kept)}" if kept else "/desk"

    def filters(self) -> dict[str, Any]:
        """As the register takes them."""
        return {name: getattr(self, name) or None for name in ("words", "region", "topic", "grade")}

    @property
    def export(self) -> str:
        """The address of the same list as a table."""
        asked = [("status", status) for status in TABS[self.tab][1]] + [("order", self.order)]
        return "/api/incidents.csv?" + urlencode(asked + [(name, value) for name, value in self.filters().items() if value])

    @property
    def narrowed(self) -> bool:
        """Whether anything is filtered."""
        return any(self.filters().values())


@dataclass(frozen=True)
class Queue:
    """A page of the queue, how many there are in all, and how many wait under each tab."""

    lines: list[Line]
    total: int
    counts: dict[str, int]

    @property
    def pages(self) -> int:
        """How many pages it takes."""
        return max(1, -(-self.total // PER_PAGE))


@router.get("/desk")
def desk(request: Request, shell: Drawn, view: Annotated[View, Query()]) -> HTMLResponse:
    """The queue of what waits for a person, with the next clocks and the day beside it."""
    person = shell.staff(request)
    now = shell.desk.now()
    with shell.register.reading() as tx:
        queue = queue_of(tx, shell, person, view, now)
        ends = ends_for(tx, shell.rules, person)
        aside: dict[str, Any] = {
            "overdue": sum(end.at < now for end in ends),
            "soon": sum(now <= end.at < now + timedelta(hours=12) for end in ends),
            "waits": waiting_for(tx, shell.rules, person),
            "clocks": running_for(tx, shell.rules, person, now, limit=6),
            "returned": {line.id for line in queue.lines if view.tab in ("confirm", "judge") and came_back(tx, line.id)},
            "waiting": watching.waiting(tx),
            "standing": standing(tx),
            "notices": incidents.notices(tx, office=box, unseen=True, limit=5) if (box := mailbox(person, shell.rules)) else [],
        }
    return shell.page(request, "desk.html", person=person, view=view, queue=queue, TABS=TABS, ORDERS=ORDERS, grades=list(Grade), **aside)


def came_back(tx: Connection, incident: int) -> bool:
    """Whether an office gave its part back (退回)."""
    return any(part.status == "returned" for part in incidents.assignments(tx, incident=incident))


def queue_of(tx: Connection, shell: Shell, person: Person, view: View, now: datetime) -> Queue:
    """What waits under a tab. Unclear matters (case 8) are questions to a person and have a tab of their own."""
    totals = {tab: viewing.count(tx, shell.rules, person, statuses=TABS[tab][1], **view.filters()) for tab in ("hand", "done")}
    waiting = _waiting(tx, shell, person, view)
    unclear = [one for one in waiting if viewing.question(one)]
    clear = [one for one in waiting if not viewing.question(one)]
    totals |= {"confirm": len(clear), "judge": len(unclear)}
    start = (view.page - 1) * PER_PAGE
    if view.tab in ("hand", "done"):
        asked: dict[str, Any] = {"statuses": TABS[view.tab][1], "order": view.order, "limit": PER_PAGE, "offset": start, **view.filters()}
        return Queue(viewing.lines(tx, shell.rules, person, now, **asked)[0], totals[view.tab], totals)
    found = (clear if view.tab == "confirm" else unclear)[start : start + PER_PAGE]
    return Queue([viewing.line_of(tx, one, shell.rules, person, now) for one in found], totals[view.tab], totals)


def _waiting(tx: Connection, shell: Shell, person: Person, view: View) -> list[Incident]:
    if view.order == "due":
        return viewing.soonest(tx, shell.rules, person, statuses=lifecycle.WAITING, **view.filters())[0]
    return viewing.ordered(tx, shell.rules, person, view.order, statuses=lifecycle.WAITING, **view.filters())


@router.get("/incidents/{id_}")
def incident(request: Request, shell: Drawn, id_: int) -> HTMLResponse:
    """One incident: its why, its clocks, its offices, its history, its posts, and what may be done."""
    person = shell.person(request)
    with shell.register.reading() as tx:
        whole = viewing.whole(tx, id_, shell.rules, person, shell.desk.now())
        posts = documents.of_incident(tx, id_, 200)
        fits = fits_of(tx, id_, shell.rules)
        told = incidents.notices(tx, incident=id_, limit=50)
        shown = {one.name: one.shown or one.name for one in people.all_(tx)}
    history, summary = folded(whole.history), summary_of(document for document, _ in posts)
    return shell.page(
        request, "incident.html", person=person, one=whole, posts=posts, told=told, shown=shown, history=history, summary=summary, fits=fits
    )


def folded(history: Sequence[Entry]) -> list[list[Entry]]:
    """The history, latest first, with posts that joined one after another as one group."""
    groups: list[list[Entry]] = []
    for entry in reversed(history):
        if groups and entry.action == groups[-1][0].action == "joined":
            groups[-1].append(entry)
        else:
            groups.append([entry])
    return groups
