"""Whether a short name is a name where it stands, or a piece of other words (项目宁|明年): the likeliest way to cut the surroundings.

Contents: stands · cuts
"""

from __future__ import annotations

import math
from functools import lru_cache

from nlp.segment import frequencies

NEAR = 4
WORDS_IN_ALL = 60_101_967
LEAST = 10
UNLISTED = 300
UNLISTED_FULL = 30
KNOWN_WELL = 20
LONGEST_WORD = 5
FULL = 3
BEFORE_NAMES = frozenset("在是为到从经将地第当把被让给对自由与和及于向往省市县区州旗镇乡村的了")
TAIL = "人市县省区镇乡州话籍"


def stands(text: str, start: int, end: int) -> bool:
    """Whether the likeliest way to cut the surroundings into words has this name as a word (not 项目宁|明年)."""
    left = max(0, start - NEAR)
    return _cut(text[left : end + NEAR], start - left, end - left)


def cuts(text: str, start: int) -> bool:
    """Whether a name that begins here would cut a word: 白|鹤山镇."""
    return start > 0 and (frequencies().get(text[start - 1 : start + 1]) or 0) > KNOWN_WELL and text[start - 1] not in BEFORE_NAMES


@lru_cache(maxsize=50_000)
def _cut(window: str, start: int, end: int) -> bool:
    words = frequencies()
    own = max(words.get(window[start:end]) or (UNLISTED if end - start < FULL else UNLISTED_FULL), LEAST)
    size = len(window)
    best: list[tuple[float, int]] = [(0.0, size)] * (size + 1)
    for at in range(size - 1, -1, -1):
        choices = []
        for to in range(at + 1, min(size, at + LONGEST_WORD) + 1):
            count = own if (at, to) == (start, end) else words.get(window[at:to], 0)
            if count or to == at + 1:
                choices.append((math.log((count or 1) / WORDS_IN_ALL) + best[to][0], to))
        best[at] = max(choices)
    at = 0
    while at < start:
        at = best[at][1]
    if at != start:
        return False
    word = window[start : best[at][1]]
    if end - start == FULL and (word == window[start : end - 1] or len(word) > FULL):  # 合肥|市委, 广州市委: the suffix went on
        return True
    return len(word) == end - start or (len(word) == end - start + 1 and word[-1] in TAIL)
