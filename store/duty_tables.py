"""The tables of duty: drafts and their approval, forwards between levels, deliveries, versions of the rules, handovers, contacts.

Contents: drafts · approvals · forwards · deliveries · rule_versions · handovers · links · policies · contacts · snapshots
"""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint, false

from store.tables import Moment, key, metadata

drafts = Table(
    "drafts",
    metadata,
    key(),
    Column("incident", Integer, ForeignKey("incidents.id"), nullable=False),
    Column("assignment", Integer, ForeignKey("assignments.id")),
    Column("channel", String(32), nullable=False),
    Column("text", Text, nullable=False),
    Column("by", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    Column("state", String(16), nullable=False),
    Column("hints", JSON, nullable=False),
    Column("cleared_by", String(64)),
    Column("cleared_at", Moment),
    Index("ix_drafts_incident", "incident"),
)

approvals = Table(
    "approvals",
    metadata,
    key(),
    Column("incident", Integer, ForeignKey("incidents.id"), nullable=False),
    Column("draft", Integer, ForeignKey("drafts.id")),
    Column("step", Integer, nullable=False),
    Column("role", String(16), nullable=False),
    Column("decision", String(16), nullable=False),
    Column("by", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    Column("because", Text, nullable=False),
    Index("ix_approvals_incident", "incident"),
)

forwards = Table(
    "forwards",
    metadata,
    key(),
    Column("incident", Integer, ForeignKey("incidents.id"), nullable=False),
    Column("from_region", String(12), nullable=False),
    Column("to_region", String(12), nullable=False),
    Column("direction", String(8), nullable=False),
    Column("by", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    Column("because", Text, nullable=False),
    Column("due", Moment),
    Column("accepted", Moment),
    Column("accepted_by", String(64)),
    Index("ix_forwards_incident", "incident"),
    Index("ix_forwards_to_region", "to_region", "accepted"),
)

deliveries = Table(
    "deliveries",
    metadata,
    key(),
    Column("notice", Integer, ForeignKey("notices.id"), nullable=False),
    Column("channel", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("next_at", Moment),
    Column("at", Moment),
    Column("because", Text),
    UniqueConstraint("notice", "channel"),
    Index("ix_deliveries_state", "state", "next_at"),
)

rule_versions = Table(
    "rule_versions",
    metadata,
    Column("version", String(64), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("by", String(64), nullable=False),
    Column("because", Text, nullable=False),
    Column("files", JSON, nullable=False),
    Column("before", String(64)),
    Column("reviewed_by", String(64)),
    Column("own", Boolean, nullable=False, server_default=false()),
    Column("in_force", Boolean, nullable=False, server_default=false()),
)

handovers = Table(
    "handovers",
    metadata,
    key(),
    Column("region", String(12), nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", String(64), nullable=False),
    Column("body", JSON, nullable=False),
    Column("notes", Text, nullable=False),
    Column("taken_by", String(64)),
    Column("taken_at", Moment),
)

links = Table(
    "links",
    metadata,
    Column("one", Integer, ForeignKey("incidents.id"), primary_key=True),
    Column("other", Integer, ForeignKey("incidents.id"), primary_key=True),
    Column("by", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    Column("because", Text, nullable=False),
)

policies = Table(
    "policies",
    metadata,
    key(),
    Column("title", Text, nullable=False),
    Column("number", String(64)),
    Column("drafted_by", String(200), nullable=False),
    Column("published", Moment),
    Column("link", String(1000)),
    Column("text", Text, nullable=False),
    Column("interpretation", Text, nullable=False),
    Column("by", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    Column("withdrawn", Moment),
)

contacts = Table(
    "contacts",
    metadata,
    key(),
    Column("office", String(64), nullable=False),
    Column("role", String(16), nullable=False),
    Column("name", String(64), nullable=False),
    Column("phone", String(32)),
    Column("address", String(300)),
    UniqueConstraint("office", "role", "name"),
)

snapshots = Table(
    "snapshots",
    metadata,
    Column("incident", Integer, ForeignKey("incidents.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("until", Moment, nullable=False),
    Column("body", JSON, nullable=False),
)
