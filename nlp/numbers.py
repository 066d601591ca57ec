"""Chinese numerals in running text: 二十三, 百余, 2.1万, 1,200, 数十, 近50 → whole numbers.

Contents: NUMBER · value
"""

from __future__ import annotations

import re

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "几": 2, "数": 2}
_DIGITS |= {c: i for i, c in enumerate("壹贰叁肆伍陆柒捌玖", start=1)}
_UNITS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_BIG = {"万": 10_000, "亿": 100_000_000}

_FIRST = "零〇一二三四五六七八九十百千两壹贰叁肆伍陆柒捌玖拾"
NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?)[十百千万亿]*|[{_FIRST}数几][{_FIRST}几佰仟万亿]*"
"""What may be a number; it stands inside larger patterns. 余, 多, 几 after it leave its value as it is (a lower bound)."""

_ARABIC = re.compile(r"([\d.,]+)([十百千万亿]*)")


def value(word: str) -> int | None:
    """The whole number that `word` says, read as a lower bound (数十 → 20, 百余 → 100); None where it is no number."""
    arabic = _ARABIC.fullmatch(word)
    if arabic:
        return _scaled(float(arabic[1].replace(",", "")), arabic[2])
    return _chinese(word)


def _scaled(number: float, units: str) -> int:
    for unit in units:
        number *= _UNITS.get(unit) or _BIG[unit]
    return int(round(number, 4))


def _chinese(word: str) -> int | None:
    """By places: 二百零三; by digits alone: 二〇〇八; 百, 千 alone mean one of them; 五六个 is five or six."""
    if len(word) == 2 and word[0] >= "一" and all(c in _DIGITS for c in word) and _DIGITS[word[1]] == _DIGITS[word[0]] + 1:  # noqa: PLR2004
        return _DIGITS[word[0]]
    if len(word) > 1 and all(c in _DIGITS for c in word):
        return int("".join(str(_DIGITS[c]) for c in word))
    total, section, digit, seen = 0, 0, 0, False
    for c in word:
        if c in _DIGITS:
            digit, seen = _DIGITS[c], True
        elif c in _UNITS:
            section += (digit or 1) * _UNITS[c]
            digit, seen = 0, True
        elif c in _BIG:
            total = (total + section + digit or 1) * _BIG[c]
            section, digit, seen = 0, 0, True
        else:
            return None
    return total + section + digit if seen else None
