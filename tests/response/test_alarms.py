"""Alarms over the sources: raised once, cleared by themselves, silent on silent Sundays."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from config.sources import Source
from response.alarms import lines, watch
from response.desk import Desk
from store import alarms
from tests.response.collected import board, claimed, ran
from tests.response.conftest import NOON
from tests.response.test_sources import SUNDAY, workdays

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def standing(tx: Connection, source: Source, now: datetime, since: datetime = NOON - 9 * DAY) -> list[tuple[str, str]]:
    watch(tx, [source], now, since)
    return [(one.kind, one.title) for one in lines(alarms.open_(tx))]


def test_a_source_that_goes_quiet_is_said_once_and_clears_when_it_speaks_again(desk: Desk) -> None:
    source = board(at_least=1)
    with desk.register.writing() as tx:
        ran(tx, "board", NOON - 30 * HOUR, kept=2)
        ran(tx, "board", NOON - HOUR)
        for minutes in range(3):
            assert standing(tx, source, NOON + timedelta(minutes=minutes)) == [("quiet", "左江论坛：安静")]
        ran(tx, "board", NOON + HOUR, kept=1)
        assert standing(tx, source, NOON + HOUR) == []
        (one,) = alarms.all_(tx)
    assert (one.raised, one.last, one.cleared) == (NOON, NOON + timedelta(minutes=2), NOON + HOUR)


def test_an_alarm_becomes_another_when_the_trouble_does(desk: Desk) -> None:
    with desk.register.writing() as tx:
        ran(tx, "board", NOON - 9 * HOUR, kept=2)
        for word in ("unreachable", "unreachable", "changed layout"):
            ran(tx, "board", NOON, said=(word, "原因"))
            standing(tx, board(), NOON)
        assert [(one.kind, one.cleared is None) for one in alarms.all_(tx)] == [("layout", True), ("failing", False)]


def test_a_sunday_that_is_always_silent_raises_nothing(desk: Desk) -> None:
    with desk.register.writing() as tx:
        workdays(tx, SUNDAY, weeks=6)
        ran(tx, "board", SUNDAY - HOUR)
        assert standing(tx, board(at_least=5), SUNDAY) == []


def test_the_time_in_which_the_program_was_off_makes_nothing_late(desk: Desk) -> None:
    with desk.register.writing() as tx:
        ran(tx, "board", NOON - 9 * HOUR, kept=1)
        assert standing(tx, board(), NOON, since=NOON) == []
        assert standing(tx, board(), NOON + 3 * HOUR, since=NOON) == [("late", "左江论坛：迟采")]


def test_what_is_never_asked_at_all_is_late_in_the_end_and_what_is_off_is_not(desk: Desk) -> None:
    with desk.register.writing() as tx:
        assert standing(tx, board(), NOON, since=NOON - HOUR) == []
        assert standing(tx, board(enabled=False), NOON, since=NOON - 9 * HOUR) == []
        assert standing(tx, board(kind="push"), NOON, since=NOON - 9 * HOUR) == []
        assert standing(tx, board(), NOON, since=NOON - 9 * HOUR) == [("late", "左江论坛：迟采")]


def test_what_somebody_runs_just_now_is_not_late(desk: Desk) -> None:
    with desk.register.writing() as tx:
        ran(tx, "board", NOON - 9 * HOUR, kept=1)
        claimed(tx, "board", NOON + HOUR)
        assert standing(tx, board(), NOON) == []


def test_a_source_that_is_taken_out_of_the_rules_clears_its_alarm(desk: Desk) -> None:
    with desk.register.writing() as tx:
        ran(tx, "board", NOON - 9 * HOUR, kept=1)
        assert standing(tx, board(), NOON) != []
        watch(tx, [], NOON, NOON - DAY)
        assert alarms.open_(tx) == []
