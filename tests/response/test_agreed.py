"""Voices that disagree: an authority's last word counts, a toll grows with time, and one wild voice makes nothing grave."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import config
from config.base import read
from config.gathering import Gathering
from response.agreed import agreed
from response.gather import Post
from store.records import Assessment, Grade, Medium, Severity

LONE_AMONG = read(Path(config.__file__).parent / "gathering.yml", Gathering).lone_among
AT = datetime(2026, 5, 4, 9, tzinfo=UTC)


def grade(dead: int) -> Grade:
    """By the statutory thresholds."""
    steps = {30: Grade.extreme, 10: Grade.major, 3: Grade.considerable, 0: Grade.ordinary}
    return next(step for least, step in steps.items() if dead >= least)


def deaths(dead: int) -> Severity:
    harm = {"deaths": dead} if dead else {}
    return Severity(grade(dead), f"级别：死亡{dead}人（“死了{dead}人”）；达到门槛" if dead else "一般：爆炸（“爆炸”）", 0.3, harm)


def post(number: int, severity: Severity, voice: str | None = None, *, dated: bool = True) -> Post:
    read_ = Assessment(str(number), (), (), (), (), severity)
    return Post(read_, AT + timedelta(hours=number) if dated else None, Medium.board, "", "", voice or str(number))


def together(*tolls: int) -> Severity:
    return agreed([post(n, deaths(dead)) for n, dead in enumerate(tolls)], [False] * len(tolls), LONE_AMONG)


@pytest.mark.parametrize(
    ("tolls", "grade"),
    [
        ((0, 8, 30), "extreme"),
        ((8, 9, 30), "extreme"),
        ((2, 8, 30), "extreme"),
        ((0, 0, 0, 4), "considerable"),
        ((5, 2), "considerable"),
        ((1, 1, 4, 4, 1, 1), "considerable"),
    ],
)
def test_a_toll_grows_with_time_and_earlier_lower_ones_do_not_outvote_it(tolls: tuple[int, ...], grade: str) -> None:
    assert together(*tolls).grade == grade


def test_the_time_of_publication_decides_which_toll_is_the_last() -> None:
    posts = [post(3, deaths(30)), post(1, deaths(8)), post(2, deaths(9))]
    assert agreed(posts, [False] * 3, LONE_AMONG).grade is Grade.extreme
    posts = [post(1, deaths(30)), post(2, deaths(8)), post(3, deaths(9))]
    assert agreed(posts, [False] * 3, LONE_AMONG).grade is Grade.considerable


def test_posts_without_a_time_stand_in_the_order_in_which_they_came() -> None:
    posts = [post(n, deaths(dead), dated=False) for n, dead in enumerate((2, 8, 30))]
    assert agreed(posts, [False] * 3, LONE_AMONG).grade is Grade.extreme


@pytest.mark.parametrize("tolls", [(30, 8, 9), (3, 30, 3), (3, 3, 4, 3, 4, 3, 300), (0, 3, 3, 0, 0, 0, 0, 300)])
def test_one_wild_voice_makes_no_extreme_but_is_told(tolls: tuple[int, ...]) -> None:
    found = together(*tolls)
    assert found.grade is Grade.considerable
    assert f"另有信息说死亡{max(tolls)}人" in found.because


def test_one_voice_that_repeats_itself_is_one_voice() -> None:
    said = [(3, "a"), (3, "b"), (40, "wild"), (40, "wild"), (3, "c")]
    posts = [post(n, deaths(dead), voice) for n, (dead, voice) in enumerate(said)]
    assert agreed(posts, [False] * len(posts), LONE_AMONG).grade is Grade.considerable


def test_who_speaks_of_something_else_contradicts_no_toll() -> None:
    hurt = Severity(Grade.ordinary, "一般：受伤1人", 0.2, {"injured": 1})
    posts = [post(0, deaths(12)), post(1, hurt), post(2, hurt)]
    assert agreed(posts, [False] * 3, LONE_AMONG).grade is Grade.major


def test_an_authoritys_last_figure_goes_before_earlier_ones_and_before_plain_posts() -> None:
    posts = [post(0, deaths(12)), post(1, deaths(4)), post(2, deaths(31)), post(3, deaths(31))]
    assert agreed(posts, [True, True, False, False], LONE_AMONG).grade is Grade.considerable
    assert agreed(posts[::-1], [False, False, True, True], LONE_AMONG).grade is Grade.considerable


def test_a_notice_of_those_moved_to_safety_takes_back_no_death() -> None:
    moved = Severity(Grade.ordinary, "一般：疏散转移300人", 0.3, {"moved": 300})
    assert agreed([post(0, deaths(12)), post(1, moved)], [True, True], LONE_AMONG).grade is Grade.major


def test_an_authoritys_refutation_of_the_figure_counts() -> None:
    refuted = Severity(Grade.none, "不属突发事件：辟谣", 0.0, {"deaths": 12})
    assert agreed([post(0, deaths(12)), post(1, refuted)], [True, True], LONE_AMONG).grade is Grade.none


def test_without_any_emergency_the_reading_with_most_evidence_speaks() -> None:
    mild, strong = (Severity(Grade.none, "不属突发事件", score) for score in (0.0, 0.15))
    assert agreed([post(0, mild), post(1, strong), post(2, mild)], [False] * 3, LONE_AMONG) is strong
