"""规则版本 in the register: the text of every rule file of each version, who put it in force, and why.

Every function takes the transaction first. Contents: Version · add · get · in_force · all_ · put_in_force
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003  (dataclass fields are read at run time)
from typing import TYPE_CHECKING

from sqlalchemy import Connection, desc, select, update

from store.codec import decode
from store.documents import upsert
from store.duty_tables import rule_versions as table

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the rules. `files` leads from a file's name to its text; `reviewed_by` is the person who put it in force.

    `own`: from a folder of somebody's own, not those that come with the program.
    """

    version: str
    at: datetime
    by: str
    because: str
    files: dict[str, str]
    before: str | None = None
    reviewed_by: str | None = None
    own: bool = False
    in_force: bool = False


def add(tx: Connection, version: str, at: datetime, by: str, because: str, files: Mapping[str, str], *, own: bool = False) -> bool:
    """Keeps a version that is not in force yet. False where it is known already."""
    before = in_force(tx)
    values = {"version": version, "at": at, "by": by, "because": because, "files": dict(files), "own": own, "in_force": False}
    return upsert(tx, table, {**values, "before": before.version if before else None}, update=False) == 1


def get(tx: Connection, version: str) -> Version | None:
    """One version."""
    row = tx.execute(select(table).where(table.c.version == version)).one_or_none()
    return None if row is None else decode(Version, dict(row._mapping))  # noqa: SLF001


def in_force(tx: Connection) -> Version | None:
    """The version that holds; None before the first start."""
    row = tx.execute(select(table).where(table.c.in_force)).one_or_none()
    return None if row is None else decode(Version, dict(row._mapping))  # noqa: SLF001


def all_(tx: Connection) -> list[Version]:
    """Every version, latest first."""
    return [decode(Version, dict(row._mapping)) for row in tx.execute(select(table).order_by(desc(table.c.at)))]  # noqa: SLF001


def put_in_force(tx: Connection, version: str, by: str, at: datetime, because: str, *, reviewed: bool) -> None:
    """From now on this version holds and no other. `reviewed`: a person says so, not the program."""
    before = in_force(tx)
    tx.execute(update(table).where(table.c.in_force).values(in_force=False))
    values = {"in_force": True, "at": at, "by": by, "because": because, "reviewed_by": by if reviewed else None}
    if before and before.version != version:
        values["before"] = before.version
    tx.execute(update(table).where(table.c.version == version).values(**values))
