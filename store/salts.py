"""每日加盐: the salt of the day, one for all crawlers of a register, thrown away when the next day's is made.

Contents: daily_salt
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, select

from store.documents import upsert
from store.tables import settings

if TYPE_CHECKING:
    from datetime import date

PREFIX = "voice.salt:"


def daily_salt(tx: Connection, today: date) -> str:
    """The salt of `today`: whoever asks first makes it, everybody else gets the same."""
    key = f"{PREFIX}{today.isoformat()}"
    tx.execute(delete(settings).where(settings.c.key.startswith(PREFIX), settings.c.key < key))
    upsert(tx, settings, {"key": key, "value": secrets.token_hex(16)}, update=False)
    return str(tx.execute(select(settings.c.value).where(settings.c.key == key)).scalar_one())
