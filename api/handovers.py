"""值班交接: the state of the desk as one shift hands it to the next, signed by both, kept as it was.

Contents: Notes · Record · now · every · one · give · take
"""

# ruff: noqa: TC001, TC003  (FastAPI reads annotations at run time)
from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, Field

from api.context import DutyDesk, Here, Staff
from api.errors import shapes
from response import handover
from response.words import Missing
from store import handovers
from store.handovers import Handover
from store.records import Person, Role

router = APIRouter(tags=["值班交接"])
Id = Annotated[int, Path(description="交接编号", ge=1, le=2**53)]


class Notes(BaseModel):
    """What the giver says beyond what the register knows."""

    notes: str = Field("", max_length=5000, examples=["扶绥停水一事，水厂下午两点再来电。"])


class Record(BaseModel):
    """交接记录. `body` is what stood at that moment and never changes; `digest` covers it."""

    id: int
    region: str
    at: datetime
    by: str
    notes: str
    taken_by: str | None
    taken_at: datetime | None
    digest: str
    body: dict[str, Any]


def record(one: Handover) -> Record:
    """A handover as the API gives it."""
    return Record(**{name: getattr(one, name) for name in Record.model_fields})


def visible(person: Person) -> str | None:
    """Whose handovers a person may see: their own duty office's; the administrator every one's."""
    return None if person.role is Role.administrator else person.region


@router.get("/handovers/now", summary="现在交接会写下什么", responses=shapes(401, 403))
def now(person: DutyDesk, here: Here) -> dict[str, Any]:
    """The body that a handover would have if it were signed now."""
    with here.register.reading() as tx:
        return handover.body(tx, here.rules, person, here.now())


@router.get("/handovers", summary="交接记录", responses=shapes(401, 403))
def every(person: Staff, here: Here, limit: Annotated[int, Query(ge=1, le=500)] = 50) -> list[Record]:
    """Past handovers of your duty office, latest first."""
    with here.register.reading() as tx:
        return [record(one) for one in handovers.every(tx, visible(person), limit)]


@router.get("/handovers/{id}", summary="一份交接记录", responses=shapes(401, 403, 404))
def one(id: Id, person: Staff, here: Here) -> Record:  # noqa: A002
    """One handover, as it was."""
    with here.register.reading() as tx:
        found = handovers.get(tx, id)
    if found is None or visible(person) not in (None, found.region):
        raise Missing(f"没有编号为 {id} 的交接记录。")
    return record(found)


@router.post("/handovers", summary="交班签名", status_code=201, responses=shapes(401, 403, 409, 422))
def give(given: Notes, person: DutyDesk, here: Here) -> Record:
    """The giver signs: the record is written and does not change any more."""
    with here.register.writing() as tx:
        return record(handover.give(tx, here.rules, person, here.now(), given.notes))


@router.post("/handovers/{id}/take", summary="接班签名", responses=shapes(401, 403, 404, 409))
def take(id: Id, person: DutyDesk, here: Here) -> Record:  # noqa: A002
    """The taker signs, with their own account."""
    with here.register.writing() as tx:
        return record(handover.take(tx, id, person, here.now()))
