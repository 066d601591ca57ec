"""Texts and readings as the command line reads and prints them, one JSON object a line.

Contents: Read · BadLine · lines · batches · text_of · moment_of · line_of ·
findings_of
"""

from __future__ import annotations

import json
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from config.base import Refusal
from config.regions import ABROAD
from nlp.mask import mask
from nlp.reader import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from store.records import Assessment, Finding, Severity

BEIJING = timezone(timedelta(hours=8))


class Read(Protocol):
    """What has findings to tell: an assessment, or what is gathered of many."""

    @property
    def topics(self) -> tuple[Finding, ...]: ...  # noqa: D102
    @property
    def places(self) -> tuple[Finding, ...]: ...  # noqa: D102
    @property
    def named(self) -> tuple[Finding, ...]: ...  # noqa: D102
    @property
    def severity(self) -> Severity: ...  # noqa: D102


class BadLine(Refusal, ValueError):
    """An input that cannot be worked on; the sentence names the file, the line and what is wrong with it."""


def lines(file: str, *needed: str) -> Iterator[dict[str, Any]]:
    """The objects of a JSONL file ("-" is standard input), each with the keys `needed`. Raises `BadLine`."""
    try:
        source = sys.stdin if file == "-" else Path(file).open(encoding="utf-8")  # noqa: SIM115  (closed below)
    except OSError as error:
        raise BadLine(f"打不开 {file}：{error.strerror}") from None
    with source:
        for number, text in enumerate(source, 1):
            if text.strip():
                yield _object(text, f"{file} 第 {number} 行", needed)


def _object(text: str, where: str, needed: tuple[str, ...]) -> dict[str, Any]:
    try:
        line = json.loads(text)
    except json.JSONDecodeError as error:
        raise BadLine(f"{where}不是 JSON：{error.msg}（第 {error.colno} 个字符）") from None
    if not isinstance(line, dict):
        raise BadLine(f"{where}应是一个对象 {{…}}")
    if missing := [key for key in needed if key not in line]:
        raise BadLine(f"{where}缺少 {'、'.join(missing)}")
    return line


def batches(found: Iterable[dict[str, Any]], size: int) -> Iterator[list[dict[str, Any]]]:
    """The objects in lists of at most `size`."""
    batch: list[dict[str, Any]] = []
    for line in found:
        batch.append(line)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def text_of(line: dict[str, Any]) -> Text:
    """One input line {id, title, text, published?, source_region?}. A moment without a zone is Beijing time."""
    published = moment_of(line.get("published"))
    return Text(str(line["id"]), line.get("title") or "", line.get("text") or "", published, line.get("source_region"))


def moment_of(said: str | None) -> datetime | None:
    """A moment as data says it: ISO 8601, or 2019-2-28 11:25:05, 2019/4/24 16:03; None where it says none."""
    if not said:
        return None
    text = str(said).strip().replace("/", "-")
    for shape in ("", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d"):
        try:
            moment = datetime.strptime(text, shape) if shape else datetime.fromisoformat(text)  # noqa: DTZ007
        except ValueError:
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)
    raise BadLine(f"看不懂时间“{said}”：请写成 2026-11-25T09:30 的样子")


def line_of(text: Text, assessment: Assessment, department_name: Callable[[str], str]) -> dict[str, Any]:
    """One output line of `assess`."""
    first = assessment.departments[0].value if assessment.departments else None
    told = {"text_masked": mask(text.text), "department": department_name(first) if first else None}
    return {"id": text.id, **findings_of(assessment), **told}


def findings_of(read: Read) -> dict[str, Any]:
    """What was found, of one post or of several taken together; `places` are divisions, `abroad` says why it is none, where it is."""
    abroad = [f.because for f in read.places if f.value == ABROAD]
    return {
        "topics": [{"id": f.value, "score": round(f.score, 4), "because": f.because} for f in read.topics],
        "places": [{"code": f.value, "name": f.name, "because": f.because} for f in read.places if f.value != ABROAD],
        **({"abroad": abroad[0]} if abroad else {}),
        "named": [_named(f) for f in read.named],
        "severity": {"grade": read.severity.grade.value, "because": read.severity.because},
    }


def _named(finding: Finding) -> dict[str, str]:
    return {"office" if finding.value else "name": finding.value or finding.name, "because": finding.because}
