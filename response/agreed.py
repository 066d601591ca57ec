"""What the posts of one matter say together of how serious it is.

An authority's word goes before others', and of those its last: a later statement replaces an earlier one where it counts the same
(deaths, or else those hurt) or is graver; a notice of who was moved to safety takes back no death. Without an authority a toll only
grows: the gravest grade counts that two voices bear out, or that one voice says and nobody has contradicted since. One voice among
many makes nothing grave; what it says stands beside the judgement.

Contents: agreed
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from store.records import Grade, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from response.gather import Post

_ORDER = list(Grade)
_DEAD = frozenset({"deaths", "missing"})
_RIVALS = 2  # a single figure yields where two others differ and one of them came after it


def agreed(posts: Sequence[Post], official: Sequence[bool], lone_among: int) -> Severity:
    """The severity of a matter; `official` says of each post whether an authority speaks in it."""
    inorder = sorted(zip(posts, official, strict=True), key=lambda said: _moment(said[0]))
    stated = [post.assessment.severity for post, speaks in inorder if speaks]
    return _last_word(stated) if stated else _borne_out([post for post, _ in inorder], lone_among)


def _last_word(stated: Sequence[Severity]) -> Severity:
    last = stated[0]
    for severity in stated[1:]:
        if _rank(severity) >= _rank(last) or _counts(severity, last):
            last = severity
    return last


def _borne_out(posts: Sequence[Post], lone_among: int) -> Severity:
    """The gravest grade that stands among plain posts; a graver one that does not is told beside it."""
    graded = [post for post in posts if _severity(post).grade is not Grade.none]
    doubted: Severity | None = None
    for grade in sorted({_severity(post).grade for post in graded}, key=_ORDER.index, reverse=True):
        bearing = [post for post in graded if _rank(_severity(post)) >= _ORDER.index(grade)]
        chosen = max((_severity(post) for post in bearing if _severity(post).grade is grade), key=_toll)
        if _voices(bearing) > 1 or _stands(bearing[-1], graded, lone_among):
            return _beside(chosen, doubted)
        doubted = doubted or chosen
    return max((_severity(post) for post in posts), key=lambda severity: severity.score)


def _stands(post: Post, graded: Sequence[Post], lone_among: int) -> bool:
    """Whether what one voice alone says counts: nobody contradicts it since, and the others are few."""
    others = [other for other in graded if other.voice != post.voice]
    rivals = [other for other in others if _counts(_severity(other), _severity(post))]
    since = graded[graded.index(post) + 1 :]
    return not (len(rivals) >= _RIVALS and any(other in since for other in rivals)) and _voices(others) < lone_among


def _counts(severity: Severity, other: Severity) -> bool:
    """Whether one speaks of the figures on which the other rests."""
    return not (_DEAD.intersection(other.harm) or set(other.harm)).isdisjoint(severity.harm)


def _beside(severity: Severity, doubted: Severity | None) -> Severity:
    if doubted is None:
        return severity
    said = doubted.because.split("：", 1)[-1].split("；", 1)[0]
    return replace(severity, because=f"{severity.because}；另有信息说{said}，只有一个声音，尚无印证，不计入")


def _severity(post: Post) -> Severity:
    return post.assessment.severity


def _rank(severity: Severity) -> int:
    return _ORDER.index(severity.grade)


def _toll(severity: Severity) -> tuple[int, float]:
    return sum(severity.harm.get(kind, 0) for kind in _DEAD), severity.score


def _voices(posts: Sequence[Post]) -> int:
    return len({post.voice for post in posts})


def _moment(post: Post) -> float:
    return post.published.timestamp() if post.published else 0.0
