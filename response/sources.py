"""How the sources stand, in words: what a source brought, when, and whether that is what is expected of it.

Quiet is judged against the source's own last weeks where there are four: what is silent every Sunday may be silent this Sunday.

Contents: SourceLine · every · brought · name_of
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING, Any

from config.sources import Source
from store import coverage, keys
from store.coverage import FRESH
from store.sources import Health, claimed, health
from store.watching import new_per_source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

DAY, WEEK = timedelta(days=1), timedelta(days=7)
SETTLED = DAY + timedelta(hours=1)  # so long after its first run a source's last 24 hours hold no backlog
WEEKS, FURTHEST = 4, 9
DECLARED = ("id", "name", "kind", "url", "region", "medium", "every", "enabled")
GOOD = ("new", "all seen", "empty")
CHANGED, EMPTY = "changed layout", ("not an article", "frameset")
TOLD = ("last_run", "last_success", "last_new", "last_outcome", "because", "next_due", "streak", "streak_of")
BROUGHT = ("push", "report")
REPORT = "report"
PLAIN = {REPORT: "人工上报", "import": "文件导入"}
"""What sources that need not be declared are called."""
ORDER = ("failing", "layout", "quiet", "flooding", "late", "good", "undeclared", "never", "off")
DAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source with its standing. `new_today` is None where it could not be read in the last 24 hours: no data is not zero.

    `running`: somebody runs it now.
    """

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
    running: bool = False


def every(tx: Connection, sources: Sequence[Source], now: datetime) -> list[SourceLine]:
    """Every declared source, those that need looking at first; then what the register knows that is declared no longer."""
    known, fresh, running = health(tx), new_per_source(tx, FRESH, now - DAY), claimed(tx, now)
    all_ = [*sources, *brought(tx, sources)]
    found = [_of(tx, source, known.get(source.id, Health(source.id)), fresh, running, now) for source in all_]
    declared = {source.id for source in all_}
    gone = [_undeclared(standing, fresh) for id_, standing in known.items() if id_ not in declared]
    return sorted([*found, *gone], key=lambda source: ORDER.index(source.state))


def brought(tx: Connection, sources: Sequence[Source]) -> list[Source]:
    """The sources that nobody has to declare: those that keys bring, and what officers report."""
    declared = {source.id for source in sources}
    named = {key.source: key.name for key in reversed(keys.all_(tx)) if key.source not in declared}
    found = [Source(id=id_, name=name or "外部推送", kind="push", medium="board") for id_, name in named.items()]
    reports = any(source.kind == REPORT for source in sources)
    return found if reports else [*found, Source(id=REPORT, name=PLAIN[REPORT], kind="report", medium="board")]


def name_of(tx: Connection, id_: str, sources: Sequence[Source]) -> str:
    """What a source is called to people: as declared, as the key that brings it, or plainly; its id only where nobody knows it."""
    found = next((source.name for source in sources if source.id == id_), "") or PLAIN.get(id_)
    return found or next((source.name for source in brought(tx, sources) if source.id == id_), id_)


def _of(tx: Connection, source: Source, standing: Health, fresh: dict[str, int], running: set[str], now: datetime) -> SourceLine:
    new = fresh.get(source.id, 0) if standing.last_success and standing.last_success > now - DAY else None
    state, sentence = _state(tx, source, standing, new, now)
    declared: dict[str, Any] = {name: getattr(source, name) for name in DECLARED}
    expected: dict[str, Any] = {"at_least": source.per_day.at_least, "at_most": source.per_day.at_most}
    said: dict[str, Any] = {"new_today": new, "state": state, "sentence": sentence, "running": source.id in running}
    return SourceLine(**declared, **expected, **_told(standing), **said)


