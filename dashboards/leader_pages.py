"""时效: whether answers came in time, for the leaders. Offices and lines are counted, never persons, and nothing is ranked.

Contents: PERIODS · timeliness
"""
# ruff: noqa: TC001, TC002  (FastAPI reads annotations at run time)

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from dashboards.plain_pages import Drawn
from response import timeliness as timeliness_

router = APIRouter()
PERIODS = {1: "近一天", 7: "近一周", 30: "近30天", 90: "近90天", 365: "近一年"}


@router.get("/timeliness")
def timeliness(
    request: Request,
    shell: Drawn,
    by: Annotated[str, Query(pattern="^(office|topic|region|grade)$")] = "office",
    days: Annotated[int, Query(ge=1, le=3650)] = 30,
) -> HTMLResponse:
    """The table of a period and its chart, with denominators everywhere."""
    person = shell.staff(request)
    now = shell.desk.now()
    since = now - timedelta(days=days)
    with shell.register.reading() as tx:
        rows = timeliness_.table(tx, shell.rules, since, now, by, now)
    sums = {key: sum(row[key] for row in rows) for key in ("promises", "on_time", "late", "running", "overdue", "returned")}
    chosen: dict[str, Any] = {"by": by, "days": days, "since": since, "periods": PERIODS}
    return shell.page(request, "timeliness.html", person=person, rows=rows, sums=sums, least=timeliness_.FEWEST, **chosen)
