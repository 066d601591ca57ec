"""稿件对照: what people asked that a draft does not touch, and what a whole answer would have. Hints with quotes, never a gate. Pure.

Contents: points · hints
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from response.approval import Hint
from response.wording import pairs, sentences, shared

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from config.answers import Answers

FEWEST, MOST, LONGEST = 2, 8, 60
ALIKE = 0.6


def points(texts: Iterable[str], rules: Answers) -> list[str]:
    """诉求点: the sentences in which posts ask for something, those that say the same once, in the order in which they came."""
    found: list[tuple[str, frozenset[str]]] = []
    for text in texts:
        for sentence in sentences(text):
            words = pairs(sentence)
            asks = sentence.endswith(("？", "?")) or any(word in sentence for word in rules.asks)
            if asks and len(words) >= FEWEST and not any(shared(words, known) >= ALIKE for _, known in found):
                found.append((sentence, words))
    return [sentence for sentence, _ in found]


def hints(draft: str, texts: Sequence[str], rules: Answers) -> Iterator[Hint]:
    """What a reviewer should look at: points not touched (相关性), parts that are missing (完整性), words that say nothing."""
    said = pairs(draft)
    asked = points(texts, rules)
    untouched = [point for point in asked if shared(pairs(point), said) < rules.touched]
    for point in untouched[:MOST]:
        quote = point if len(point) <= LONGEST else point[: LONGEST - 1] + "…"
        yield Hint("point", quote, "这个诉求点，稿件里看不出有回应")
    if len(untouched) > MOST:
        yield Hint("point", "", f"另有 {len(untouched) - MOST} 个诉求点看不出有回应")
    for name, part in rules.parts.items():
        if not any(word in draft for word in part.words):
            yield Hint(name, "", f"稿件里看不出{part.title}")
    for word in rules.empty_words:
        if word in draft:
            yield Hint("empty", word, "套话：说清是谁、做什么、什么时候做完，会更有用")
