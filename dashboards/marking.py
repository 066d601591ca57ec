"""Quoted text with its evidence marked. Everything that comes from outside is escaped here, piece by piece.

Contents: marked · evidence_of · found_words
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterable

    from store.records import Assessment

Span = tuple[int, int, str, str]


def marked(text: str, spans: Iterable[Span]) -> Markup:
    """The text with (start, end, kind, because) marked; of spans that overlap the first stays."""
    pieces, here = [], 0
    for start, end, kind, because in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not here <= start < end <= len(text):
            continue
        pieces.append(escape(text[here:start]))
        pieces.append(Markup('<mark class="{}" title="{}">{}</mark>').format(kind, because, text[start:end]))
        here = end
    return Markup().join([*pieces, escape(text[here:])])


def evidence_of(assessment: Assessment | None) -> list[Span]:
    """The evidence of a reading, by kind: places, units and topics."""
    if assessment is None:
        return []
    kinds = (("place", assessment.places), ("unit", assessment.named), ("topic", assessment.topics))
    names = {"place": "地点", "unit": "涉事单位", "topic": "领域"}
    return [
        (*finding.span, kind, f"{names[kind]}：{finding.name}")
        for kind, findings in kinds
        for finding in findings
        if finding.span is not None
    ]


def found_words(text: str, words: str, around: int = 60) -> Markup:
    """An excerpt of the text around the first word found, with every word marked."""
    pattern = re.compile("|".join(re.escape(word) for word in words.split()) or "$^", re.IGNORECASE)
    first = pattern.search(text)
    start = max(0, first.start() - around) if first else 0
    part = text[start : start + 4 * around]
    spans = [(match.start(), match.end(), "hit", "") for match in pattern.finditer(part)]
    return Markup("").join(["…" if start else "", marked(part, spans), "…" if start + len(part) < len(text) else ""])
