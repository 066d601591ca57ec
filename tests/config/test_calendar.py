"""The local calendar: a day is free or working, not both."""

from __future__ import annotations

from collections.abc import Callable

Said = Callable[..., list[str]]


def test_a_day_cannot_be_free_and_working_at_once(said: Said) -> None:
    (sentence,) = said("calendar", "free: {}", "free: {2026-04-20: 三月三}", ("calendar", "working: {}", "working: {2026-04-20: 通知}"))
    assert "2026-04-20 cannot be free and working at once" in sentence


def test_what_is_no_day_is_refused(said: Said) -> None:
    (sentence,) = said("calendar", "free: {}", "free: {2026-02-30: 三月三}")
    assert sentence == "calendar.yml: a date in it is no day of the calendar (day is out of range for month)"
