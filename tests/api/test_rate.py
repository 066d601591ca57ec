"""So much in so long, and when there is room again."""

from __future__ import annotations

from datetime import timedelta

from api import rate
from api.rate import Rate
from tests.api.seeding import NOW

SECOND = timedelta(seconds=1)


def test_units_are_free_again_when_their_time_is_over() -> None:
    few = Rate(10, timedelta(seconds=60))
    assert few.wait("a", 6, NOW) == timedelta(0)
    assert few.wait("a", 4, NOW + 10 * SECOND) == timedelta(0)
    assert few.wait("a", 1, NOW + 20 * SECOND) == 40 * SECOND
    assert few.wait("a", 7, NOW + 20 * SECOND) == 50 * SECOND
    assert few.wait("a", 6, NOW + 60 * SECOND) == timedelta(0)


def test_each_name_has_its_own_and_what_was_refused_costs_nothing() -> None:
    few = Rate(2, timedelta(seconds=60))
    assert [few.wait("a", 1, NOW) for _ in range(2)] == [timedelta(0)] * 2
    assert [few.wait("a", 1, NOW + number * SECOND) for number in range(1, 60)] == [(60 - number) * SECOND for number in range(1, 60)]
    assert few.wait("b", 2, NOW) == timedelta(0)
    assert few.wait("a", 2, NOW + 61 * SECOND) == timedelta(0)


def test_what_is_more_than_all_at_once_is_let_through_alone() -> None:
    few = Rate(10, timedelta(seconds=60))
    assert few.wait("a", 50, NOW) == timedelta(0)
    assert few.wait("a", 1, NOW + SECOND) == 59 * SECOND


def test_only_so_many_names_are_remembered() -> None:
    few = Rate(1, timedelta(seconds=60))
    for number in range(rate.REMEMBERED + 5):
        few.wait(str(number), 1, NOW)
    assert len(few._spent) == rate.REMEMBERED
