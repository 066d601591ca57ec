"""流水, 搜索 and the page of one document: where everything came from and what became of it.

Contents: pieces · aside · search · document
"""
# ruff: noqa: TC001, TC002  (FastAPI reads annotations at run time)

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import BeforeValidator

from dashboards.changes import steps_of
from dashboards.plain_pages import Drawn
from dashboards.words import STAGES
from response.readable import by_ids, incident_of, may_read, readable
from response.scope import seen
from response.words import Missing
from store import documents, editions, stages, watching

router = APIRouter()
Word = Annotated[str, Query(max_length=64)]
Words = Annotated[str, Query(max_length=200)]
Day = Annotated[date | None, BeforeValidator(lambda told: told or None), Query()]


@router.get("/pieces")
def pieces(
    request: Request,
    shell: Drawn,
    words: Words = "",
    stage: Word = "",
    source: Word = "",
    outcome: Word = "",
    on: Day = None,
) -> HTMLResponse:
    """Every piece with its outcome and reason, and the day's sums, which add up."""
    person = shell.staff(request)
    now = shell.desk.now()
    chosen = on or now.date()
    start = datetime.combine(chosen, time(), now.tzinfo)
    with shell.register.reading() as tx:
        counts = stages.day(tx, start, start + timedelta(days=1))
        waiting = watching.waiting(tx)
        found = stages.search(tx, words=words, stage=stage or None, source=source or None, outcome=outcome or None)
    names = {stage for stage, _ in counts}
    steps = sorted(names, key=lambda name: (list(STAGES).index(name) if name in STAGES else len(STAGES), name))
    asked: dict[str, Any] = {"words": words, "stage": stage, "source": source, "outcome": outcome, "day": chosen}
    return shell.page(request, "pieces.html", person=person, counts=counts, waiting=waiting, found=found, steps=steps, **asked)


@router.get("/aside")
def aside(request: Request, shell: Drawn) -> HTMLResponse:
    """What the machine set aside, and what it is least sure of."""
    person = shell.staff(request)
    with shell.register.reading() as tx:
        apart = readable(tx, shell.rules, person, documents.recent(tx, state=documents.SET_ASIDE, limit=100))
        unsure = [
            (document, read, incident)
            for document, read in documents.least_sure(tx, 50)
            if may_read(tx, shell.rules, person, document, incident := incident_of(tx, document.id))
        ]
    return shell.page(request, "aside.html", person=person, apart=apart, unsure=unsure)


@router.get("/search")
def search(request: Request, shell: Drawn, words: Words = "") -> HTMLResponse:
    """Documents that contain every word."""
    person = shell.person(request)
    hits = shell.index.find(words, 100) if words.strip() else []
    with shell.register.reading() as tx:
        found = by_ids(tx, shell.rules, person, [hit.id for hit in hits])
        latest = [] if words.strip() else readable(tx, shell.rules, person, documents.recent(tx, limit=20))
    return shell.page(request, "search.html", person=person, words=words.strip(), found=found, latest=latest)


@router.get("/documents/{id_}")
def document(request: Request, shell: Drawn, id_: str) -> HTMLResponse:
    """One document as it is kept, with what was understood of it."""
    person = shell.person(request)
    with shell.register.reading() as tx:
        found, incident = documents.get(tx, id_), incident_of(tx, id_)
        if found is None or not may_read(tx, shell.rules, person, found, incident):
            raise Missing(f"没有编号为 {id_} 的信息。")
        read = documents.assessment(tx, id_)
        title = seen(tx, incident, shell.rules, person).title if incident else ""
        over_time = {"steps": steps_of(editions.every(tx, found)), "counted": editions.counted(tx, found)}
    drawn: dict[str, Any] = {"found": found, "read": read, "incident": incident, "title": title, **over_time}
    return shell.page(request, "document.html", person=person, **drawn)
