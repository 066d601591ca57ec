"""时效: whether answers came in time, for the leaders. Offices and lines are counted, never persons.

Contents: PERIODS · timeliness
"""
# ruff: noqa: TC001, TC002  (FastAPI reads annotations at run time)

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from dashboards.plain_pages import Drawn
from response.aftermath import aftermath
from response.bounces import bounces
from response.timeliness import STARTS, Asked, table

router = APIRouter()
PERIODS = {1: "近一天", 7: "近一周", 30: "近30天", 90: "近90天", 365: "近一年"}
SORTS = {"count": "事件多少", "score": "考核分", "overdue": "仍逾期", "late": "迟了", "median_hours": "首次回应用时", "name": "名称"}
SUMS = ("promises", "on_time", "late", "running", "overdue", "returned", "given")


@router.get("/timeliness")
def timeliness(
    request: Request,
    shell: Drawn,
    by: Annotated[str, Query(pattern="^(office|department|topic|region|grade)$")] = "office",
    days: Annotated[int, Query(ge=1, le=3650)] = 30,
    start: Annotated[str, Query(pattern=f"^({'|'.join(STARTS)})$")] = "found",
    region: Annotated[str, Query(pattern=r"^(\d{6}|\d{9})?$")] = "",
    department: Annotated[str, Query(max_length=64)] = "",
    grade: Annotated[str, Query(pattern="^(none|ordinary|considerable|major|extreme)?$")] = "",
    sort: Annotated[str, Query(pattern=f"^({'|'.join(SORTS)})$")] = "count",
) -> HTMLResponse:
    """The table of a period and its chart, what was sent back, and what happened after the answers; denominators everywhere."""
    person = shell.staff(request)
    now = shell.desk.now()
    asked = Asked(now - timedelta(days=days), now, by, start, region, department, grade)
    with shell.register.reading() as tx:
        rows = _sorted(table(tx, shell.rules, asked, now), sort)
        sent_back = bounces(tx, asked.since, now)
        after = aftermath(tx, asked.since, now, now)
    chosen: dict[str, Any] = {
        "by": by,
        "days": days,
        "start": start,
        "region": region,
        "department": department,
        "grade": grade,
        "sort": sort,
    }
    question = urlencode(
        {**{key: chosen[key] for key in ("by", "start", "region", "department", "grade")}, "since": asked.since.isoformat()}
    )
    return shell.page(
        request,
        "timeliness.html",
        person=person,
        rows=rows,
        sums={key: sum(row[key] for row in rows) for key in SUMS},
        least=shell.rules.timeliness.fewest,
        bounces=sent_back,
        after=after,
        since=asked.since,
        periods=PERIODS,
        sorts=SORTS,
        starts=STARTS,
        chosen=chosen,
        question=question,
        **chosen,
    )


def _sorted(rows: list[dict[str, Any]], sort: str) -> list[dict[str, Any]]:
    """By a column, most first (names in their order); what has no figure comes last."""
    if sort == "name":
        return sorted(rows, key=lambda row: str(row["name"]))
    return sorted(rows, key=lambda row: (row[sort] is None, -(row[sort] or 0), row["name"]))
