"""How the sources stand, in words: what a source brought, when, and whether that is what is expected of it.

Contents: SourceLine · every
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from store.sources import Health, health
from store.watching import new_per_source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from config.sources import Source

DAY = timedelta(days=1)
DECLARED = ("id", "name", "kind", "url", "region", "medium", "every", "enabled")
FRESH = ("kept",)
GOOD = ("new", "all seen")
TOLD = ("last_run", "last_success", "last_new", "last_outcome", "because", "next_due", "streak", "streak_of")


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source with its standing. `new_today` is None where it never ran: no data is not zero."""

    id: str
    name: str
    kind: str
    url: str
    region: str | None
    medium: str
    every: str
    enabled: bool
    at_least: int
    at_most: int | None
    last_run: datetime | None
    last_success: datetime | None
    last_new: datetime | None
    last_outcome: str | None
    because: str | None
    next_due: datetime | None
    streak: int
    streak_of: str | None
    new_today: int | None
    state: str
    sentence: str


def every(tx: Connection, sources: Sequence[Source], now: datetime) -> list[SourceLine]:
    """Every declared source, those that need looking at first; then what the register knows that is declared no longer."""
    known, fresh = health(tx), new_per_source(tx, FRESH, now - DAY)
    found = [_of(source, known.get(source.id, Health(source.id)), fresh, now) for source in sources]
    declared = {source.id for source in sources}
    gone = [_undeclared(standing, fresh) for id_, standing in known.items() if id_ not in declared]
    order = ("failing", "quiet", "flooding", "late", "good", "undeclared", "never", "off")
    return sorted([*found, *gone], key=lambda source: order.index(source.state))


def _of(source: Source, standing: Health, fresh: dict[str, int], now: datetime) -> SourceLine:
    new = fresh.get(source.id, 0) if standing.last_run else None
    state, sentence = _state(source, standing, new, now)
    declared: dict[str, Any] = {name: getattr(source, name) for name in DECLARED}
    expected: dict[str, Any] = {"at_least": source.per_day.at_least, "at_most": source.per_day.at_most}
    return SourceLine(**declared, **expected, **_told(standing), new_today=new, state=state, sentence=sentence)


def _undeclared(standing: Health, fresh: dict[str, int]) -> SourceLine:
    blank: dict[str, Any] = dict.fromkeys(DECLARED, "") | {"id": standing.id, "name": standing.id, "enabled": False, "region": None}
    said: dict[str, Any] = {"state": "undeclared", "sentence": "规则里没有这个信息源"}
    return SourceLine(**blank, at_least=0, at_most=None, **_told(standing), new_today=fresh.get(standing.id, 0), **said)


def _told(standing: Health) -> dict[str, Any]:
    return {name: getattr(standing, name) for name in TOLD}


def _state(source: Source, standing: Health, new: int | None, now: datetime) -> tuple[str, str]:
    """The state word and its sentence, the gravest first."""
    if not source.enabled:
        return "off", "已停用"
    if standing.last_run is None and source.address() is None:
        return "off", "经 RSSHub 接入，还没有设置它的地址"
    if standing.last_run is None:
        return "never", "还没有采过：没有数据"
    least, most = source.per_day.at_least, source.per_day.at_most
    rules = (
        (standing.streak_of not in (*GOOD, None) and standing.streak > 1, "failing", f"连续 {standing.streak} 次：{standing.because}"),
        (standing.last_success is None, "failing", "从未成功"),
        (_overdue(source, standing, now), "late", "超过两个采集周期没有采"),
        (most is not None and (new or 0) > most, "flooding", f"24小时内 {new} 条，多于预期的 {most} 条"),
        (_quiet(standing, now) and (new or 0) < least, "quiet", f"24小时内 {new} 条，少于预期的 {least} 条"),
    )
    return next(((state, sentence) for wrong, state, sentence in rules if wrong), ("good", "正常"))


def _overdue(source: Source, standing: Health, now: datetime) -> bool:
    return standing.last_run is not None and now - standing.last_run > timedelta(minutes=2 * source.minutes + 2)


def _quiet(standing: Health, now: datetime) -> bool:
    return standing.last_new is None or now - standing.last_new > DAY
