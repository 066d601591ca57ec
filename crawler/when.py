"""Moments as people and pages write them (发布时间): absolute, without a year, and relative to when the page was read.

    find("发表于 昨天 12:30", now) → Moment(2026-11-24 12:30+08:00, to the minute, because "昨天 12:30")

Pure: the clock is handed in; without one, what is told relative to it stays unknown. Contents: Moment · find · of_machine · BEIJING
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    Reading = Callable[[re.Match[str], datetime | None], datetime | None]

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")
EARLIEST = datetime(1994, 1, 1, tzinfo=BEIJING)
AHEAD = timedelta(days=1)
NOON = 12


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time, whether its time of day is told, and the words that tell it."""

    at: datetime
    exact: bool
    because: str


CLOCK = (
    r"(?P<half>凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚间|夜间|晚)?\s{0,3}"
    r"(?P<hour>[01]?\d|2[0-4])\s?[:：时点]\s?(?P<minute>[0-5]\d)(?:\s?[:：分]\s?(?P<second>[0-5]\d)(?:\.\d+)?)?分?秒?\s?(?P<pm>[AaPp]\.?[Mm]\b)?"
)
ZONE = r"\s?(?P<zone>Z\b|[+-]\d\d:?\d\d\b)?"
GAP = r"(?:日|号)?[\sT,，|（(]{0,6}(?:(?:星期|周|礼拜)[一二三四五六日天][)）\s,，]{0,4})?(?:T|\s)?"
DAY = r"(?P<month>1[0-2]|0?[1-9])\s?(?:[-/.]|月)\s?(?P<day>3[01]|[12]\d|0?[1-9])(?!\d*[%％])"
NUMERALS = "一二三四五六七八九"
NUMBER = r"(?P<number>\d{1,3}|[一二两三四五六七八九十]{1,3}|半|几)"
HOUR, DAYLONG = 3600, 86400
UNITS = {
    "秒": 1,
    "分": 60,
    "小时": HOUR,
    "钟头": HOUR,
    "天": DAYLONG,
    "日": DAYLONG,
    "周": 7 * DAYLONG,
    "星期": 7 * DAYLONG,
    "月": 30 * DAYLONG,
    "年": 365 * DAYLONG,
}
DAYS = {"今天": 0, "今日": 0, "今晨": 0, "今早": 0, "昨天": 1, "昨日": 1, "昨晚": 1, "前天": 2, "前日": 2}
DIGITS = {word: value for value, word in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0, "○": 0, "Ｏ": 0}


def find(text: str, now: datetime | None) -> Moment | None:
    """The first moment that `text` tells, with the most precise reading at that spot; None where it tells none that can be."""
    found = []
    for order, (pattern, read) in enumerate(READINGS):
        for match in pattern.finditer(text):
            at = _possible(read, match, now)
            if at is not None:
                found.append((match.start(), order, Moment(at, _is_exact(match), match.group().strip())))
                break
    return min(found, key=lambda item: item[:2])[2] if found else None


def of_machine(text: str, now: datetime | None = None) -> Moment | None:
    """The moment in a machine's field: ISO 8601, RFC 822, seconds or milliseconds since 1970, else as people write it."""
    text = text.strip()
    if re.fullmatch(r"1\d{9}|1\d{12}", text):
        return Moment(datetime.fromtimestamp(int(text[:10]), BEIJING), True, text)
    if re.match(r"[A-Za-z]{3},? ?\d", text):
        try:
            return Moment(_zoned(parsedate_to_datetime(text)), True, text)
        except ValueError:
            return None
    return find(re.sub(r"^((?:19|20)\d\d)([01]\d)([0-3]\d)(?:T?([0-2]\d)([0-5]\d)([0-5]\d)?)?$", _spaced, text), now)


def _spaced(match: re.Match[str]) -> str:
    year, month, day, hour, minute, _ = match.groups()
    return f"{year}-{month}-{day}" + (f" {hour}:{minute}" if hour else "")


def _possible(read: Reading, match: re.Match[str], now: datetime | None) -> datetime | None:
    """The reading, where there is such a day and it is not in the future."""
    try:
        at = read(match, now)
    except (ValueError, OverflowError):
        return None
    if at is None or at < EARLIEST or (now is not None and at > now + AHEAD):
        return None
    return at


def _is_exact(match: re.Match[str]) -> bool:
    """Whether a time of day is told; “15分钟前” is not, the minute it was counted from is past."""
    return match.groupdict().get("hour") is not None


def _full(match: re.Match[str], _now: datetime | None) -> datetime:
    year = match["year"]
    return _at(int(year) + (2000 if len(year) == 2 else 0), match)  # noqa: PLR2004  (19-09-07)


def _chinese(match: re.Match[str], _now: datetime | None) -> datetime:
    year = int("".join(str(DIGITS[digit]) for digit in match["year"]))
    return datetime(year, _number(match["month"]), _number(match["day"]), tzinfo=BEIJING)


