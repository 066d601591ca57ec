"""告警 over the sources: nothing may fall silent unnoticed. Each is raised once and clears by itself when the source is well again.

Contents: KINDS · AlarmLine · watch · standing · lines
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from config.sources import minutes_of
from response.sources import BROUGHT, every
from store import alarms
from store.alarms import Wrong

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from config.sources import Source
    from response.sources import SourceLine
    from store.alarms import Alarm

KINDS = {"failing": "失败", "layout": "疑似改版", "quiet": "安静", "flooding": "过多", "late": "迟采"}


@dataclass(frozen=True, slots=True)
class AlarmLine:
    """An alarm as it is shown."""

    id: int
    kind: str
    kind_name: str
    subject: str
    title: str
    because: str
    raised: datetime
    last: datetime
    cleared: datetime | None
    seen: datetime | None
    seen_by: str | None


def watch(tx: Connection, sources: Sequence[Source], now: datetime, since: datetime) -> tuple[int, int]:
    """Looks at every source; returns how many alarms were raised and cleared. `since`: when this program began to watch.

    A source is late only by what it missed since then: the time the program was off is nobody's fault.
    """
    wrong = {}
    for line in every(tx, sources, now):
        kind, because = _judged(line, now, since)
        if kind in KINDS:
            wrong[kind, line.id] = Wrong(f"{line.name}：{KINDS[kind]}", because)
    return alarms.settle(tx, KINDS, wrong, now)


def _judged(line: SourceLine, now: datetime, since: datetime) -> tuple[str, str]:
    if line.state not in ("late", "never") or line.kind in BROUGHT:
        return line.state, line.sentence
    overdue = not line.running and now - max(line.last_run or since, since) > timedelta(minutes=2 * minutes_of(line.every) + 2)
    if not overdue:
        return "good", ""
    return "late", line.sentence if line.last_run else "已过两个采集周期，还一次没有采过"


def standing(tx: Connection) -> list[AlarmLine]:
    """Those that stand, as they are shown: the ones nobody has seen first, then the gravest."""
    grave = {kind: number for number, kind in enumerate(KINDS)}
    return sorted(lines(alarms.open_(tx)), key=lambda one: (one.seen is not None, grave.get(one.kind, len(grave))))


def lines(found: Iterable[Alarm]) -> list[AlarmLine]:
    """Alarms as they are shown."""
    return [AlarmLine(kind_name=KINDS.get(one.kind, one.kind), **asdict(one)) for one in found]
