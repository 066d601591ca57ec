"""The tables of watching over what is collected: engagement over time, alarms, keys of those who push, hosts that are busy.

Contents: engagements · alarms · keys · hosts
"""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Index, String, Table, Text

from store.tables import Moment, key, metadata

engagements = Table(
    "engagements",
    metadata,
    Column("document", String(32), ForeignKey("documents.id"), primary_key=True),
    Column("at", Moment, primary_key=True),
    Column("counts", JSON, nullable=False),
)

alarms = Table(
    "alarms",
    metadata,
    key(),
    Column("kind", String(32), nullable=False),
    Column("subject", String(64), nullable=False),
    Column("title", Text, nullable=False),
    Column("because", Text, nullable=False),
    Column("raised", Moment, nullable=False),
    Column("last", Moment, nullable=False),
    Column("cleared", Moment),
    Column("seen", Moment),
    Column("seen_by", String(64)),
    Index("ix_alarms_cleared", "cleared", "kind", "subject"),
)

keys = Table(
    "keys",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("name", String(100), nullable=False),
    Column("source", String(64), nullable=False),
    Column("digest", String(64), nullable=False, unique=True),
    Column("made", Moment, nullable=False),
    Column("made_by", String(64), nullable=False),
    Column("last_used", Moment),
    Column("revoked", Moment),
    Column("revoked_by", String(64)),
)

hosts = Table(
    "hosts",
    metadata,
    Column("host", String(300), primary_key=True),
    Column("claimed_by", String(64)),
    Column("claimed_until", Moment),
)
