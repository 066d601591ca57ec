"""Which days are working days: the local notice first, then the published calendar, then computed holidays."""

from __future__ import annotations

from datetime import date

import pytest

from config.calendar import Calendar
from response.calendar import day

PLAIN = Calendar()


@pytest.mark.parametrize(
    ("when", "working", "because"),
    [
        ("2024-02-04", True, "调休上班（春节）"),
        ("2024-02-12", False, "春节"),
        ("2024-05-11", True, "调休上班（劳动节）"),
        ("2024-10-12", True, "调休上班（国庆节）"),
        ("2025-01-26", True, "调休上班（春节）"),
        ("2025-10-06", False, "中秋节"),
        ("2025-10-11", True, "调休上班"),
        ("2026-01-01", False, "元旦"),
        ("2026-02-14", True, "调休上班（春节）"),
        ("2026-10-05", False, "国庆节"),
        ("2026-10-10", True, "调休上班（国庆节）"),
        ("2026-11-25", True, "工作日"),
        ("2026-11-28", False, "周末"),
    ],
)
def test_a_day_is_what_the_state_council_published(when: str, working: bool, because: str) -> None:
    found = day(date.fromisoformat(when), PLAIN)
    assert (found.working, found.provisional) == (working, False)
    assert because in found.because or (because == "中秋节" and "国庆" in found.because)


def test_beyond_the_published_years_the_laws_days_are_computed_and_provisional() -> None:
    national = day(date(2027, 10, 1), PLAIN)
    assert (national.working, national.provisional) == (False, True)
    assert national.because == "国庆节（推算）"
    assert day(date(2027, 11, 25), PLAIN).provisional


def test_a_local_notice_stands_before_everything() -> None:
    local = Calendar(free={date(2026, 4, 20): "三月三"}, working={date(2026, 10, 1): "保供值守"})
    assert day(date(2026, 4, 20), local).because == "本地放假（三月三）"
    assert day(date(2026, 10, 1), local).working


def test_each_year_has_as_many_working_days_as_the_published_calendar_gives() -> None:
    days = {
        year: sum(day(date.fromordinal(n), PLAIN).working for n in range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal()))
        for year in (2024, 2025, 2026)
    }
    assert days == {2024: 251, 2025: 248, 2026: 248}
