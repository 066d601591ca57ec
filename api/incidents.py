"""事件: the list with its filters, one incident with its why, and what is done to it.

Contents: Page · Deed · list · csv · one · history · posts · act
"""

# ruff: noqa: TC001  (FastAPI reads annotations at run time)
from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, Field

from api.context import Caller, Context, Here
from api.errors import shapes
from api.spreadsheet import csv_of
from config.regions import COUNTRY
from response import viewing
from response.scope import seen
from response.viewing import Line, Whole
from store import documents, history
from store.records import Assessment, Document, Entry, Grade, Person

router = APIRouter(tags=["事件"])
Id = Annotated[int, Path(description="事件编号", ge=1, le=2**53, examples=[7])]
Order = Literal["due", "changed", "heat", "posts", "grade", "opened"]
CSV_MOST = 10_000
CSV_HEAD = ["编号", "标题", "状态", "级别", "领域", "地点", "热度", "信息", "发声", "首发", "发现", "主办单位", "下一时限", "到期"]


class Wanted(BaseModel):
    """Which incidents, in which order."""

    status: list[str] = Field([], description="状态，可多选", examples=[["assessed"]])
    open: bool = Field(False, description="只要未了结的")
    region: str | None = Field(None, description="地区编号，含其下级", pattern=r"^\d{6}(\d{3})?$", examples=["451421"])
    topic: str | None = Field(None, max_length=32, examples=["environment"])
    grade: Grade | None = None
    office: str | None = Field(None, max_length=64, examples=["451421.education"])
    words: str | None = Field(None, max_length=100, description="标题中的词")
    order: Order = "changed"
    limit: int = Field(50, ge=1, le=500)
    offset: int = Field(0, ge=0, le=1_000_000)

    def filters(self) -> dict[str, Any]:
        """As the register takes them."""
        region = None if self.region == COUNTRY else self.region
        return {
            "statuses": self.status,
            "open_only": self.open,
            "region": region,
            "topic": self.topic,
            "grade": self.grade.value if self.grade else None,
            "office": self.office,
            "words": self.words,
        }


class Page(BaseModel):
    """Some of the incidents that fit, and how many fit in all."""

    total: int = Field(examples=[42])
    incidents: list[Line]


class Post(BaseModel):
    """A post of an incident with what was understood of it."""

    document: Document
    assessment: Assessment


class Deed(BaseModel):
    """Something to do. `version` is the incident's as one saw it: if somebody was faster, nothing is done."""

    version: int | None = Field(None, examples=[3])
    because: str = Field("", max_length=2000, examples=["与信访件同一事项"])
    details: dict[str, Any] = Field({}, examples=[{"responsible": "451421.education", "cooperating": []}])


@router.get("/incidents", summary="事件列表", responses=shapes(401, 422))
def find(wanted: Annotated[Wanted, Query()], person: Caller, here: Here) -> Page:
    """The incidents that fit and that you may see; `order=due` puts those whose clock runs out first on top."""
    found, total = _lines(wanted, person, here, wanted.limit, wanted.offset)
    return Page(total=total, incidents=found)


@router.get("/incidents.csv", summary="导出事件列表", responses=shapes(401, 422), response_class=Response)
def export(wanted: Annotated[Wanted, Query()], person: Caller, here: Here) -> Response:
    """The same list as a table that a spreadsheet opens (UTF-8 with a mark), at most 10,000 lines."""
    found, _ = _lines(wanted, person, here, CSV_MOST, 0)
    return csv_of("事件", CSV_HEAD, map(_row, found))


def _lines(wanted: Wanted, person: Person, here: Context, limit: int, offset: int) -> tuple[list[Line], int]:
    with here.register.reading() as tx:
        return viewing.lines(tx, here.rules, person, here.now(), order=wanted.order, limit=limit, offset=offset, **wanted.filters())


def _row(line: Line) -> list[Any]:
    clock, who = line.next_clock, line.suggested.responsible if line.suggested else None
    moments = [moment and f"{moment:%Y-%m-%d %H:%M}" for moment in (line.first_post, line.found)]
    names = ["、".join(named.name for named in group) for group in (line.topics, line.places)]
    ends = [clock.title, f"{clock.due:%Y-%m-%d %H:%M}"] if clock else ["", ""]
    plain = [line.id, line.title, line.status_name, line.grade_name, *names, round(line.heat, 2), line.posts, line.voices]
    return [*plain, *moments, who.name if who else "", *ends]


@router.get("/incidents/{id}", summary="一个事件的全部", responses=shapes(401, 404))
def one(id: Id, person: Caller, here: Here) -> Whole:  # noqa: A002
    """Findings with their evidence, the suggestion and its alternatives, clocks, parts, answers, history, and what you may do."""
    with here.register.reading() as tx:
        return viewing.whole(tx, id, here.rules, person, here.now())


@router.get("/incidents/{id}/history", summary="流转记录", responses=shapes(401, 404))
def entries(id: Id, person: Caller, here: Here) -> list[Entry]:  # noqa: A002
    """Every entry with its digest and that of the one before."""
    with here.register.reading() as tx:
        seen(tx, id, here.rules, person)
        return history.of(tx, id)


@router.get("/incidents/{id}/posts", summary="事件的信息", responses=shapes(401, 404))
def posts(id: Id, person: Caller, here: Here, limit: Annotated[int, Query(ge=1, le=500)] = 100) -> list[Post]:  # noqa: A002
    """The posts in order of publication."""
    with here.register.reading() as tx:
        seen(tx, id, here.rules, person)
        return [Post(document=document, assessment=read) for document, read in documents.of_incident(tx, id, limit)]


@router.post("/incidents/{id}/actions/{action}", summary="办理事件", responses=shapes(401, 403, 404, 409, 422))
def act(
    id: Id,  # noqa: A002
    action: Annotated[str, Path(max_length=32, description="动作，见 /api/rules/lifecycle", examples=["assign"])],
    deed: Deed,
    person: Caller,
    here: Here,
) -> Whole:
    """Does what the lifecycle table allows here.

    `details` by action: assign {responsible, cooperating, coordinator, tasks: {office: what it is asked}}, dismiss {reason_code},
    correct {topics, places, named}, raise and lower {grade}, merge {into}, split {documents}, link and unlink {other},
    hand_over {receiver, region}; undo takes back your own last act within a minute.
    """
    with here.register.reading() as tx:
        seen(tx, id, here.rules, person)
    here.desk.act(id, action, person, version=deed.version, because=deed.because, details=deed.details)
    with here.register.reading() as tx:
        return viewing.whole(tx, id, here.rules, person, here.now())
