"""A handover is signed by two, once each."""

from __future__ import annotations

from store import handovers
from store.register import Register
from tests.store.conftest import NOON


def test_a_handover_is_taken_once_and_never_by_its_giver(register: Register) -> None:
    with register.writing() as tx:
        given = handovers.write(tx, "451400", NOON, "a", {"clocks": [1]}, "")
        assert not handovers.take(tx, given.id, "a", NOON)
        assert handovers.take(tx, given.id, "b", NOON)
        assert not handovers.take(tx, given.id, "c", NOON)
        kept = handovers.get(tx, given.id)
        assert kept is not None
        assert (kept.taken_by, kept.digest) == ("b", given.digest)
        assert handovers.every(tx, "451421") == []
