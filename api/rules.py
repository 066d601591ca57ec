"""规则: who answers what, to read: topics, regions, departments, offices and the lifecycle table.

Contents: overview · topics · regions · departments · offices · lifecycle
"""

# ruff: noqa: TC001  (FastAPI reads annotations at run time)
from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.context import Caller, Here
from api.errors import shapes
from config.departments import Contact
from response import lifecycle
from store.records import Role

router = APIRouter(prefix="/rules", tags=["规则"], responses=shapes(401))


class Overview(BaseModel):
    """Which rules hold: their version (a digest over the files) and their size."""

    version: str = Field(examples=["3f2a9c01d4e5"])
    home: str = Field(examples=["451400"])
    home_name: str = Field(examples=["崇左市"])
    sources: int
    topics: int
    departments: int
    offices: int


class TopicLine(BaseModel):
    """领域: the lines that lead it, the first before the others."""

    id: str
    name: str
    area: bool
    departments: list[str]


class RegionLine(BaseModel):
    """行政区划."""

    code: str
    name: str
    full_name: str


class DepartmentLine(BaseModel):
    """条线."""

    id: str
    name: str
    vertical: bool
    levels: list[str]


class OfficeLine(BaseModel):
    """属地单位."""

    id: str
    name: str
    department: str
    region: str
    level: str
    vertical: bool
    aliases: list[str]
    contact: Contact | None = None


class Act(BaseModel):
    """One line of the lifecycle table: an act, from which statuses, by whom, to where (empty: the status stays)."""

    kind: str = Field(examples=["incident"])
    action: str = Field(examples=["assign"])
    label: str = Field(examples=["交办"])
    sources: list[str] = Field(examples=[["found", "assessed"]])
    to: str = Field(examples=["assigned"])
    roles: list[Role]
    because: bool = Field(description="是否必须写明理由")
    final: bool = Field(description="是否不能在一分钟内撤销")


@router.get("", summary="规则概况")
def overview(_: Caller, here: Here) -> Overview:
    """Version and size."""
    rules = here.rules
    sizes = {
        "sources": len(rules.sources.sources),
        "topics": len(rules.topics.topics),
        "departments": len(rules.departments.departments),
        "offices": len(rules.offices),
    }
    return Overview(version=rules.version, home=rules.regions.home, home_name=rules.regions.name(rules.regions.home), **sizes)


@router.get("/topics", summary="领域与牵头条线")
def topics(_: Caller, here: Here) -> list[TopicLine]:
    """Every topic with the lines that lead it."""
    return [
        TopicLine(id=id_, name=topic.name, area=topic.area, departments=list(topic.departments))
        for id_, topic in here.rules.topics.topics.items()
    ]


@router.get("/regions", summary="行政区划")
def regions(_: Caller, here: Here) -> list[RegionLine]:
    """The regions of ours and those above."""
    rules = here.rules.regions
    return [RegionLine(code=code, name=name, full_name=rules.full_name(code)) for code, name in rules.all.items()]


@router.get("/departments", summary="条线")
def departments(_: Caller, here: Here) -> list[DepartmentLine]:
    """Every line."""
    return [
        DepartmentLine(id=id_, name=line.name, vertical=line.vertical, levels=list(line.levels))
        for id_, line in here.rules.departments.departments.items()
    ]


@router.get("/offices", summary="单位名录")
def offices(
    _: Caller,
    here: Here,
    region: Annotated[str | None, Query(max_length=12)] = None,
    department: Annotated[str | None, Query(max_length=64)] = None,
    words: Annotated[str, Query(max_length=50)] = "",
) -> list[OfficeLine]:
    """Every office, or those of a region, of a line, or with these words in a name."""
    return [
        OfficeLine(**{name: getattr(office, name) for name in OfficeLine.model_fields if name != "aliases"}, aliases=list(office.aliases))
        for office in here.rules.offices.values()
        if region in (None, office.region)
        and department in (None, office.department)
        and any(words in name for name in (office.name, *office.aliases))
    ]


@router.get("/lifecycle", summary="办理流程表")
def table(_: Caller) -> list[Act]:
    """From which statuses which act leads where, and who may do it."""
    return [Act(kind=kind, **asdict(step)) for kind, steps in lifecycle.TABLES.items() for step in steps]
