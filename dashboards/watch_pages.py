"""The pages of watching: 信息源, one source, 告警, 盲区, 试采, 推送密钥, 人工上报.

Contents: UNDER · View · sources · source · alarms · blind_spots · try_ · keys · report
"""
# ruff: noqa: TC001, TC002  (FastAPI reads annotations at run time)

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field

from dashboards.plain_pages import Drawn
from dashboards.shell import ADMIN, DUTY, OFFICE, Shell
from response import reports
from response.alarms import AlarmLine, standing
from response.alarms import lines as shown
from response.blind_spots import blind_spots as look
from response.blind_spots import strip_of
from response.source_runs import runs_of
from response.sources import every
from response.words import Missing
from store import alarms as alarm_store
from store import coverage, stages
from store import keys as key_store
from store.records import Medium, Person

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from response.sources import SourceLine

router = APIRouter()
MOST_PIECES = 100
PAST = 50
TABS = (("/sources", "全部"), ("/alarms", "告警"), ("/blind-spots", "盲区"), ("/try", "试采"), ("/keys", "推送密钥"))
ROLES = {"/try": (DUTY, ADMIN), "/keys": (ADMIN,)}
ORDERS = {"state": "要看的在前", "name": "名称", "new": "24小时新信息", "last_new": "最近新信息", "last_run": "最近一次"}
PERIODS = {1: "今天", 7: "近7天", 14: "近14天"}


class View(BaseModel):
    """Which sources, in which order."""

    words: str = Field("", max_length=100)
    state: str = Field("", max_length=20)
    kind: str = Field("", max_length=20)
    medium: str = Field("", max_length=20)
    region: str = Field("", max_length=9)
    order: str = Field("state", pattern="^(state|name|new|last_new|last_run)$")

    def address(self, **changes: str) -> str:
        """The address of this view with some of it changed."""
        fields = {name: value for name, value in {**self.model_dump(), **changes}.items() if value != View.model_fields[name].default}
        return f"/sources?{urlencode(fields)}" if fields else "/sources"

    @property
    def narrowed(self) -> bool:
        """Whether anything is left out."""
        return bool(self.words or self.state or self.kind or self.medium or self.region)

    def of(self, lines: list[SourceLine]) -> list[SourceLine]:
        """Those that are asked for, in the order asked for."""
        found = [line for line in lines if self._wants(line)]
        keys: dict[str, Any] = {
            "name": lambda line: line.name,
            "new": lambda line: (line.new_today is None, -(line.new_today or 0)),
            "last_new": lambda line: (line.last_new is None, -(line.last_new.timestamp() if line.last_new else 0)),
            "last_run": lambda line: (line.last_run is None, -(line.last_run.timestamp() if line.last_run else 0)),
        }
        return sorted(found, key=keys[self.order]) if self.order in keys else found

    def _wants(self, line: SourceLine) -> bool:
        plain = all(
            not value or getattr(line, name) == value for name, value in self.model_dump(include={"state", "kind", "medium"}).items()
        )
        here = not self.region or (line.region or "-") == self.region
        return plain and here and all(word in f"{line.name} {line.id} {line.url}".lower() for word in self.words.lower().split())


@router.get("/sources")
def sources(request: Request, shell: Drawn, view: Annotated[View, Query()]) -> HTMLResponse:
    """How each source stands, those that need looking at first."""
    person = shell.staff(request)
    with shell.register.reading() as tx:
        lines = every(tx, shell.rules.sources.sources, shell.desk.now())
        frame = _tabs(tx, person)
    drawn: dict[str, Any] = {
        "view": view,
        "found": view.of(lines),
        "total": len(lines),
        "counts": Counter(line.state for line in lines),
        "kinds": sorted({line.kind for line in lines if line.kind}),
        "regions": sorted({line.region for line in lines if line.region}),
        "media": list(Medium),
        "ORDERS": ORDERS,
    }
    return shell.page(request, "sources.html", person=person, **drawn, **frame)


def _tabs(tx: Connection, person: Person) -> dict[str, Any]:
    """The pages of watching that this person may open, and how many alarms stand."""
    tabs = [(address, name) for address, name in TABS if person.role in ROLES.get(address, (person.role,))]
    return {"tabs": tabs, "standing": standing(tx)}


