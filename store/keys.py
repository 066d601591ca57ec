"""Keys with which others push posts to us (推送密钥): shown once when made, kept as their digest, good until they are revoked.

Every function takes the transaction first. Contents: Key · make · check · revoke · all_
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update

from store.watch_tables import keys as table

PREFIX = "hx_"
USED = timedelta(minutes=1)  # how exactly the last use is kept


@dataclass(frozen=True, slots=True)
class Key:
    """A key, without itself. `source` is what its posts are kept as."""

    id: str
    name: str
    source: str
    made: datetime
    made_by: str
    last_used: datetime | None = None
    revoked: datetime | None = None
    revoked_by: str | None = None


def make(tx: Connection, name: str, source: str, by: str, now: datetime) -> tuple[Key, str]:
    """A new key, and the word itself, which nobody can read again."""
    word = PREFIX + secrets.token_urlsafe(32)
    key = Key(secrets.token_hex(4), name, source, now, by)
    values = {"id": key.id, "name": name, "source": source, "digest": _digest(word), "made": now, "made_by": by}
    tx.execute(insert(table).values(**values))
    return key, word


def check(tx: Connection, word: str, now: datetime) -> Key | None:
    """Whose key this is, while it is good; notes that it was used."""
    row = tx.execute(select(table).where(table.c.digest == _digest(word), table.c.revoked.is_(None))).one_or_none()
    if row is None:
        return None
    if row.last_used is None or now - row.last_used > USED:
        tx.execute(update(table).where(table.c.id == row.id).values(last_used=now))
    return _key(row)


def revoke(tx: Connection, id_: str, by: str, now: datetime) -> bool:
    """Ends a key; False where there is none that is good. What it brought stays."""
    chosen = update(table).where(table.c.id == id_, table.c.revoked.is_(None)).values(revoked=now, revoked_by=by)
    return tx.execute(chosen).rowcount == 1


def all_(tx: Connection) -> list[Key]:
    """Every key, the good ones first, then the latest."""
    rows = tx.execute(select(table).order_by(table.c.revoked.is_not(None), table.c.made.desc(), table.c.id))
    return [_key(row) for row in rows]


def _digest(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()


def _key(row: Any) -> Key:  # noqa: ANN401
    return Key(**{name: getattr(row, name) for name in Key.__dataclass_fields__})
