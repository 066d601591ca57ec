"""How rare words and pairs of characters have been so far in the stream; a general dictionary stands in while it is young.

What was counted long ago fades: after `_LONG` posts every count is halved and what is then nothing is forgotten, so that the memory
stays the same however long the stream is.

Contents: Rarity
"""

from __future__ import annotations

import math
from collections import Counter
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING

from nlp.segment import frequencies

if TYPE_CHECKING:
    from collections.abc import Iterable

_PRIOR = 300  # posts as which the general dictionary counts for words,
_YOUNG = 150  # and for pairs of characters
_KNOWN = 50  # posts after which little of the youth is left
_USUAL = 100  # words of a usual post
_LONG = 50_000  # posts
_WEIGHT = itemgetter(1)


class Rarity:
    """Counts of what the posts so far had, and what follows for a word of the next one."""

    def __init__(self) -> None:
        self._posts = 0
        self._words: Counter[str] = Counter()
        self._pairs: Counter[str] = Counter()
        self._matters: Counter[str] = Counter()
        self._usual, self._usual_pairs = _Usual(_PRIOR), _Usual(_YOUNG)

    def learn(self, words: Iterable[str], pairs: Iterable[str], *, opened: bool) -> None:
        """A post went by; `opened` says whether it is the first of its matter."""
        self._posts += 1
        self._words.update(words)
        self._pairs.update(pairs)
        if opened:
            self._matters.update(pairs)
        if self._posts >= _LONG:
            self._fade()

    def youth(self) -> float:
        """1 where nothing was learned yet, towards 0 with a hundred posts."""
        return math.exp(-self._posts / _KNOWN)

    def words(self, words: Iterable[str]) -> list[tuple[str, float]]:
        """The words, or two together, that are rare, each with its inverse document frequency; the rarest first."""
        seen, usual, log, whole = self._words.get, self._usual, math.log, math.log(self._posts + _PRIOR)
        found = [(word, weight) for word in words if (weight := whole - log(seen(word, 0) + usual[word] + 0.5)) > 0.0]
        return sorted(found, key=_WEIGHT, reverse=True)

    def pairs(self, pairs: Iterable[str]) -> list[tuple[str, float]]:
        """Pairs of characters, each with how rare it is (0..1), between its posts and its matters: one of many posts keeps its name."""
        whole = math.log(self._posts + _YOUNG)
        return [(pair, max(0.0, 1.0 - math.log(self._seen(pair) + 1.0) / whole)) for pair in pairs]

    def _seen(self, pair: str) -> float:
        usual = self._usual_pairs[pair]
        return math.sqrt((self._pairs.get(pair, 0) + usual) * (self._matters.get(pair, 0) + usual))

    def _fade(self) -> None:
        self._posts //= 2
        self._words, self._pairs, self._matters = _halved(self._words), _halved(self._pairs), _halved(self._matters)


class _Usual(dict[str, float]):
    """In how many of so many general texts a word would stand; what the dictionary does not know is not kept."""

    def __init__(self, posts: int) -> None:
        super().__init__()
        self._posts, self._general = posts, frequencies()
        self._total = _total()

    def __missing__(self, word: str) -> float:
        if not (general := self._general.get(word, 0)):
            return 0.0
        self[word] = expected = self._posts * (1 - math.exp(-_USUAL * general / self._total))
        return expected


@lru_cache(maxsize=1)
def _total() -> int:
    return sum(frequencies().values())


def _halved(counts: Counter[str]) -> Counter[str]:
    return Counter({key: count // 2 for key, count in counts.items() if count > 1})
