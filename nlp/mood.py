"""情绪: the negative share of what a text feels, by the words of severity.yml; it says nothing about how serious the matter is.

Contents: Moods
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ahocorasick_rs import AhoCorasick, MatchKind

if TYPE_CHECKING:
    from config.severity import Mood

_LOOK_BACK = 3


class Moods:
    """Weighs the negative words of a text against its positive ones; a negation before a word turns it round."""

    def __init__(self, rules: Mood) -> None:
        self._rules = rules
        signed = ((-1.0, rules.negative), (1.0, rules.positive))
        feels = {word: sign * weight for sign, blocks in signed for weight, words in blocks.items() for word in words}
        self._weights = tuple(feels.values())
        self._finder = AhoCorasick(feels, matchkind=MatchKind.LeftmostLongest)

    def negative(self, text: str) -> float:
        """0 = wholly positive, 1 = wholly negative; `neutral` where nothing is felt."""
        bad, good = self._rules.neutral * self._rules.calm, (1 - self._rules.neutral) * self._rules.calm
        for number, start, _ in self._finder.find_matches_as_indexes(text):
            weight = self._weights[number]
            turned = any(no in text[max(0, start - _LOOK_BACK) : start] for no in self._rules.negations)
            signed = -0.5 * weight if turned else weight
            bad, good = bad + max(0.0, -signed), good + max(0.0, signed)
        return round(bad / (bad + good), 3)
