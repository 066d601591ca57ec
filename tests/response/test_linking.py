from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from config.rules import Rules
from response.linking import Page, due, judged, moved
from store.records import Answer
from tests.response.conftest import NOON

MATTER = "渠黎镇停水三天，自来水公司主管道爆裂，居民要求恢复供水"
ANSWER = Answer(1, 1, 1, "website", "", "http://127.0.0.1/n", None, NOON, "p")
GOOD = Page("kept", "正文完整", "关于渠黎镇停水情况的通报", "渠黎镇因主管道爆裂停水，自来水公司正在抢修，今晚恢复供水。", NOON, "d1")


def look(answer: Answer, page: Page, rules: Rules, at: datetime = NOON) -> Answer:
    return judged(answer, page, MATTER, at, rules.answers)


def test_a_page_about_the_matter_is_public_and_kept_with_its_digest(rules: Rules) -> None:
    seen = look(ANSWER, GOOD, rules)
    assert (seen.link_state, seen.page_digest, seen.page_title) == ("public", "d1", GOOD.title)
    assert seen.link_because is not None
    assert "重合" in seen.link_because


def test_a_page_about_something_else_is_unrelated(rules: Rules) -> None:
    other = replace(GOOD, title="招聘公告", text="本单位招聘工作人员三名，报名截止到月底，欢迎应聘。")
    assert look(ANSWER, other, rules).link_state == "unrelated"


def test_a_page_that_cannot_be_opened_is_closed_and_one_that_vanished_is_gone(rules: Rules) -> None:
    missing = Page("gone", "页面已不存在（404）")
    assert look(ANSWER, missing, rules).link_state == "closed"
    seen = look(look(ANSWER, GOOD, rules), missing, rules, NOON + timedelta(days=1))
    assert (seen.link_state, seen.link_because) == ("gone", missing.because)
    assert seen.page_text == GOOD.text


def test_a_server_that_is_down_for_a_moment_makes_nothing_gone(rules: Rules) -> None:
    seen = look(look(ANSWER, GOOD, rules), Page("unreachable", "连接被拒绝"), rules, NOON + timedelta(days=1))
    assert (seen.link_state, seen.link_checked) == ("public", NOON + timedelta(days=1))


def test_what_came_back_is_public_again(rules: Rules) -> None:
    gone = replace(look(ANSWER, GOOD, rules), link_state="gone")
    assert look(gone, GOOD, rules).link_state == "public"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (NOON - timedelta(hours=2), True),
        (NOON - timedelta(minutes=3), False),  # a trifle
        (NOON.replace(hour=0, minute=0), False),  # only the day
        (None, False),
    ],
)
def test_the_time_that_the_page_says_counts_where_it_is_exact(rules: Rules, said: datetime | None, expected: bool) -> None:
    seen = look(ANSWER, replace(GOOD, published=said), rules)
    assert moved(seen, rules.answers) == (said if expected else None)


def test_a_link_is_looked_at_at_once_then_daily_and_not_for_ever(rules: Rules) -> None:
    assert due(ANSWER, NOON, rules.answers)
    seen = look(ANSWER, GOOD, rules)
    assert not due(seen, NOON + timedelta(hours=23), rules.answers)
    assert due(seen, NOON + timedelta(hours=25), rules.answers)
    assert not due(seen, NOON + timedelta(days=31), rules.answers)
    closed = look(ANSWER, Page("gone", "没有"), rules)
    assert due(closed, NOON + timedelta(minutes=31), rules.answers)
    assert not due(replace(ANSWER, link=None), NOON, rules.answers)
