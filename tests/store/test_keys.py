"""Keys for those who push: shown once, kept as a digest, good until revoked."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from store import keys
from store.register import Register
from store.watch_tables import keys as table
from tests.store.conftest import NOON


def test_a_key_is_good_until_it_is_revoked(register: Register) -> None:
    with register.writing() as tx:
        key, word = keys.make(tx, "12345热线", "hotline", "guanli", NOON)
        assert keys.check(tx, word, NOON + timedelta(hours=1)) == key
        assert keys.check(tx, word + "x", NOON) is None
        assert keys.revoke(tx, key.id, "guanli", NOON)
        assert not keys.revoke(tx, key.id, "guanli", NOON)
        assert keys.check(tx, word, NOON) is None
        (kept,) = keys.all_(tx)
    assert (kept.last_used, kept.revoked_by) == (NOON + timedelta(hours=1), "guanli")


def test_only_the_digest_of_a_key_is_kept(register: Register) -> None:
    with register.writing() as tx:
        _, word = keys.make(tx, "12345热线", "hotline", "guanli", NOON)
        row = tx.execute(select(table)).one()
    assert not [value for value in row if isinstance(value, str) and word in value]
