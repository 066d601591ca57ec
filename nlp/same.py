"""同一事件: which posts are the same matter — one pass over the posts in order of time, against what is open.

A post is compared with representatives of the few open matters that share its rare keys, by five things learned from labelled matters:
words, title, name, place, time between. It joins the best above one fixed threshold, or opens a new one; it never joins for one
member's sake alone, since the first post of a matter stays among its representatives. Copies of a post join where it is.

What people said of posts (together, apart) is binding.

Contents: Weights · Matter · Said · Matters · group
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from heapq import nlargest
from types import MappingProxyType
from typing import TYPE_CHECKING

from nlp.near import Near
from nlp.rarity import Rarity
from nlp.signature import Post, Signature, Signer, cosine, covered, met, named, pairs_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping


_SWEEP = 1_000_000  # keys entered between two sweeps
_NOTHING: Mapping[int, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Weights:
    """The log-odds that a post is of a matter, learned on pairs of them, the threshold to join, and the bounds that keep it quick.

    `elsewhere` is laid on posts of another place, `stranger` on posts of which neither has the other's name, `youth` on all while the
    rarity of words is not yet known; `met`, `length`, `brief…` are for short posts without a title; below `join` − `margin` a likeness
    is not told. `merge` and `loose` bound when two matters turn out to be one, by a post that fits both and by how they fit each other.
    """

    words: float = 1.5
    title: float = 2.2
    name: float = 2.6
    known: float = 3.2
    place: float = 0.66
    elsewhere: float = -5.0
    gap: float = -0.5
    youth: float = -5.0
    stranger: float = -2.0
    strange: float = 0.03
    base: float = 3.2
    copy: float = 2.0
    verbatim: float = 0.7
    margin: float = 2.0
    far: float = 8.0
    met: float = 3.4
    met_least: float = 0.5
    length: float = 1.0
    brief: float = 1.4
    brief_gap: float = -0.6
    brief_youth: float = -1.5
    emergency: float = 2.5
    emergency_days: float = 3.0
    join: float = -0.5
    merge: float = 0.3
    loose: float = -0.5
    small: int = 2
    open_days: float = 400.0
    representatives: int = 4
    candidates: int = 5
    postings: int = 32


@dataclass(slots=True)
class Matter:
    """An open matter: when its posts were, its representatives (the first post and the latest), its posts."""

    key: int
    first: float
    last: float
    posts: list[str] = field(default_factory=list)
    faces: list[Signature] = field(default_factory=list)
    copies: dict[str, tuple[int, frozenset[int]]] = field(default_factory=dict)


class Said:
    """What people said of posts, by their ids: `together` the same matter, `apart` not. It binds the grouping."""

    def __init__(self, together: Iterable[tuple[str, str]] = (), apart: Iterable[tuple[str, str]] = ()) -> None:
        self._together, self._apart = _both_ways(together), _both_ways(apart)

    def bound(self, post: str, matters: Matters) -> int | None:
        """The matter that a person put the post in, by a post it is together with."""
        return next((key for other in self._together.get(post, ()) if (key := matters.holding(other))), None)

    def barred(self, post: str, matters: Matters) -> frozenset[int]:
        """The matters that a person keeps the post apart from."""
        return frozenset(key for other in self._apart.get(post, ()) if (key := matters.holding(other)))

    def allow(self, one: Iterable[str], other: Iterable[str]) -> bool:
        """Whether nobody keeps two matters apart."""
        there = set(other)
        return not any(there & self._apart.get(post, set()) for post in one)


class Matters:
    """The open matters of one place."""

    def __init__(self, signer: Signer, weights: Weights | None = None) -> None:
        self._signer, self._w = signer, weights or Weights()
        self._rarity = Rarity()
        self._near = Near()
        self._open: dict[int, Matter] = {}
        self._having: dict[str, list[int]] = {}
        self._of_copy: dict[int, int] = {}
        self._home: dict[str, int] = {}
        self._serial = self._entered = 0

    def __len__(self) -> int:
        return len(self._open)

    def sign(self, post: Post) -> Signature:
        """The signature of a post as of now."""
        return self._signer.sign(post, self._rarity)

    def ranked(self, post: Signature, apart: Collection[int] = (), bonus: Mapping[int, float] = _NOTHING) -> list[tuple[float, int]]:
        """The open matters that may be the post's, best first, with their likeness; never one of `apart`.

        `bonus` are matters that something else speaks for, each with how much.
        """
        copy = self._near.find(post.prints)
        copied = self._of_copy.get(copy[0]) if copy else None
        more = {**bonus, copied: bonus.get(copied, 0.0) + self._w.copy} if copied else bonus
        keys = dict.fromkeys((*self._candidates(post), *(key for key in more if key in self._open)))
        found = [(self.likeness(post, self._open[key], more.get(key, 0.0)), key) for key in keys if key not in apart]
        if copy and copy[1] >= self._w.verbatim:
            best = max([self._w.join, *(likeness for likeness, _ in found)]) + self._w.copy
            found = [(best if key == copied else likeness, key) for likeness, key in found]
        return sorted(((likeness, key) for likeness, key in found if likeness > -math.inf), reverse=True)

    def likeness(self, post: Signature, matter: Matter, bonus: float = 0.0) -> float:
        """The log-odds that the post is of the matter, as long posts or as short ones are told; −∞ far below the threshold."""
        if not matter.faces:
            return -math.inf
        gap = max(0.0, post.day - matter.last, matter.first - post.day)
        bonus += self._w.elsewhere if _elsewhere(post, matter) else 0.0
        told = max(self._told(post, matter, gap), self._told_briefly(post, matter, gap)) + bonus
        return told if told >= self._w.join - self._w.margin else -math.inf

    def _told(self, post: Signature, matter: Matter, gap: float) -> float:
        w, faces = self._w, matter.faces
        one = bool(post.kind) and self._one_emergency(post, matter, gap)
        mine, theirs = max([named(post, face) for face in faces]), max([named(face, post) for face in faces])
        odds = w.base + w.name * math.sqrt(mine * theirs) + w.known * max(mine, theirs) + w.gap * math.log1p(gap)
        odds += w.place * max([_places(post, face) for face in faces])
        odds += w.emergency if one else w.youth * self._rarity.youth() + (w.stranger if mine * theirs < w.strange else 0.0)
        shares = [covered(post, face) for face in faces]
        if odds + w.title * math.log(max(shares) + 0.05) < w.join - w.far:
            return -math.inf
        title = max([min(share, covered(face, post)) for share, face in zip(shares, faces, strict=True)])
        words = max([cosine(post, face) for face in faces])
        return odds + w.title * math.log(title + 0.05) + w.words * math.log(words + 0.03)

    def _told_briefly(self, post: Signature, matter: Matter, gap: float) -> float:
        """A short post and another share few words, but those few are rare: what weighs is their sum, and the time between."""
        w = self._w
        shared = [(max(met(post, face), met(face, post)), len(face.text)) for face in matter.faces if post.brief or face.brief]
        mine = len(post.text)
        odds = [
            w.met * math.log(weight + 0.3) - w.length * math.log(max(mine, other, 30)) for weight, other in shared if weight > w.met_least
        ]
        return w.join + w.brief + max(odds) + w.brief_gap * math.log1p(gap) + w.brief_youth * self._rarity.youth() if odds else -math.inf

    def why(self, post: Signature, key: int) -> str:
        """What the post shares with the matter, in words."""
        faces = self._open[key].faces
        best = max(faces, key=lambda face: covered(post, face), default=post)
        shared = _largest(post.as_spoken(word) for word, _ in post.title if word in best.text)[:4]
        copied = "，文字大体相同" if self._near.find(post.prints) else ""
        return f"标题中“{'、'.join(shared)}”也见于该事件的信息{copied}" if shared else f"用词相近{copied}"

    def add(self, post: Signature, key: int) -> None:
        """The post belongs to the matter `key`, which opens where it is new."""
        matter = self._open.setdefault(key, Matter(key, post.day, post.day))
        self._rarity.learn(post.features, pairs_of(post), opened=not matter.posts)
        matter.first, matter.last = min(matter.first, post.day), max(matter.last, post.day)
        matter.posts.append(post.id)
        self._home[post.id] = key
        matter.faces.append(post.slim())
        if len(matter.faces) > self._w.representatives:
            del matter.faces[1]
        self._remember(post, matter)
        if self._serial % 1000 == 0:
            self.close(post.day - self._w.open_days)

    def close(self, day: float) -> None:
        """Forgets the matters without a post since `day`."""
        for matter in [matter for matter in self._open.values() if matter.last < day]:
            del self._open[matter.key]
            for post in matter.posts:
                del self._home[post]
            for serial, prints in matter.copies.values():
                self._near.drop(serial, prints)
                del self._of_copy[serial]

    def merge(self, into: int, gone: int) -> None:
        """Two matters were one."""
        one, other = self._open[into], self._open.pop(gone)
        one.first, one.last = min(one.first, other.first), max(one.last, other.last)
        one.posts += other.posts
        self._home.update((post, into) for post in other.posts)
        faces = sorted([*one.faces[1:], *other.faces], key=lambda face: face.day)
        one.faces = [one.faces[0], *faces[-(self._w.representatives - 1) :]]
        one.copies |= other.copies
        self._of_copy.update((serial, into) for serial, _ in other.copies.values())
        for face in other.faces:
            self._post(face, into)

    def move(self, post: str, key: int) -> None:
        """A person put the post into another matter, or made it the first of a new one."""
        home = self._home.get(post)
        if home is None or home == key:
            return
        old = self._open[home]
        faces = [face for face in old.faces if face.id == post]
        new = self._open.setdefault(key, Matter(key, old.first, old.last))
        old.faces = [face for face in old.faces if face.id != post]
        old.posts.remove(post)
        new.posts.append(post)
        self._home[post] = key
        new.copies[post] = serial, _ = old.copies.pop(post)
        self._of_copy[serial] = key
        for face in faces:
            new.faces.append(face)
            self._post(face, key)
        if not old.posts:
            del self._open[home]

    def fits(self, gone: int, into: int) -> float:
        """How alike two matters are: the mean over the representatives of the first."""
        faces, other = self._open[gone].faces, self._open[into]
        return sum(self.likeness(face, other) for face in faces) / len(faces) if faces else -math.inf

    def bridged(self, ranked: list[tuple[float, int]], key: int) -> Iterator[tuple[int, int]]:
        """(large, small) of the matters that a post, now in `key`, shows to be one; merge them as they come."""
        for likeness, other in ranked:
            if other != key and likeness >= self._w.join + self._w.merge:
                small, large = sorted((key, other), key=self._size)
                if self.fits(small, large) >= self._w.join + self._w.loose:
                    yield large, small
                    key = large

    def second_look(self) -> Iterator[tuple[int, int]]:
        """(large, small) of the small matters that belong to a larger one, seen from the end; merge them as they come."""
        for small in [key for key, matter in self._open.items() if len(matter.posts) <= self._w.small]:
            if small in self._open:
                near = {key for face in self._open[small].faces for key in self._candidates(face) if key != small}
                near = {key for key in near if self._size(key) > self._size(small)}
                likeness, large = max(((self.fits(small, key), key) for key in near), default=(-math.inf, 0))
                if likeness >= self._w.join:
                    yield large, small

    def posts(self, key: int) -> list[str]:
        """The posts of an open matter."""
        return self._open[key].posts

    def holding(self, post: str) -> int | None:
        """The matter a post was put in, under the key it has now."""
        return self._home.get(post)

    def _size(self, key: int) -> tuple[int, int]:
        """By the number of posts; of equals the older is the larger."""
        return len(self._open[key].posts), -key

    def _remember(self, post: Signature, matter: Matter) -> None:
        self._serial += 1
        self._of_copy[self._serial] = matter.key
        self._near.add(self._serial, post.prints)
        matter.copies[post.id] = self._serial, post.prints
        self._post(post, matter.key)

    def _post(self, post: Signature, key: int) -> None:
        """Enters the matter under the post's keys; the oldest of many goes."""
        for name, _ in post.keys:
            having = self._having.setdefault(name, [])
            if key not in having:
                having.append(key)
                if len(having) > self._w.postings:
                    del having[0]
        self._entered += len(post.keys)
        if self._entered > max(_SWEEP, len(self._having)):
            self._sweep()

    def _sweep(self) -> None:
        """Forgets the keys of closed matters; seldom enough that a post does not feel it."""
        self._entered = 0
        living = ((name, [key for key in having if key in self._open]) for name, having in self._having.items())
        self._having = {name: having for name, having in living if having}

    def _candidates(self, post: Signature) -> list[int]:
        """The open matters that share most of the post's rare keys: the best by words and the best by name."""
        words: dict[int, float] = {}
        names: dict[int, float] = {}
        for name, weight in post.keys:
            heap = names if name[0] == "#" else words
            for key in self._having.get(name, ()):
                heap[key] = heap.get(key, 0.0) + weight
        best = [key for heap in (words, names) for key in nlargest(self._w.candidates, heap, key=heap.__getitem__)]
        return [key for key in best if key in self._open and post.day - self._open[key].last <= self._w.open_days]

    def _one_emergency(self, post: Signature, matter: Matter, gap: float) -> bool:
        """The same kind of emergency at the same place within days."""
        if not post.kind or gap > self._w.emergency_days:
            return False
        return any(post.kind == face.kind and post.places & face.places for face in matter.faces)


