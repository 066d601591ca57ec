"""What a post is recognised by when posts of the same matter are looked for: its words, its title, the name its title begins with.

The name of what a title speaks of (恒基凯旋门, 58车贷, 204路公交) stands behind the place in it: its characters, in pairs, are the strong
keys. Complaint vocabulary is weak: words weigh by how rare they have been in the stream so far (rarity.py), never by what comes later.
The names of the places are taken out before: the place speaks for itself, and its characters say nothing of what is the matter there.

Contents: Post · Signature · Signer · cosine · covered · named · met · pairs_of
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import itemgetter
from sys import intern
from typing import TYPE_CHECKING

from nlp.near import fingerprints

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from nlp.rarity import Rarity
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
_TOP = 60  # words kept of a post: the rarest,
_HEAVY = 24  # of its title
_KEYS = 8  # words, title words and pairs of characters by which a post is found
_BRIEF = 80  # characters of a short post without a title,
_BRIEF_KEYS = 32  # and pairs of them by which it is found
_RUN = 2.0  # rare pairs as which a run of them counts at most
_LEARNT = 100  # characters of a post whose pairs are counted
_TEXT = 320  # characters of a post in which names and title words are looked for
_TOWN = 9  # digits of the code of a township
_GAP = "\n"  # stands where a place was
_DAY = 86_400.0
_weight = itemgetter(1)


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
    characters with their share where they are found, of `named` in all; `keys` are what it is found by; `brief` holds the pairs of
    characters of a short post, each with how rare it is; `spoken` says for which word a kind of emergency stands in all of them,
    `within` are the codes of the places as far as they say where.
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
    brief: tuple[tuple[str, float], ...] = ()
    features: tuple[str, ...] = ()
    prints: frozenset[int] = frozenset()
    spoken: tuple[tuple[str, str], ...] = ()
    within: tuple[str, ...] = ()

    def as_spoken(self, word: str) -> str:
        """A word of the title as it stands in the post (追尾 for the kind of emergency that it is one of)."""
        for kind, said in self.spoken:
            word = word.replace(kind, said)
        return word

    def slim(self) -> Signature:
        """Without what is needed only on the day it comes."""
        return replace(self, features=(), prints=frozenset())


class Signer:
    """Makes signatures of posts. `kinds` are words of one emergency (起火, 着火, 失火) under one name, so that they meet."""

    def __init__(self, segmenter: Segmenter, kinds: Mapping[str, Iterable[str]] | None = None) -> None:
        self._segmenter = segmenter
        self._kind_of = {word: kind for kind, words in (kinds or {}).items() for word in words}
        self._kinds = re.compile("|".join(map(re.escape, sorted(self._kind_of, key=len, reverse=True))) or "(?!)")

    def sign(self, post: Post, rarity: Rarity) -> Signature:
        """The signature of a post, weighed by what is rare now."""
        kind = self._kinds.search(post.title or post.text[: _NAME * 5])
        spoken = {self._kind_of[word].upper(): word for word in reversed(self._kinds.findall(f"{post.title} {post.text}"))}
        title, text = self._one_word(post.title), self._one_word(post.text)
        plain = _without(title, post.names)
        if len(_head(plain)) < _NAMED:
            title = f"{title} {_first_sentence(text)}".strip()
            plain = _without(title, post.names)
        whole = _DROP.sub("", f"{title}{text}").upper()
        called = _head(plain)
        name = [(pair, rare, weight) for weight, (pair, rare) in zip(_FADING, rarity.pairs(_pairs(called)), strict=False)]
        title, text = _placeless(title, post.names), _placeless(text, post.names)
        untitled = post.text.startswith(post.title.rstrip("…. "))
        brief = _brief(f"{title}{_GAP}{text}", rarity) if untitled and len(post.text) <= _BRIEF else ()
        pairs = brief or [(pair, rare * rare) for pair, rare in rarity.pairs(_pairs(plain))]
        rare = [(f"#{pair}", rare) for pair, rare in sorted(pairs, key=_weight, reverse=True)[: _BRIEF_KEYS if brief else _KEYS]]
        heads, words = self._features(title, text)
        heavy = rarity.words(heads)[:_HEAVY]
        top = [pair for pair in rarity.words(words) if pair[0].upper() not in called[:_CALLED]][:_TOP]
        norm = math.sqrt(sum(x * x for _, x in top)) or 1.0
        return Signature(
            id=post.id,
            day=post.at.timestamp() / _DAY,
            text=whole[:_TEXT],
            words={intern(w): x / norm for w, x in top},
            title=tuple((intern(w.replace("|", "").upper()), x) for w, x in heavy),
            whole=sum(x for _, x in heavy) or 1.0,
            name=tuple((pair, rare * rare * weight) for pair, rare, weight in name),
            named=sum(rare * weight for _, rare, weight in name) or 1.0,
            places=frozenset(code[:6] for code in post.places) | frozenset(_CODE.findall(title)),
            keys=tuple(dict((*top[:_KEYS], *heavy[:_KEYS], *rare)).items()),
            kind=self._kind_of[kind.group()] if kind else "",
            brief=brief,
            features=tuple(dict.fromkeys((*heads, *words))),
            prints=fingerprints(whole),
            spoken=tuple(spoken.items()),
            within=tuple(code[:_TOWN] if len(code) >= _TOWN else code.removesuffix("00").removesuffix("00") for code in post.places),
        )

    def _features(self, title: str, text: str) -> tuple[list[str], list[str]]:
        """Of the title its words and neighbours of them, of title and text together the words; without form words."""
        head = [word for word in self._segmenter.tokens(title) if word.isalnum()]
        both = [(a, b) for a, b in pairwise(head) if a not in STOP and b not in STOP and not (a.isdigit() and b.isdigit())]
        heads = [w for w in head if len(w) > 1 and w not in STOP]
        body = [w for w in self._segmenter.tokens(text) if len(w) > 1 and w not in STOP and w.isalnum()]
        return list(dict.fromkeys((*heads, *(f"{a}|{b}" for a, b in both)))), list(dict.fromkeys((*heads, *body)))

    def _one_word(self, text: str) -> str:
        """The text with one word for a kind of emergency, however it is called."""
        return self._kinds.sub(lambda found: self._kind_of[found.group()], text)


def cosine(one: Signature, other: Signature) -> float:
    """How alike the words of two posts are."""
    mine, theirs = one.words, other.words
    return sum([mine[w] * theirs[w] for w in mine.keys() & theirs.keys()])


def covered(one: Signature, other: Signature) -> float:
    """How much of a title stands in the other post, by weight."""
    text = other.text
    return sum([x for w, x in one.title if w in text]) / one.whole


def named(one: Signature, other: Signature) -> float:
    """How much of the name in a title stands in the other post, and how rare it is: 0..1."""
    text = other.text
    return sum([x for pair, x in one.name if pair in text]) / one.named


def met(one: Signature, other: Signature) -> float:
    """How much of a short post stands in the other post: the runs of its pairs of characters found there, by how rare they are.

    A run counts for little more than one pair, however long: a long name says where, and does not say what is the matter there.
    """
    text, whole, run = other.text, 0.0, 0.0
    for pair, x in one.brief:
        if pair in text:
            run += x
        elif run:
            whole, run = whole + min(run, _RUN), 0.0
    return whole + min(run, _RUN)


def pairs_of(signature: Signature) -> set[str]:
    """The pairs of characters with which a post begins."""
    text = signature.text[:_LEARNT]
    return {text[i : i + 2] for i in range(len(text) - 1)}


def _placeless(text: str, names: Iterable[str]) -> str:
    """The text with a gap for each place: no word and no pair goes over it."""
    for name in _longest(names):
        text = text.replace(name, _GAP)
    return text


def _longest(names: Iterable[str]) -> Iterator[str]:
    yield from sorted((name for name in names if name), key=len, reverse=True)


def _brief(text: str, rarity: Rarity) -> tuple[tuple[str, float], ...]:
    """The pairs of characters of a short post, within the stretches between its places."""
    pairs = dict.fromkeys(pair for stretch in text.upper().split(_GAP) for pair in _pairs(_DROP.sub("", stretch)))
    return tuple((pair, rare**4) for pair, rare in rarity.pairs(pairs))


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
    return _placeless(plain, names).replace(_GAP, "")


def _first_sentence(text: str) -> str:
    """A post without a title is headed by its first sentence."""
    return re.split(r"[。！？!?\n]", text.strip(), maxsplit=1)[0][:40]