def _undeclared(standing: Health, fresh: dict[str, int]) -> SourceLine:
    called = PLAIN.get(standing.id, standing.id)
    blank: dict[str, Any] = dict.fromkeys(DECLARED, "") | {"id": standing.id, "name": called, "enabled": False, "region": None}
    said: dict[str, Any] = {"state": "undeclared", "sentence": "规则里没有这个信息源"}
    return SourceLine(**blank, at_least=0, at_most=None, **_told(standing), new_today=fresh.get(standing.id, 0), **said)


def _told(standing: Health) -> dict[str, Any]:
    return {name: getattr(standing, name) for name in TOLD}


def _state(tx: Connection, source: Source, standing: Health, new: int | None, now: datetime) -> tuple[str, str]:
    """The state word and its sentence, the gravest first."""
    if not source.enabled:
        return "off", "已停用"
    if standing.last_run is None and source.address() is None:
        return "off", "经 RSSHub 接入，还没有设置它的地址"
    if standing.last_run is None:
        return "never", "还没有人送来过：没有数据" if source.kind in BROUGHT else "还没有采过：没有数据"
    again = standing.streak_of not in (*GOOD, None) and standing.streak > 1
    emptied = again and standing.streak_of in EMPTY and standing.last_success is not None
    rules = (
        (standing.streak_of == CHANGED, "layout", f"网站可能改版了：{standing.because}"),
        (emptied, "layout", f"连续 {standing.streak} 次读不出条目，网站可能改版了：{standing.because}"),
        (again, "failing", f"连续 {standing.streak} 次：{standing.because}"),
        (standing.last_success is None and standing.streak_of == "empty", "quiet", f"读得到，但一直没有条目：{standing.because}"),
        (standing.last_success is None, "failing", f"从未成功：{standing.because}" if standing.because else "从未成功"),
        (_overdue(source, standing, now), "late", "超过两个采集周期没有采"),
    )
    found = next(((state, sentence) for wrong, state, sentence in rules if wrong), None)
    return found or _unusual(tx, source, standing, new, now) or ("good", "正常")


def _overdue(source: Source, standing: Health, now: datetime) -> bool:
    waits = standing.last_run is not None and source.kind not in BROUGHT
    return waits and now - standing.last_run > timedelta(minutes=2 * source.minutes + 2)  # type: ignore[operator]


def _unusual(tx: Connection, source: Source, standing: Health, new: int | None, now: datetime) -> tuple[str, str] | None:
    """More or less than is expected in 24 hours, once they hold no backlog."""
    if new is None:
        return None
    least, most = source.per_day.at_least, source.per_day.at_most
    suspect = new < max(least, 1) or (most is not None and new > most)
    began = coverage.first(tx, source.id) if suspect else None
    if began is None or began > now - SETTLED:
        return None
    before = _same_weekday(tx, source.id, standing.last_new, began, now)
    if most is not None and new > most:
        usual = before is not None and new <= max(before)
        return None if usual else ("flooding", f"24小时内 {new} 条，多于预期的 {most} 条")
    if before is None:
        return ("quiet", f"24小时内 {new} 条，少于预期的 {least} 条") if new < least else None
    if new * 2 >= median(before) or median(before) < 1:
        return None
    said = "、".join(str(number) for number in before)
    return "quiet", f"24小时内 {new} 条，而往常到{DAYS[now.weekday()]}这个时候的24小时里有 {said} 条"


def _same_weekday(tx: Connection, source: str, last_new: datetime | None, began: datetime, now: datetime) -> list[int] | None:
    """What came in the same 24 hours of the last four weeks in which it was looked at, before the present silence; None if unknown."""
    if last_new is None:
        return None
    found: list[int] = []
    first = max(1, -((last_new - now) // WEEK))
    for weeks in range(first, first + FURTHEST):
        end = now - weeks * WEEK
        if len(found) == WEEKS or end - DAY < began:
            break
        seen = coverage.between(tx, source, end - DAY, end)
        found += [seen.new] if seen.read else []
    return found if len(found) == WEEKS else None
