"""规则版本: what changed in the rules, what a change would have done, and its review.

Contents: every · one
"""
# ruff: noqa: TC001, TC002  (FastAPI reads annotations at run time)

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from config.base import Faults
from dashboards.plain_pages import Drawn
from response.versions import diff, of_texts
from response.words import Missing
from store import versions
from store.records import Role

router = APIRouter()


@router.get("/rules/versions")
def every(request: Request, shell: Drawn) -> HTMLResponse:
    """Every version, latest first: since when it holds, who said so and why."""
    person = shell.person(request)
    with shell.register.reading() as tx:
        found = versions.all_(tx)
    held = {version.before for version in found}
    states = {one.version: "生效" if one.in_force else "曾生效" if one.version in held else "待审核" for one in found}
    return shell.page(request, "versions.html", person=person, found=found, states=states)


@router.get("/rules/versions/{version}")
def one(request: Request, shell: Drawn, version: str, days: Annotated[int, Query(ge=0, le=366)] = 0) -> HTMLResponse:
    """One version: what it changed, and with `days` what it would have made of the incidents of that time."""
    person = shell.person(request)
    with shell.register.reading() as tx:
        found = versions.get(tx, version)
        if found is None:
            raise Missing(f"没有规则版本 {version}。")
        before = versions.get(tx, found.before) if found.before else None
    may = person.role in (Role.leader, Role.administrator)
    replay = shell.app.state.context.replay
    replayed, fault = None, ""
    if days and may and replay:
        try:
            replayed = replay(of_texts(found.files), shell.desk.now() - timedelta(days=days))
        except Faults as faults:
            fault = faults.sentences[0]
    differences = diff(before.files, found.files) if before else []
    return shell.page(
        request, "version.html", person=person, found=found, before=before, differences=differences, days=days, may=may,
        replayed=replayed, fault=fault,
    )  # fmt: skip
