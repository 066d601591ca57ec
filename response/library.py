"""政策库: which policy documents a matter may speak of, and whether it looks like a misreading of one. Pure.

A document fits by its number or its name in the posts, or by the words that its name shares with them.

Contents: Fit · fitting
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from response.wording import pairs, sentences, shared

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from config.answers import Answers
    from store.policies import Policy

FORM = re.compile(r"关于|印发|通知|的|《|》|（.*?）|\(.*?\)|试行|修订|实施|方案|意见|办法|若干|工作|推进|进一步|加强|做好")
ENOUGH, MOST = 0.5, 5


@dataclass(frozen=True, slots=True)
class Fit:
    """A document that a matter may speak of, why, and the words that make it look like a misreading (empty = it does not)."""

    policy: Policy
    because: str
    misread: tuple[str, ...]
    score: float


def fitting(texts: Sequence[str], policies: Iterable[Policy], rules: Answers) -> list[Fit]:
    """The documents that a matter's posts speak of, best first, at most five."""
    whole = "\n".join(texts)
    said = pairs(whole)
    found = [fit for policy in policies if (fit := _fit(policy, whole, said, rules))]
    return sorted(found, key=lambda fit: (-fit.score, fit.policy.id))[:MOST]


def _fit(policy: Policy, whole: str, said: frozenset[str], rules: Answers) -> Fit | None:
    if policy.number and policy.number in whole:
        return Fit(policy, f"提到文号“{policy.number}”", _misread(whole, pairs(policy.title), rules), 1.0)
    if len(policy.title) > ENOUGH and policy.title.strip("《》") in whole:
        return Fit(policy, f"提到文件名“{policy.title}”", _misread(whole, pairs(policy.title), rules), 1.0)
    about = pairs(FORM.sub(" ", policy.title))
    score = shared(about, said)
    if not about or score < ENOUGH:
        return None
    words = "、".join(sorted(about & said)[:6])
    return Fit(policy, f"与文件名共有“{words}”（{score:.0%}）", _misread(whole, about, rules), round(score, 3))


def _misread(whole: str, about: frozenset[str], rules: Answers) -> tuple[str, ...]:
    """Signs of a misreading, in sentences that speak of the document's own matter."""
    speaking = [sentence for sentence in sentences(whole) if about & pairs(sentence)]
    return tuple(dict.fromkeys(word for word in rules.misreading if any(word in sentence for sentence in speaking)))