@router.get("/sources/{id_}")
def source(
    request: Request,
    shell: Drawn,
    id_: str,
    words: Annotated[str, Query(max_length=200)] = "",
    outcome: Annotated[str, Query(max_length=64)] = "",
) -> HTMLResponse:
    """One source: how it stands, its last days and runs, and what became of each piece and why."""
    person, now = shell.staff(request), shell.desk.now()
    declared = shell.rules.sources.by_id.get(id_)
    with shell.register.reading() as tx:
        line = next((one for one in every(tx, shell.rules.sources.sources, now) if one.id == id_), None)
        if line is None:
            raise Missing(f"没有编号为“{id_}”的信息源。")
        since = line.last_run or now - timedelta(days=1)
        drawn: dict[str, Any] = {
            "strip": strip_of(tx, line, now),
            "runs": runs_of(tx, id_, declared, 30),
            "pieces": stages.search(tx, words=words, source=id_, outcome=outcome or None, limit=MOST_PIECES),
            "alarms": shown(alarm_store.all_(tx, subject=id_, limit=20)),
            "so_far": coverage.between(tx, id_, since, now + timedelta(days=1)).pieces if line.running else 0,
        }
        frame = _tabs(tx, person)
    runnable = bool(declared and declared.crawled and line.state != "off" and person.role in (DUTY, ADMIN))
    asked: dict[str, Any] = {"words": words, "outcome_": outcome, "declared": declared, "runnable": runnable}
    return shell.page(request, "source.html", person=person, one=line, **drawn, **asked, **frame)


@router.get("/alarms")
def alarms(request: Request, shell: Drawn) -> HTMLResponse:
    """What is not as it should be, and what was and is well again."""
    person = shell.staff(request)
    with shell.register.reading() as tx:
        frame = _tabs(tx, person)
        past = [one for one in alarm_store.all_(tx, limit=4 * PAST) if one.cleared][:PAST]
    found: list[AlarmLine] = frame["standing"]
    failing = sum(one.kind == "failing" for one in found)
    asked = sum(one.enabled and one.crawled for one in shell.rules.sources.sources)
    drawn: dict[str, Any] = {"found": found, "past": shown(past), "network": failing > 4 and failing * 2 > asked}  # noqa: PLR2004
    return shell.page(request, "alarms.html", person=person, **drawn, may=person.role in (DUTY, ADMIN), **frame)


@router.get("/blind-spots")
def blind_spots(
    request: Request,
    shell: Drawn,
    period: Annotated[int, Query(ge=1, le=14)] = 7,
    towns: Annotated[bool, Query()] = False,
    order: Annotated[str, Query(pattern="^(state|name|region)$")] = "state",
) -> HTMLResponse:
    """盲区: what we do not see."""
    person = shell.staff(request)
    with shell.register.reading() as tx:
        found = look(tx, shell.rules, shell.desk.now(), period)
        frame = _tabs(tx, person)
    keys: dict[str, Any] = {"name": lambda one: one.name, "region": lambda one: (one.region or "", one.name)}
    strips = sorted(found.strips, key=keys[order]) if order in keys else list(found.strips)
    rows = [row for row in found.matrix if towns or row.level != "town"]
    unseen = sum(all(cell.state != "read" for cell in row.cells) for row in found.matrix if row.level == "county")
    drawn: dict[str, Any] = {"rows": rows, "strips": strips, "media": list(Medium), "unseen": unseen, "PERIODS": PERIODS}
    return shell.page(request, "blind_spots.html", person=person, spots=found, order=order, towns=towns, **drawn, **frame)


@router.get("/try")
def try_(request: Request, shell: Drawn, url: Annotated[str, Query(max_length=2000)] = "") -> HTMLResponse:
    """试采."""
    person = shell.person(request, DUTY, ADMIN)
    with shell.register.reading() as tx:
        frame = _tabs(tx, person)
    return shell.page(request, "try.html", person=person, url=url, private=_may_try_inside(shell, person), **frame)


def _may_try_inside(shell: Shell, person: Person) -> bool:
    return person.role is ADMIN and bool(shell.app.state.settings.private)


@router.get("/keys")
def keys(request: Request, shell: Drawn) -> HTMLResponse:
    """推送密钥."""
    person = shell.person(request, ADMIN)
    with shell.register.reading() as tx:
        found, frame = key_store.all_(tx), _tabs(tx, person)
    return shell.page(request, "keys.html", person=person, found=found, base=str(request.base_url).rstrip("/"), **frame)


@router.get("/report")
def report(request: Request, shell: Drawn) -> HTMLResponse:
    """人工上报."""
    person, now = shell.person(request, DUTY, OFFICE, ADMIN), shell.desk.now()
    with shell.register.reading() as tx:
        latest = reports.latest(tx, shell.rules, person, now)
    return shell.page(request, "report.html", person=person, latest=latest, CHANNELS=reports.CHANNELS)
