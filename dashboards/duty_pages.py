"""What the desk keeps besides the matters: 值班交接, 联络人, the printed 交办单.

Contents: handover · handed · contacts · printed
"""
# ruff: noqa: TC001, TC002  (FastAPI reads annotations at run time)

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from dashboards.duty_words import HOW
from dashboards.plain_pages import Drawn
from dashboards.words import SOURCE_STATES
from response import handover as handover_
from response.contacts import declared, missing, shown
from response.lifecycle import DESK
from response.printed import sheet
from response.words import Missing
from store import contacts as contacts_
from store import handovers, people
from store.contacts import ROLES
from store.records import Role

router = APIRouter()
SHOWN_MISSING = 60
IN_WORDS: dict[str, Any] = {"sections": handover_.SECTIONS, "at": datetime.fromisoformat, "states": SOURCE_STATES, "how": HOW}


@router.get("/handover")
def handover(request: Request, shell: Drawn) -> HTMLResponse:
    """What would be handed over now, and the handovers so far."""
    person = shell.staff(request)
    with shell.register.reading() as tx:
        own = None if person.role is Role.administrator else person.region
        past = handovers.every(tx, own, 30)
        body = handover_.body(tx, shell.rules, person, shell.desk.now()) if person.role in DESK else None
        names = {one.name: one.shown or one.name for one in people.all_(tx)}
    return shell.page(request, "handover.html", person=person, past=past, body=body, names=names, **IN_WORDS)


@router.get("/handovers/{id_}")
def handed(request: Request, shell: Drawn, id_: int) -> HTMLResponse:
    """One handover as it was signed, on the screen and on paper."""
    person = shell.staff(request)
    with shell.register.reading() as tx:
        one = handovers.get(tx, id_)
        names = {person.name: person.shown or person.name for person in people.all_(tx)}
    if one is None or (person.role is not Role.administrator and person.region != one.region):
        raise Missing(f"没有编号为 {id_} 的交接记录。")
    may_take = person.role in DESK and one.taken_by is None and person.name != one.by and person.region == one.region
    return shell.page(request, "handed.html", person=person, one=one, may_take=may_take, names=names, **IN_WORDS)


@router.get("/contacts")
def contacts(request: Request, shell: Drawn, office: Annotated[str, Query(max_length=64)] = "") -> HTMLResponse:
    """联络人: an office's own, or everybody's; who may change them sees how."""
    person = shell.person(request)
    wanted = (person.office or "-") if person.role is Role.office else office or None
    with shell.register.reading() as tx:
        kept = contacts_.every(tx, wanted)
        without = missing(tx, shell.rules)
    known = {one.office for one in kept}
    filed = [
        one for id_ in shell.rules.departments.contacts if wanted in (None, id_) and id_ not in known for one in declared(id_, shell.rules)
    ]
    found = [shown(one, shell.rules) for one in (*kept, *filed)]
    may = person.role in (Role.administrator, Role.office)
    lists: dict[str, Any] = {
        "found": found,
        "without": without[:SHOWN_MISSING],
        "missing": len(without),
        "offices": len(shell.rules.offices),
    }
    return shell.page(request, "contacts.html", person=person, office=wanted or "", may=may, roles=ROLES, **lists)


@router.get("/incidents/{_incident}/assignments/{id_}/print")
def printed(request: Request, shell: Drawn, _incident: int, id_: int) -> HTMLResponse:
    """交办单 with its receipt, on A4."""
    person = shell.person(request)
    with shell.register.reading() as tx:
        made = sheet(tx, id_, shell.rules, person, shell.desk.now())
    return shell.page(request, "sheet.html", person=person, sheet=made, may_sign=person.role in DESK and made.part.status == "assigned")
