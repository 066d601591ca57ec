"""政策库: policy documents with who drafted them and how they are meant to be read.

Every function takes the transaction first. Contents: Policy · add · save · get · all_
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime  # noqa: TC003  (dataclass fields are read at run time)

from sqlalchemy import Connection, desc, or_, select, update

from store.duty_tables import policies as table
from store.incidents import encode_columns, insert_record, records


@dataclass(frozen=True, slots=True)
class Policy:
    """One document: 文号, 起草单位, 政策解读. `withdrawn`: since when it no longer holds."""

    id: int
    title: str
    number: str | None
    drafted_by: str
    published: datetime | None
    link: str | None
    text: str
    interpretation: str
    by: str
    at: datetime
    withdrawn: datetime | None = None


def add(tx: Connection, policy: Policy) -> Policy:
    """Keeps a document; returns it with its id."""
    return replace(policy, id=insert_record(tx, table, policy))


def save(tx: Connection, policy: Policy) -> None:
    """Writes a document's fields."""
    tx.execute(update(table).where(table.c.id == policy.id).values(**encode_columns(table, policy)))


def get(tx: Connection, id_: int) -> Policy | None:
    """The document with this id."""
    return next(iter(records(tx, select(table).where(table.c.id == id_), Policy)), None)


def all_(tx: Connection, words: str = "", *, holding: bool = False) -> list[Policy]:
    """Every document, latest first; those with these words, or only those that still hold."""
    query = select(table).order_by(table.c.published.is_(None), desc(table.c.published), desc(table.c.id))
    if words:
        columns = (table.c.title, table.c.number, table.c.drafted_by, table.c.text)
        query = query.where(or_(*(column.contains(words, autoescape=True) for column in columns)))
    if holding:
        query = query.where(table.c.withdrawn.is_(None))
    return records(tx, query, Policy)
