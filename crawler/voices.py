"""Distinct voices (发声人数) without knowing who: a salted key that is good for one day (每日加盐).

The salt is thrown away the next day, so that no key can be led back to a name or followed from day to day.

Contents: daily_salt · voice_of
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


def daily_salt(folder: Path, today: date) -> str:
    """The salt of `today`, kept in `folder` until tomorrow."""
    path = folder / "voice.salt"
    try:
        kept = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        kept = {}
    if kept.get("day") == today.isoformat() and isinstance(kept.get("salt"), str):
        return str(kept["salt"])
    fresh = {"day": today.isoformat(), "salt": secrets.token_hex(16)}
    folder.mkdir(parents=True, exist_ok=True)
    waiting = path.with_suffix(".new")
    waiting.touch(mode=0o600)
    waiting.write_text(json.dumps(fresh), "utf-8")
    os.replace(waiting, path)  # noqa: PTH105  (in one step)
    return fresh["salt"]


def voice_of(salt: str, source: str, name: str) -> str:
    """The key of an author's name at a source on the day of the salt."""
    return hashlib.blake2b(f"{source}\0{name}".encode(), key=salt.encode()[:64], digest_size=8).hexdigest()
