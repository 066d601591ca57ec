"""稿件与审批: the drafts of an incident, what is said of them, and what waits for the caller's word.

Contents: waiting · of_incident · act
"""

# ruff: noqa: TC001  (FastAPI reads annotations at run time)
from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from api.context import Caller, Here
from api.errors import shapes
from api.incidents import Deed
from api.incidents import Id as IncidentId
from response import drafting
from response.drafting import Shown, Waiting
from response.scope import seen
from response.words import Missing
from store import drafts, incidents

router = APIRouter(tags=["稿件"])
Id = Annotated[int, Path(description="稿件编号", ge=1, le=2**53, examples=[3])]


@router.get("/approvals", summary="等我审批的", responses=shapes(401))
def waiting(person: Caller, here: Here) -> Waiting:
    """Drafts that wait for your signature or can go out now, and requests for more time that wait for your word."""
    with here.register.reading() as tx:
        return drafting.waiting_for(tx, here.rules, person)


@router.get("/incidents/{id}/drafts", summary="事件的稿件", responses=shapes(401, 404))
def of_incident(id: IncidentId, person: Caller, here: Here) -> list[Shown]:  # noqa: A002
    """The drafts you may read, the latest first, with the hints and the signatures; an office reads its own."""
    with here.register.reading() as tx:
        return drafting.drafts_of(tx, seen(tx, id, here.rules, person), here.rules, person)


@router.post("/drafts/{id}/actions/{action}", summary="办理稿件", responses=shapes(401, 403, 404, 409, 422))
def act(
    id: Id,  # noqa: A002
    action: Annotated[str, Path(max_length=32, description="动作，见 /api/rules/lifecycle", examples=["approve"])],
    deed: Deed,
    person: Caller,
    here: Here,
) -> Shown:
    """Does what the lifecycle table allows here.

    `details` by action: clear {reviewer}, its statement is `because`; release {link, evidence, published, channel}.
    """
    with here.register.reading() as tx:
        draft = drafts.get(tx, id)
        if draft is None:
            raise Missing(f"没有编号为 {id} 的稿件。")
        seen(tx, draft.incident, here.rules, person)
    here.desk.act_on_draft(id, action, person, version=deed.version, because=deed.because, details=deed.details)
    with here.register.reading() as tx:
        one = incidents.get(tx, draft.incident)
        assert one is not None
        return next(shown for shown in drafting.drafts_of(tx, one, here.rules, person) if shown.id == id)
