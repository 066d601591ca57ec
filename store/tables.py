"""The register's tables, the same in SQLite and PostgreSQL.

Contents: Moment (a column of aware datetimes) · key · the tables in the order of the flow. More of them: `store.watch_tables`,
`store.duty_tables`.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect

BEIJING = timezone(timedelta(hours=8), "北京时间")

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept as UTC and given back in Beijing time. A naive one is refused: nobody could say when it is."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """To UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone; a moment in the register must have one")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """To Beijing time."""
        return None if value is None else value.replace(tzinfo=UTC).astimezone(BEIJING)


def key() -> Column[int]:
    """The key of a table whose rows are numbered."""
    return Column("id", Integer, primary_key=True, autoincrement=True)


settings = Table("settings", metadata, Column("key", String(64), primary_key=True), Column("value", Text, nullable=False))

sources = Table(
    "sources",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("last_run", Moment),
    Column("last_success", Moment),
    Column("last_new", Moment),
    Column("last_outcome", String(32)),
    Column("because", Text),
    Column("next_due", Moment),
    Column("claimed_by", String(64)),
    Column("claimed_until", Moment),
    Column("streak", Integer, nullable=False, default=0),
    Column("streak_of", String(32)),
)

pages = Table(
    "pages",
    metadata,
    Column("source", String(64), primary_key=True),
    Column("url", String(1000), primary_key=True),
    Column("etag", String(300)),
    Column("last_modified", String(100)),
    Column("digest", String(64)),
    Column("outcome", String(32), nullable=False),
    Column("at", Moment, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("source", String(64), nullable=False),
    Column("url", String(1000), nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("medium", String(16), nullable=False),
    Column("source_region", String(12)),
    Column("published", Moment),
    Column("fetched", Moment, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("publisher", String(200)),
    Column("voice", String(32)),
    Column("engagement", JSON, nullable=False),
    Column("state", String(16), nullable=False),
    Column("because", Text),
    Column("indexed", Boolean, nullable=False, default=False),
    Column("incident", Integer, ForeignKey("incidents.id")),
    Column("edition", Integer, nullable=False, default=1, server_default="1"),
    Column("replaces", String(32)),
    Column("refresh_at", Moment),
    Column("erased", Moment),
    UniqueConstraint("source", "url", "digest"),
    Index("ix_documents_state", "state", "fetched"),
    Index("ix_documents_incident", "incident"),
    Index("ix_documents_published", "published"),
    Index("ix_documents_indexed", "indexed"),
    Index("ix_documents_url", "url"),
    Index("ix_documents_refresh_at", "refresh_at"),
)

assessments = Table(
    "assessments",
    metadata,
    Column("document", String(32), ForeignKey("documents.id"), primary_key=True),
    Column("body", JSON, nullable=False),
    Column("topic", String(32)),
    Column("place", String(12)),
    Column("sure", Float, nullable=False),
    Column("model", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_assessments_sure", "sure"),
)

incidents = Table(
    "incidents",
    metadata,
    key(),
    Column("title", Text, nullable=False),
    Column("status", String(16), nullable=False),
    Column("grade", String(16), nullable=False),
    Column("topic", String(32)),
    Column("region", String(12)),
    Column("regions", Text, nullable=False, default="", server_default=""),
    Column("body", JSON, nullable=False),
    Column("heat", Float, nullable=False),
    Column("warning", String(8)),
    Column("posts", Integer, nullable=False),
    Column("voices", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("head", String(64), nullable=False),
    Column("moments", JSON, nullable=False),
    Column("merged_into", Integer),
    Column("shard", String(12), nullable=False),
    Column("holder", String(12), nullable=False, default="", server_default=""),
    Column("opened", Moment, nullable=False),
    Column("changed", Moment, nullable=False),
    Index("ix_incidents_status", "status", "changed"),
    Index("ix_incidents_region", "region"),
)

constraints = Table(
    "constraints",
    metadata,
    key(),
    Column("kind", String(16), nullable=False),
    Column("document", String(32), nullable=False),
    Column("incident", Integer, nullable=False),
    UniqueConstraint("kind", "document", "incident"),
)

assignments = Table(
    "assignments",
    metadata,
    key(),
    Column("incident", Integer, ForeignKey("incidents.id"), nullable=False),
    Column("office", String(64), nullable=False),
    Column("duty", String(16), nullable=False),
    Column("status", String(16), nullable=False),
    Column("returns", Integer, nullable=False, default=0),
    Column("rules_version", String(64), nullable=False, default=""),
    Column("task", Text, nullable=False, default="", server_default=""),
    Column("moments", JSON, nullable=False),
    Index("ix_assignments_office", "office", "status"),
    Index("ix_assignments_incident", "incident"),
)

clocks = Table(
    "clocks",
    metadata,
    key(),
    Column("incident", Integer, ForeignKey("incidents.id"), nullable=False),
    Column("assignment", Integer, ForeignKey("assignments.id")),
    Column("name", String(32), nullable=False),
    Column("title", String(100), nullable=False),
    Column("limit", String(32), nullable=False),
    Column("starts", String(32), nullable=False),
    Column("basis", Text, nullable=False),
    Column("started", Moment, nullable=False),
    Column("due", Moment, nullable=False),
    Column("arithmetic", Text, nullable=False),
    Column("provisional", Boolean, nullable=False, default=False),
    Column("stopped", Moment),
    Column("evidence", Text),
    Column("extended", Moment),
    Column("ended", Boolean, nullable=False, default=False, server_default=false()),
    Column("paused", Moment),
    Index("ix_clocks_due", "stopped", "due"),
    Index("ix_clocks_incident", "incident"),
)

answers = Table(
    "answers",
    metadata,
    key(),
    Column("incident", Integer, ForeignKey("incidents.id"), nullable=False),
    Column("assignment", Integer, ForeignKey("assignments.id")),
    Column("channel", String(32), nullable=False),
    Column("text", Text, nullable=False),
    Column("link", String(1000)),
    Column("evidence", Text),
    Column("published", Moment, nullable=False),
    Column("by", String(64), nullable=False),
    Column("link_state", String(16)),
    Column("link_because", Text),
    Column("link_checked", Moment),
    Column("page_digest", String(64)),
    Column("page_title", Text),
    Column("page_text", Text),
    Column("page_published", Moment),
    Index("ix_answers_incident", "incident"),
)

entries = Table(
    "entries",
    metadata,
    Column("incident", Integer, ForeignKey("incidents.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("action", String(32), nullable=False),
    Column("by", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    Column("because", Text, nullable=False),
    Column("details", JSON, nullable=False),
    Column("before", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
    Index("ix_entries_at", "at"),
)

notices = Table(
    "notices",
    metadata,
    key(),
    Column("incident", Integer, ForeignKey("incidents.id"), nullable=False),
    Column("clock", Integer, ForeignKey("clocks.id")),
    Column("rung", String(64), nullable=False),
    Column("office", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("seen", Moment),
    Column("seen_by", String(64)),
    Column("urgent", Boolean, nullable=False, default=False, server_default=false()),
    UniqueConstraint("clock", "rung", "office"),
    Index("ix_notices_office", "office", "seen"),
)

people = Table(
    "people",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("office", String(64)),
    Column("region", String(12), nullable=False),
    Column("shown", String(64), nullable=False),
    Column("password", Text, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token", String(64), primary_key=True),
    Column("person", String(64), ForeignKey("people.name"), nullable=False),
    Column("until", Moment, nullable=False),
)

pieces = Table(
    "pieces",
    metadata,
    key(),
    Column("stage", String(16), nullable=False),
    Column("piece", String(1000), nullable=False),
    Column("source", String(64), nullable=False),
    Column("outcome", String(32), nullable=False),
    Column("because", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Index("ix_pieces_at", "at"),
    Index("ix_pieces_source", "source", "at"),
)

jobs = Table(
    "jobs",
    metadata,
    Column("job", String(64), primary_key=True),
    Column("slot", String(32), primary_key=True),
    Column("by", String(64), nullable=False),
    Column("at", Moment, nullable=False),
)