def _yearless(match: re.Match[str], now: datetime | None) -> datetime | None:
    """The last such day that is not in the future."""
    if now is None:
        return None
    at = _at(now.astimezone(BEIJING).year, match)
    return at if at <= now + AHEAD else at.replace(year=at.year - 1)


def _ago(match: re.Match[str], now: datetime | None) -> datetime | None:
    if now is None:
        return None
    seconds = UNITS[match["unit"]]
    count = 0.5 if match["number"] == "半" else _number(match["number"])
    return now.astimezone(BEIJING) - timedelta(seconds=seconds * count)


def _near_day(match: re.Match[str], now: datetime | None) -> datetime | None:
    if now is None:
        return None
    day = now.astimezone(BEIJING) - timedelta(days=DAYS[match["near"]])
    at = _with_clock(datetime(day.year, day.month, day.day, tzinfo=BEIJING), match)
    return at + timedelta(hours=12) if match["near"] == "昨晚" and 0 < at.hour < NOON else at


def _weekday(match: re.Match[str], now: datetime | None) -> datetime | None:
    """The last such weekday, today included; 上周 one week earlier."""
    if now is None:
        return None
    today = now.astimezone(BEIJING)
    wanted = "一二三四五六日".index(match["weekday"].replace("天", "日"))
    back = today.weekday() - wanted + (7 if match["last"] else 0)
    day = today - timedelta(days=back if back >= 0 else back + 7)
    return _with_clock(datetime(day.year, day.month, day.day, tzinfo=BEIJING), match)


def _just(_match: re.Match[str], now: datetime | None) -> datetime | None:
    return None if now is None else now.astimezone(BEIJING)


def _at(year: int, match: re.Match[str]) -> datetime:
    return _with_clock(datetime(year, int(match["month"]), int(match["day"]), tzinfo=BEIJING), match)


def _with_clock(day: datetime, match: re.Match[str]) -> datetime:
    parts = match.groupdict()
    if not parts.get("hour"):
        return day
    hour = int(parts["hour"])
    afternoon = (parts["half"] or "") in {"下午", "傍晚", "晚上", "晚间", "夜间", "晚"} or (parts["pm"] or "").lower().startswith("p")
    if afternoon and hour < NOON:
        hour += 12
    at = day + timedelta(hours=hour, minutes=int(parts["minute"]), seconds=int(parts["second"] or 0))
    zone = parts.get("zone")
    return at if not zone else _zoned(at.replace(tzinfo=_offset(zone)))


def _offset(zone: str) -> timezone:
    if zone == "Z":
        return UTC
    minutes = int(zone[1:3]) * 60 + int(zone[-2:])
    return timezone(timedelta(minutes=-minutes if zone[0] == "-" else minutes))


def _zoned(at: datetime) -> datetime:
    return at.replace(tzinfo=BEIJING) if at.tzinfo is None else at.astimezone(BEIJING)


def _number(words: str) -> int:
    """十一 → 11, 两 → 2, 几 → 3."""
    if words.isdecimal():
        return int(words)
    if words == "几":
        return 3
    tens, ten, ones = words.rpartition("十")
    return (DIGITS[tens] if tens else 1) * (10 if ten else 0) + (DIGITS[ones] if ones else 0) if ten else DIGITS[words[-1]]


READINGS: tuple[tuple[re.Pattern[str], Reading], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (rf"(?<!\d)(?P<year>(?:19|20)\d\d)\s?(?:[-/.]|年)\s?{DAY}{GAP}{CLOCK}{ZONE}", _full),
        (rf"(?<!\d)(?P<year>(?:19|20)\d\d)\s?(?:[-/.]|年)\s?{DAY}日?(?!\d)", _full),
        (rf"(?<![\d.:-])(?P<year>[0-3]\d)[-/]{DAY}\s{{0,3}}{CLOCK}", _full),
        (
            rf"(?P<year>[一二][{NUMERALS}〇○零Ｏ]{{3}})年(?P<month>[{NUMERALS}十]{{1,2}})月(?P<day>[{NUMERALS}十]{{1,3}})日",
            _chinese,
        ),
        (rf"(?<![\d年./-]){DAY}{GAP}{CLOCK}", _yearless),
        (rf"(?P<near>{'|'.join(DAYS)})\s{{0,3}}[,，]?\s{{0,3}}{CLOCK}", _near_day),
        (rf"(?P<last>上)?(?:星期|周|礼拜)(?P<weekday>[一二三四五六日天])\s{{0,3}}{CLOCK}", _weekday),
        (rf"{NUMBER}\s?个?多?(?P<unit>{'|'.join(UNITS)})钟?(?:之|以)?前", _ago),
        (r"(?P<just>刚刚|刚才|just now)", _just),
        (r"(?<![\d年./-])(?P<month>1[0-2]|0?[1-9])月(?P<day>3[01]|[12]\d|0?[1-9])日", _yearless),
        (r"(?<![\d年./:-])(?P<month>1[0-2]|0[1-9])-(?P<day>3[01]|[12]\d|0[1-9])(?![\d-])", _yearless),
        (rf"(?P<near>{'|'.join(DAYS)})", _near_day),
    )
)
