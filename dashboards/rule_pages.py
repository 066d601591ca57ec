"""规则: who answers what, to read.

Contents: TABS · rules
"""
# ruff: noqa: TC001, TC002  (FastAPI reads annotations at run time)

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from dashboards.plain_pages import Drawn
from response.lifecycle import STATUSES, TABLES

router = APIRouter()
TABS = {"topics": "领域与条线", "cases": "分派", "deadlines": "时限与催办", "offices": "单位名录", "lifecycle": "办理流程"}
SHOWN = 300


@router.get("/rules")
def rules(
    request: Request,
    shell: Drawn,
    tab: Annotated[str, Query(pattern="^(topics|cases|deadlines|offices|lifecycle)$")] = "topics",
    region: Annotated[str, Query(max_length=12)] = "",
    department: Annotated[str, Query(max_length=64)] = "",
    words: Annotated[str, Query(max_length=50)] = "",
) -> HTMLResponse:
    """The rules as they hold now, with their version. They are changed in their files and checked before they hold."""
    person = shell.person(request)
    offices = [
        office
        for office in shell.rules.offices.values()
        if region in ("", office.region)
        and department in ("", office.department)
        and any(words in name for name in (office.name, *office.aliases))
    ]
    chosen: dict[str, Any] = {
        "tab": tab,
        "region": region,
        "department": department,
        "words": words,
        "TABS": TABS,
        "TABLES": TABLES,
        "STATUSES": STATUSES,
    }
    return shell.page(request, "rules.html", person=person, offices=offices[:SHOWN], found=len(offices), **chosen)
