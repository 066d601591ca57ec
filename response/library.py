"""政策库: which policy documents a matter may speak of, and whether it looks like a misreading of one.

A document fits by its number or its name in the posts, or by the words that its name shares with them.

Contents: Fit · fits_of · fitting
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from response.wording import pairs, sentences, shared
from store import documents, policies

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from config.answers import Answers
    from config.rules import Rules
    from store.policies import Policy

FORM = re.compile(r"关于|印发|通知|的|《|》|（.*?）|\(.*?\)|试行|修订|实施|方案|意见|办法|若干|工作|推进|进一步|加强|做好")
ENOUGH, MOST, POSTS = 0.5, 5, 50


@dataclass(frozen=True, slots=True)
class Fit:
    """A document that a matter may speak of, why, and the words that make it look like a misreading (empty = it does not)."""

    policy: Policy
    because: str
    misread: tuple[str, ...]
    score: float


def fits_of(tx: Connection, incident: int, rules: Rules) -> list[Fit]:
    """The documents in force that an incident may speak of."""
    holding = policies.all_(tx, holding=True)
    posts = documents.of_incident(tx, incident, limit=POSTS) if holding else []
    return fitting([f"{post.title}\n{post.text}" for post, _ in posts], holding, rules.answers)


def fitting(texts: Sequence[str], known: Iterable[Policy], rules: Answers) -> list[Fit]:
    """The documents that a matter's posts speak of, best first, at most five."""
    whole = "\n".join(texts)
    said = pairs(whole)
    found = [fit for policy in known if (fit := _fit(policy, whole, said, rules))]
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
