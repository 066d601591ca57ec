"""The grouping as intake uses it, and offline: open matters in shards by prefecture, people's word first.

Contents: Grouping · signer · group_offline
"""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from config.regions import ABROAD
from nlp.clean import clean
from nlp.place_names import short_name, town_short
from nlp.same import Matters, Weights, group
from nlp.segment import Segmenter
from nlp.signature import Post, Signer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from config.severity import Kind
    from nlp.reader import Reader, Text
    from nlp.signature import Signature
    from store.records import Assessment, Document, Finding

HOME = ""
TOWN_DIGITS = 9
FEW = 8
NEAR_DAYS = 3.0
HERE = 12  # matters of a township that are remembered, the latest
SAME_TOWN, SAME_TOPIC = 2.3, 2.2  # log-odds, added where a post shares its township, and there its topic, with a matter of these days
PART = re.compile(r".县|.{2,}?(?:特别行政区|自治[区州县旗]|地区|省|市|区|县|旗|盟|镇(?!市)|乡|街道)|.+$")  # of an official name
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)


class Grouping:
    """Finds the open incident of a post; keeps one memory per prefecture, with the posts of no known place beside those of home."""

    def __init__(self, home: str, kinds: Mapping[str, Kind], weights: Weights | None = None) -> None:
        self._home, self._weights = home[:4], weights or Weights()
        self._signer = signer(kinds)
        self._shards: dict[str, Matters] = {}
        self._here: dict[str, dict[int, tuple[float, frozenset[str]]]] = {}
        self._last: tuple[str, Matters, Signature] | None = None  # the post just placed, which is joined next as it was signed

    def place(self, document: Document, assessment: Assessment) -> tuple[int | None, str]:
        """The open incident that the post belongs to, or None; and why."""
        matters, post = self._signed(document, assessment)
        self._last = document.id, matters, post
        here = self._near(assessment, post.day)
        ranked = matters.ranked(post, bonus=here)
        likeness, best = ranked[0] if ranked else (-math.inf, 0)
        if likeness >= self._weights.join:
            near = "；同一乡镇近日的事项" if best in here else ""
            return best, f"与事件 {best} 是同一件事：{matters.why(post, best)}{near}"
        return None, "没有在办事件与它是同一件事" + (f"；最接近的是事件 {best}，还不够像" if likeness > -math.inf else "")

    def _near(self, assessment: Assessment, day: float) -> dict[int, float]:
        """The matters of these days in the townships of the post, with what that adds."""
        topics = {topic.value for topic in assessment.topics}
        return {
            key: SAME_TOWN + (SAME_TOPIC if topics & known else 0.0)
            for place in assessment.places
            if len(place.value) == TOWN_DIGITS
            for key, (last, known) in self._here.get(place.value, {}).items()
            if abs(day - last) <= NEAR_DAYS
        }

    def joined(self, document: Document, assessment: Assessment, incident: int) -> None:
        """The post belongs to this incident now."""
        placed, self._last = self._last, None
        matters, post = placed[1:] if placed and placed[0] == document.id else self._signed(document, assessment)
        matters.add(post, incident)
        topics = frozenset(topic.value for topic in assessment.topics[:1])
        for place in assessment.places:
            if len(place.value) == TOWN_DIGITS:
                here = self._here.setdefault(place.value, {})
                last, known = here.pop(incident, (post.day, frozenset()))
                here[incident] = max(last, post.day), known | topics
                if len(here) > HERE:
                    del here[next(iter(here))]

    def moved(self, document: str, incident: int) -> None:
        """A person merged or split: the post belongs to this incident from now on, and what is like it follows it."""
        self._last = None
        for matters in self._shards.values():
            matters.move(document, incident)

    def incident_of(self, document: str) -> int | None:
        """Where a post of the memory is now."""
        return next((key for matters in self._shards.values() if (key := matters.holding(document))), None)

    def reset(self, told: Iterable[tuple[Document, Assessment, int]]) -> None:
        """Forgets everything and learns the grouped posts anew."""
        self._shards.clear()
        self._here.clear()
        self._last = None
        for document, assessment, incident in told:
            self.joined(document, assessment, incident)

    def _signed(self, document: Document, assessment: Assessment) -> tuple[Matters, Signature]:
        """The memory that the post belongs to, and its signature as of now."""
        matters = self._matters(assessment)
        return matters, matters.sign(_post(document, assessment))

    def _matters(self, assessment: Assessment) -> Matters:
        prefix = assessment.places[0].value[:4] if assessment.places else self._home
        shard = HOME if prefix == self._home else prefix
        if shard not in self._shards:
            self._shards[shard] = Matters(self._signer, self._weights)
        return self._shards[shard]


def signer(kinds: Mapping[str, Kind]) -> Signer:
    """What makes signatures, with the words of each kind of emergency (起火, 着火, 失火) under one name."""
    return Signer(Segmenter(()), {name: tuple(kind.words) for name, kind in kinds.items()})


def group_offline(texts: Sequence[Text], reader: Reader, kinds: Mapping[str, Kind]) -> list[tuple[str, str]]:
    """(id, incident) of each text in the order given; an incident is called by the id of its first post in time."""
    order = sorted(range(len(texts)), key=lambda i: (_at(texts[i]), texts[i].id))
    found = (reader.places.find(clean(texts[i].title).text, clean(texts[i].text).text, texts[i].source_region) for i in order)
    posts = [_offline(texts[i], places) for i, places in zip(order, found, strict=True)]
    keys = group(posts, signer(kinds))
    first: dict[int, str] = {}
    for post in posts:
        first.setdefault(keys[post.id], post.id)
    return [(text.id, first[keys[text.id]]) for text in texts]


def _post(document: Document, assessment: Assessment) -> Post:
    at = document.published or document.fetched
    return Post(document.id, _meant(document.title), _meant(document.text), at, *_said(assessment.places))


def _offline(text: Text, places: tuple[Finding, ...]) -> Post:
    return Post(text.id, _meant(text.title), _meant(text.text), _at(text), *_said(places))


def _meant(text: str) -> str:
    """The clean text; of a repost with hardly a word added, what was forwarded."""
    cleaned = clean(text)
    return cleaned.forwarded if cleaned.forwarded and len(cleaned.added) <= FEW else cleaned.text


def _said(places: tuple[Finding, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The codes of the places, and what they and all that hold them are called in a text (扶绥县, 扶绥, 新宁镇, 新宁)."""
    known = [place for place in places if place.value != ABROAD]  # that both are abroad does not make two matters one
    parts = [part for place in known for part in PART.findall(place.name)]
    called = (name for part in parts for name in (part, short_name(part), town_short(part)) if len(name) > 1)
    return tuple(place.value for place in known), tuple(dict.fromkeys(called))


def _at(text: Text) -> datetime:
    return text.published or EARLIEST
