from __future__ import annotations

from datetime import timedelta

from api.throttle import FROM_ONE_ADDRESS, REMEMBERED, WITHIN, WRONG, Throttle
from tests.api.seeding import NOW


def test_a_name_waits_until_the_fifth_last_wrong_password_is_a_quarter_of_an_hour_old() -> None:
    throttle = Throttle()
    for second in range(WRONG):
        assert throttle.wait("a", "x", NOW) == timedelta(0)
        throttle.wrong("a", "x", NOW + timedelta(seconds=second))
    later = NOW + timedelta(minutes=5)
    assert throttle.wait("a", "y", later) == NOW + WITHIN - later
    assert throttle.wait("b", "x", later) == timedelta(0)
    assert throttle.wait("a", "x", NOW + WITHIN) == timedelta(0)


def test_an_address_that_tries_many_names_waits_too() -> None:
    throttle = Throttle()
    for number in range(FROM_ONE_ADDRESS):
        throttle.wrong(f"name{number}", "x", NOW)
    assert throttle.wait("fresh", "x", NOW) == WITHIN
    assert throttle.wait("fresh", "y", NOW) == timedelta(0)


def test_the_right_password_starts_the_name_anew() -> None:
    throttle = Throttle()
    for _ in range(WRONG):
        throttle.wrong("a", "x", NOW)
    throttle.right("a")
    assert throttle.wait("a", "x", NOW) == timedelta(0)


def test_the_memory_of_wrong_names_is_bounded() -> None:
    throttle = Throttle()
    for number in range(REMEMBERED + 10):
        throttle.wrong(f"name{number}", f"address{number}", NOW)
    assert len(throttle._wrong) == REMEMBERED
