"""流转记录: the append-only history of an incident, each entry sealed with the digest of the one before.

Contents: START · digest_of · append · of · of_actions · Fault · verify
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, insert, select, update

from store.codec import decode, encode
from store.records import Entry
from store.tables import entries, incidents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

START = "0" * 64


class Stale(Exception):
    """Somebody else changed the incident in between."""


def digest_of(entry: Entry) -> str:
    """SHA-256 over every field but the digest itself, as canonical JSON; moments in UTC to the microsecond."""
    fields = {name: encode(value) for name, value in ((f, getattr(entry, f)) for f in Entry.__dataclass_fields__) if name != "digest"}
    fields["at"] = entry.at.timestamp()
    return hashlib.sha256(json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def append(
    tx: Connection, incident: int, action: str, by: str, at: datetime, because: str, details: Mapping[str, Any] | None = None
) -> Entry:
    """Adds an entry and moves the incident's version and head to it. Raises `Stale` where another writer was faster."""
    row = tx.execute(select(incidents.c.version, incidents.c.head).where(incidents.c.id == incident).with_for_update()).one()
    open_ = Entry(incident, row.version + 1, action, by, at, because, encode(details or {}), row.head, "")
    entry = Entry(**{**{f: getattr(open_, f) for f in Entry.__dataclass_fields__}, "digest": digest_of(open_)})
    tx.execute(insert(entries).values(**{f: getattr(entry, f) for f in Entry.__dataclass_fields__}))
    moved = update(incidents).where(incidents.c.id == incident, incidents.c.version == row.version)
    if tx.execute(moved.values(version=entry.number, head=entry.digest, changed=at)).rowcount != 1:
        raise Stale(f"事件 {incident} 刚刚被别人改动，请刷新后再试。")
    return entry


def of(tx: Connection, incident: int) -> list[Entry]:
    """The history of an incident, oldest first."""
    return [_entry(row) for row in tx.execute(select(entries).where(entries.c.incident == incident).order_by(entries.c.number))]


def of_actions(tx: Connection, actions: Iterable[str]) -> list[Entry]:
    """The entries of some actions over all incidents, oldest first."""
    query = select(entries).where(entries.c.action.in_(list(actions))).order_by(entries.c.at, entries.c.incident, entries.c.number)
    return [_entry(row) for row in tx.execute(query)]


@dataclass(frozen=True)
class Fault:
    """One place where a history does not hold."""

    incident: int
    number: int
    sentence: str


def verify(tx: Connection) -> Iterator[Fault]:
    """Every entry whose bytes, number or predecessor are not what was written, and every incident whose head is not its last entry."""
    heads = {row.id: (row.version, row.head) for row in tx.execute(select(incidents.c.id, incidents.c.version, incidents.c.head))}
    last: dict[int, Entry] = {}
    for row in tx.execute(select(entries).order_by(entries.c.incident, entries.c.number)):
        entry = _entry(row)
        before = last.get(entry.incident)
        yield from _faults_of(entry, before)
        last[entry.incident] = entry
    for incident, head in heads.items():
        end = last.get(incident)
        if head != ((end.number, end.digest) if end else (0, START)):
            yield Fault(incident, head[0], f"事件 {incident} 的流转记录在第 {head[0]} 条之后被截断或增补")


def _faults_of(entry: Entry, before: Entry | None) -> Iterator[Fault]:
    number, digest = (before.number, before.digest) if before else (0, START)
    if entry.number != number + 1:
        yield Fault(entry.incident, entry.number, f"事件 {entry.incident} 第 {number + 1} 条流转记录不见了")
    elif entry.before != digest:
        yield Fault(entry.incident, entry.number, f"事件 {entry.incident} 第 {entry.number} 条流转记录与前一条对不上")
    if digest_of(entry) != entry.digest:
        yield Fault(entry.incident, entry.number, f"事件 {entry.incident} 第 {entry.number} 条流转记录被改动过")


def _entry(row: Any) -> Entry:  # noqa: ANN401
    return decode(Entry, {name: getattr(row, name) for name in Entry.__dataclass_fields__})
