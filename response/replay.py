"""重演: what a changed set of rules would have made of past incidents. Nothing is kept.

Both sets of rules judge the same posts, so that a difference comes from the rules alone: not from what a person decided, nor from an
older reading. What a person said of topics, places, units or severity stands under both.

Contents: Change · Replayed · replay
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003  (dataclass fields are read at run time)
from typing import TYPE_CHECKING, Any

from response.facts import decision_json
from response.gather import Gathered, facts_of, gather, post_of
from response.routing import route
from store import documents, incidents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import Connection

    from config.rules import Rules
    from store.records import Assessment, Decision, Document, Incident

    Read = Callable[[Sequence[Document]], Sequence[Assessment]]

POSTS = 200


@dataclass(frozen=True, slots=True)
class Change:
    """One incident that would go another way. `differs` says how, in Chinese; `before` and `after` as `huixiang route` gives them."""

    incident: int
    title: str
    opened: datetime
    differs: tuple[str, ...]
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Replayed:
    """How many incidents were judged again, under which versions, and those that would differ."""

    since: datetime
    incidents: int
    before: str
    after: str
    changes: tuple[Change, ...]


def replay(
    tx: Connection,
    old: tuple[Rules, Read],
    new: tuple[Rules, Read],
    since: datetime,
    step: Callable[[int, int], None] = lambda _n, _of: None,
) -> Replayed:
    """Every incident found since then, judged by both sets of rules, each with its own reader; `step` is told how far it is."""
    found = list(_since(tx, since))
    changes = []
    for number, incident in enumerate(found, 1):
        posts = [document for document, _ in documents.of_incident(tx, incident.id, limit=POSTS)]
        if posts and (change := _change(incident, _judged(incident, posts, *old), _judged(incident, posts, *new), old[0], new[0])):
            changes.append(change)
        step(number, len(found))
    return Replayed(since, len(found), old[0].version, new[0].version, tuple(changes))


def _since(tx: Connection, since: datetime) -> Iterator[Incident]:
    """Incidents by the moment they were found, the merged ones left out (their posts are in another)."""
    page = 500
    for at in range(0, 1_000_000, page):
        found, _ = incidents.find(tx, order="opened", limit=page, offset=at)
        for incident in found:
            if incident.moments.get("found", since) >= since and incident.merged_into is None:
                yield incident
        if len(found) < page:
            return


def _judged(incident: Incident, posts: Sequence[Document], rules: Rules, read: Read) -> tuple[Gathered, Decision]:
    read_posts = [post_of(document, assessment) for document, assessment in zip(posts, read(posts), strict=True)]
    gathered = gather(read_posts, rules.gathering, incident)
    return gathered, route(facts_of(gathered, read_posts), rules)


def _change(
    incident: Incident, before: tuple[Gathered, Decision], after: tuple[Gathered, Decision], old: Rules, new: Rules
) -> Change | None:
    differs = tuple(_differences(before, after, old, new))
    if not differs:
        return None
    told = (decision_json(before[1], old), decision_json(after[1], new))
    return Change(incident.id, incident.title, incident.moments["found"], differs, *told)


def _differences(before: tuple[Gathered, Decision], after: tuple[Gathered, Decision], old: Rules, new: Rules) -> Iterator[str]:
    (was, decided), (is_, decides) = before, after
    if was.severity.grade is not is_.severity.grade:
        yield f"级别：{was.severity.grade} → {is_.severity.grade}"
    if decided.case != decides.case:
        yield f"情形：第 {decided.case} 种 → 第 {decides.case} 种"
    for key, name in (("responsible", "主办"), ("coordinator", "协调"), ("leader", "告知负责人")):
        one, other = getattr(decided, key), getattr(decides, key)
        if one != other:
            yield f"{name}：{_called(one, old)} → {_called(other, new)}"
    if decided.forward != decides.forward:
        yield f"转报：{_region(decided.forward, old)} → {_region(decides.forward, new)}"
    yield from _more("协办", {_called(o, old) for o in decided.cooperating}, {_called(o, new) for o in decides.cooperating})
    clocks = ({f"{c.title}（{c.limit}）" for c in decided.clocks}, {f"{c.title}（{c.limit}）" for c in decides.clocks})
    yield from _more("时限", *clocks)


def _more(name: str, before: set[str], after: set[str]) -> Iterator[str]:
    if gone := sorted(before - after):
        yield f"{name}减少：{'、'.join(gone)}"
    if come := sorted(after - before):
        yield f"{name}增加：{'、'.join(come)}"


def _called(office: str | None, rules: Rules) -> str:
    return rules.offices[office].name if office and office in rules.offices else "无"


def _region(code: str | None, rules: Rules) -> str:
    return rules.regions.name(code) if code else "无"
