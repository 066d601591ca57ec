"""Near duplicates and mirrors (转载、镜像): the same text again — cut, prefixed, advertised, converted — found by shared fingerprints.

A text's fingerprints are the hashes of its runs of five characters that are divisible by `_EVERY` (all of them in a short text): the same
runs are chosen wherever they stand, so that a part keeps its share. Two texts are copies where the smaller has most of its fingerprints
in the other. Only ideographs, letters and digits count, in simplified characters; the caller cleans first.

Contents: fingerprints · Near
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

_RUN = 5
_EVERY = 8
_SHORT = 160
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_DROP = re.compile(r"[^\u3400-\u9fffA-Za-z0-9]+")


def fingerprints(text: str) -> frozenset[int]:
    """The fingerprints of a clean text; the same in every process."""
    codes = np.frombuffer(_DROP.sub("", text).lower().encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    runs = len(codes) - _RUN + 1
    if runs < 1:
        return frozenset()
    hashes = np.zeros(runs, dtype=np.uint64)
    for i in range(_RUN):
        hashes = hashes * _MULTIPLIER + codes[i : i + runs]
    hashes = (hashes ^ (hashes >> np.uint64(29))) * _MIX
    hashes ^= hashes >> np.uint64(32)
    chosen = hashes if runs < _SHORT else hashes[hashes % _EVERY == 0]
    return frozenset(chosen.tolist())


class Near:
    """The fingerprints of many texts; says which of them a new one copies. `cap` bounds how many texts one fingerprint remembers."""

    def __init__(self, share: float = 0.5, least: int = 4, cap: int = 24) -> None:
        self._share, self._least, self._cap = share, least, cap
        self._having: dict[int, list[int]] = {}
        self._size: dict[int, tuple[int, bool]] = {}

    def add(self, key: int, prints: frozenset[int]) -> None:
        """Remembers a text by its fingerprints."""
        self._size[key] = (len(prints), _dense(prints))
        for one in prints:
            texts = self._having.setdefault(one, [])
            texts.append(key)
            if len(texts) > self._cap:
                del texts[0]

    def drop(self, key: int, prints: Iterable[int]) -> None:
        """Forgets a text."""
        del self._size[key]
        for one in prints:
            texts = self._having.get(one, [])
            if key in texts:
                texts.remove(key)
            if not texts:
                self._having.pop(one, None)

    def find(self, prints: frozenset[int]) -> tuple[int, float] | None:
        """The text of which these are a copy or a part, or which is a part of these, with the share; the newest of equals."""
        dense = _dense(prints)
        thin = frozenset(one for one in prints if one % _EVERY == 0) if dense else prints
        shared = self._shared(prints)
        if not shared:
            return None
        thinned = self._shared(thin) if dense else shared
        found = [(self._part(key, (len(prints), dense, len(thin)), count, thinned[key]), key) for key, count in shared.most_common(8)]
        share, key = max(found)
        return (key, share) if share >= self._share else None

    def _shared(self, prints: Iterable[int]) -> Counter[int]:
        return Counter(chain.from_iterable(self._having[one] for one in prints if one in self._having))

    def _part(self, key: int, mine: tuple[int, bool, int], count: int, thinned: int) -> float:
        """The shared part of the smaller text; where one is dense and the other thinned, the dense one is thinned first."""
        size, dense = self._size[key]
        if dense == mine[1]:
            smaller, hits, least = min(size, mine[0]), count, self._least
        else:
            smaller, hits, least = mine[2] if mine[1] else max(1, round(size / _EVERY)), thinned, max(2, self._least // 2)
        return hits / smaller if smaller and hits >= min(least, smaller) else 0.0


def _dense(prints: Iterable[int]) -> bool:
    return any(one % _EVERY for one in prints)
