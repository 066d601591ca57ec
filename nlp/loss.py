"""Direct economic loss (直接经济损失) that a text states of an accident, in whole yuan: the largest it tells of the event itself.

Only where an accident happens in the text: sums of fraud, of investment and of natural disasters, which have thresholds of their own,
say nothing here; nor does a loss that was averted or is claimed.

Contents: Loss · Losses
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nlp.numbers import NUMBER, value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from config.severity import Losses as LossRules

_SENTENCE = re.compile(r"[^。！？!?\n]+")
_AMOUNT = rf"(?:(?P<number>{NUMBER}|(?<=[上过逾超])[万亿])[余多]?(?P<unit>[万亿]?)[余多]?(?:人民币|美|欧)?元)"


@dataclass(frozen=True, slots=True)
class Loss:
    """A loss in yuan, and the words that say so; none at all is nought."""

    yuan: int = 0
    quote: str = ""


class Losses:
    """Reads losses by the words of severity.yml; `now` says of a sentence whether it tells of the event at hand."""

    def __init__(self, rules: LossRules, now: Callable[[str, int], bool]) -> None:
        words = "|".join(sorted(map(re.escape, rules.words), key=len, reverse=True))
        self._words, self._now = rules.words, now
        self._after = re.compile(rf"(?:{words})[^\d,，。;；万亿]{{0,8}}?{_AMOUNT}")
        self._before = re.compile(rf"{_AMOUNT}(?:以上|左右)?的?(?:{words})")
        self._averted = re.compile("|".join(map(re.escape, rules.not_)))

    def read(self, title: str, text: str, year: int) -> Loss:
        """The largest loss; `year` is when the text was published."""
        if not any(word in title or word in text for word in self._words):
            return Loss()
        return max(self._told(f"{title}。{text}", year), key=lambda loss: loss.yuan, default=Loss())

    def _told(self, text: str, year: int) -> Iterator[Loss]:
        for sentence in _SENTENCE.findall(text):
            if not self._now(sentence, year):
                continue
            for pattern in (self._after, self._before):
                for found in pattern.finditer(sentence):
                    if not self._averted.search(_clause_around(sentence, found)):
                        yield Loss(_yuan(found), found.group())


def _clause_around(sentence: str, found: re.Match[str]) -> str:
    """The clause in which a figure stands, up to the figure's end."""
    return re.split(r"[,，;；](?!\d)", sentence[: found.start()])[-1] + found.group()


def _yuan(found: re.Match[str]) -> int:
    """1.2亿, 5600万, 1200余万, 上亿 → yuan; 0 where the words are no number."""
    return value(found["number"] + found["unit"]) or 0
