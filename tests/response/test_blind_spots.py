"""Blind spots: no source, never asked, no data and zero are four things."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from config.rules import Rules
from config.sources import Source, Sources
from response.blind_spots import BlindSpots, Cell, blind_spots
from response.desk import Desk
from tests.response.collected import board, ran
from tests.response.conftest import NOON
from tests.response.world import opened

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TOWN = board(id="town", name="渠黎镇", region="451421101")
SILENT = board(id="silent", name="不说话", region="451422")
BROKEN = board(id="broken", name="坏了的", region="451423")
UNASKED = board(id="unasked", name="没问过", region="451424")
OFF = board(id="off", name="停用的", region="451425", enabled=False)


def seen(desk: Desk, rules: Rules, *sources: Source, period: int = 7, now: datetime = NOON) -> BlindSpots:
    with desk.register.reading() as tx:
        return blind_spots(tx, replace(rules, sources=Sources(sources=sources)), now, period)


def cell(found: BlindSpots, region: str, medium: str = "board") -> Cell:
    return next(one for row in found.matrix if row.region == region for one in row.cells if one.medium == medium)


def test_each_kind_of_not_seeing_has_a_word_of_its_own_and_none_is_zero(desk: Desk, rules: Rules) -> None:
    with desk.register.writing() as tx:
        ran(tx, "board", NOON - HOUR, kept=3)
        ran(tx, "silent", NOON - HOUR)
        ran(tx, "broken", NOON - HOUR, said=("unreachable", "连不上"))
    found = seen(desk, rules, board(), SILENT, BROKEN, UNASKED, OFF)
    told = {region: (cell(found, region).state, cell(found, region).new) for region in rules.regions.under("451400")}
    assert told["451421"] == ("read", 3)
    assert told["451422"] == ("read", 0)
    assert told["451423"] == ("no data", None)
    assert told["451424"] == ("never ran", None)
    assert told["451425"] == told["451402"] == ("no source", None)
    assert cell(found, "451421", "county").state == "no source"


def test_a_county_holds_its_townships_and_says_how_many_of_its_sources_gave_nothing(desk: Desk, rules: Rules) -> None:
    with desk.register.writing() as tx:
        ran(tx, "town", NOON - HOUR, kept=2)
    found = seen(desk, rules, board(), TOWN)
    assert cell(found, "451421") == Cell("board", "read", 2, ("town", "board"), 1)
    assert cell(found, "451421101").new == 2
    assert cell(found, "451421102").state == "no source"


def test_every_county_and_township_of_ours_has_its_row(desk: Desk, rules: Rules) -> None:
    rows = {row.region for row in seen(desk, rules, board()).matrix}
    assert set(rules.regions.names) <= rows
    assert "" in rows  # the sources that speak for no region: what officers report is always one


def test_a_day_without_a_run_is_not_a_day_with_nothing_new(desk: Desk, rules: Rules) -> None:
    with desk.register.writing() as tx:
        ran(tx, "board", NOON - 3 * DAY, kept=4)
        ran(tx, "board", NOON - 2 * DAY, said=("unreachable", "连不上"))
        ran(tx, "board", NOON)
    strip = next(one for one in seen(desk, rules, board()).strips if one.source == "board")
    assert len(strip.days) == 14
    assert [(day.state, day.new) for day in strip.days[-4:]] == [("read", 4), ("no data", None), ("no run", None), ("read", 0)]
    assert strip.days[-1].day == NOON.date()


def test_a_day_ends_at_midnight_in_beijing(desk: Desk, rules: Rules) -> None:
    night = NOON.replace(hour=0, minute=30)
    with desk.register.writing() as tx:
        ran(tx, "board", night - HOUR, kept=1)
        ran(tx, "board", night, kept=2)
    strip = next(one for one in seen(desk, rules, board()).strips if one.source == "board")
    assert [day.new for day in strip.days[-2:]] == [1, 2]


def test_the_matrix_counts_only_its_days(desk: Desk, rules: Rules) -> None:
    with desk.register.writing() as tx:
        ran(tx, "board", NOON - 5 * DAY, kept=4)
        ran(tx, "board", NOON, kept=1)
    assert [cell(seen(desk, rules, board(), period=days), "451421").new for days in (1, 7, 14)] == [1, 5, 5]


def test_topics_and_places_that_never_had_a_post_are_named(desk: Desk, rules: Rules) -> None:
    opened(desk, place="451421101", topic="municipal_services")
    found = seen(desk, rules, board())
    assert "municipal_services" not in dict(found.topics)
    assert len(found.topics) == len(rules.topics.topics) - 1
    places = dict(found.places)
    assert "451421" not in places
    assert "451421101" not in places
    assert places["451421102"] == "扶绥县渠旧镇"
    assert "451422" in places
    assert "451422101" not in places  # its county stands for it
