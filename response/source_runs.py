"""The runs of a source, from the pieces it left (采集记录).

A run leaves its articles and then its lists. A new one has begun where an article follows a list, or where an address comes again.

Contents: Run · runs_of · runs
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime  # noqa: TC003  (dataclass fields are read at run time)
from typing import TYPE_CHECKING, Any

from store import coverage
from store.coverage import FRESH, READ

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from config.sources import Source

MOST_PIECES = 4000
LISTS = ("listed", "not modified", "no items", "changed layout", "cut short")


@dataclass(frozen=True, slots=True)
class Run:
    """One run: when, its outcomes, how many were new (None where the source could not be read), and what was said of its list."""

    began: datetime
    ended: datetime
    outcomes: dict[str, int]
    new: int | None
    said: str


def runs_of(tx: Connection, id_: str, declared: Source | None, most: int) -> list[Run]:
    """The latest runs of a source. The pieces of its list are those that say so, and those at its own address."""
    pieces = coverage.latest(tx, id_, MOST_PIECES)
    addresses = {declared.url} if declared else set()
    return runs(sorted(pieces, key=lambda piece: piece["id"]), addresses, most)


def runs(pieces: Iterable[Mapping[str, Any]], addresses: Collection[str], most: int) -> list[Run]:
    """The latest runs, latest first, from pieces in the order in which they left. `addresses` are those of the source's own list."""
    groups: list[list[Mapping[str, Any]]] = []
    for piece in pieces:
        if not groups or _begins(groups[-1], piece, addresses):
            groups.append([])
        groups[-1].append(piece)
    return [_run(group, addresses) for group in reversed(groups[-most:])]


def _begins(group: Sequence[Mapping[str, Any]], piece: Mapping[str, Any], addresses: Collection[str]) -> bool:
    again = any(other["piece"] == piece["piece"] for other in group)
    return again or (_is_list(group[-1], addresses) and not _is_list(piece, addresses))


def _is_list(piece: Mapping[str, Any], addresses: Collection[str]) -> bool:
    return piece["outcome"] in LISTS or piece["piece"] in addresses


def _run(group: Sequence[Mapping[str, Any]], addresses: Collection[str]) -> Run:
    outcomes = Counter(piece["outcome"] for piece in group)
    read = any(outcomes[word] for word in READ)
    times = [piece["at"] for piece in group]
    said = next((piece["because"] for piece in reversed(group) if _is_list(piece, addresses) and piece["because"]), "")
    return Run(min(times), max(times), dict(outcomes), sum(outcomes[word] for word in FRESH) if read else None, said)
