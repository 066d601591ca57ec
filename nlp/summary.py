"""摘要: what a matter is, in words that stand in its posts — a title, up to three sentences, a time line, key words.

Extractive: every piece points at its post, nothing is written anew. A sentence is weighed by the words it shares with the other posts;
each further sentence is taken for what it adds. Where an office and a citizen both speak, both are quoted. Too little to say is an answer.

Contents: Said · Summary · summary_of · Summarizer
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from nlp.segment import Segmenter, frequencies
from nlp.signature import STOP, Post

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from store.records import Document

_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]?")
_COMMON, _SELDOM = 1e6, 1000.0  # how often the commonest word stands in the dictionary's corpus; what is rarer than the other says no more
_PHRASE = re.compile(r"[^，,：:]+[，,：:]?")
_SIDES = ("群众", "单位")
_IDEOGRAPHS = re.compile(r"[\u4e00-\u9fff]{2,}")
_POLITE = re.compile(
    r"^(?:尊敬的|您好|你好|谢谢|针对您|根据您|您反映|您提出|您的留言|现将有关|来信收悉|收到您|感谢|此致|望|请领导|书记|市长|领导)"
)
_OFFICIAL = re.compile(r"回复|答复|通报|公告|经核实|经查|调查组|已责成|我局|我委|记者从")
_DATE = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日(?:[上下]午|凌晨|晚)?(?:\d{1,2}[时点](?:\d{1,2}分)?)?")
_SHORTEST, _LONGEST, _SENTENCES, _KEY_WORDS, _LINE = 10, 90, 3, 8, 8


@dataclass(frozen=True, slots=True)
class Said:
    """A piece of a post's text, and whose."""

    text: str
    post: str


@dataclass(frozen=True, slots=True)
class Summary:
    """`sides`: what citizens and what offices say, where both speak; `line`: (when, what) in order of time.

    `enough` is false where there is too little to say.
    """

    title: Said | None
    sentences: tuple[Said, ...]
    sides: tuple[tuple[str, Said], ...]
    line: tuple[tuple[str, Said], ...]
    words: tuple[str, ...]
    enough: bool


def summary_of(documents: Iterable[Document]) -> Summary:
    """The summary of the posts of an incident."""
    return _summarizer().sum_up([Post(one.id, one.title, one.text, one.published or one.fetched) for one in documents])


@lru_cache(maxsize=1)
def _summarizer() -> Summarizer:
    return Summarizer(Segmenter(()).tokens)


class Summarizer:
    """Sums up the posts of a matter with a segmenter's words."""

    def __init__(self, tokens: Callable[[str], list[str]]) -> None:
        self._tokens = tokens

    def sum_up(self, posts: Sequence[Post]) -> Summary:
        """The summary of the posts of one matter."""
        posts = sorted(posts, key=lambda post: post.at)
        counts = Counter(word for post in posts for word in set(self._words(f"{post.title}。{post.text}")))
        sentences = [Said(text, post.id) for post in posts for text in _sentences(post.text)]
        official = {post.id for post in posts if _OFFICIAL.search(post.title or post.text[:_LONGEST])}
        chosen = self._choose(sentences, counts, official)
        words = sorted((word for word in counts if len(word) > 1), key=lambda word: (-counts[word] * _rarity(word), word))[:_KEY_WORDS]
        sides = self._sides(sentences, counts, official)
        return Summary(self._title(posts, counts), chosen, sides, _time_line(posts), tuple(words), enough=bool(chosen))

    def _words(self, text: str) -> list[str]:
        return [word for word in self._tokens(text) if _IDEOGRAPHS.fullmatch(word) and word not in STOP]

    def _title(self, posts: Sequence[Post], counts: Counter[str]) -> Said | None:
        """The title that says most of what all say, in the fewest words."""
        titled = [post for post in posts if post.title]
        if not titled:
            return None
        best = max(titled, key=lambda post: self._weight(set(self._words(post.title)), counts, len(post.title)))
        return Said(best.title, best.id)

    def _sides(self, sentences: Sequence[Said], counts: Counter[str], offices: set[str]) -> tuple[tuple[str, Said], ...]:
        """The sentence of a citizen and the one of an office that say most, where both speak; `offices`: the posts of offices."""
        best: dict[str, tuple[float, Said]] = {}
        for said in sentences:
            side, weight = _SIDES[said.post in offices], self._weight(set(self._words(said.text)), counts, len(said.text))
            if weight > best.get(side, (0.0, said))[0]:
                best[side] = weight, said
        return tuple((side, best[side][1]) for side in _SIDES) if len(best) == len(_SIDES) else ()

    def _choose(self, sentences: Sequence[Said], counts: Counter[str], offices: set[str]) -> tuple[Said, ...]:
        """Up to three, each for what it adds; one of an office and one of a citizen where both speak; in their own order."""
        words = [set(self._words(said.text)) for said in sentences]
        official = [said.post in offices for said in sentences]
        chosen: list[int] = []
        told: set[str] = set()
        while len(chosen) < _SENTENCES:
            sides = {official[i] for i in chosen}
            missing = len(chosen) == _SENTENCES - 1 and len(sides) == 1 and len(set(official)) > 1
            left = [i for i in range(len(sentences)) if i not in chosen and (not missing or official[i] not in sides)]
            gains = {i: self._weight(words[i] - told, counts, len(sentences[i].text)) for i in left}
            best = max(gains, key=lambda i: (gains[i], -i), default=None)
            if best is None or gains[best] <= 0 or len(words[best] - told) < _SENTENCES:
                break
            chosen.append(best)
            told |= words[best]
        return tuple(sentences[i] for i in sorted(chosen))

    @staticmethod
    def _weight(words: Iterable[str], counts: Counter[str], length: int) -> float:
        return sum(math.log1p(counts[word]) for word in words) / math.sqrt(max(length, _SHORTEST))


def _rarity(word: str) -> float:
    """How much a word says by itself: 为了 hardly anything, 图书馆 much."""
    return math.log(_COMMON / (frequencies().get(word, 0) + _SELDOM))


def _sentences(text: str) -> list[str]:
    """The sentences of a post that can stand for themselves: none of mere politeness, none too short or too long."""
    found = (piece.strip() for sentence in _SENTENCE.findall(text) for piece in _pieces(sentence))
    return [sentence for sentence in found if _SHORTEST <= len(sentence) <= _LONGEST and not _POLITE.match(sentence)]


def _pieces(sentence: str) -> list[str]:
    """A sentence, or where it runs on without end its longest runs of phrases that can be quoted."""
    pieces = [""]
    for phrase in _PHRASE.findall(sentence) if len(sentence) > _LONGEST else [sentence]:
        if pieces[-1] and len(pieces[-1]) + len(phrase) > _LONGEST:
            pieces.append("")
        pieces[-1] += phrase
    return pieces


def _time_line(posts: Sequence[Post]) -> tuple[tuple[str, Said], ...]:
    """When the posts were, each with its title; and dates a post gives, with their sentence. Copies of a title stand once."""
    line: dict[str, tuple[str, Said]] = {}
    for post in posts:
        head = post.title or (_sentences(post.text) or [post.text[:_LONGEST]])[0]
        line.setdefault(head, (post.at.strftime("%Y-%m-%d %H:%M"), Said(head, post.id)))
        dated = next((s for s in _sentences(post.text) if _DATE.search(s)), None)
        if dated and (when := _DATE.search(dated)):
            line.setdefault(dated, (f"{when.group()}（文中）", Said(dated, post.id)))
    return tuple(line.values())[:_LINE]
