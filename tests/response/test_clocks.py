"""When something is due: natural hours around the clock, working days by the calendar, with the arithmetic shown."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta

import chinese_calendar
import pytest

from config.calendar import Calendar
from config.rules import Rules
from response.clocks import clocks_for, due
from store.records import Grade
from store.tables import BEIJING

PLAIN = Calendar()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


def slow(days: int, start: datetime) -> datetime:
    """The second opinion: counts days off one by one from the published calendar."""
    here, left = start.date(), days
    while left:
        here = date.fromordinal(here.toordinal() + 1)
        if chinese_calendar.is_workday(here):
            left -= 1
    return datetime.combine(here, time(23, 59, 59), BEIJING)


def test_ten_thousand_terms_in_working_days_agree_with_a_second_opinion() -> None:
    chance = random.Random(61)
    for _ in range(10_000):
        start = at("2024-01-01") + timedelta(minutes=chance.randrange(60 * 24 * 1060))
        days = chance.randrange(1, 16)
        if start.date() + timedelta(days=4 * days + 12) < date(2027, 1, 1):
            assert due(f"{days} working days", start, PLAIN).moment == slow(days, start), (days, start)


def test_forty_eight_hours_run_through_night_and_holiday() -> None:
    assert due("48 hours", at("2026-09-30T16:00"), PLAIN).moment == at("2026-10-02T16:00")


def test_two_working_days_over_the_national_holiday_end_on_the_ninth() -> None:
    end = due("2 working days", at("2026-09-30T16:00"), PLAIN)
    assert end.moment.date() == date(2026, 10, 9)
    assert any("2026-10-01" in step and "国庆" in step for step in end.arithmetic)
    assert not end.provisional


def test_a_make_up_saturday_counts_as_a_working_day() -> None:
    assert chinese_calendar.is_workday(date(2026, 10, 10))
    end = due("3 working days", at("2026-09-30T16:00"), PLAIN)
    assert end.moment.date() == date(2026, 10, 10)
    assert any("调休" in step for step in end.arithmetic)


def test_the_day_of_the_start_is_not_counted_not_even_at_midnight() -> None:
    assert due("1 working day", at("2026-11-23T00:00"), PLAIN).moment.date() == date(2026, 11, 24)
    assert due("1 working day", at("2026-11-23T23:59"), PLAIN).moment.date() == date(2026, 11, 24)


def test_a_term_over_the_end_of_the_year_skips_new_years_day() -> None:
    assert due("1 working day", at("2024-12-31T10:00"), PLAIN).moment.date() == date(2025, 1, 2)


def test_beyond_the_published_calendar_a_date_is_provisional() -> None:
    end = due("2 working days", at("2027-09-30T16:00"), PLAIN)
    assert end.provisional
    assert "暂定" in end.arithmetic[-1]
    assert end.moment.date() >= date(2027, 10, 5)


def test_a_local_notice_stands_before_the_published_calendar() -> None:
    local = Calendar(free={date(2026, 11, 24): "桂政办〔2026〕1号"}, working={date(2026, 11, 28): "桂政办〔2026〕1号"})
    assert due("1 working day", at("2026-11-23T10:00"), local).moment.date() == date(2026, 11, 25)
    assert due("1 working day", at("2026-11-27T10:00"), local).moment.date() == date(2026, 11, 28)


@pytest.mark.parametrize("limit", ["soon", "2 weeks", "-1 hours", "two hours", ""])
def test_an_unreadable_limit_is_refused_in_a_sentence(limit: str) -> None:
    with pytest.raises(ValueError, match="看不懂时限"):
        due(limit, at("2026-11-23T00:00"), PLAIN)


@pytest.mark.parametrize(
    ("grade", "national"),
    [
        (Grade.none, {"respond": "48 hours"}),
        (Grade.ordinary, {"respond": "48 hours"}),
        (Grade.considerable, {"respond": "48 hours"}),
        (Grade.major, {"publish": "5 hours", "press_conference": "24 hours"}),
        (Grade.extreme, {"publish": "5 hours", "press_conference": "24 hours"}),
    ],
)
def test_each_grade_has_its_national_clocks(rules: Rules, grade: Grade, national: dict[str, str]) -> None:
    found = {clock.name: clock.limit for clock in clocks_for(grade, rules.deadlines) if rules.deadlines.promises[clock.name].national}
    assert found == national
