"""Heat adds up and says so; a warning keeps its stated rate of false alarms, and a burst does not stay unseen."""

from __future__ import annotations

import math
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import config
from config.base import read
from config.severity import Severity as SeverityRules
from nlp.heat import Heats, tail
from store.records import Document, Medium, Warning_

NOW = datetime(2026, 9, 3, 12, 0, tzinfo=UTC)
HEAT = read(Path(config.__file__).parent / "severity.yml", SeverityRules).heat
DAYS = 8


@pytest.fixture(scope="module")
def heats() -> Heats:
    return Heats(HEAT)


def told(hours_ago: float, number: int = 0, medium: Medium = Medium.board, voice: str = "", **engagement: int) -> tuple[Document, Any]:
    at = NOW - timedelta(hours=hours_ago)
    voice = voice or f"v{number}"
    return Document(f"{hours_ago}-{number}", f"s{number}", "", "", "", medium, None, at, at, "", None, voice, engagement), None


def test_heat_rises_with_voices_media_and_engagement(heats: Heats) -> None:
    one = heats([told(1)], NOW)[0]
    assert heats([told(1, n) for n in range(10)], NOW)[0] > one
    assert heats([told(1, medium=Medium.central)], NOW)[0] > one
    assert heats([told(1, likes=500, comments=80)], NOW)[0] > one


def test_the_same_voice_again_is_no_new_voice_and_no_growth(heats: Heats) -> None:
    assert "1 个声音" in heats([told(1, 0), told(2, 0), told(3, 0)], NOW)[2]
    assert heats([told(n / 50, n, voice="one") for n in range(60)], NOW)[1] is None
    assert heats([told(n / 50, n) for n in range(60)], NOW)[1] is not None


def test_steady_talk_warns_of_nothing(heats: Heats) -> None:
    assert heats([told(hours, hours) for hours in range(120)], NOW)[1] is None


def test_the_faster_it_grows_the_redder(heats: Heats) -> None:
    past = [told(hours, hours) for hours in range(7, 120, 6)]
    colours = [heats(past + [told(1, 1000 + n) for n in range(count)], NOW)[1] for count in (1, 8, 14, 60)]
    assert colours[0] is None
    assert colours[-1] is Warning_.red
    order = [list(Warning_).index(colour) for colour in colours[1:] if colour]
    assert order == sorted(order)


def test_what_all_of_the_source_does_is_no_growth_of_the_matter(heats: Heats) -> None:
    posts = [*(told(hours, hours) for hours in range(7, 160, 3)), *(told(1, 500 + n) for n in range(16))]
    source = posts[0][0].source
    calm = {source: {_hour(hours): 20 for hours in range(170)}}
    busy = {source: {_hour(hours): 20 if hours > 6 else 90 for hours in range(170)}}
    assert heats(posts, NOW, calm)[1] is not None
    assert heats(posts, NOW, busy)[1] is None
    assert "平时的 3.0 倍" in heats(posts, NOW, busy)[2]


def test_because_shows_the_figures(heats: Heats) -> None:
    because = heats([told(1, n) for n in range(12)], NOW)[2]
    assert "近 6 小时 12 个声音" in because
    assert "红色预警" in because


def test_the_tail_is_poissons_where_the_spread_is_great_and_fatter_where_it_is_small() -> None:
    assert tail(0, 2.0, 5.0) == 1.0
    assert tail(1, 2.0, 1e9) == pytest.approx(0.8647, abs=1e-4)
    assert tail(6, 2.0, 1e9) == pytest.approx(0.0166, abs=1e-4)
    assert tail(3, 1.0, 1.0) == pytest.approx(0.125, abs=1e-6)


# ── simulated: hours of a matter and of its sources, with a rhythm of the day, in clumps ──


def _hour(hours_ago: int) -> datetime:
    return NOW - timedelta(hours=hours_ago)


def _rhythm(hour: int) -> float:
    """Quiet at night, busy by day; 1 on average."""
    return 1 + 0.8 * math.sin(2 * math.pi * (hour - 9) / 24)


def _poisson(chance: random.Random, mean: float) -> int:
    count, left = 0, math.exp(-mean)
    product = chance.random()
    while product > left:
        count += 1
        product *= chance.random()
    return count


def _counts(chance: random.Random, rate: float, hours: int, clump: float | None) -> list[int]:
    """Posts by the hour; Poisson, or negative binomial with size `clump`."""
    means = [rate * _rhythm(hour) * (chance.gammavariate(clump, 1 / clump) if clump else 1.0) for hour in range(hours)]
    return [_poisson(chance, mean) for mean in means]


def _alarmed(heats: Heats, counts: list[int], others: list[int], hour: int) -> bool:
    """Whether a look at the end of `hour` warns."""
    now = NOW + timedelta(hours=hour + 1)
    moments = [NOW + timedelta(hours=at, minutes=5 + n % 50) for at in range(hour + 1) for n in range(counts[at])]
    around = {NOW + timedelta(hours=at): others[at] for at in range(hour + 1)}
    return any(heats._sure(burst) and heats._colour(burst) for burst in heats.bursts(moments, now, around))


@pytest.mark.parametrize("clump", [None, 1.5])
@pytest.mark.parametrize("rate", [0.3, 2.0])
def test_in_a_thousand_quiet_hours_there_is_one_false_alarm_at_most(heats: Heats, rate: float, clump: float | None) -> None:
    chance, looks, alarms = random.Random(f"{rate}{clump}"), 0, 0
    for _ in range(9):
        hours = 24 * DAYS
        counts, others = _counts(chance, rate, hours, clump), _counts(chance, 12.0, hours, clump)
        for hour in range(72, hours):
            looks += 1
            alarms += _alarmed(heats, counts, others, hour)
    assert looks >= 1000
    assert alarms / looks <= HEAT.alarm


@pytest.mark.parametrize(("times", "within", "rate"), [(3, 24, 4.0), (5, 12, 2.0), (10, 6, 1.0)])
def test_a_burst_is_seen_within_hours(heats: Heats, times: int, within: int, rate: float) -> None:
    chance, seen = random.Random(times), 0
    for _ in range(20):
        hours, begin = 24 * DAYS, 24 * (DAYS - 1) - chance.randrange(24)
        counts, others = _counts(chance, rate, hours, 1.5), _counts(chance, 12.0, hours, 1.5)
        counts[begin : begin + within] = [_poisson(chance, times * rate) for _ in range(within)]
        seen += any(_alarmed(heats, counts, others, hour) for hour in range(begin, begin + within))
    assert seen / 20 >= 0.9
