"""policies.yml: 上级重大政策 — how a text shows that it is about a higher level's policy, not about how an office here carries it out.

Contents: Level · Policies · faults
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from config.base import Block, dangling

if TYPE_CHECKING:
    from config.rules import Rules


class LevelOfPolicy(Block):
    """A level above us: who makes policy there, and policies so well known that their name is enough."""

    makers: tuple[str, ...]
    policies: tuple[str, ...] = ()


class Policies(Block):
    """Weights of the signs and the threshold; see `nlp.policy`."""

    levels: dict[str, LevelOfPolicy]
    about: tuple[str, ...]
    carried_out: tuple[str, ...]
    passing: tuple[str, ...]
    weights: dict[str, float]
    threshold: float = Field(gt=0)


def faults(rules: Rules) -> list[str]:
    """A level that does not lie above us, and weights that the program does not know or misses."""
    above = {"000000", *rules.regions.above}
    found = [dangling("policies.yml, levels:", code, "region above ours", above) for code in rules.policies.levels if code not in above]
    known = {"policy", "maker", "about", "carried_out"}
    found += [dangling("policies.yml, weights:", name, "sign", known) for name in rules.policies.weights if name not in known]
    return found + [f'policies.yml, weights: "{name}" is missing' for name in sorted(known - set(rules.policies.weights))]
