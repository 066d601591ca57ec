"""Words that two texts share: pairs of Chinese characters, without those that say nothing. Pure.

Pairs need no dictionary, so that the same measure serves a draft, a page and a policy.

Contents: pairs · shared · sentences
"""

from __future__ import annotations

import re

SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]?")
RUN = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z0-9]{2,}")
SMALL = frozenset(
    "的了在于和与及为已将被是有到至也都就还又着过吗呢吧啊呀么我你您他她它们这那哪请希望要求能否是不一个没什怎么如何为何时候多谁"
)


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring Chinese characters of which neither is a small word; Latin words and numbers whole."""
    found: set[str] = set()
    for run in RUN.findall(text):
        if run[0] <= "\u007f":
            found.add(run.lower())
        else:
            found |= {run[i : i + 2] for i in range(len(run) - 1) if not SMALL & set(run[i : i + 2])}
    return frozenset(found)


def shared(one: frozenset[str], other: frozenset[str]) -> float:
    """Which share of `one` stands in `other` too, 0..1; 0 where `one` is empty."""
    return len(one & other) / len(one) if one else 0.0


def sentences(text: str) -> list[str]:
    """The sentences of a text, with their marks."""
    return [found for match in SENTENCE.finditer(text) if (found := match[0].strip())]
