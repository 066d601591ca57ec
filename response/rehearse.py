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
    from config.examples import Example
    from config.rules import Rules


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
    """Topics that reach only the duty office, and departments that no topic reaches."""

    topics: tuple[str, ...]
    departments: tuple[str, ...]


def coverage(rules: Rules) -> Coverage:
    """Sends each topic to each county and looks who is reached."""
    reached: set[str] = set()
    lost = []
    counties = [region for region in rules.regions.names if level(region) == "county"]
    for topic in rules.topics.topics:
        found = [route(Facts((county,), (topic,)), rules) for county in counties]
        if all(decision.case == 8 for decision in found):  # noqa: PLR2004
            lost.append(topic)
        reached |= {
            rules.offices[office].department for d in found for office in (d.responsible, *d.cooperating) if office in rules.offices
        }
    return Coverage(tuple(lost), tuple(line for line in rules.departments.departments if line not in reached))
