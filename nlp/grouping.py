"""The grouping as intake uses it, and offline: open matters in shards by prefecture, people's word first.

Contents: Grouping · group_offline
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from nlp.clean import clean
from nlp.same import Matters, Weights, group
from nlp.segment import Segmenter
from nlp.signature import Post, Signer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nlp.reader import Reader, Text
    from store.records import Assessment, Document, Finding

HOME = ""
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)


class Grouping:
    """Finds the open incident of a post; keeps one memory per prefecture, with the posts of no known place beside those of home."""

    def __init__(self, home: str, weights: Weights | None = None) -> None:
        self._home, self._weights = home[:4], weights or Weights()
        self._signer = Signer(Segmenter(()))
        self._shards: dict[str, Matters] = {}

    def place(self, document: Document, assessment: Assessment) -> tuple[int | None, str]:
        """The open incident that the post belongs to, or None; and why."""
        matters = self._matters(assessment)
        ranked = matters.ranked(matters.sign(_post(document, assessment)))
        if ranked and ranked[0][0] >= self._weights.join:
            return ranked[0][1], f"与事件 {ranked[0][1]} 相似度 {ranked[0][0]:.1f}，达到门槛 {self._weights.join:.1f}"
        best = f"，最近的是事件 {ranked[0][1]}（{ranked[0][0]:.1f}）" if ranked else ""
        return None, f"没有相似度达到 {self._weights.join:.1f} 的在办事件{best}"

    def joined(self, document: Document, assessment: Assessment, incident: int) -> None:
        """The post belongs to this incident now."""
        matters = self._matters(assessment)
        matters.add(matters.sign(_post(document, assessment)), incident)

    def reset(self, told: Iterable[tuple[Document, Assessment, int]]) -> None:
        """Forgets everything and learns the grouped posts anew."""
        self._shards.clear()
        for document, assessment, incident in told:
            self.joined(document, assessment, incident)

    def _matters(self, assessment: Assessment) -> Matters:
        prefix = assessment.places[0].value[:4] if assessment.places else self._home
        shard = HOME if prefix == self._home else prefix
        if shard not in self._shards:
            self._shards[shard] = Matters(self._signer, self._weights)
        return self._shards[shard]


def group_offline(texts: Sequence[Text], reader: Reader) -> list[tuple[str, str]]:
    """(id, incident) of each text in the order given; an incident is called by the id of its first post in time."""
    order = sorted(range(len(texts)), key=lambda i: (_at(texts[i]), texts[i].id))
    posts = [_offline(texts[i], reader.places.find(texts[i].title, texts[i].text, texts[i].source_region)) for i in order]
    keys = group(posts, Signer(Segmenter(())))
    first: dict[int, str] = {}
    for post in posts:
        first.setdefault(keys[post.id], post.id)
    return [(text.id, first[keys[text.id]]) for text in texts]


def _post(document: Document, assessment: Assessment) -> Post:
    at = document.published or document.fetched
    return Post(document.id, clean(document.title).text, clean(document.text).text, at, *_said(assessment.places))


def _offline(text: Text, places: tuple[Finding, ...]) -> Post:
    return Post(text.id, clean(text.title).text, clean(text.text).text, _at(text), *_said(places))


def _said(places: tuple[Finding, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(place.value for place in places), tuple(place.name for place in places)


def _at(text: Text) -> datetime:
    return text.published or EARLIEST
