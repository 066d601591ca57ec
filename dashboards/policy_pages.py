"""政策库: the documents that matters may speak of, with who drafted them and how they are meant.

Contents: policies
"""
# ruff: noqa: TC001, TC002  (FastAPI reads annotations at run time)

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from dashboards.plain_pages import Drawn
from store import policies as policies_
from store.records import Role

router = APIRouter()


@router.get("/policies")
def policies(request: Request, shell: Drawn, words: Annotated[str, Query(max_length=100)] = "") -> HTMLResponse:
    """Every document, latest first; the duty office and the administrator enter and change them."""
    person = shell.person(request)
    with shell.register.reading() as tx:
        found = policies_.all_(tx, words.strip())
    may = person.role in (Role.duty, Role.administrator)
    return shell.page(request, "policies.html", person=person, found=found, words=words.strip(), may=may)
