"""时限: when something is due, and the arithmetic of it.

Hours and natural days run around the clock. Working days are counted by 民法典 §§ 201 and 203: the day on which the term begins is
not counted, and the term ends with its last day, at 24:00 (printed as 23:59:59, so that the date shown is the last day).

Contents: Due · due · after_pause · clocks_for
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from config.deadlines import term
from response.calendar import day
from store.records import ClockRule, Duty, Grade

if TYPE_CHECKING:
    from config.calendar import Calendar
    from config.deadlines import Deadlines

WEEK = "一二三四五六日"
LONGEST_DAYS = 3660


@dataclass(frozen=True, slots=True)
class Due:
    """The moment, how it was reached step by step (Chinese, for the page), and whether a day in it is provisional (暂定)."""

    moment: datetime
    arithmetic: tuple[str, ...]
    provisional: bool = False


def due(limit: str, start: datetime, calendar: Calendar) -> Due:
    """`limit` ("48 hours", "5 days", "2 working days") from `start`. Raises ValueError with a sentence for any other limit."""
    said = term(limit)
    if said is None:
        raise ValueError(f"看不懂时限“{limit}”：请写成 48 hours、5 days 或 2 working days")
    number, unit = said
    if number > LONGEST_DAYS:
        raise ValueError(f"时限“{limit}”太长：最多 {LONGEST_DAYS}")
    if unit == "working day":
        return _working(number, start, calendar)
    moment = start + (timedelta(hours=number) if unit == "hour" else timedelta(days=number))
    return Due(
        moment, (f"自 {_said(start)} 起", f"加 {number} 个自然{'小时' if unit == 'hour' else '日'}，昼夜连续", f"到期 {_said(moment)}")
    )


def _working(number: int, start: datetime, calendar: Calendar) -> Due:
    steps = [f"自 {_said(start)} 起，当日不计入（民法典第二百零一条）"]
    here, counted, provisional = start.date(), 0, False
    while counted < number:
        here += timedelta(days=1)
        found = day(here, calendar)
        provisional |= found.provisional
        counted += found.working
        told = f"第 {counted} 个工作日" if found.working else "不计"
        steps.append(f"{here:%Y-%m-%d} 周{WEEK[here.weekday()]} {found.because}：{told}{'（暂定）' if found.provisional else ''}")
    end = datetime.combine(here, time(23, 59, 59), start.tzinfo)
    steps.append(f"截至该日二十四时（民法典第二百零三条），到期 {_said(end)}" + ("，假期安排尚未公布，暂定" if provisional else ""))
    return Due(end, tuple(steps), provisional)


def after_pause(limit: str, end: datetime, paused: datetime, resumed: datetime, calendar: Calendar) -> Due:
    """When something is due that stood still: what was left at the pause, counted on in the limit's own unit."""
    _, unit = term(limit) or (0, "hour")
    if unit == "working day":
        days = (paused.date() + timedelta(days=n) for n in range(1, (end.date() - paused.date()).days + 1))
        left = sum(day(one, calendar).working for one in days)
        rest = _working(left, resumed, calendar)
        return Due(rest.moment, (f"{_said(paused)} 暂停，还剩 {left} 个工作日", "恢复计时", *rest.arithmetic), rest.provisional)
    moment = resumed + (end - paused)
    steps = (f"{_said(paused)} 暂停，还剩 {_span(end - paused)}", f"自 {_said(resumed)} 恢复计时，接着算", f"到期 {_said(moment)}")
    return Due(moment, steps)


def clocks_for(grade: Grade, deadlines: Deadlines) -> tuple[ClockRule, ...]:
    """The promises made for a matter of this grade, in the order of the file."""
    return tuple(
        ClockRule(name, p.title, p.limit, p.starts, p.basis, Duty(p.role))
        for name, p in deadlines.promises.items()
        if grade.value in p.grades
    )


def _said(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"


def _span(left: timedelta) -> str:
    hours, minutes = divmod(int(left.total_seconds()) // 60, 60)
    return f"{hours} 小时" + (f" {minutes} 分" if minutes else "")
