"""Rehearsal: every example through the rules, and what the rules never reach.

Contents: Result · rehearse · Coverage · coverage
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from config.regions import level
from response.facts import decision_json
from response.routing import route
from store.records import Decision, Facts, Grade

if TYPE_CHECKING:
    from collections.abc import Iterator

    from config.examples import Example
    from config.rules import Rules

UNKNOWN = 8
LEVELS = {"只知道市": "city", "只知道县": "county", "知道乡镇": "town"}


@dataclass(frozen=True)
class Result:
    """An example, the decision it got, and what differs from what was expected (Chinese)."""

    example: Example
    decision: Decision
    differs: tuple[str, ...]
    told: dict[str, Any]

    @property
    def ok(self) -> bool:
        """Whether the decision is the one expected."""
        return not self.differs

    @property
    def sentence(self) -> str:
        """The example, where it went and why, or what differs."""
        went = self.told["responsible"]["name"] if self.told["responsible"] else f"转报 {self.told['forward']['name']}"
        return f"{self.example.name}：第 {self.decision.case} 种，{went}" + (
            f"——{'；'.join(self.differs)}" if self.differs else f"——{self.decision.because[0]}"
        )

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return {"name": self.example.name, "ok": self.ok, "differs": list(self.differs), **self.told}


def rehearse(rules: Rules) -> list[Result]:
    """Every example of examples.yml."""
    return [_play(example, rules) for example in rules.examples.examples]


def _play(example: Example, rules: Rules) -> Result:
    facts = Facts(
        example.places,
        example.topics,
        example.departments,
        example.named,
        Grade(example.severity),
        example.policy,
        example.words or example.name,
    )
    decision = route(facts, rules)
    return Result(example, decision, tuple(_differences(example, decision)), decision_json(decision, rules))


def _differences(example: Example, decision: Decision) -> list[str]:
    expected = example.expected
    found = [f"情形应为 {expected.case}"] if expected.case != decision.case else []
    for key, name in (("responsible", "主办"), ("coordinator", "协调"), ("leader", "负责人"), ("forward", "转报")):
        want, got = getattr(expected, key), getattr(decision, key)
        if want != got and (want is not None or key in ("leader", "forward")):
            found.append(f"{name}应为 {want or '无'}，却是 {got or '无'}")
    found += [f"协办应有 {office}" for office in expected.cooperating if office not in decision.cooperating]
    have = {clock.name for clock in decision.clocks}
    return found + [f"应有时限 {clock}" for clock in expected.clocks if clock not in have]


@dataclass(frozen=True)
class Coverage:
    """Topics that reach only the duty office, by how fine the place is, and departments that nothing reaches (Chinese, for the page)."""

    topics: dict[str, tuple[str, ...]]
    departments: tuple[str, ...]

    def sentences(self, rules: Rules) -> list[str]:
        """What a person should look at."""
        found = [f"{at}：{'、'.join(map(rules.topics.name, topics))}只到值班室" for at, topics in self.topics.items() if topics]
        lines = "、".join(map(rules.departments.name, self.departments))
        return [*found, *([f"没有领域、约定或例子到达的条线：{lines}"] if lines else [])]


def coverage(rules: Rules) -> Coverage:
    """Sends each topic, by itself and with each line that may lead it, to a place of each level; the examples count as reached too."""
    reached = {line for result in rehearse(rules) for line in _lines(result.decision, rules)}
    lost: dict[str, tuple[str, ...]] = {}
    for called, at in LEVELS.items():
        place = next(region for region in rules.regions.names if level(region) == at)
        alone = {topic: route(Facts((place,), (topic,)), rules) for topic in rules.topics.topics}
        lost[called] = tuple(topic for topic, decision in alone.items() if decision.case == UNKNOWN)
        reached |= {line for topic in alone for decision in _sent(topic, place, rules) for line in _lines(decision, rules)}
    meant = [id_ for id_, line in rules.departments.departments.items() if line.levels]
    return Coverage(lost, tuple(line for line in meant if line not in reached))


def _sent(topic: str, place: str, rules: Rules) -> Iterator[Decision]:
    about = rules.topics.topics[topic]
    for line in dict.fromkeys((*about.departments, *about.lines)):
        yield route(Facts((place,), (topic,), (line,)), rules)


def _lines(decision: Decision, rules: Rules) -> set[str]:
    parts = (decision.responsible, *decision.cooperating, decision.coordinator, decision.leader)
    return {rules.offices[office].department for office in parts if office}
