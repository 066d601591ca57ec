"""Heat adds up and says so; a warning keeps its stated rate of false alarms."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import config
from config.base import read
from config.severity import Severity as SeverityRules
from nlp.heat import Heats, poisson_tail
from store.records import Document, Medium, Warning_

NOW = datetime(2026, 9, 3, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def heats() -> Heats:
    return Heats(read(Path(config.__file__).parent / "severity.yml", SeverityRules).heat)


def told(hours_ago: float, number: int = 0, medium: Medium = Medium.board, **engagement: int) -> tuple[Document, Any]:
    at = NOW - timedelta(hours=hours_ago)
    return Document(f"{hours_ago}-{number}", f"s{number}", "", "", "", medium, None, at, at, "", None, f"v{number}", engagement), None


def test_heat_rises_with_voices_media_and_engagement(heats: Heats) -> None:
    one = heats([told(1)], NOW)[0]
    assert heats([told(1, n) for n in range(10)], NOW)[0] > one
    assert heats([told(1, medium=Medium.central)], NOW)[0] > one
    assert heats([told(1, likes=500, comments=80)], NOW)[0] > one


def test_the_same_voice_again_is_no_new_voice(heats: Heats) -> None:
    assert "1 个声音" in heats([told(1, 0), told(2, 0), told(3, 0)], NOW)[2]


def test_steady_talk_warns_of_nothing(heats: Heats) -> None:
    posts = [told(hours, hours) for hours in range(120)]
    assert heats(posts, NOW)[1] is None


def test_the_faster_it_grows_the_redder(heats: Heats) -> None:
    past = [told(hours, hours) for hours in range(7, 120, 6)]
    colours = [heats(past + [told(1, 1000 + n) for n in range(count)], NOW)[1] for count in (1, 8, 14, 60)]
    assert colours[0] is None
    assert colours[-1] is Warning_.red
    order = [list(Warning_).index(colour) for colour in colours[1:] if colour]
    assert order == sorted(order)


def test_the_false_alarm_rate_is_kept(heats: Heats) -> None:
    chance, alarms = random.Random(11), 0
    for _ in range(1500):
        rate = chance.choice((0.2, 1.0, 3.0))
        hours = 0.0
        moments: list[Any] = []
        while hours < 168:
            hours += chance.expovariate(rate)
            moments.append(told(hours, len(moments)))
        alarms += heats(moments, NOW)[1] is not None
    assert alarms / 1500 <= 0.004


def test_because_shows_the_figures(heats: Heats) -> None:
    because = heats([told(1, n) for n in range(12)], NOW)[2]
    assert "近 6 小时 12 条" in because
    assert "预警" in because


def test_the_tail_of_poisson_is_right() -> None:
    assert poisson_tail(0, 2.0) == 1.0
    assert poisson_tail(1, 2.0) == pytest.approx(0.8647, abs=1e-4)
    assert poisson_tail(6, 2.0) == pytest.approx(0.0166, abs=1e-4)
