"""examples.yml: facts and where they have to go — what a change of the rules is rehearsed against.

Contents: Expected · Example · Examples · faults
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from config.base import Block, dangling

if TYPE_CHECKING:
    from config.rules import Rules


class Expected(Block):
    """The decision expected; only what is given is compared. `forward` is a region code, `cooperating` a part of the list."""

    case: int
    responsible: str | None = None
    cooperating: tuple[str, ...] = ()
    coordinator: str | None = None
    leader: str | None = None
    forward: str | None = None
    clocks: tuple[str, ...] = ()


class Example(Block):
    """One example: what it is about in a sentence, its facts, and the decision expected."""

    name: str
    places: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    severity: Literal["none", "ordinary", "considerable", "major", "extreme"] = "none"
    policy: str | None = None
    words: str = ""
    expected: Expected


class Examples(Block):
    """All examples."""

    examples: tuple[Example, ...] = Field(min_length=1)


def faults(rules: Rules) -> list[str]:
    """Examples that name topics, departments or offices that do not exist."""
    found: list[str] = []
    for number, example in enumerate(rules.examples.examples, 1):
        where = f"examples.yml, example {number} ({example.name}):"
        expected = example.expected
        named = [id_ for id_ in example.named if "." in id_]  # the others are names of units that are no office of ours
        ids = [id_ for id_ in (expected.responsible, expected.coordinator, expected.leader, *expected.cooperating, *named) if id_]
        found += [dangling(f"{where} office", id_, "office", rules.offices) for id_ in ids if id_ not in rules.offices]
        found += [
            dangling(f"{where} topic", topic, "topic", rules.topics.topics) for topic in example.topics if topic not in rules.topics.topics
        ]
        lines = rules.departments.departments
        found += [dangling(f"{where} department", line, "department", lines) for line in example.departments if line not in lines]
        found += [
            dangling(f"{where} clock", clock, "clock", rules.deadlines.promises)
            for clock in expected.clocks
            if clock not in rules.deadlines.promises
        ]
    return found
