"""流水: every piece with its outcome and the reason, and the day's sums, which add up.

Contents: Piece · Day · search · day
"""

# ruff: noqa: TC001  (FastAPI reads annotations at run time)
from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.context import Here, Staff
from api.errors import shapes
from store import stages, watching

router = APIRouter(tags=["流水"])
Word = Annotated[str | None, Query(max_length=64)]


class Piece(BaseModel):
    """One piece as it left a stage."""

    id: int
    stage: str = Field(examples=["collect"])
    piece: str
    source: str
    outcome: str = Field(examples=["kept"])
    because: str
    at: datetime


class StageDay(BaseModel):
    """What left one stage on a day: the outcomes add up to the total."""

    stage: str
    outcomes: dict[str, int] = Field(examples=[{"kept": 150, "seen before": 12}])
    total: int = Field(examples=[162])


class Day(BaseModel):
    """A day's sums, and what still waits."""

    day: date
    stages: list[StageDay]
    waiting: dict[str, int]


@router.get("/pieces", summary="流水", responses=shapes(401, 403))
def search(
    _: Staff,
    here: Here,
    words: Annotated[str, Query(max_length=200)] = "",
    stage: Word = None,
    source: Word = None,
    outcome: Word = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 200,
) -> list[Piece]:
    """The latest pieces with their outcome and reason."""
    with here.register.reading() as tx:
        found = stages.search(tx, words=words, stage=stage, source=source, outcome=outcome, limit=limit)
    return [Piece(**piece) for piece in found]


@router.get("/pieces/day", summary="一天的合计", responses=shapes(401, 403, 422))
def day(_: Staff, here: Here, on: Annotated[date | None, Query(description="哪一天；不填则为今天")] = None) -> Day:
    """The outcomes of a day per stage; they add up to the pieces that left it."""
    now = here.now()
    chosen = on or now.date()
    start = datetime.combine(chosen, time(), now.tzinfo)
    with here.register.reading() as tx:
        counts = stages.day(tx, start, start + timedelta(days=1))
        waiting = watching.waiting(tx)
    names = sorted({stage for stage, _ in counts})
    sums = {name: {outcome: n for (stage, outcome), n in sorted(counts.items()) if stage == name} for name in names}
    return Day(
        day=chosen,
        stages=[StageDay(stage=name, outcomes=outcomes, total=sum(outcomes.values())) for name, outcomes in sums.items()],
        waiting=waiting,
    )
