"""topics.yml: 领域 — what a post can be about, which line leads it, and the words by which a text says so.

Contents: Topics (the file) · Topic · AREAS · OTHER · faults
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field, field_validator, model_validator

from config.base import Block, dangling

if TYPE_CHECKING:
    from config.rules import Rules

AREAS = 26
OTHER = "other"
Weight = Annotated[float, Field(ge=-10, le=10)]
Words = dict[str, Weight]


class Topic(Block):
    """领域: one topic. `departments` lead it, the first before the others; `lines` say when another one does.

    A word is evidence with a weight, below 0 against the topic; `甲+乙` is evidence where both are found. In `lines` a weight is set
    against 1 for the first department. `not` holds longer phrases whose inner words are no evidence.
    """

    name: str
    area: bool = False
    departments: tuple[str, ...] = Field(min_length=1)
    words: Words
    not_: tuple[str, ...] = Field(default=(), alias="not")
    lines: dict[str, Words] = Field(default_factory=dict)

    @field_validator("words")
    @classmethod
    def _whole(cls, words: Words) -> Words:
        if broken := [word for word in words if not all(part.strip() == part and part for part in word.split("+"))]:
            raise ValueError(f"“{broken[0]}” has an empty part or a blank; write 甲+乙 without blanks")
        return words

    @model_validator(mode="after")
    def _exclusions_matter(self) -> Topic:
        parts = {part for words in (self.words, *self.lines.values()) for word in words for part in word.split("+")}
        if idle := [phrase for phrase in self.not_ if not any(part in phrase for part in parts)]:
            raise ValueError(f"not: “{idle[0]}” holds none of the topic's words, so it excludes nothing; remove it")
        return self


class Topics(Block):
    """The whole file."""

    topics: dict[str, Topic]

    @field_validator("topics")
    @classmethod
    def _complete(cls, topics: dict[str, Topic]) -> dict[str, Topic]:
        if OTHER not in topics:
            raise ValueError('the topic "other" is missing; it is where a text goes that fits no other')
        if (areas := sum(topic.area for topic in topics.values())) != AREAS:
            raise ValueError(f"the official areas are {AREAS}, but {areas} topics say area: true")
        return topics

    def name(self, topic: str) -> str:
        """What a person reads for a topic's id."""
        return self.topics[topic].name if topic in self.topics else topic


def faults(rules: Rules) -> list[str]:
    """Every department of a topic that departments.yml does not know, as sentences."""
    known = rules.departments.departments
    return [
        dangling(f"topics.yml, {topic_id}: {key}", department, "department", known)
        for topic_id, topic in rules.topics.topics.items()
        for key, departments in (("departments", topic.departments), ("lines", topic.lines))
        for department in departments
        if department not in known
    ]
