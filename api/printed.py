"""交办单: the printed assignment as a document, and the receipt that comes back.

Contents: Receipt · document · receipt
"""

# ruff: noqa: TC001  (FastAPI reads annotations at run time)
from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, Field

from api.context import Caller, DutyDesk, Here
from api.errors import shapes
from response.printed import record_receipt, sheet
from response.sheets import docx

router = APIRouter(tags=["交办"])
Id = Annotated[int, Path(description="交办编号", ge=1, le=2**53, examples=[12])]
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Receipt(BaseModel):
    """What the receipt says: its code, and the post or name of who received the sheet for the office."""

    code: str = Field(min_length=8, max_length=20, examples=["7KQM-2XVA"])
    received_by: str = Field(min_length=1, max_length=64, pattern=r"\S", examples=["办公室值班岗"])


class Signed(BaseModel):
    """The part, signed for."""

    id: int
    incident: int
    status: str = Field(examples=["acknowledged"])


@router.get("/assignments/{id}/sheet.docx", summary="交办单（Word）", responses=shapes(401, 404), response_class=Response)
def document(id: Id, person: Caller, here: Here) -> Response:  # noqa: A002
    """The printed assignment with its receipt."""
    with here.register.reading() as tx:
        content = docx(sheet(tx, id, here.rules, person, here.now()))
    return Response(content, media_type=WORD, headers={"content-disposition": f'attachment; filename="assignment-{id}.docx"'})


@router.post("/assignments/{id}/receipt", summary="登记回执", responses=shapes(401, 403, 404, 409, 422))
def receipt(id: Id, given: Receipt, person: DutyDesk, here: Here) -> Signed:  # noqa: A002
    """Signs for an office that does not sign in, on the strength of the code on its receipt."""
    part = record_receipt(here.desk, id, person, given.code, given.received_by.strip())
    return Signed(id=part.id, incident=part.incident, status=part.status)
