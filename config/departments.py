"""departments.yml: 条线 and the offices (属地单位) that they have in each region.

A department is a line of work; an office is the department at a place: `451421.education` is 扶绥县教育局. Offices are made
from the departments and the regions; only what differs from the pattern is written out.

Contents: Unit · Department · Contact · Departments · Office · offices · faults
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from config.base import Block, dangling
from config.regions import ancestors, level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from config.regions import Regions
    from config.rules import Rules

OfficeLevel = Literal["province", "city", "county", "town"]


class Contact(Block):
    """联络人 of an office, the 承办人 who does the work, and who stands in for them; a duty, not a person to be watched."""

    name: str
    phone: str = ""
    handler: str = ""
    substitutes: tuple[str, ...] = ()


class Unit(Block):
    """A kind of institution under a department (人民医院): one stands in each region of `levels`, named region + `name`."""

    name: str
    aliases: tuple[str, ...] = ()
    levels: tuple[OfficeLevel, ...] = ("city", "county")


class Department(Block):
    """条线. `name` is what the line is called anywhere, `office` how its offices here are called without the region.

    A name that does not begin with the region says where it stands: `国家税务总局{region}税务局`, `崇左市{short}生态环境局`.
    """

    name: str
    office: str = ""
    county_office: str = ""
    aliases: tuple[str, ...] = ()
    own_words: tuple[str, ...] = ()
    levels: tuple[OfficeLevel, ...] = ("city", "county")
    vertical: bool = False
    superior: str = ""
    units: tuple[Unit, ...] = ()

    def called(self, at: str) -> str:
        """How the office at a level is called, without the region."""
        return (self.county_office if at == "county" else "") or self.office or self.name


class Departments(Block):
    """Every line, the names of single offices that differ, contacts, and the offices that a region does not have."""

    departments: dict[str, Department]
    names: dict[str, str] = Field(default_factory=dict)
    contacts: dict[str, Contact] = Field(default_factory=dict)
    without: tuple[str, ...] = ()

    def name(self, id_: str) -> str:
        """The generic name of a department: 教育局."""
        return self.departments[id_].name if id_ in self.departments else id_

    @cached_property
    def ids(self) -> dict[str, str]:
        """Every way to write a department to its id: the id itself, its names and aliases."""
        found: dict[str, str] = {}
        for id_, department in self.departments.items():
            for word in (id_, department.name, department.office, department.county_office, *department.aliases):
                if word:
                    found.setdefault(word, id_)
        return found


@dataclass(frozen=True, slots=True)
class Office:
    """属地单位: a department (or an institution under it) at a place. `superior` is the office above it in its line, if any.

    `aliases` are its names without the region, the official one first.
    """

    id: str
    name: str
    department: str
    region: str
    level: str
    vertical: bool
    aliases: tuple[str, ...]
    superior: str | None
    unit: str | None = None
    contact: Contact | None = None


def offices(departments: Departments, regions: Regions) -> dict[str, Office]:
    """Every office of the home region and of what lies under it, by id."""
    made = {office.id: office for region in regions.names for office in _at(region, departments, regions)}
    return {id_: office for id_, office in made.items() if id_ not in departments.without}


def _at(region: str, rules: Departments, regions: Regions) -> Iterator[Office]:
    here = level(region)
    for id_, department in rules.departments.items():
        if here in department.levels and (id_ != "duty" or region in regions.jurisdictions):
            yield _office(f"{region}.{id_}", id_, department.called(here), department.aliases, region, rules, regions)
        for unit in department.units:
            if here in unit.levels:
                yield _office(f"{region}.{id_}.{unit.name}", id_, unit.name, unit.aliases, region, rules, regions, unit.name)


def _office(
    id_: str,
    department: str,
    called: str,
    aliases: tuple[str, ...],
    region: str,
    rules: Departments,
    regions: Regions,
    unit: str | None = None,
) -> Office:
    town_name = _town_name(region, department, regions)
    name = rules.names.get(id_) or town_name or _full(called, regions.full_name(region))
    line = rules.departments[department]
    official = () if town_name else (called.rsplit("}", maxsplit=1)[-1], *(() if unit else (line.name,)))
    bare = tuple(dict.fromkeys((*official, *aliases)))
    above = [f"{higher}.{department}" for higher in ancestors(region)[1:] if level(higher) in line.levels and higher in regions.names]
    superior = f"{region}.{department}" if unit else (above[0] if above else line.superior or None)
    return Office(id_, name, department, region, level(region), line.vertical, bare, superior, unit, rules.contacts.get(id_))


def _full(called: str, region: str) -> str:
    """The whole name: where `called` has no place for the region, the region stands before it."""
    short = region[:-1] if len(region) > 2 else region  # noqa: PLR2004  (a name of one character keeps its 县)
    return called.replace("{region}", region).replace("{short}", short) if "{" in called else region + called


def _town_name(region: str, department: str, regions: Regions) -> str:
    """How the government of a township calls itself: …镇人民政府, …街道办事处, or the name alone for farms and parks."""
    if department != "township":
        return ""
    name = regions.full_name(region)
    if name.endswith("街道"):
        return f"{name}办事处"
    if name.endswith(("镇", "乡")):
        return f"{name}人民政府"
    return f"{name}管理委员会" if name.endswith(("区", "园区", "产业园")) else name


def faults(rules: Rules) -> list[str]:
    """Names, contacts and exceptions of offices that do not exist."""
    lines = rules.departments
    made = offices(lines.model_copy(update={"without": ()}), rules.regions)
    found = [
        dangling(f"departments.yml, {key}:", id_, "office", made)
        for key in ("names", "contacts")
        for id_ in getattr(lines, key)
        if id_ not in made
    ]
    found += [dangling("departments.yml, without:", id_, "office", made) for id_ in lines.without if id_ not in made]
    found += [
        f"departments.yml, departments → {id_}: {called} may hold {{region}} or {{short}} and nothing else in braces"
        for id_, line in lines.departments.items()
        for called in (line.office, line.county_office)
        if re.search(r"[{}]", re.sub(r"\{(region|short)\}", "", called))
    ]
    needed = ("duty", "government", "government_office", "township")
    return found + [
        f'departments.yml: the department "{id_}" is missing; the routing cannot do without it'
        for id_ in needed
        if id_ not in lines.departments
    ]
