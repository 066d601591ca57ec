"""热度 and 预警: how much is said about a matter and by whom, and whether it grows faster than its past and its sources' explain.

Heat weighs voices, the class of the media, engagement and growth (severity.yml, heat); it says nothing about how serious the matter is.
The warning is a burst test. Over each of a few windows (6 and 24 hours) the voices of the window are held against those that are
expected: the matter's own past rate, times the tide — how much its sources carry of everything else now, against their own past, so
that a busy morning or a catching-up crawler is no growth. The count is taken as negative binomial: its spread comes from how little of
the past and of the tide is known, and from `clump`, for posts come in clumps. `alarm` is the probability of a false alarm at one look;
looked at every hour, 0.001 is one false alarm in a thousand quiet hours. The colour says how many times the expected it is.

Contents: Heats · Burst · tail
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from store.records import Warning_

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from config.severity import Heat
    from store.records import Assessment, Document

    Tides = Mapping[str, Mapping[datetime, int]]  # source → beginning of an hour → posts, of whatever matter

_HOUR = timedelta(hours=1)
_COLOURS = dict(zip(Warning_, ("蓝色", "黄色", "橙色", "红色"), strict=True))


@dataclass(frozen=True, slots=True)
class Burst:
    """A window of the test: the voices in it, those expected, the tide of the sources, and the chance of so many by accident."""

    hours: float
    recent: int
    expected: float
    tide: float
    chance: float

    @property
    def growth(self) -> float:
        """How many times the expected."""
        return self.recent / self.expected


class Heats:
    """The heat and the warning of an incident from its posts, by the rules of severity.yml."""

    def __init__(self, rules: Heat) -> None:
        self._rules = rules

    def __call__(
        self, posts: Sequence[tuple[Document, Assessment]], now: datetime, tides: Tides | None = None
    ) -> tuple[float, Warning_ | None, str]:
        """The heat (0..100), the warning colour, and the arithmetic of both. `tides`: what the sources carried by the hour."""
        documents = [document for document, _ in posts]
        voices = len({document.voice or document.id for document in documents})
        engaged = sum(
            self._rules.engagement.get(kind, 0.0) * count for document in documents for kind, count in document.engagement.items()
        )
        bursts = self.bursts(_moments(documents, self._rules.windows[0]), now, _others(documents, tides or {}))
        parts = {
            "声音": self._rules.voices * math.log1p(voices),
            "媒体": self._media(documents),
            "互动": self._rules.engaged * math.log1p(engaged),
            "增长": self._rules.growth * math.log1p(bursts[0].growth),
        }
        heat, sure = round(min(100.0, sum(parts.values())), 1), [burst for burst in bursts if self._sure(burst)]
        sums = " + ".join(f"{name} {value:.1f}" for name, value in parts.items())
        told = max(sure, key=lambda burst: burst.growth, default=min(bursts, key=lambda burst: burst.chance))
        colour = self._colour(told) if sure else None
        return heat, colour, f"热度 {heat} = {sums}（{voices} 个声音，互动折合 {engaged:.0f}）；{self._told(told, colour)}"

    def _media(self, documents: Sequence[Document]) -> float:
        """Each publisher once, by the class of its medium."""
        mediums = {document.publisher or document.source: document.medium.value for document in documents}
        return sum(self._rules.media.get(medium, 0.0) for medium in mediums.values())

    def bursts(self, moments: Sequence[datetime], now: datetime, others: Mapping[datetime, int]) -> tuple[Burst, ...]:
        """The test over each window, from the moments of the matter and the hourly posts of its sources about anything else."""
        return tuple(self._burst(moments, now, others, hours) for hours in self._rules.windows)

    def _burst(self, moments: Sequence[datetime], now: datetime, others: Mapping[datetime, int], hours: float) -> Burst:
        begin = now - timedelta(hours=hours)
        recent = sum(begin < moment <= now for moment in moments)
        past = [moment for moment in moments if begin - timedelta(hours=self._rules.past_hours) < moment <= begin]
        known = (begin - min(past)).total_seconds() / 3600 if past else 0.0
        counted = len(past) + self._rules.prior_posts
        tide, unsure = self._tide(others, now, hours)
        expected = counted / (known + self._rules.prior_hours) * hours * tide
        spread = 1 / (1 / counted + 1 / (self._rules.clump * hours) + unsure)
        return Burst(hours, recent, expected, tide, tail(recent, expected, spread))

    def _tide(self, others: Mapping[datetime, int], now: datetime, hours: float) -> tuple[float, float]:
        """The sources' posts of the window against those of their own past in as long a time, and the relative variance of that.

        1, and sure, where nothing is known; never below 1: the tide may explain growth, but an ebb raises no alarm.
        """
        begin = now - timedelta(hours=hours)
        start = begin - timedelta(hours=self._rules.past_hours)
        middles = {hour + _HOUR / 2: posts for hour, posts in others.items() if start < hour + _HOUR / 2 <= now}
        if not middles or min(middles) > begin:
            return 1.0, 0.0
        before = sum(posts for at, posts in middles.items() if at <= begin)
        usual = before / ((begin - min(middles) + _HOUR / 2) / timedelta(hours=hours))
        here = sum(posts for at, posts in middles.items() if at > begin)
        tide = (here + self._rules.tide_prior) / (usual + self._rules.tide_prior)
        return max(1.0, min(tide, self._rules.tide_most)), 1 / (here + self._rules.tide_prior) + 1 / (self._rules.clump * hours)

    def _sure(self, burst: Burst) -> bool:
        return burst.recent >= self._rules.least_posts and burst.chance <= self._rules.alarm / len(self._rules.windows)

    def _colour(self, burst: Burst) -> Warning_ | None:
        reached = [Warning_(name) for name, times in self._rules.colours.items() if burst.growth >= times]
        return max(reached, key=list(Warning_).index, default=None)

    def _told(self, burst: Burst, colour: Warning_ | None) -> str:
        verdict = f"{_COLOURS[colour]}预警" if colour else "不预警"
        tide = f"（信息源此时的总量是平时的 {burst.tide:.1f} 倍，已计入）" if abs(burst.tide - 1) >= 0.05 else ""  # noqa: PLR2004
        rate = f"偶然出现的概率 {burst.chance:.2g}，门槛 {self._rules.alarm / len(self._rules.windows):g}"
        return f"近 {burst.hours:g} 小时 {burst.recent} 个声音，按其过去应有 {burst.expected:.1f} 个{tide}，{rate}：{verdict}"


def tail(count: int, expected: float, spread: float) -> float:
    """The chance of `count` or more where `expected` are expected, negative binomial with size `spread`; a great one is Poisson."""
    if count <= 0:
        return 1.0
    if expected <= 0:
        return 0.0
    share = expected / (expected + spread)
    below, log_term = 0.0, spread * math.log1p(-share)
    for k in range(count):
        below += math.exp(log_term)
        log_term += math.log(share * (k + spread) / (k + 1))
    return max(0.0, 1.0 - below)


def _moments(documents: Sequence[Document], hours: float) -> list[datetime]:
    """When voices were heard: one voice that repeats itself within `hours` counts once."""
    heard: dict[str, datetime] = {}
    return [at for at, voice in sorted(_spoken(documents)) if _anew(heard, voice, at, timedelta(hours=hours))]


def _spoken(documents: Sequence[Document]) -> Iterator[tuple[datetime, str]]:
    for document in documents:
        at = document.published or document.fetched
        yield (at if at.tzinfo else at.replace(tzinfo=UTC)), document.voice or document.id


def _anew(heard: dict[str, datetime], voice: str, at: datetime, apart: timedelta) -> bool:
    if voice in heard and at - heard[voice] < apart:
        return False
    heard[voice] = at
    return True


def _others(documents: Sequence[Document], tides: Tides) -> dict[datetime, int]:
    """What the sources of these documents carried by the hour, without these documents."""
    hours: dict[datetime, int] = {}
    for source in {document.source for document in documents}:
        for hour, posts in tides.get(source, {}).items():
            hours[hour] = hours.get(hour, 0) + posts
    for at, _ in _spoken(documents) if hours else ():
        hour = at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        hours[hour] = max(0, hours.get(hour, 0) - 1)
    return hours
