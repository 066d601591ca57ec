"""When something is due: natural hours around the clock, working days by the calendar, with the arithmetic shown."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from functools import cache

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


# 全国年节及纪念日放假办法 for 2027, by hand, with the days given for those on a weekend (第六条 补假); the year's notice is not out yet.
LAW_2027 = {
    date(2027, month, day)
    for month, days in ((1, [1]), (2, [5, 6, 7, 8, 9, 10]), (4, [5]), (5, [1, 2, 3, 4]), (6, [9]), (9, [15]), (10, [1, 2, 3, 4, 5]))
    for day in days
}


@cache
def works(here: date) -> bool:
    """Whether a day is a working day: by the notices up to 2026, in 2027 by the law's own days."""
    if here.year < 2027:
        return bool(chinese_calendar.is_workday(here))
    return here.weekday() < 5 and here not in LAW_2027


def slow(days: int, start: datetime) -> datetime:
    """The second opinion: all working days from the start on, and of these the wanted one."""
    first = start.date().toordinal() + 1
    found = [here for here in map(date.fromordinal, range(first, first + 8 * days + 20)) if works(here)]
    return datetime.combine(found[days - 1], time(23, 59, 59), BEIJING)


def test_ten_thousand_terms_in_working_days_agree_with_a_second_opinion() -> None:
    chance = random.Random(61)
    for _ in range(10_000):
        start = at("2024-01-01") + timedelta(minutes=chance.randrange(60 * 24 * 1420))
        days = chance.randrange(1, 16)
        end = due(f"{days} working days", start, PLAIN)
        assert end.moment == slow(days, start), (days, start)
        assert end.provisional == (end.moment.year == 2027)


def test_ten_thousand_terms_in_hours_are_so_many_hours_later() -> None:
    chance = random.Random(80)
    for _ in range(10_000):
        start = at("2024-01-01") + timedelta(minutes=chance.randrange(60 * 24 * 1461))
        hours = chance.randrange(1, 200)
        assert due(f"{hours} hours", start, PLAIN).moment.timestamp() - start.timestamp() == hours * 3600


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


@pytest.mark.parametrize("limit", ["soon", "2 weeks", "-1 hours", "0 working days", "two hours", ""])
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


def test_the_arithmetic_names_every_day_between_and_counts_up_to_the_term() -> None:
    end = due("2 working days", at("2026-09-30T16:00"), PLAIN)
    days = [step[:10] for step in end.arithmetic[1:-1]]
    assert days == [f"2026-10-{day:02}" for day in range(1, 10)]
    assert [step[-8:] for step in end.arithmetic[1:-1] if "个工作日" in step] == ["第 1 个工作日", "第 2 个工作日"]
    assert "民法典第二百零一条" in end.arithmetic[0]
    assert "民法典第二百零三条" in end.arithmetic[-1]
