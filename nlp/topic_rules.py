"""The rules of topics.yml at work: which words of a text speak for which topic, and for which line within it.

Contents: TopicRules · lines_of · Readings (what the rules found in some texts) · Evidence (rules as matrices)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.sparse import csr_matrix, hstack

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from config.topics import Topic, Topics

TITLE = 1.5
DOUBT = 3.0  # a topic's score that leaves as much doubt as belief
ONCE, AGAIN, MOST = 0.7, 0.3, 1.3
Matrix = Any


class TopicRules:
    """All topics' words and lines, compiled; it reads many texts at once."""

    def __init__(self, rules: Topics) -> None:
        blocks = list(rules.topics.values())
        self.topics = tuple(rules.topics)
        self.lines = tuple((topic, line) for topic, block in rules.topics.items() for line in lines_of(block))
        self.departments = tuple(sorted({line for _, line in self.lines}))
        self.atoms = tuple(sorted({atom for block in blocks for atom in _atoms(block)}))
        number = {atom: at for at, atom in enumerate(self.atoms)}
        self._topics = Evidence([(block.words, block.not_) for block in blocks], number)
        self._lines = Evidence([(block.lines.get(line, {}), block.not_) for block in blocks for line in lines_of(block)], number)
        self._topic_of = np.array([self.topics.index(topic) for topic, _ in self.lines])
        self._first = np.array([rules.topics[topic].departments[0] == line for topic, line in self.lines], np.float32)
        self._of_topic = _one_hot(self._topic_of, len(self.topics))
        self._of_department = _one_hot(np.array([self.departments.index(line) for _, line in self.lines]), len(self.departments))
        self._lines_of = {d: {at for at, (_, line) in enumerate(self.lines) if line == d} for d in self.departments}

    def read(self, titles: Matrix, texts: Matrix) -> Readings:
        """What the rules say of texts, given how often each of `atoms` stands in their titles and in the rest."""
        topic_values, line_values = self._topics.values(titles, texts), self._lines.values(titles, texts)
        topics, lines = np.maximum(self._topics.scores(topic_values), 0), np.maximum(self._lines.scores(line_values), 0)
        shares = topics**2 / ((topics**2).sum(1, keepdims=True) + DOUBT**2)
        by_line = (lines + self._first) ** 2
        within = by_line / np.maximum((by_line @ self._of_topic) @ self._of_topic.T, 1e-9)
        departments = (within * shares[:, self._topic_of]) @ self._of_department
        return Readings(topics, lines, shares, departments, topic_values, line_values)

    def topic_words(self, readings: Readings, text: int, topic: str) -> list[str]:
        """The words of text number `text` that speak for `topic`, the weightiest first."""
        return self._topics.words(readings.topic_values, text, {self.topics.index(topic)})

    def department_words(self, readings: Readings, text: int, department: str) -> list[str]:
        """Those that speak for a department, of whatever topic."""
        return self._lines.words(readings.line_values, text, self._lines_of.get(department, set()))


def lines_of(block: Topic) -> tuple[str, ...]:
    """The departments a topic can lead to, its first one first."""
    return tuple(dict.fromkeys((*block.departments, *block.lines)))


@dataclass(frozen=True)
class Readings:
    """What the rules found in some texts, a row each: scores of topics and lines; beliefs (0..1) in topics and departments."""

    topics: Matrix
    lines: Matrix
    shares: Matrix
    departments: Matrix
    topic_values: Matrix
    line_values: Matrix


def _one_hot(columns: Matrix, width: int) -> Matrix:
    made = np.zeros((len(columns), width), np.float32)
    made[np.arange(len(columns)), columns] = 1
    return made


@dataclass(frozen=True)
class _Item:
    group: int
    word: str
    weight: float


class Evidence:
    """Groups of weighted words as matrices: each (group, word) is an item; an item counts where its word stands free.

    A word inside a longer word or exclusion of its group does not stand free: 消防 in 消防通道 counts once, as 消防通道.
    """

    def __init__(self, groups: Iterable[tuple[Mapping[str, float], Sequence[str]]], number: Mapping[str, int]) -> None:
        groups = list(groups)
        items = [_Item(g, word, weight) for g, (words, _) in enumerate(groups) for word, weight in words.items()]
        simple = [item for item in items if "+" not in item.word]
        self._pairs = [item for item in items if "+" in item.word]
        self._items = simple + self._pairs
        self._count = _free_counts(simple, groups, number)
        self._parts = _parts([item.word.split("+") for item in self._pairs], number)
        at = (range(len(self._items)), [item.group for item in self._items])
        self._weights = csr_matrix(([item.weight for item in self._items], at), shape=(len(self._items), len(groups)), dtype=np.float32)

    def values(self, titles: Matrix, texts: Matrix) -> Matrix:
        """Text × item: how much the item counts in the text."""
        in_title, in_text = self._items_in(titles), self._items_in(texts)
        in_title.data = np.full_like(in_title.data, TITLE)
        in_text.data = np.minimum(ONCE + AGAIN * (in_text.data - 1), MOST).astype(np.float32)
        both = self._pairs_in(titles + texts)
        return hstack([in_title + in_text, both]).tocsr()

    def scores(self, values: Matrix) -> Matrix:
        """Text × group."""
        return np.asarray((values @ self._weights).todense())

    def words(self, values: Matrix, text: int, groups: set[int]) -> list[str]:
        """The words behind the scores of some groups in one text, the weightiest first."""
        start, end = values.indptr[text], values.indptr[text + 1]
        pairs = zip(values.indices[start:end].tolist(), values.data[start:end].tolist(), strict=True)
        found = [(value * self._items[i].weight, self._items[i].word) for i, value in pairs if self._items[i].group in groups]
        return [word for weight, word in sorted(found, reverse=True) if weight > 0]

    def _items_in(self, counts: Matrix) -> Matrix:
        free = (counts @ self._count).tocsr()
        free.data = np.maximum(free.data, 0)
        free.eliminate_zeros()
        return free

    def _pairs_in(self, counts: Matrix) -> Matrix:
        present = csr_matrix((np.ones_like(counts.data), counts.indices, counts.indptr), shape=counts.shape)
        together = present[:, self._parts[0]]
        for part in self._parts[1:]:
            together = together.multiply(present[:, part])
        return together.tocsr()


def _parts(pairs: Sequence[Sequence[str]], number: Mapping[str, int]) -> list[Matrix]:
    """First parts, second parts, and so on; a pair that has fewer repeats its first."""
    most = max(map(len, pairs), default=1)
    return [np.array([number[pair[at] if at < len(pair) else pair[0]] for pair in pairs], np.int32) for at in range(most)]


def _free_counts(items: Sequence[_Item], groups: Sequence[tuple[Mapping[str, float], Sequence[str]]], number: Mapping[str, int]) -> Matrix:
    """Atom × item: 1 for the item's own word, minus the times it stands inside each longer word of its group."""
    rows, columns, data = [], [], []
    for column, item in enumerate(items):
        words, exclusions = groups[item.group]
        longer = {phrase for phrase in (*words, *exclusions) if item.word in phrase and phrase != item.word and "+" not in phrase}
        for phrase, times in [(item.word, 1), *((phrase, -phrase.count(item.word)) for phrase in longer)]:
            rows.append(number[phrase])
            columns.append(column)
            data.append(times)
    return csr_matrix((data, (rows, columns)), shape=(len(number), len(items)), dtype=np.float32)


def _atoms(block: Topic) -> set[str]:
    words = (word for group in (block.words, *block.lines.values()) for word in group)
    return {part for word in words for part in word.split("+")} | set(block.not_)
