"""What changed from one edition of a page to the next (改动): words that went and words that came, in the order of the text.

Contents: Change · Step · steps_of · changes
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from nlp.segment import Segmenter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from store.records import Document

SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]*")
MOST_WORDS = 3000
AROUND = 40


@dataclass(frozen=True, slots=True)
class Change:
    """A part of the text: `same` in both, `gone` from the earlier one, or `new` in the later one."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """From one edition to the next."""

    earlier: Document
    later: Document
    changes: tuple[Change, ...]


def steps_of(editions: Sequence[Document]) -> list[Step]:
    """The steps between the editions of a page, the last one first; none where it never changed."""
    return [Step(one, other, changes(_whole(one), _whole(other))) for one, other in pairwise(editions)][::-1]


def _whole(document: Document) -> str:
    return f"{document.title}\n{document.text}"


def changes(earlier: str, later: str) -> tuple[Change, ...]:
    """Sentence by sentence, and word by word in the sentences that differ; of long stretches that are the same only the ends."""
    found: list[Change] = []
    for kind, old, new in _blocks(SENTENCE.findall(earlier), SENTENCE.findall(later)):
        if kind == "equal":
            found.append(Change("same", old))
        else:
            found += _in_words(old, new)
    merged = (Change(kind, "".join(one.text for one in same)) for kind, same in groupby(found, key=lambda one: one.kind))
    return tuple(_shortened(one) for one in merged if one.text)


def _blocks(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield kind, "".join(old[a:b]), "".join(new[c:d])


def _in_words(old: str, new: str) -> Iterator[Change]:
    one, other = _segmenter().tokens(old), _segmenter().tokens(new)
    blocks = _blocks(one, other) if len(one) + len(other) < MOST_WORDS else [("replace", old, new)]
    for kind, gone, come in blocks:
        if kind == "equal":
            yield Change("same", gone)
        else:
            yield from (change for change in (Change("gone", gone), Change("new", come)) if change.text)


@lru_cache(maxsize=1)
def _segmenter() -> Segmenter:
    return Segmenter()


def _shortened(change: Change) -> Change:
    if change.kind != "same" or len(change.text) <= 3 * AROUND:
        return change
    return Change("same", f"{change.text[:AROUND]} …… {change.text[-AROUND:]}")
