"""The data topics are learned from: rows with their labels, texts without, and the split that is never trained on.

Contents: Row · Data · read · corrected · annotated · mark_of · held_out
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from config.base import Refusal

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

FILES = ("labelled.jsonl", "unlabelled.jsonl", "coarse7.jsonl")
ANNOTATED = Path(__file__).parent / "models" / "annotated.tsv"  # labels without their texts; the folder's files have those
HELD_OUT = 5  # one group in five
SHINGLE, ALIKE, COMMON = 5, 0.4, 60
PLACEHOLDER = re.compile(r"[A-Z]\d{0,2}[市区县]+|西地省")
MAIL = re.compile("快递|邮政|邮局|邮件|包裹|驿站")
Correction = tuple[str, str, str, str]


class NoData(Refusal):
    """There is nothing to learn from; the sentence says where it was looked for."""


@dataclass(frozen=True, slots=True)
class Row:
    """One message. `department` should lead; `second` is a second topic that a reader found clearly present."""

    id: str
    title: str
    text: str
    topic: str = ""
    department: str = ""
    second: str = ""
    corrected: bool = False


@dataclass(frozen=True)
class Data:
    """Labelled rows; what people corrected and annotated on top of them; texts without labels. `digest` says which data it was."""

    labelled: tuple[Row, ...]
    corrected: tuple[Row, ...]
    annotated: tuple[Row, ...]
    more: tuple[Row, ...]
    digest: str

    @property
    def taught(self) -> tuple[Row, ...]:
        """All rows with a label, the labelled first."""
        return (*self.labelled, *self.corrected, *self.annotated)

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows, those with a label first."""
        return (*self.taught, *self.more)

    def split(self) -> tuple[list[int], list[Row]]:
        """Positions to learn from while measuring, and the rows to measure on; nothing near the latter is among the former."""
        out = held_out(self.labelled, (*self.corrected, *self.annotated))
        return [at for at, held in enumerate(out) if not held], [row for row, held in zip(self.labelled, out, strict=False) if held]


def read(folder: Path, departments: Mapping[str, str], topics: Iterable[str], corrections: Iterable[Correction] = ()) -> Data:
    """The data in a folder; `departments` leads from every way to write a department to its id. Raises `NoData`."""
    if not (folder / FILES[0]).is_file():
        raise NoData(f"{folder}：没有 {FILES[0]}，没有可学的数据；请给出放标注数据的文件夹")
    known = set(topics)
    rows = (_row(line, departments) for line in _lines(folder / FILES[0]))
    labelled = tuple(row for row in rows if row.topic in known and row.department)
    if not labelled:
        raise NoData(f"{folder / FILES[0]}：没有一行的 topic 和 department 是规则里有的")
    more = tuple(_row(line, departments) for name in FILES[1:] if (folder / name).is_file() for line in _lines(folder / name))
    marked, plain = annotated(more, known)
    digest = hashlib.sha256()
    for name in FILES:
        digest.update((folder / name).read_bytes() if (folder / name).is_file() else b"")
    digest.update("".join(f"{row.topic}{row.department}" for row in marked).encode())
    return Data(labelled, corrected(corrections), marked, plain, digest.hexdigest()[:12])


def corrected(corrections: Iterable[Correction]) -> tuple[Row, ...]:
    """What people corrected, (title, text, topic, department), as rows; a topic or department that nobody said is empty."""
    return tuple(Row(f"correction {at}", *row, corrected=True) for at, row in enumerate(corrections))


def annotated(more: Iterable[Row], topics: Container[str]) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """The rows without labels that `ANNOTATED` has labels for, with them; and the rest."""
    known = dict(_annotations(topics))
    marked: list[Row] = []
    plain: list[Row] = []
    for row in more:
        said = known.get(mark_of(row))
        (marked if said else plain).append(replace(row, topic=said[0], second=said[1], department=said[2]) if said else row)
    return tuple(marked), tuple(plain)


def mark_of(row: Row) -> str:
    """By what an annotation finds its text again."""
    return hashlib.sha256(f"{row.title.strip()}\n{row.text.strip()}".encode()).hexdigest()[:16]


def held_out(rows: Sequence[Row], others: Sequence[Row] = ()) -> list[bool]:
    """Which rows are kept for measuring: a fifth by the hash of the id; what is nearly the same stays together.

    `others` are never kept for measuring, but held back with the rows that they are nearly the same as.
    """
    groups = _alike([*rows, *others])
    names = [min((rows[other].id for other in group if other < len(rows)), default="") for group in groups]
    return [bool(name) and int(hashlib.sha256(name.encode()).hexdigest(), 16) % HELD_OUT == 0 for name in names]


def _annotations(topics: Container[str]) -> Iterator[tuple[str, tuple[str, str, str]]]:
    lines = ANNOTATED.read_text("utf-8").splitlines() if ANNOTATED.is_file() else []
    for line in lines:
        mark, topic, second, department = line.split("\t")
        if topic in topics:
            yield mark, (topic, second, department)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _row(line: Mapping[str, Any], departments: Mapping[str, str]) -> Row:
    title, text, topic = line.get("title") or "", line.get("text") or "", line.get("topic") or ""
    department = departments.get(line.get("department") or "", "")
    if department == "other" and topic == "telecom_energy" and MAIL.search(title + text):
        department = "post"  # the guide has no line of its own for it
    return Row(str(line.get("id") or ""), title, text, topic, department, line.get("topic2") or "")


def _alike(rows: Sequence[Row]) -> list[list[int]]:
    """For each row the rows that are nearly the same as it, itself included: the same title, or two fifths of the text."""
    parent = list(range(len(rows)))

    def root(at: int) -> int:
        while parent[at] != at:
            at = parent[at]
        return at

    for one, other in _alike_pairs(rows):
        parent[root(one)] = root(other)
    groups: dict[int, list[int]] = defaultdict(list)
    for at in range(len(rows)):
        groups[root(at)].append(at)
    return [groups[root(at)] for at in range(len(rows))]


def _alike_pairs(rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    shingles = [_shingles(row.text) for row in rows]
    holders: dict[str, list[int]] = defaultdict(list)
    titles: dict[str, int] = {}
    for at, row in enumerate(rows):
        for shingle in shingles[at]:
            holders[shingle].append(at)
        first = titles.setdefault(_bare(row.title) or f" {at}", at)
        if first != at:
            yield at, first
    for at, mine in enumerate(shingles):
        shared = Counter(other for shingle in mine if len(holders[shingle]) < COMMON for other in holders[shingle] if other < at)
        yield from ((at, other) for other, times in shared.items() if times > ALIKE * min(len(mine), len(shingles[other])))


def _bare(text: str) -> str:
    return re.sub(r"\W|\d", "", PLACEHOLDER.sub("", text))


def _shingles(text: str) -> set[str]:
    bare = _bare(text)
    return {bare[at : at + SHINGLE] for at in range(max(1, len(bare) - SHINGLE + 1))}
