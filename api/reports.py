"""人工上报: what was told by telephone or at a counter, what became of it, and taking it back within a minute.

Contents: Told · Answer · every · report · one · undo
"""

# ruff: noqa: TC003  (FastAPI reads annotations at run time)
from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel, Field, field_validator

from api.context import Here, of_roles
from api.errors import shapes
from nlp.mask import mask
from response import reports
from response.reports import Became, Report
from store.records import Person, Role
from store.tables import BEIJING

router = APIRouter(tags=["人工上报"])
Reporter = Annotated[Person, Depends(of_roles(Role.duty, Role.office, Role.administrator))]
Id = Annotated[str, Path(max_length=32)]


class Told(BaseModel):
    """What was told. There is no field for who told it, and numbers in the text are masked."""

    title: str = Field("", max_length=200, examples=["渠黎镇停水三天"])
    text: str = Field(min_length=2, max_length=10_000, examples=["来电反映街上停水三天，没有通知。"])
    place: str | None = Field(None, pattern=r"^(\d{6}|\d{9})$", description="区划代码", examples=["451421101"])
    at: datetime | None = Field(None, description="接到反映的时间；不填则为现在，不带时区的按北京时间")
    channel: Literal["phone", "visit", "letter", "group", "patrol", "other"] = "phone"

    @field_validator("text")
    @classmethod
    def _says_something(cls, text: str) -> str:
        if not text.strip():
            raise ValueError("请写下反映的内容")
        return text

    @field_validator("at")
    @classmethod
    def _in_beijing(cls, at: datetime | None) -> datetime | None:
        return at if at is None or at.tzinfo else at.replace(tzinfo=BEIJING)


class Answer(BaseModel):
    """`kept`, or `seen before` where the same words are there already; and what became of it by now."""

    outcome: str = Field(examples=["kept"])
    because: str
    became: Became


@router.get("/reports", summary="最近的上报", responses=shapes(401, 403))
def every(person: Reporter, here: Here, limit: Annotated[int, Query(ge=1, le=100)] = 20) -> list[Became]:
    """The latest, with what became of each; an office sees those that it entered itself."""
    with here.register.reading() as tx:
        return reports.latest(tx, here.rules, person, here.now(), limit)


@router.post("/reports", summary="上报", status_code=201, responses=shapes(401, 403, 409, 422))
def report(given: Told, person: Reporter, here: Here) -> Answer:
    """Keeps it for assessment, masked; ask `GET /api/reports/{id}` what became of it."""
    told = Report(given.title, given.text, given.place, given.at, given.channel)
    with here.register.writing() as tx:
        kept = reports.report(tx, here.rules, person, told, mask, here.now())
        became = reports.became(tx, here.rules, person, str(kept.document), here.now(), told=True)
    return Answer(outcome=kept.outcome, because=kept.because, became=became)


@router.get("/reports/{id}", summary="一条上报的去向", responses=shapes(401, 403, 404))
def one(id: Id, person: Reporter, here: Here) -> Became:  # noqa: A002
    """What became of a report."""
    with here.register.reading() as tx:
        return reports.became(tx, here.rules, person, id, here.now())


@router.delete("/reports/{id}", summary="撤回上报", responses=shapes(401, 403, 404, 409))
def undo(id: Id, person: Reporter, here: Here) -> Became:  # noqa: A002
    """Takes back one's own slip within a minute, as long as nobody has the matter in hand."""
    reports.undo(here.desk, person, id)
    with here.register.reading() as tx:
        return reports.became(tx, here.rules, person, id, here.now())
