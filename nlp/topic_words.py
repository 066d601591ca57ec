"""Looking for many words at once: which of some lists stand in each text, and how often.

Contents: WordFinder
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
from ahocorasick_rs import AhoCorasick
from scipy.sparse import csr_matrix

if TYPE_CHECKING:
    from collections.abc import Sequence

Matrix = Any


class WordFinder:
    """One automaton over several lists of words, so that a text is gone through once; overlapping words are all found."""

    def __init__(self, *lists: Sequence[str]) -> None:
        words = sorted({word for words in lists for word in words})
        number = {word: at for at, word in enumerate(words)}
        self._number = number
        self._find = AhoCorasick(words, store_patterns=True).find_matches_as_strings
        self._sizes = [len(words) for words in lists]
        self._columns = [_columns(list_, number) for list_ in lists]

    def counts(self, texts: Sequence[str]) -> list[Matrix]:
        """For each list a sparse matrix, text × word: how often the word stands in the text."""
        found = [list(map(self._number.__getitem__, self._find(text, overlapping=True))) for text in texts]
        ends = np.cumsum([0, *map(len, found)])
        numbers = np.fromiter(chain.from_iterable(found), np.int32, ends[-1])
        return [_matrix(columns[numbers], ends, size) for columns, size in zip(self._columns, self._sizes, strict=True)]


def _columns(words: Sequence[str], number: dict[str, int]) -> Matrix:
    """Where in its own list each word of the automaton stands; -1 where it is of another."""
    columns = np.full(len(number), -1, np.int32)
    columns[[number[word] for word in words]] = np.arange(len(words), dtype=np.int32)
    return columns


def _matrix(columns: Matrix, ends: Matrix, size: int) -> Matrix:
    mine = columns >= 0
    ends = np.concatenate([[0], np.cumsum(mine)])[ends]
    columns = columns[mine]
    counts = csr_matrix((np.ones(len(columns), np.float32), columns, ends), shape=(len(ends) - 1, size))
    counts.sum_duplicates()
    return counts
