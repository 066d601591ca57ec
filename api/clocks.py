"""时限, 通知: what runs, and what was told.

Contents: running · notices · seen
"""

# ruff: noqa: TC001  (FastAPI reads annotations at run time)
from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel

from api.context import Caller, Here
from api.errors import shapes
from response.running import Running, running_for
from response.scope import mailbox
from store import incidents
from store.records import Notice

router = APIRouter(tags=["时限"])


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
