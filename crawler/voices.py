"""Distinct voices (发声人数) without knowing who: a salted key that is good for one day (每日加盐).

The salt (`store.salts`) is thrown away the next day, so that no key can be led back to a name or followed from day to day.

Contents: voice_of
"""

from __future__ import annotations

import hashlib


def voice_of(salt: str, source: str, name: str) -> str:
    """The key of an author's name at a source on the day of the salt."""
    return hashlib.blake2b(f"{source}\0{name}".encode(), key=salt.encode()[:64], digest_size=8).hexdigest()
