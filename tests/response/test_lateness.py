from __future__ import annotations

from datetime import timedelta

import pytest

from config.timeliness import Allowances
from response.lateness import cause_of
from tests.response.conftest import NOON

RULES = Allowances(found="6 hours", assigned="4 hours", acknowledged="1 day")


def after(**hours: float) -> dict[str, object]:
    return {name: NOON + timedelta(hours=number) for name, number in hours.items()}


@pytest.mark.parametrize(
    ("moments", "cause"),
    [
        (after(first_post=-20, found=0, assigned=1, acknowledged=2), "answered"),  # found late, but before the clock started
        (after(first_post=0, found=1, assigned=9, acknowledged=10), "assigned"),
        (after(first_post=0, found=1, assigned=2, acknowledged=40), "acknowledged"),
        (after(first_post=0, found=1, assigned=20, acknowledged=50), "assigned"),  # 15 over against 6 over
        (after(first_post=0, found=1, assigned=2, acknowledged=3), "answered"),
        (after(first_post=0, found=1, assigned=2), "acknowledged"),  # nobody has signed yet
        (after(found=0), "assigned"),  # nobody was given it yet
        ({}, "answered"),
    ],
)
def test_lateness_is_put_down_to_the_stage_that_overran_most(moments: dict[str, object], cause: str) -> None:
    now = NOON + timedelta(hours=60)
    assert cause_of("respond", NOON, moments, now, RULES) == cause  # type: ignore[arg-type]


def test_a_clock_from_the_first_post_can_be_late_because_it_was_found_late() -> None:
    moments = after(first_post=-40, found=0, assigned=1, acknowledged=2)
    assert cause_of("respond", NOON - timedelta(hours=40), moments, NOON + timedelta(hours=9), RULES) == "found"  # type: ignore[arg-type]


def test_the_clocks_of_assigning_and_signing_are_their_own_cause() -> None:
    assert [cause_of(name, NOON, {}, NOON, RULES) for name in ("assign", "accept", "acknowledge")] == [
        "assigned",
        "assigned",
        "acknowledged",
    ]
