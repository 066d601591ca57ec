"""What the rules would say: who answers given facts, and when a limit runs out. Nothing is kept.

Contents: route · due
"""

# ruff: noqa: TC003  (FastAPI reads annotations at run time)
from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from api.context import Caller, Here, Ours
from api.errors import shapes
from response.clocks import due as due_
from response.facts import decision_json, facts_of
from response.routing import route as route_

router = APIRouter(tags=["规则推演"])
FACTS = {"id": "1", "places": ["451421101"], "topics": ["education"], "named": [], "severity": "none"}


class Due(BaseModel):
    """When it is due, the arithmetic, and whether a day in it lies beyond the published calendar (暂定)."""

    due: datetime
    arithmetic: list[str]
    provisional: bool


class Decided(BaseModel):
    """交办建议, as `huixiang route` gives it."""

    model_config = {"extra": "allow"}
    case: int = Field(examples=[5])
    responsible: Any = None
    cooperating: list[Any] = []
    coordinator: Any = None
    leader: Any = None
    forward: Any = None
    clocks: list[Any] = []
    because: Any = None


@router.post("/route", summary="分派推演", dependencies=[Ours], responses=shapes(401, 403, 422))
def route(facts: Annotated[dict[str, Any], Body(examples=[FACTS])], _: Caller, here: Here) -> Decided:
    """Facts → who answers, as `huixiang route` does."""
    try:
        decision = route_(facts_of(facts, here.rules), here.rules)
    except (ValueError, KeyError, TypeError) as error:
        raise HTTPException(422, str(error)) from None
    return Decided(**decision_json(decision, here.rules))


@router.get("/due", summary="到期推算", responses=shapes(401, 422))
def due(
    _: Caller,
    here: Here,
    limit: Annotated[str, Query(max_length=40, examples=["2 working days"])],
    since: Annotated[datetime | None, Query(alias="from", description="起算时刻；不填则为现在")] = None,
) -> Due:
    """When a limit runs out, and how that is reckoned."""
    now = here.now()
    start = (since if since.tzinfo else since.replace(tzinfo=now.tzinfo)) if since else now
    try:
        end = due_(limit, start, here.rules.calendar)
    except (ValueError, OverflowError) as error:
        raise HTTPException(422, str(error)) from None
    return Due(due=end.moment, arithmetic=list(end.arithmetic), provisional=end.provisional)
