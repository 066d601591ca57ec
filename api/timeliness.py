"""时效: whether answers came in time, what was late, who sent matters back to whom, and what happened after the answer.

Contents: table · exported · bounced · after
"""

# ruff: noqa: TC001  (FastAPI reads annotations at run time)
from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from api.context import Here, Staff
from api.errors import shapes
from api.spreadsheet import csv_of
from response import timeliness as timeliness_
from response.aftermath import aftermath
from response.bounces import bounces
from response.timeliness import Asked

router = APIRouter(prefix="/timeliness", tags=["时效"], responses=shapes(401, 403, 422))
LONGEST = timedelta(days=3660)
HEADS = {
    "name": "名称", "count": "事件", "promises": "承诺", "on_time": "按时", "late": "迟了", "overdue": "仍逾期", "running": "在计",
    "given": "交办", "returned": "退回", "answered": "已回应", "owed": "应回应", "public": "可查的回应", "checked": "核实过的回应",
    "measured": "计时的事件", "median_hours": "中位小时", "p90_hours": "九成以内小时", "score": "考核分", "rank": "名次",
}  # fmt: skip
CAUSES = {"found": "发现迟", "assigned": "交办迟", "acknowledged": "签收迟", "answered": "回应迟"}


class Row(BaseModel):
    """时效 of an office, a line, a topic, a region or a grade, every figure with its denominator."""

    key: str = Field(examples=["451421.education"])
    name: str = Field(examples=["扶绥县教育局"])
    count: int
    promises: int
    on_time: int
    late: int
    running: int
    overdue: int
    given: int
    returned: int
    late_by: dict[str, int] = Field(examples=[{"found": 0, "assigned": 1, "acknowledged": 0, "answered": 2, "returned": 0}])
    answered: int = Field(description="已公开回应的事件，分母是 owed")
    owed: int = Field(description="发现满48小时或已回应的事件")
    public: int = Field(description="核实为公开可见的回应，分母是 checked")
    checked: int
    measured: int = Field(description="median_hours 和 p90_hours 的事件数")
    median_hours: float | None
    p90_hours: float | None
    enough: bool = Field(description="数量够不够比较")
    score: float | None = Field(description="考核分 0–100；不够数时没有")
    rank: int | None = Field(description="名次；不够数或不排名时没有")


class Table(BaseModel):
    """The rows of a period; hours are counted from `start`."""

    since: datetime
    until: datetime
    by: str
    start: str
    rows: list[Row]


class BounceLine(BaseModel):
    """退回: how often an office proposed another, and how often that one has it in the end."""

    office: str
    office_name: str
    proposed: str
    proposed_name: str
    times: int
    taken: int
    incidents: list[int]


class AftermathTold(BaseModel):
    """Posts per day around the answer (day 0 = the 24 hours after it), over how many incidents each day is known for."""

    incidents: int
    days: dict[int, int]
    known: dict[int, int]
    watched: int
    quieter: int
    louder: int


def asked(
    here: Here,
    since: Annotated[datetime | None, Query(description="起；不填则为30天前")] = None,
    until: Annotated[datetime | None, Query(description="止；不填则为现在")] = None,
    by: Literal["office", "department", "topic", "region", "grade"] = "office",
    start: Annotated[
        Literal["happened", "first_post", "found", "confirmed", "assigned", "acknowledged"], Query(description="从哪个时刻起算小时")
    ] = "found",
    region: Annotated[str, Query(pattern=r"^(\d{6}|\d{9})?$")] = "",
    department: Annotated[str, Query(max_length=64)] = "",
    grade: Literal["", "none", "ordinary", "considerable", "major", "extreme"] = "",
) -> Asked:
    """The question: which incidents, grouped by what."""
    now = here.now()
    end = _aware(until, now) or now
    begin = _aware(since, now) or end - timedelta(days=30)
    if not timedelta(0) < end - begin <= LONGEST:
        raise HTTPException(422, "起应早于止，且最多十年。")
    return Asked(begin, end, by, start, region, department, grade)


Question = Annotated[Asked, Depends(asked)]


@router.get("", summary="时效")
def table(_: Staff, here: Here, question: Question) -> Table:
    """Whether answers came in time, and what was late. Offices and lines are counted, never persons."""
    rows = [Row(**row) for row in _rows(here, question)]
    return Table(since=question.since, until=question.until, by=question.by, start=question.start, rows=rows)


@router.get("/export", summary="时效（CSV）", response_class=Response)
def exported(_: Staff, here: Here, question: Question) -> Response:
    """The same for a spreadsheet: UTF-8 with its mark, so that Excel reads it."""
    rows = [[*(row[key] for key in HEADS), *(row["late_by"][cause] for cause in CAUSES)] for row in _rows(here, question)]
    return csv_of(f"时效-{question.since:%Y%m%d}-{question.until:%Y%m%d}", [*HEADS.values(), *CAUSES.values()], rows)


@router.get("/bounces", summary="退回矩阵")
def bounced(_: Staff, here: Here, question: Question) -> list[BounceLine]:
    """Who sent matters back, to whom it proposed to give them, and who has them in the end."""
    with here.register.reading() as tx:
        found = bounces(tx, question.since, question.until)
    names = here.rules.offices
    return [
        BounceLine(
            office=one.office,
            office_name=names[one.office].name if one.office in names else one.office,
            proposed=one.proposed,
            proposed_name=names[one.proposed].name if one.proposed in names else one.proposed,
            times=one.times,
            taken=one.taken,
            incidents=list(one.incidents),
        )
        for one in found
    ]


@router.get("/after", summary="回应之后的信息量")
def after(_: Staff, here: Here, question: Question) -> AftermathTold:
    """What happened to the volume of posts after the answer."""
    with here.register.reading() as tx:
        return AftermathTold.model_validate(aftermath(tx, question.since, question.until, here.now()), from_attributes=True)


def _rows(here: Here, question: Asked) -> list[dict[str, Any]]:
    with here.register.reading() as tx:
        return timeliness_.table(tx, here.rules, question, here.now())


def _aware(moment: datetime | None, now: datetime) -> datetime | None:
    return moment.replace(tzinfo=now.tzinfo) if moment and moment.tzinfo is None else moment
