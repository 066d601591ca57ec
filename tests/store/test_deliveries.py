"""A delivery is in one pair of hands at a time, on either database."""

from __future__ import annotations

from datetime import timedelta

import pytest

from store import deliveries, incidents
from store.deliveries import FAILED, PENDING, SENDING, SENT, UNKNOWN
from store.records import Notice
from store.register import Register
from tests.store.conftest import NOON, incident


@pytest.fixture
def planned(register: Register) -> list[int]:
    """Two deliveries that wait."""
    with register.writing() as tx:
        opened = incidents.open_(tx, incident(), NOON)
        for office in ("a", "b"):
            incidents.add_notice(tx, Notice(0, opened.id, None, "act", office, office, NOON))
        for notice in deliveries.unplanned(tx, NOON):
            assert deliveries.plan(tx, notice.id, "hook", PENDING, NOON, "等候发出")
            assert not deliveries.plan(tx, notice.id, "hook", PENDING, NOON, "等候发出")
        assert deliveries.unplanned(tx, NOON) == []
        return [one.delivery.id for one in deliveries.waiting(tx)]


def test_what_one_has_claimed_no_other_can(register: Register, planned: list[int]) -> None:
    with register.writing() as tx:
        assert deliveries.claim(tx, planned[:1], "one", NOON) == {planned[0]}
        assert deliveries.claim(tx, planned, "other", NOON) == {planned[1]}
        assert deliveries.claim(tx, planned, "third", NOON) == set()
        assert deliveries.waiting(tx) == []


def test_only_what_is_being_sent_is_settled_and_a_late_word_changes_nothing(register: Register, planned: list[int]) -> None:
    with register.writing() as tx:
        deliveries.claim(tx, planned, "one", NOON)
        assert deliveries.abandon(tx, lambda _: False, NOON - timedelta(minutes=1), NOON, "不明") == 0
        assert deliveries.abandon(tx, lambda by: by == "one", NOON - timedelta(minutes=1), NOON, "不明") == 2
        assert deliveries.settle(tx, planned, SENT, NOON, "对方已收下") == 0
        assert {found.state for found, _ in deliveries.undelivered(tx)} == {UNKNOWN}
        assert deliveries.counts(tx, NOON) == {UNKNOWN: 2}
        assert deliveries.counts(tx, NOON + timedelta(days=1)) == {}


def test_a_person_sends_again_only_what_did_not_arrive(register: Register, planned: list[int]) -> None:
    first, second = planned
    with register.writing() as tx:
        deliveries.claim(tx, planned, "one", NOON)
        assert not deliveries.again(tx, first, NOON, "值班员")
        deliveries.settle(tx, [first], SENT, NOON, "")
        deliveries.settle(tx, [second], FAILED, NOON, "")
        assert not deliveries.again(tx, first, NOON, "值班员")
        assert deliveries.again(tx, second, NOON, "值班员")
        left = deliveries.get(tx, second)
        assert left is not None
        assert (left.state, left.attempts, left.asked) == (PENDING, 0, True)
        assert not deliveries.sending(tx)
        deliveries.claim(tx, [second], "one", NOON)
        assert deliveries.sending(tx)
        assert {row.state for row in deliveries.of_notices(tx, [left.notice])[left.notice]} == {SENDING}
