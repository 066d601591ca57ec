"""Which days are working days: the local table first, then the published calendar, then computed holidays (暂定).

Contents: Day · day
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import chinese_calendar
import holidays

if TYPE_CHECKING:
    from datetime import date

    from config.calendar import Calendar

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Day:
    """Whether a day is a working day, what says so, and whether that is provisional."""

    working: bool
    because: str
    provisional: bool = False


def day(when: date, calendar: Calendar) -> Day:
    """What `when` is."""
    if when in calendar.working:
        return Day(working=True, because=f"本地调休上班（{calendar.working[when]}）")
    if when in calendar.free:
        return Day(working=False, because=f"本地放假（{calendar.free[when]}）")
    return _published(when)


@cache
def _published(when: date) -> Day:
    """By 国务院办公厅关于部分节假日安排的通知, as chinesecalendar carries it; beyond its last year by the law's fixed days alone."""
    try:
        off, name = chinese_calendar.get_holiday_detail(when)
    except NotImplementedError:
        return _computed(when)
    weekend = when.weekday() >= SATURDAY
    if off:
        return Day(working=False, because=_HOLIDAYS.get(name or "", name or "") if name else "周末")
    return Day(working=True, because=f"调休上班（{_HOLIDAYS.get(name or '', name)}）" if weekend else "工作日")


def _computed(when: date) -> Day:
    name = holidays.country_holidays("CN", years=when.year, language="zh_CN").get(when)
    if name:
        return Day(working=False, because=f"{name}（推算）", provisional=True)
    weekend = when.weekday() >= SATURDAY
    return Day(working=not weekend, because="周末" if weekend else "工作日", provisional=True)


_HOLIDAYS = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利70周年纪念日",
}
