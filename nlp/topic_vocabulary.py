"""Which character n-grams a topic model looks at: frequent ones, not the names of places, and none that a longer one replaces.

Contents: vocabularies · place_stems
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from nlp.segment import frequencies
from nlp.topic_data import PLACEHOLDER

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from nlp.topic_data import Row

IN_TEXT, IN_TITLE = (2, 3, 4), (1, 2, 3)
RARE_TEXT, RARE_TITLE = 700, 2300  # an n-gram of one row in so many is frequent enough
LEAST, MOST = 4, 0.4
SAME = 0.95  # of an n-gram's rows hold the longer one: the longer one replaces it
TOWN = re.compile("([\u4e00-\u9fff]{2})(?:街道|镇|乡(?![村建土]))")
REPLACED = "楚"  # the publishers put it wherever the province's short name stood
ORDINARY = re.compile("[的了在各到个是为有和与于入城我去次家地小]")
KNOWN, OFTEN = 40, 5
CHINESE = re.compile("[\u4e00-\u9fff]+")


def vocabularies(rows: Sequence[Row]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The n-grams to look for in texts (title and text), and in titles alone."""
    titles = [PLACEHOLDER.sub(" ", row.title) for row in rows]
    texts = [f"{title}。{PLACEHOLDER.sub(' ', row.text)}" for title, row in zip(titles, rows, strict=True)]
    stems = place_stems(texts)
    return _frequent(texts, IN_TEXT, len(rows) // RARE_TEXT, stems), _frequent(titles, IN_TITLE, len(rows) // RARE_TITLE, stems)


def place_stems(texts: Iterable[str]) -> set[str]:
    """The first two characters of towns and streets that the texts name often: learned, they would tie topics to places."""
    found = Counter(stem for text in texts for stem in set(TOWN.findall(text)))
    return {stem for stem, rows in found.items() if rows >= OFTEN and frequencies().get(stem, 0) < KNOWN and not ORDINARY.search(stem)}


def _frequent(texts: Sequence[str], lengths: Sequence[int], least: int, stems: Collection[str]) -> tuple[str, ...]:
    found: Counter[str] = Counter()
    for text in texts:
        found.update({run[at : at + n] for run in CHINESE.findall(text) for n in lengths for at in range(len(run) - n + 1)})
    low, high = max(LEAST, least), len(texts) * MOST
    kept = {gram: rows for gram, rows in found.items() if low <= rows <= high}
    places = re.compile("|".join(map(re.escape, [REPLACED, *sorted(stems)])))
    return tuple(sorted(gram for gram in kept.keys() - _replaced(kept) if not places.search(gram)))


def _replaced(kept: dict[str, int]) -> set[str]:
    """N-grams that hardly ever stand without the longer one around them."""
    return {part for gram, rows in kept.items() for part in (gram[1:], gram[:-1]) if rows >= SAME * kept.get(part, rows * 2)}
