"""时限, 通知, 时效: what runs, what was told, and whether answers came in time.

Contents: running · notices · seen · timeliness
"""

# ruff: noqa: TC001  (FastAPI reads annotations at run time)
from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from api.context import Caller, Here, Staff
from api.errors import shapes
from response import timeliness
from response.running import Running, running_for
from response.scope import mailbox
from store import incidents
from store.records import Notice

router = APIRouter(tags=["时限"])
LONGEST = timedelta(days=3660)


class Row(BaseModel):
    """时效 of an office, a topic, a region or a grade. `median_hours` is from found to first response over `answered`."""

    key: str = Field(examples=["451421.education"])
    name: str = Field(examples=["扶绥县教育局"])
    count: int
    promises: int
    on_time: int
    late: int
    running: int
    overdue: int
    returned: int
    late_by: dict[str, int] = Field(examples=[{"found": 0, "assigned": 1, "acknowledged": 0, "answered": 2, "returned": 0}])
    answered: int
    median_hours: float | None
    p90_hours: float | None
    enough: bool = Field(description="数量够不够比较")


class Table(BaseModel):
    """The rows of a period."""

    since: datetime
    until: datetime
    by: str
    rows: list[Row]


class Seen(BaseModel):
    """How many notices were unread."""

    seen: int


@router.get("/clocks", summary="在计时限", responses=shapes(401))
def running(person: Caller, here: Here, overdue: bool = False, limit: Annotated[int, Query(ge=1, le=5000)] = 200) -> list[Running]:
    """The running clocks you may see, the one that runs out first on top."""
    with here.register.reading() as tx:
        return running_for(tx, here.rules, person, here.now(), overdue=overdue, limit=limit)


@router.get("/notices", summary="通知", responses=shapes(401))
def notices(
    person: Caller,
    here: Here,
    unseen: bool = False,
    incident: Annotated[int | None, Query(ge=1, le=2**53)] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> list[Notice]:
    """What your office was told, latest first; the duty office's for the duty office, all for the administrator."""
    with here.register.reading() as tx:
        return incidents.notices(tx, office=mailbox(person, here.rules), incident=incident, unseen=unseen, limit=limit)


@router.post("/notices/seen", summary="通知已阅", responses=shapes(401, 403))
def seen(person: Caller, here: Here) -> Seen:
    """Marks the notices of your office as read."""
    office = mailbox(person, here.rules)
    if office is None:
        return Seen(seen=0)
    with here.register.writing() as tx:
        return Seen(seen=incidents.see_notices(tx, office, here.now()))


@router.get("/timeliness", summary="时效", responses=shapes(401, 403, 422))
def table(
    _: Staff,
    here: Here,
    since: Annotated[datetime | None, Query(description="起；不填则为30天前")] = None,
    until: Annotated[datetime | None, Query(description="止；不填则为现在")] = None,
    by: Literal["office", "topic", "region", "grade"] = "office",
) -> Table:
    """Whether answers came in time, and what was late. Offices and lines are counted, never persons."""
    now = here.now()
    end = _aware(until, now) or now
    start = _aware(since, now) or end - timedelta(days=30)
    if not timedelta(0) < end - start <= LONGEST:
        raise HTTPException(422, "起应早于止，且最多十年。")
    with here.register.reading() as tx:
        rows = timeliness.table(tx, here.rules, start, end, by, now)
    return Table(since=start, until=end, by=by, rows=[Row(**row) for row in rows])


def _aware(moment: datetime | None, now: datetime) -> datetime | None:
    return moment.replace(tzinfo=now.tzinfo) if moment and moment.tzinfo is None else moment
