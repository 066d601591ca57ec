"""通知: what was told, whether it has been read, and how it left the house; what did not arrive is sent again by a person.

Contents: Seen · Told · Outside · notices · seen · outside · undelivered · again
"""

# ruff: noqa: TC001  (FastAPI reads annotations at run time)
from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from api.context import Caller, DutyDesk, Here
from api.errors import shapes
from response.scope import mailbox
from store import deliveries, incidents
from store.deliveries import Delivery
from store.records import Notice

router = APIRouter(tags=["通知"])
Id = Annotated[int, Path(description="外发编号", ge=1, le=2**53)]
WEEK = timedelta(days=7)


class Seen(BaseModel):
    """How many notices were unread."""

    seen: int


class Told(BaseModel):
    """A notice with its deliveries."""

    notice: Notice
    deliveries: list[Delivery]


class Outside(BaseModel):
    """Whether notices really leave the house, over which channels, and how those of the last week stand."""

    production: bool = Field(description="是否真的外发；false 为演练")
    channels: dict[str, str] = Field(examples=[{"mail": "电子邮件"}])
    states: dict[str, int] = Field(examples=[{"sent": 12, "failed": 1}])


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
    """Marks the notices of your office as read; what of them has not left the house yet does not leave it any more."""
    office = mailbox(person, here.rules)
    if office is None:
        return Seen(seen=0)
    with here.register.writing() as tx:
        return Seen(seen=incidents.see_notices(tx, office, here.now(), person.name))


@router.get("/deliveries", summary="外发情况", responses=shapes(401, 403))
def outside(_: DutyDesk, here: Here, request: Request) -> Outside:
    """The mode, the channels, and the deliveries of a week by state."""
    with here.register.reading() as tx:
        states = deliveries.counts(tx, here.now() - WEEK)
    channels = {channel.id: channel.title for channel in here.rules.channels.channels}
    return Outside(production=request.app.state.production, channels=channels, states=states)


@router.get("/deliveries/undelivered", summary="没有送达的通知", responses=shapes(401, 403))
def undelivered(_: DutyDesk, here: Here) -> list[Told]:
    """What failed, or of which nobody knows whether it arrived, latest first."""
    with here.register.reading() as tx:
        return [Told(notice=notice, deliveries=[delivery]) for delivery, notice in deliveries.undelivered(tx)]


@router.post("/deliveries/{id}/again", summary="再发一次", status_code=204, responses=shapes(401, 403, 404, 409))
def again(id: Id, person: DutyDesk, here: Here) -> None:  # noqa: A002
    """Has a delivery that failed, or of which nobody knows, sent once more; it leaves within half a minute."""
    with here.register.writing() as tx:
        if deliveries.get(tx, id) is None:
            raise HTTPException(404, f"没有编号为 {id} 的外发。")
        if not deliveries.again(tx, id, here.now(), person.shown or person.name):
            raise HTTPException(409, "这一条不用再发：它已经送出，或正等着发出。")
