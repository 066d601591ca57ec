from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from config.rules import Rules
from crawler import around, feeds, files, outcomes
from dashboards import words
from response.lifecycle import TABLES
from response.viewing import CASES
from tests.api.seeding import NOW

OF_COLLECTING = outcomes.FINAL | outcomes.AGAIN | outcomes.LISTS | {outcomes.SEEN, outcomes.CHANGED, outcomes.WAITING}


@pytest.mark.parametrize(
    ("span", "said"),
    [
        ({"seconds": 5}, "1分钟"),
        ({"minutes": 59}, "59分钟"),
        ({"hours": 3, "minutes": 12}, "3小时12分"),
        ({"hours": 7, "minutes": 12}, "7小时"),
        ({"days": 1, "hours": 2}, "1天2小时"),
        ({"days": 21, "hours": 2}, "21天"),
    ],
)
def test_a_span_is_said_in_its_two_largest_units(span: dict[str, int], said: str) -> None:
    assert words.span_of(timedelta(**span)) == said
    assert words.countdown(NOW + timedelta(**span), NOW) == f"还剩 {said}"
    assert words.countdown(NOW - timedelta(**span), NOW) == f"逾期 {said}"


def test_what_never_was_is_a_dash_and_never_a_zero() -> None:
    assert [words.moment(None), words.ago(None, NOW), words.number(None), words.share(0, 0)] == ["—"] * 4
    assert (words.number(0), words.share(0, 5), words.number(2.0), words.number(2.25)) == ("0", "0%", "2", "2.2")


def test_a_moment_says_its_year_only_where_it_is_another() -> None:
    assert words.moment(NOW, NOW) == "今天 14:00"
    assert words.moment(datetime(2026, 1, 2, 3, 4, tzinfo=NOW.tzinfo), NOW) == "01-02 03:04"
    assert words.moment(datetime(2025, 1, 2, 3, 4, tzinfo=NOW.tzinfo), NOW) == "2025-01-02 03:04"


def test_limits_of_the_rules_are_said_in_chinese(rules: Rules) -> None:
    assert [words.limit(text) for text in ("48 hours", "2 working days", "1 day", "15 minutes")] == ["48小时", "2个工作日", "1天", "15分钟"]
    said = [words.limit(promise.limit) for promise in rules.deadlines.promises.values()]
    said += [words.limit(source.every) for source in rules.sources.sources]
    assert not [text for text in said if any("a" <= letter <= "z" for letter in text)]


def test_every_word_a_page_may_show_has_a_chinese_one(rules: Rules) -> None:
    groups: list[tuple[Any, Any]] = [
        ({source.kind for source in rules.sources.sources}, words.KINDS),
        ({source.medium for source in rules.sources.sources}, words.MEDIA),
        ({promise.starts for promise in rules.deadlines.promises.values()}, words.MOMENTS),
        ({promise.stops for promise in rules.deadlines.promises.values()}, words.MOMENTS),
        ({role for steps in TABLES.values() for step in steps for role in step.roles}, words.ROLES),
        (set(rules.routing.cases), CASES),
        (OF_COLLECTING, words.OUTCOMES),
        ({"assessed", "opened", "joined", "no concern", "set aside"}, words.OUTCOMES),
        (set(around.COUNTS) | set(feeds.COUNTS) | set(files.ENGAGEMENT), words.ENGAGEMENT),
    ]
    for used, known in groups:
        assert used <= set(known)
