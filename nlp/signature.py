"""What a post is recognised by when posts of the same matter are looked for: its words, its title, the name its title begins with.

The name of what a title speaks of (恒基凯旋门, 58车贷, 204路公交) stands behind the place in it: its characters, in pairs, are the strong
keys. Complaint vocabulary is weak: words weigh by how rare they have been in the stream so far (`Rarity`), never by what comes later.

Contents: Post · Signature · Rarity · Signer
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from nlp.near import fingerprints
from nlp.segment import frequencies

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from nlp.segment import Segmenter

_PLACE = re.compile(r"(?:[A-Z]\d*[市区县])+|西?地省")
_WORD = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]+")
_DROP = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9]+")
_CODE = re.compile(r"[A-Z]\d+(?=[市区县])")
_UNIT = re.compile(r"^(?:[\u4e00-\u9fff]{2,3}?(?:街道|镇|乡)|经开区|开发区|高新区|经济开发区)(?=.{4})")
_OPENING = re.compile(
    r"^(?:转发|转载|转|快看|扩散|求扩散|网友爆料|请问|咨询|询问|反映|反应|关于|投诉|举报|建议|请求|希望|再次|强烈|质疑|恳请|要求|对于|对|请|在|将|把|给|位于"
    r"|我市|我县|我区|本市)+",
)
_FORM_WORDS = (
    "的 是 在 了 不 有 和 都 也 没有 到 我 就 我们 年 还 为 一个 人 请 这 能 给 对 要 现在 后 与 等 上 但 多 被 "
    "可以 一 大 已经 并 下 将 来 从 让 日 该 说 进行 会 又 过 向 而 于 之 及 以 或 其 他 她 它 你 您 "
    "您好 你好 领导 尊敬 尊敬的 月 个 问题 希望 相关 部门 有关 政府 情况 反映 请问 关于 请求 建议 咨询 投诉 "
    "举报 书记 市长 县长 谢谢 市 区 县 省 中 里 什么 怎么 为什么 如何 是否 何时 时候 记者 本报讯 据悉 目前 转发 微博 网友 "
)
STOP = frozenset(_FORM_WORDS.split())
_CALLED = 4  # characters of it whose words say what the matter is called, and not what is the matter
_NAMED = 3  # characters that a title has at least, or the first sentence heads the post
_NAME = 8  # characters of a title that may be its name
_FADING = (1.0, 1.0, 1.0, 0.7, 0.5, 0.35, 0.25)
_TOP = 60  # words kept of a post: the rarest
_KEYS = 8  # words, title words and pairs of characters by which a post is found
_LEARNT = 300  # characters of a post whose pairs are counted
_TEXT = 800  # characters of a post in which names and title words are looked for
_LENGTH = 100  # words of a usual post
_YOUNG = 150  # posts as which the general dictionary counts for pairs of characters
_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Post:
    """What grouping needs of a post. `text` is clean; `places` are region codes, `names` what they are called in the text."""

    id: str
    title: str
    text: str
    at: datetime
    places: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(slots=True)
class Signature:
    """A post as it is compared, weighed by what was rare when it came.

    `words` have the length 1 together; `title` holds its words as they stand in a text, the heaviest first; `name` its pairs of
    characters with their share where they are found, of `named` in all; `keys` are what it is found by.
    """

    id: str
    day: float
    text: str
    words: dict[str, float]
    title: tuple[tuple[str, float], ...]
    whole: float
    name: tuple[tuple[str, float], ...]
    named: float
    places: frozenset[str]
    keys: tuple[tuple[str, float], ...]
    kind: str
    features: tuple[str, ...] = ()
    prints: frozenset[int] = frozenset()

    def slim(self) -> Signature:
        """Without what is needed only on the day it comes."""
        return replace(self, features=(), prints=frozenset())


class Rarity:
    """How rare words and pairs of characters have been so far; a general dictionary stands in while the stream is young."""

    def __init__(self, prior: int = 300) -> None:
        self._prior = prior
        self._posts = 0
        self._words: Counter[str] = Counter()
        self._pairs: Counter[str] = Counter()
        self._matters: Counter[str] = Counter()
        self._general = frequencies()
        self._total = sum(self._general.values())

    def learn(self, words: Iterable[str], pairs: Iterable[str], fresh: Iterable[str]) -> None:
        """A post went by; `fresh` are the pairs that are new to its matter."""
        self._posts += 1
        self._words.update(words)
        self._pairs.update(pairs)
        self._matters.update(fresh)

    def youth(self) -> float:
        """1 where nothing was learned yet, towards 0 with some hundred posts."""
        return math.exp(-self._posts / _YOUNG)

    def word(self, word: str) -> float:
        """The inverse document frequency of a word, or of two words together."""
        expected = self._expected(word, self._prior)
        return math.log((self._posts + self._prior) / (self._words[word] + expected + 0.5))

    def pair(self, pair: str) -> float:
        """0..1: how rare a pair of characters is, between its posts and its matters: a matter of many posts keeps its name."""
        expected = self._expected(pair, _YOUNG)
        seen = math.sqrt((self._pairs[pair] + expected) * (self._matters[pair] + expected))
        return max(0.0, math.log((self._posts + _YOUNG) / (seen + 1)) / math.log(self._posts + _YOUNG))

    def _expected(self, word: str, posts: int) -> float:
        """In how many of `posts` general texts a word would stand."""
        return posts * (1 - math.exp(-_LENGTH * self._general.get(word, 0) / self._total))


class Signer:
    """Makes signatures of posts. `kinds` are words of one emergency (起火, 着火, 失火) under one name, so that they meet."""

    def __init__(self, segmenter: Segmenter, kinds: Mapping[str, Iterable[str]] | None = None) -> None:
        self._segmenter = segmenter
        named = {word: kind for kind, words in (kinds or {}).items() for word in words}
        self._kind_of = named
        self._kinds = re.compile("|".join(map(re.escape, sorted(named, key=len, reverse=True))) or "(?!)")

    def sign(self, post: Post, rarity: Rarity) -> Signature:
        """The signature of a post, weighed by what is rare now."""
        kind = self._kinds.search(post.title or post.text[: _NAME * 5])
        post = replace(post, title=self._one_word(post.title), text=self._one_word(post.text))
        title = post.title
        if len(_head(_without(title, post.names))) < _NAMED:
            title = f"{title} {_first_sentence(post.text)}".strip()
        head, body = self._features(title), self._features(post.text)
        features = dict.fromkeys([*head, *body])
        plain = _without(title, post.names)
        called = _head(plain)[:_CALLED]
        single = ((w, rarity.word(w)) for w in features if "|" not in w and w.upper() not in called)
        top = sorted((pair for pair in single if pair[1] > 0), key=_weight, reverse=True)[:_TOP]
        heavy = sorted(((w, x) for w in head if (x := rarity.word(w)) > 0), key=_weight, reverse=True)
        norm = math.sqrt(sum(x * x for _, x in top)) or 1.0
        name = [(pair, rarity.pair(pair), weight) for weight, pair in zip(_FADING, _pairs(_head(plain)), strict=False)]
        rare = sorted(((f"#{pair}", rarity.pair(pair) ** 2) for pair in _pairs(plain)), key=_weight, reverse=True)
        return Signature(
            id=post.id,
            day=post.at.timestamp() / _DAY,
            text=_DROP.sub("", f"{title}{post.text[:_TEXT]}").upper()[:_TEXT],
            words={w: x / norm for w, x in top},
            title=tuple((w.replace("|", "").upper(), x) for w, x in heavy),
            whole=sum(x for _, x in heavy) or 1.0,
            name=tuple((pair, rare * rare * weight) for pair, rare, weight in name),
            named=sum(rare * weight for _, rare, weight in name) or 1.0,
            places=frozenset(code[:6] for code in post.places) | frozenset(_CODE.findall(title)),
            keys=tuple(dict((*top[:_KEYS], *heavy[:_KEYS], *rare[:_KEYS])).items()),
            kind=self._kind_of[kind.group()] if kind else "",
            features=tuple(features),
            prints=fingerprints(f"{title}{post.text}"),
        )

    def _features(self, text: str) -> list[str]:
        """Words, and neighbours of them, without form words."""
        words = [word for word in self._segmenter.tokens(text) if _WORD.fullmatch(word)]
        single = [w for w in words if len(w) > 1 and w not in STOP]
        both = [(a, b) for a, b in pairwise(words) if a not in STOP and b not in STOP and not (a.isdigit() and b.isdigit())]
        double = [f"{a}|{b}" for a, b in both]
        return list(dict.fromkeys([*single, *double]))

    def _one_word(self, text: str) -> str:
        """The text with one word for a kind of emergency, however it is called."""
        return self._kinds.sub(lambda found: self._kind_of[found.group()], text)


def cosine(one: Signature, other: Signature) -> float:
    """How alike the words of two posts are."""
    return sum(one.words[w] * other.words[w] for w in one.words.keys() & other.words.keys())


def covered(one: Signature, other: Signature) -> float:
    """How much of a title stands in the other post, by weight."""
    return sum(x for w, x in one.title if w in other.text) / one.whole


def named(one: Signature, other: Signature) -> float:
    """How much of the name in a title stands in the other post, and how rare it is: 0..1."""
    return sum(x for pair, x in one.name if pair in other.text) / one.named


def pairs_of(signature: Signature) -> set[str]:
    """The pairs of characters with which a post begins."""
    return {signature.text[i : i + 2] for i in range(min(len(signature.text), _LEARNT) - 1)}


def _weight(pair: tuple[str, float]) -> float:
    return pair[1]


def _head(plain: str) -> str:
    """Where the name of a title stands: behind what opens it, and behind a street."""
    return _UNIT.sub("", _OPENING.sub("", plain))[:_NAME]


def _pairs(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text[i : i + 2] for i in range(len(text) - 1)))


def _without(title: str, names: Iterable[str]) -> str:
    """The title behind its first place, without places, in letters and digits."""
    plain = _DROP.sub("", title).upper()
    first = _PLACE.search(plain)
    plain = _PLACE.sub("", plain[first.start() :] if first else plain)
    for name in _longest(names):
        plain = plain.replace(name, "")
    return plain


def _longest(names: Iterable[str]) -> Iterator[str]:
    yield from sorted((name for name in names if name), key=len, reverse=True)


def _first_sentence(text: str) -> str:
    """A post without a title is headed by its first sentence."""
    return re.split(r"[。！？!?\n]", text.strip(), maxsplit=1)[0][:40]
