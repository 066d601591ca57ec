"""What was looked at and what was not, on either database."""

from __future__ import annotations

from datetime import timedelta

from store import coverage, sources, stages
from store.coverage import Seen
from store.register import Register
from store.stages import Left
from store.watching import newest
from tests.store.conftest import NOON

DAY = timedelta(days=1)
START = NOON.replace(hour=0)


def left(register: Register, days: int, *outcomes: str, source: str = "board", stage: str = "collect") -> None:
    with register.writing() as tx:
        pieces = [Left(f"http://x/{days}/{number}", source, word) for number, word in enumerate(outcomes)]
        stages.record(tx, stage, pieces, NOON - days * DAY)


def test_a_day_is_counted_by_what_left_and_a_day_without_pieces_is_not_there(register: Register) -> None:
    left(register, 0, "kept", "kept", "no text", "listed")
    left(register, 1, "unreachable")
    left(register, 0, "assessed", stage="assess")
    left(register, 3, "not modified", source="other")
    with register.reading() as tx:
        found = coverage.daily(tx, START - 3 * DAY, 4)
        assert coverage.between(tx, "board", NOON - DAY, NOON) == Seen(1, 0, 0)
        assert coverage.between(tx, "nobody", NOON, NOON + DAY) == Seen()
    assert found == {("board", 3): Seen(4, 3, 2), ("board", 2): Seen(1, 0, 0), ("other", 0): Seen(1, 1, 0)}


def test_the_first_and_the_latest_pieces_of_a_source(register: Register) -> None:
    for days in (5, 2, 0):
        left(register, days, "kept", "listed")
    with register.reading() as tx:
        assert coverage.first(tx, "board") == NOON - 5 * DAY
        assert coverage.first(tx, "nobody") is None
        assert [piece["outcome"] for piece in coverage.latest(tx, "board", 3)] == ["listed", "kept", "listed"]


def test_nothing_was_ever_about_anything_in_an_empty_register(register: Register) -> None:
    with register.reading() as tx:
        assert (coverage.topics(tx), coverage.places(tx)) == (set(), set())


def test_the_marks_move_when_a_source_is_run_and_when_it_is_done(register: Register) -> None:
    marks = []
    for step in ("nothing", "claimed", "released"):
        with register.writing() as tx:
            if step == "claimed":
                sources.claim(tx, ["board"], NOON, NOON + DAY)
            if step == "released":
                sources.release(tx, "board", {}, ("listed", ""), NOON, NOON + DAY)
            marks.append(newest(tx).source)
    assert len(set(marks)) == 3
