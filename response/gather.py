"""From the readings of many posts to the facts of one matter: where posts differ, who counts, and why.

A person's finding stands before the machine's. Places: what the posts agree on, as fine as any of them says it. Topics: by the
sum of their scores. Severity: agreed.py.

Contents: Post · Gathered · gather · understood · words_of · facts_of
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from config.regions import inside
from response.agreed import agreed
from store.records import Facts, Finding, Grade, Incident, Medium, SaidBy, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from config.gathering import Gathering
    from store.records import Assessment, Document

MOST_WORDS = 50  # posts whose words the rules look at
GRADES = (Grade.none, Grade.ordinary, Grade.considerable, Grade.major, Grade.extreme)


@dataclass(frozen=True, slots=True)
class Post:
    """What gathering looks at of one post: its reading, its moment, its words and its voice."""

    assessment: Assessment
    published: datetime | None
    medium: Medium
    title: str
    text: str
    voice: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """The findings of a matter, each ranked, best first."""

    title: str
    topics: tuple[Finding, ...]
    places: tuple[Finding, ...]
    named: tuple[Finding, ...]
    departments: tuple[Finding, ...]
    severity: Severity
    policy: Finding | None


def gather(posts: Sequence[Post], rules: Gathering, before: Incident | None = None) -> Gathered:
    """The posts of one matter taken together. `before` keeps what a person has said of it. `posts` must not be empty."""
    readings = [post.assessment for post in posts]
    weights = [rules.authority if _official(post, rules) else 1.0 for post in posts]
    found = Gathered(
        title=_title(posts, rules),
        topics=_ranked([reading.topics for reading in readings], weights, rules.topics_share, rules.most),
        places=_places([reading.places for reading in readings], weights, rules.places_share),
        named=_said_by_enough(_ranked([reading.named for reading in readings], weights, 0.0, rules.most), rules),
        departments=_likely(_ranked([reading.departments for reading in readings], weights, rules.departments_share, rules.most), rules),
        severity=agreed(posts, [_official(post, rules) for post in posts], rules.lone_among),
        policy=_policy(readings, rules),
    )
    return _with_persons_word(found, before) if before else found


def understood(incident: Incident, posts: Sequence[Post], rules: Gathering) -> Incident:
    """The incident with what its posts say taken together."""
    found = gather(posts, rules, incident)
    return replace(incident, **{name: getattr(found, name) for name in Gathered.__dataclass_fields__})


def counted(incident: Incident, posts: Sequence[tuple[Document, Assessment]]) -> Incident:
    """The incident with its posts and distinct voices counted, and the moment of the first post."""
    voices = len({document.voice or document.id for document, _ in posts})
    first = min((document.published or document.fetched for document, _ in posts), default=None)
    moments = {**incident.moments, **({"first_post": first} if first else {})}
    return replace(incident, posts=len(posts), voices=voices, moments=moments)


def post_of(document: Document, assessment: Assessment) -> Post:
    """A document of the register as gathering sees it."""
    return Post(assessment, document.published, document.medium, document.title, document.text, document.voice or document.id)


def words_of(posts: Iterable[Post]) -> str:
    """What the first posts say, for the rules that ask for words."""
    return "\n".join(f"{post.title}\n{post.text}" for post in islice(posts, MOST_WORDS))


def facts_of(gathered: Gathered | Incident, posts: Iterable[Post] = ()) -> Facts:
    """The facts that routing looks at; `posts` are those of the matter."""
    return Facts(
        places=tuple(finding.value for finding in gathered.places),
        topics=tuple(finding.value for finding in gathered.topics),
        departments=tuple(finding.value for finding in gathered.departments),
        named=tuple(finding.value for finding in gathered.named if finding.value),
        severity=gathered.severity.grade,
        policy=gathered.policy.value if gathered.policy else None,
        words=words_of(posts) or gathered.title,
    )


def _official(post: Post, rules: Gathering) -> bool:
    """Media and official statements: by the class of the source, or by how the text says who speaks."""
    if post.medium in (Medium.central, Medium.provincial, Medium.city, Medium.county):
        return True
    return any(word in post.text or word in post.title for word in rules.authority_words)


def _title(posts: Sequence[Post], rules: Gathering) -> str:
    """The first post's title, an official one before others; where a post has none, the beginning of its text."""
    official = [post for post in posts if _official(post, rules) and post.title]
    chosen = official[0] if official else posts[0]
    return chosen.title or chosen.text[:40]


def _ranked(found: Sequence[tuple[Finding, ...]], weights: Sequence[float], share: float, most: int) -> tuple[Finding, ...]:
    """Findings by their weighted score; the score kept is the mean over all posts. Those under `share` of the best are left out."""
    sums: dict[str, float] = defaultdict(float)
    best: dict[str, Finding] = {}
    for findings, weight in zip(found, weights, strict=True):
        for finding in findings:
            key = finding.value or finding.name
            sums[key] += weight * finding.score
            if key not in best or finding.score > best[key].score:
                best[key] = finding
    top = max(sums.values(), default=0.0)
    kept = sorted((key for key in sums if sums[key] >= share * top), key=lambda key: (-sums[key], key))
    return tuple(replace(best[key], score=round(min(1.0, sums[key] / sum(weights)), 4)) for key in kept[:most])


def _said_by_enough(named: tuple[Finding, ...], rules: Gathering) -> tuple[Finding, ...]:
    """The units that a good part of the posts speak of: one that a single voice among many names is not the one concerned."""
    return tuple(one for one in named if one.score >= rules.named_share)


def _likely(departments: tuple[Finding, ...], rules: Gathering) -> tuple[Finding, ...]:
    """The departments that are likely in themselves; a mere guess yields to the line that leads the topic."""
    return tuple(one for one in departments if one.score >= rules.departments_least)


def _places(found: Sequence[tuple[Finding, ...]], weights: Sequence[float], share: float) -> tuple[Finding, ...]:
    """Places by votes: a vote for a coarse place supports every finer place in it, and the finest supported ones stay."""
    votes: dict[str, float] = defaultdict(float)
    best: dict[str, Finding] = {}
    for findings, weight in zip(found, weights, strict=True):
        for finding in findings:
            votes[finding.value] += weight
            best.setdefault(finding.value, finding)
    support = {code: sum(vote for other, vote in votes.items() if inside(code, other) or inside(other, code)) for code in votes}
    within = {code: max(vote for other, vote in votes.items() if inside(other, code)) for code in votes}
    top = max(support.values(), default=0.0)
    strong = {code for code in votes if support[code] >= share * top and votes[code] >= share * within[code]}
    finest = [code for code in strong if not any(other != code and inside(other, code) for other in strong)]
    return tuple(best[code] for code in sorted(finest, key=lambda code: (-votes[code], code)))


def _policy(readings: Iterable[Assessment], rules: Gathering) -> Finding | None:
    """A higher level's policy, where at least `policy_share` of the posts speak of it."""
    readings = list(readings)
    said = [reading.policy for reading in readings if reading.policy]
    return said[0] if said and len(said) >= rules.policy_share * len(readings) else None


def _with_persons_word(found: Gathered, before: Incident) -> Gathered:
    """What a person said of topics, places, units, offices or severity replaces what the machine finds."""
    fields = ("topics", "places", "named", "departments")
    kept = {name: getattr(before, name) for name in fields if any(f.said_by is SaidBy.person for f in getattr(before, name))}
    if before.severity.said_by is SaidBy.person:
        kept["severity"] = before.severity
    return replace(found, **kept)
