"""How the sources stand: quiet, flooding, failing, changed, late — and what is none of these."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection

from config.sources import Source
from response.desk import Desk
from response.sources import SourceLine, every, name_of
from store import keys
from tests.response.collected import board, claimed, ran
from tests.response.conftest import NOON

SUNDAY = datetime(2026, 11, 29, 20, 0, tzinfo=NOON.tzinfo)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def standing(tx: Connection, source: Source, now: datetime = NOON) -> SourceLine:
    return next(line for line in every(tx, [source], now) if line.id == source.id)


def workdays(tx: Connection, until: datetime, weeks: int, kept: int = 10) -> None:
    """A run each day at ten, with posts on working days alone."""
    start = (until - weeks * timedelta(days=7)).replace(hour=10, minute=0)
    days = [start + n * DAY for n in range(weeks * 7 + 1)]
    for day in days:
        if day <= until:
            ran(tx, "board", day, kept if day.weekday() < 5 else 0)


def test_what_never_ran_has_no_data(desk: Desk) -> None:
    with desk.register.reading() as tx:
        line = standing(tx, board())
    assert (line.state, line.new_today, line.last_new) == ("never", None, None)


def test_a_day_without_what_was_expected_is_quiet_and_a_day_with_it_is_good(desk: Desk) -> None:
    with desk.register.writing() as tx:
        for hours in (50, 26, 1):
            ran(tx, "board", NOON - hours * HOUR, kept=3 if hours > 24 else 1)
        assert standing(tx, board(at_least=1)).state == "good"
        line = standing(tx, board(at_least=2))
    assert (line.state, line.sentence) == ("quiet", "24小时内 1 条，少于预期的 2 条")


def test_a_source_is_not_judged_before_it_was_looked_at_for_a_day(desk: Desk) -> None:
    with desk.register.writing() as tx:
        ran(tx, "board", NOON - 2 * HOUR, kept=0)
        ran(tx, "board", NOON - HOUR, kept=90)
        assert standing(tx, board(at_least=100, at_most=200)).state == "good"
        assert standing(tx, board(at_most=50)).state == "good"


def test_a_source_that_is_silent_every_sunday_may_be_silent_this_sunday(desk: Desk) -> None:
    with desk.register.writing() as tx:
        workdays(tx, SUNDAY, weeks=6)
        ran(tx, "board", SUNDAY - HOUR)
        assert standing(tx, board(at_least=5), SUNDAY).state == "good"


def test_without_four_weeks_only_the_expectation_counts(desk: Desk) -> None:
    with desk.register.writing() as tx:
        workdays(tx, SUNDAY, weeks=3)
        ran(tx, "board", SUNDAY - HOUR)
        line = standing(tx, board(at_least=5), SUNDAY)
    assert (line.state, line.sentence) == ("quiet", "24小时内 0 条，少于预期的 5 条")


def test_what_always_brought_something_on_this_day_is_missed_even_where_nothing_is_expected(desk: Desk) -> None:
    with desk.register.writing() as tx:
        workdays(tx, NOON - DAY, weeks=6)
        ran(tx, "board", NOON - HOUR)
        line = standing(tx, board())
    assert line.state == "quiet"
    assert line.sentence == "24小时内 0 条，而往常到星期三这个时候的24小时里有 10、10、10、10 条"


def test_a_long_silence_does_not_become_the_habit_that_excuses_it(desk: Desk) -> None:
    with desk.register.writing() as tx:
        workdays(tx, NOON - 21 * DAY, weeks=6)
        for days in reversed(range(21)):
            ran(tx, "board", NOON - days * DAY - HOUR)
        assert standing(tx, board()).state == "quiet"


def test_weeks_in_which_nobody_looked_are_no_data_and_not_silence(desk: Desk) -> None:
    with desk.register.writing() as tx:
        workdays(tx, NOON - 10 * DAY, weeks=6)  # then the machine was off for nine days
        ran(tx, "board", NOON - DAY)
        ran(tx, "board", NOON - HOUR)
        assert standing(tx, board()).state == "quiet"


def test_more_than_expected_is_flooding_unless_it_always_is(desk: Desk) -> None:
    with desk.register.writing() as tx:
        ran(tx, "board", NOON - 40 * HOUR, kept=1)
        ran(tx, "board", NOON - HOUR, kept=9)
        line = standing(tx, board(at_most=5))
        assert (line.state, line.sentence) == ("flooding", "24小时内 9 条，多于预期的 5 条")
        for weeks in (6, 5, 4, 3, 2, 1):
            ran(tx, "board", NOON - weeks * 7 * DAY - HOUR, kept=12)
        ran(tx, "board", NOON)
        assert standing(tx, board(at_most=5)).state == "good"


@pytest.mark.parametrize(
    ("word", "times", "state"),
    [
        ("unreachable", 1, "good"),
        ("unreachable", 2, "failing"),
        ("refused", 2, "failing"),
        ("no items", 2, "good"),
        ("frameset", 2, "layout"),
        ("changed layout", 1, "layout"),
        ("not modified", 9, "good"),
    ],
)
def test_what_comes_again_and_again_has_its_state(desk: Desk, word: str, times: int, state: str) -> None:
    with desk.register.writing() as tx:
        ran(tx, "board", NOON - 10 * HOUR, kept=1)
        for number in range(times):
            ran(tx, "board", NOON - HOUR + timedelta(minutes=number), said=(word, "原因"))
        line = standing(tx, board())
    assert line.state == state
    assert state == "good" or "原因" in line.sentence


def test_what_was_not_asked_for_two_rhythms_is_late_but_not_what_is_brought(desk: Desk) -> None:
    with desk.register.writing() as tx:
        ran(tx, "board", NOON - 3 * HOUR, kept=1)
        assert standing(tx, board()).state == "late"
        assert standing(tx, board(kind="push")).state == "good"


def test_whether_somebody_runs_it_now_is_said(desk: Desk) -> None:
    with desk.register.writing() as tx:
        ran(tx, "board", NOON - HOUR)
        assert not standing(tx, board()).running
        claimed(tx, "board", NOON + HOUR)
        assert standing(tx, board()).running


def test_what_keys_bring_and_officers_report_are_sources_without_being_declared(desk: Desk) -> None:
    with desk.register.writing() as tx:
        keys.make(tx, "12345热线", "hotline", "guanli", NOON)
        ran(tx, "forgotten", NOON)
        found = {line.id: (line.name, line.kind, line.state) for line in every(tx, [board()], NOON)}
    assert found == {
        "board": ("左江论坛", "listing", "never"),
        "hotline": ("12345热线", "push", "never"),
        "report": ("人工上报", "report", "never"),
        "forgotten": ("forgotten", "", "undeclared"),
    }


def test_a_source_is_called_as_people_know_it(desk: Desk) -> None:
    with desk.register.writing() as tx:
        keys.make(tx, "12345热线", "hotline", "guanli", NOON)
        called = {id_: name_of(tx, id_, [board()]) for id_ in ("board", "report", "import", "hotline", "gone")}
    assert called == {"board": board().name, "report": "人工上报", "import": "文件导入", "hotline": "12345热线", "gone": "gone"}
