"""热度 and 预警: how much is said about a matter and by whom, and whether it grows faster than its own past explains.

Heat weighs voices, the class of the media, engagement and growth (severity.yml, heat); it says nothing about how serious the matter is.
The warning is a burst test: posts of the last hours against the rate of the hours before, as a Poisson count. `alarm` is the probability
of a false alarm at one look, so that the stated rate is kept whatever the rate of the matter; the colour rises with the excess.

Contents: Heats
"""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from store.records import Warning_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from config.severity import Heat
    from store.records import Assessment, Document


class Heats:
    """The heat and the warning of an incident from its posts, by the rules of severity.yml."""

    def __init__(self, rules: Heat) -> None:
        self._rules = rules

    def __call__(self, posts: Sequence[tuple[Document, Assessment]], now: datetime) -> tuple[float, Warning_ | None, str]:
        """The heat (0..100), the warning colour, and the arithmetic of both."""
        documents = [document for document, _ in posts]
        voices = len({document.voice or document.id for document in documents})
        engaged = sum(
            self._rules.engagement.get(kind, 0.0) * count for document in documents for kind, count in document.engagement.items()
        )
        recent, expected, chance = self.burst([_moment(document) for document in documents], now)
        growth = recent / expected
        parts = {
            "声音": self._rules.voices * math.log1p(voices),
            "媒体": self._media(documents),
            "互动": self._rules.engaged * math.log1p(engaged),
            "增长": self._rules.growth * math.log1p(growth),
        }
        heat, colour = round(min(100.0, sum(parts.values())), 1), self._colour(recent, growth, chance)
        sums = " + ".join(f"{name} {value:.1f}" for name, value in parts.items())
        told = self._told(recent, expected, chance, colour)
        return heat, colour, f"热度 {heat} = {sums}（{voices} 个声音，互动折合 {engaged:.0f}）；{told}"

    def _media(self, documents: Sequence[Document]) -> float:
        """Each publisher once, by the class of its medium."""
        mediums = {document.publisher or document.source: document.medium.value for document in documents}
        return sum(self._rules.media.get(medium, 0.0) for medium in mediums.values())

    def burst(self, moments: Sequence[datetime], now: datetime) -> tuple[int, float, float]:
        """Posts in the last hours, how many its own past would explain, and the chance of so many by accident."""
        window = timedelta(hours=self._rules.window_hours)
        recent = sum(now - window < moment <= now for moment in moments)
        before = [moment for moment in moments if moment <= now - window]
        age = (now - min(before)).total_seconds() / window.total_seconds() - 1 if before else 0.0
        windows = min(max(age, 0.0), self._rules.past_windows)
        counted = sum(moment > now - window * (windows + 1) for moment in before)
        expected = (counted + self._rules.prior_posts) / (windows + self._rules.prior_windows)
        return recent, expected, poisson_tail(recent, expected)

    def _colour(self, recent: int, growth: float, chance: float) -> Warning_ | None:
        if chance > self._rules.alarm or recent < self._rules.least_posts:
            return None
        reached = [Warning_(name) for name, times in self._rules.colours.items() if growth >= times]
        return max(reached, key=list(Warning_).index, default=None)

    def _told(self, recent: int, expected: float, chance: float, colour: Warning_ | None) -> str:
        names = dict(zip(Warning_, ("蓝色", "黄色", "橙色", "红色"), strict=True))
        verdict = f"{names[colour]}预警" if colour else "不预警"
        rate = f"偶然出现的概率 {chance:.2g}，门槛 {self._rules.alarm:g}"
        return f"近 {self._rules.window_hours:g} 小时 {recent} 条，按其过去应有 {expected:.1f} 条，{rate}：{verdict}"


def poisson_tail(count: int, expected: float) -> float:
    """The chance of `count` or more where `expected` are expected."""
    if count <= 0:
        return 1.0
    if expected <= 0:
        return 0.0
    below, term = 0.0, math.exp(-expected)
    for k in range(count):
        below += term
        term *= expected / (k + 1)
    return max(0.0, 1.0 - below)


def _moment(document: Document) -> datetime:
    moment = document.published or document.fetched
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
