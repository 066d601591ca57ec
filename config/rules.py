"""All rules together: read once, checked against each other, frozen.

Contents: Rules · load
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from config import (
    answers,
    approval,
    calendar,
    channels,
    chase,
    deadlines,
    departments,
    examples,
    gathering,
    policies,
    regions,
    retention,
    routing,
    severity,
    sources,
    timeliness,
    topics,
)
from config.base import Block, Faults, read
from config.office_names import by_bare_name, by_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from config.departments import Office

HERE = Path(__file__).parent
FILES: dict[str, type[Block]] = {
    "regions": regions.Regions,
    "departments": departments.Departments,
    "topics": topics.Topics,
    "routing": routing.Routing,
    "deadlines": deadlines.Deadlines,
    "calendar": calendar.Calendar,
    "severity": severity.Severity,
    "policies": policies.Policies,
    "gathering": gathering.Gathering,
    "chase": chase.Chase,
    "channels": channels.Channels,
    "approval": approval.Approval,
    "timeliness": timeliness.Timeliness,
    "answers": answers.Answers,
    "retention": retention.Retention,
    "sources": sources.Sources,
    "examples": examples.Examples,
}
CROSS = (departments, topics, policies, routing, deadlines, channels, sources, examples)


@dataclass(frozen=True)
class Rules:
    """Every rule file as its type, the offices made from them, and the version: a digest over all files."""

    regions: regions.Regions
    departments: departments.Departments
    topics: topics.Topics
    routing: routing.Routing
    deadlines: deadlines.Deadlines
    calendar: calendar.Calendar
    severity: severity.Severity
    policies: policies.Policies
    gathering: gathering.Gathering
    chase: chase.Chase
    channels: channels.Channels
    approval: approval.Approval
    timeliness: timeliness.Timeliness
    answers: answers.Answers
    retention: retention.Retention
    sources: sources.Sources
    examples: examples.Examples
    offices: Mapping[str, Office]
    version: str

    @cached_property
    def office_names(self) -> dict[str, str]:
        """Every name that says its region, to the office: 扶绥县医院."""
        return by_name(self.offices.values(), self.regions.names)

    @cached_property
    def bare_names(self) -> dict[str, dict[str, str]]:
        """Every name that does not, to its offices by region: 县医院."""
        return by_bare_name(self.offices.values())


def load(folder: Path | None = None) -> Rules:
    """The rules in `folder`, by default those that come with the program. Raises `Faults` with every fault of every file."""
    folder = folder or HERE
    if not folder.is_dir():
        raise Faults([f"{folder}: 没有这个文件夹；HUIXIANG_RULES 应指向放规则文件的文件夹"])
    found, sentences = _read_all(folder)
    if sentences:
        raise Faults(sentences)
    rules = Rules(**found, offices=departments.offices(found["departments"], found["regions"]), version=_version(folder))
    sentences = [sentence for module in CROSS for sentence in module.faults(rules)]
    if sentences:
        raise Faults(sentences)
    return rules


def _read_all(folder: Path) -> tuple[dict[str, Any], list[str]]:
    found: dict[str, Any] = {}
    sentences: list[str] = []
    for name, shape in FILES.items():
        try:
            found[name] = read(folder / f"{name}.yml", shape)
        except Faults as faults:
            sentences += faults.sentences
    return found, sentences


def _version(folder: Path) -> str:
    digest = hashlib.sha256()
    for name in FILES:
        digest.update((folder / f"{name}.yml").read_bytes())
    return digest.hexdigest()[:12]
