"""时限: what runs.

Contents: running
"""

# ruff: noqa: TC001  (FastAPI reads annotations at run time)
from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api.context import Caller, Here
from api.errors import shapes
from response.running import Running, running_for

router = APIRouter(tags=["时限"])


@router.get("/clocks", summary="在计时限", responses=shapes(401))
def running(person: Caller, here: Here, overdue: bool = False, limit: Annotated[int, Query(ge=1, le=5000)] = 200) -> list[Running]:
    """The running clocks you may see, the one that runs out first on top."""
    with here.register.reading() as tx:
        return running_for(tx, here.rules, person, here.now(), overdue=overdue, limit=limit)
