"""Handovers in the register (值班交接): written once by the giver, signed once by the taker, and never changed.

Every function takes the transaction first. Contents: Handover · digest_of · write · take · get · every
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime  # noqa: TC003  (dataclass fields are read at run time)
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, insert, select, update

from store.duty_tables import handovers

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Handover:
    """交接记录: what the giver handed over at `at`, as it stood then, and who took it."""

    id: int
    region: str
    at: datetime
    by: str
    body: dict[str, Any]
    notes: str
    taken_by: str | None = None
    taken_at: datetime | None = None

    @property
    def digest(self) -> str:
        """SHA-256 over what was handed over, so that a changed record shows beside a printed one."""
        whole = {"region": self.region, "at": self.at.timestamp(), "by": self.by, "body": self.body, "notes": self.notes}
        return hashlib.sha256(json.dumps(whole, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def write(tx: Connection, region: str, at: datetime, by: str, body: Mapping[str, Any], notes: str) -> Handover:
    """The giver signs: the record is written, with its body as it stands now."""
    values = {"region": region, "at": at, "by": by, "body": dict(body), "notes": notes}
    key = tx.execute(insert(handovers).values(**values)).inserted_primary_key
    assert key is not None
    return Handover(key[0], region, at, by, dict(body), notes)


def take(tx: Connection, id_: int, by: str, at: datetime) -> bool:
    """The taker signs; False where somebody has signed already. The giver never takes their own."""
    free = (handovers.c.id == id_, handovers.c.taken_by.is_(None), handovers.c.by != by)
    return tx.execute(update(handovers).where(*free).values(taken_by=by, taken_at=at)).rowcount == 1


def get(tx: Connection, id_: int) -> Handover | None:
    """The handover with this id."""
    row = tx.execute(select(handovers).where(handovers.c.id == id_)).one_or_none()
    return None if row is None else Handover(**row._mapping)  # noqa: SLF001


def every(tx: Connection, region: str | None = None, limit: int = 100) -> list[Handover]:
    """The handovers of a region's duty office, latest first; every region's where none is named."""
    query = select(handovers).order_by(handovers.c.at.desc(), handovers.c.id.desc()).limit(limit)
    return [Handover(**row._mapping) for row in tx.execute(query if region is None else query.where(handovers.c.region == region))]  # noqa: SLF001
