"""上级政策: whether a post is about a higher level's policy itself, rather than about how it is carried out here.

Contents: Policy
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.records import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from config.policies import Policies

NAMES = {"000000": "国家"}
ENOUGH = 2
BEGINNING = 120


class Policy:
    """Weighs the signs of policies.yml; below the threshold a post is about something of ours."""

    def __init__(self, rules: Policies, names: dict[str, str] | None = None) -> None:
        self._rules, self._names = rules, {**(names or {}), **NAMES}

    def find(self, title: str, text: str) -> Finding | None:
        """The level meant as a finding (its region code), or None.

        Only the title and the beginning say what a post is about: further down a complaint quotes whatever authority it can find.
        """
        whole = f"{title}\n{text[:BEGINNING]}"
        for phrase in self._rules.passing:
            whole = whole.replace(phrase, "")
        scored = [(self._score(whole, code), code) for code in self._rules.levels]
        best, code = max(scored, key=lambda one: one[0][0])
        if best[0] < self._rules.threshold:
            return None
        return Finding(
            code,
            self._names.get(code, code),
            f"谈的是{self._names.get(code, code)}层面的政策：{'、'.join(f'“{word}”' for word in best[1][:4])}",
        )

    def _score(self, whole: str, code: str) -> tuple[float, list[str]]:
        level, weights = self._rules.levels[code], self._rules.weights
        policies, makers = _in(level.policies, whole), _in(level.makers, whole)
        if not policies and not makers:
            return 0.0, []
        about, done = _in(self._rules.about, whole), _in(self._rules.carried_out, whole)
        score = weights["policy"] * min(1, len(policies)) + weights["maker"] * min(ENOUGH, len(makers))
        score += weights["about"] * min(ENOUGH, len(about)) - weights["carried_out"] * min(ENOUGH, len(done))
        return score, [*policies, *makers, *about]


def _in(words: Iterable[str], whole: str) -> list[str]:
    return [word for word in words if word in whole]
