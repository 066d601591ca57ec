"""研判: the whole reading of a post, from its text to its assessment.

Contents: Text · Reader
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nlp.clean import clean
from nlp.needless import Needless
from store.records import Assessment, Grade

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from nlp.asked import Asked
    from nlp.clean import Cleaned
    from nlp.named import Named
    from nlp.places import Places
    from nlp.policy import Policy
    from nlp.severity import Severities
    from nlp.topics import Topics
    from store.records import Document, Finding


@dataclass(frozen=True, slots=True)
class Text:
    """What reading needs of a post."""

    id: str
    title: str
    text: str
    published: datetime | None = None
    source_region: str | None = None

    @classmethod
    def of(cls, document: Document) -> Text:
        """The text of a document of the register."""
        return cls(document.id, document.title, document.text, document.published, document.source_region)


class Reader:
    """Reads posts with what it is handed, a reader for each question."""

    def __init__(self, topics: Topics, asked: Asked, places: Places, named: Named, severities: Severities, policy: Policy) -> None:
        self.asked, self.topics, self.places, self.named, self.severities, self.policy = asked, topics, places, named, severities, policy
        self.needless = Needless()

    @property
    def model(self) -> str:
        """The version of the learned half, or "rules"."""
        return self.topics.version

    def read(self, text: Text) -> Assessment:
        """One post."""
        return self.read_many([text])[0]

    def read_many(self, texts: Sequence[Text]) -> list[Assessment]:
        """Many posts, in their order; the learned half works on all of them at once."""
        cleaned = [(clean(text.title), clean(text.text)) for text in texts]
        topics = self.topics.assess_many([(title.text, body.text) for title, body in cleaned])
        return [self._one(text, *pair, *found) for text, pair, found in zip(texts, cleaned, topics, strict=True)]

    def _one(self, text: Text, title: Cleaned, body: Cleaned, topics: tuple[Finding, ...], departments: tuple[Finding, ...]) -> Assessment:
        places = self.places.find(title.text, body.text, text.source_region)
        whole, severity = f"{title.text}。{body.text}", self.severities.grade(title.text, body.text, text.published)
        return Assessment(
            document=text.id,
            topics=_quoted(topics, body),
            places=_quoted(places, body, len(title.text) + 1 if title.text else 0),
            named=_quoted(self.named.find(title.text, body.text, places), body),
            departments=_quoted(self.asked.join(departments, title.text, body.text), body),
            severity=severity,
            policy=self.policy.find(title.text, body.text),
            mood=self.severities.mood(whole),
            needless=self.needless.why(whole) if severity.grade is Grade.none else "",
            model=self.model,
        )


def _quoted(findings: tuple[Finding, ...], body: Cleaned, before: int = 0) -> tuple[Finding, ...]:
    """The findings with their spans moved from the cleaned text, counted from `before`, to the text as it is stored."""
    return tuple(replace(finding, span=_back(finding.span, body, before)) if finding.span else finding for finding in findings)


def _back(span: tuple[int, int], body: Cleaned, before: int) -> tuple[int, int] | None:
    start, end = span[0] - before, span[1] - before
    if not 0 <= start < end <= len(body.offsets):
        return None
    return int(body.offsets[start]), int(body.offsets[end - 1]) + 1
