"""National promises may be tightened, never loosened or left out; a wrong limit is refused in a sentence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from config.deadlines import term
from config.rules import Rules

Said = Callable[..., list[str]]


def test_the_three_national_promises_are_there(rules: Rules) -> None:
    national = {name: promise.limit for name, promise in rules.deadlines.promises.items() if promise.national}
    assert national == {"publish": "5 hours", "press_conference": "24 hours", "respond": "48 hours"}


def test_a_national_promise_cannot_be_loosened(said: Said) -> None:
    (sentence,) = said("deadlines", "limit: 5 hours", "limit: 6 hours")
    assert sentence == "deadlines.yml, publish: the national limit is 5 hours; 6 hours is longer"


def test_a_national_promise_can_be_tightened(said: Said) -> None:
    assert said("deadlines", "limit: 48 hours", "limit: 24 hours") == []


def test_a_national_promise_cannot_be_counted_in_working_days(said: Said) -> None:
    (sentence,) = said("deadlines", "limit: 48 hours", "limit: 2 working days")
    assert "the national limit is 48 hours" in sentence


def test_a_national_promise_cannot_be_left_out_or_kept_from_a_grade(said: Said) -> None:
    assert 'deadlines.yml: the national promise "respond" is missing' in said("deadlines", "  respond:", "  respond_:")
    (sentence,) = said("deadlines", "grades: [major, extreme]", "grades: [extreme]")
    assert 'a matter graded "major" has to have this clock' in sentence


def test_an_unreadable_limit_is_refused_with_examples(said: Said) -> None:
    (sentence,) = said("deadlines", "limit: 48 hours", "limit: two days")
    assert 'write a limit like "48 hours", "5 days" or "2 working days"' in sentence


def test_a_moment_that_nobody_records_is_refused(said: Said) -> None:
    (sentence,) = said("deadlines", "stops: first_response", "stops: finished")
    assert sentence.startswith("deadlines.yml, promises → respond → stops")


@pytest.mark.parametrize(
    ("limit", "meant"),
    [
        ("48 hours", (48, "hour")),
        ("1 hour", (1, "hour")),
        ("5 natural days", (5, "day")),
        ("2 working days", (2, "working day")),
        ("2个工作日", (2, "working day")),
        ("48小时", (48, "hour")),
        ("5天", (5, "day")),
        ("2 weeks", None),
        ("0 hours", None),
    ],
)
def test_a_limit_is_read_as_the_desk_says_it(limit: str, meant: tuple[int, str] | None) -> None:
    assert term(limit) == meant


def test_a_national_promise_never_stands_still(said: Said, rules: Rules) -> None:
    (sentence,) = said(
        "deadlines", "    national: true\n  press_conference:", "    national: true\n    pause: [材料补正]\n  press_conference:"
    )
    assert sentence == "deadlines.yml, publish: a national limit does not stand still; leave out `pause`"
    assert [name for name in rules.deadlines.promises if rules.deadlines.pauses(name)] == ["report_back", "resolve"]
