"""The runs of a source, read from the pieces it left."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from response.source_runs import Run, runs
from tests.response.conftest import NOON

LIST = "http://board.example/"


def pieces(*told: tuple[str, str]) -> list[dict[str, Any]]:
    """(address, outcome) in the order in which they left, a minute apart."""
    return [
        {"piece": LIST if path == "/" else LIST + path, "outcome": word, "because": f"{path} {word}", "at": NOON + timedelta(minutes=n)}
        for n, (path, word) in enumerate(told)
    ]


def told(*left: tuple[str, str], most: int = 30) -> list[Run]:
    return runs(pieces(*left), {LIST}, most)


def test_articles_and_the_list_after_them_are_one_run() -> None:
    latest, earlier = told(("1", "kept"), ("2", "no text"), ("/", "listed"), ("3", "kept"), ("/", "listed"))
    assert (earlier.outcomes, earlier.new, earlier.said) == ({"kept": 1, "no text": 1, "listed": 1}, 1, "/ listed")
    assert (latest.began, latest.ended) == (NOON + timedelta(minutes=3), NOON + timedelta(minutes=4))


def test_runs_over_an_unchanged_list_are_told_apart_by_its_address() -> None:
    assert [run.outcomes for run in told(("/", "not modified"), ("/", "not modified"), ("/", "not modified"))] == [{"not modified": 1}] * 3


def test_a_run_that_could_not_read_its_list_has_no_figure() -> None:
    latest, failed = told(("/", "unreachable"), ("1", "kept"), ("/", "listed"))
    assert (failed.new, failed.said, latest.new) == (None, "/ unreachable", 1)


def test_a_list_of_several_pages_is_one_run() -> None:
    assert len(told(("1", "kept"), ("?page=2", "listed"), ("/", "listed"), ("2", "kept"), ("/", "listed"))) == 2


def test_only_so_many_are_told_and_none_of_nothing() -> None:
    assert [run.began for run in told(*[("/", "not modified")] * 5, most=2)] == [NOON + timedelta(minutes=n) for n in (4, 3)]
    assert told() == []