def group(posts: Iterable[Post], signer: Signer, weights: Weights | None = None, said: Said | None = None) -> dict[str, int]:
    """The incident of each post, by its id: in order of time as the desk does it, and joined where later posts show two to be one."""
    matters, said = Matters(signer, weights), said or Said()
    join, incident, into = (weights or Weights()).join, dict[str, int](), dict[int, int]()

    def unite(large: int, small: int) -> None:
        if said.allow(matters.posts(large), matters.posts(small)):
            matters.merge(large, small)
            into[small] = large

    for number, post in enumerate(sorted(posts, key=lambda post: (post.at, post.id)), start=1):
        signature = matters.sign(post)
        ranked = [(likeness, key) for likeness, key in matters.ranked(signature, said.barred(post.id, matters)) if likeness >= join]
        incident[post.id] = said.bound(post.id, matters) or (ranked[0][1] if ranked else number)
        matters.add(signature, incident[post.id])
        for large, small in matters.bridged(ranked, incident[post.id]):
            unite(large, small)
    for large, small in matters.second_look():
        unite(large, small)
    return {id_: _last(key, into) for id_, key in incident.items()}


def _last(key: int, into: dict[int, int]) -> int:
    while key in into:
        key = into[key]
    return key


def _largest(words: Iterable[str]) -> list[str]:
    """The words that are no part of another one (停车场 and not 停车)."""
    known = list(dict.fromkeys(words))
    return [word for word in known if not any(word != other and word in other for other in known)]


def _places(one: Signature, other: Signature) -> float:
    if not one.places or not other.places:
        return 0.5
    return 1.0 if one.places & other.places else 0.0


def _elsewhere(post: Signature, matter: Matter) -> bool:
    """Both say where they are, and it is another place: 停水三天 is said of many."""
    theirs = {code for face in matter.faces for code in face.within}
    return bool(post.within and theirs) and not any(
        one.startswith(other) or other.startswith(one) for one in post.within for other in theirs
    )


def _both_ways(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    book: dict[str, set[str]] = {}
    for one, other in pairs:
        book.setdefault(one, set()).add(other)
        book.setdefault(other, set()).add(one)
    return book
