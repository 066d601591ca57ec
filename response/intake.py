"""Intake (受理): assessed posts become incidents, and incidents get a suggestion of who answers.

Outcomes: `opened`, `joined`, `no concern` (nothing in it that an office could answer), `set aside`.

Contents: Grouping · Heat · Intake
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from response import levels, timekeeping
from response.gather import GRADES, Gathered, counted, facts_of, gather, post_of, understood
from response.lifecycle import WAITING, status_label
from response.readable import incident_of
from response.routing import route
from response.words import SYSTEM
from store import documents, history, incidents, stages, watching
from store.codec import encode
from store.records import Grade, Incident, Notice, Severity
from store.stages import Left, Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from config.rules import Rules
    from response.desk import Desk
    from response.gather import Post
    from store.records import Assessment, Decision, Document, Warning_


AGAIN = "again"  # the rung of a notice that an ended matter is spoken of again


class Grouping(Protocol):
    """What intake needs of the grouping; it keeps its own memory, which `reset` makes again from the register."""

    def place(self, document: Document, assessment: Assessment) -> tuple[int | None, str]:
        """The open incident that the post belongs to, or None for a new one; and why. Changes nothing."""
        ...

    def joined(self, document: Document, assessment: Assessment, incident: int) -> None:
        """The post belongs to this incident now."""
        ...

    def moved(self, document: str, incident: int) -> None:
        """A person merged or split: the post belongs to this incident from now on."""
        ...

    def reset(self, told: Iterable[tuple[Document, Assessment, int]]) -> None:
        """Forgets everything and learns the grouped posts anew."""
        ...


class Heat(Protocol):
    """热度 and 预警 of an incident from its posts."""

    def __call__(
        self, posts: Sequence[tuple[Document, Assessment]], now: datetime, tides: Mapping[str, Mapping[datetime, int]]
    ) -> tuple[float, Warning_ | None, str]:
        """The heat, the warning colour and the arithmetic of both; `tides`: what each source carried by the hour."""
        ...


class Intake:
    """The stage from assessments to incidents. `grouping` and `heat` are handed in: they belong to another room."""

    def __init__(self, desk: Desk, rules: Rules, grouping: Grouping, heat: Heat, now: Callable[[], datetime]) -> None:
        self.desk, self.rules, self.grouping, self.heat, self.now = desk, rules, grouping, heat, now
        self._heard = 0

    def stage(self) -> Stage[Document]:
        """The stage as the workers run it."""
        return Stage("intake", self._take, self.take_in, self.set_aside, self.warm_up)

    def _take(self, tx: Connection, limit: int) -> list[Document]:
        return documents.pending(tx, documents.ASSESSED, limit)

    def warm_up(self) -> None:
        """Makes the grouping's memory again from the register: at the start, and after a batch that did not hold."""
        since = self.now() - timedelta(days=self.rules.gathering.window_days)
        with self.desk.register.reading() as tx:
            self._heard = len(incidents.constraints(tx))
            self.grouping.reset(documents.grouped_since(tx, since))

    def _hear(self, tx: Connection) -> None:
        """What people merged and split since: what is like those posts follows them."""
        said = incidents.constraints(tx)
        for kind, document, incident in said[self._heard :]:
            if kind == "belongs":
                self.grouping.moved(document, incident)
        self._heard = len(said)

    def take_in(self, tx: Connection, found: Sequence[Document]) -> list[Left]:
        """Groups the posts one by one, then looks at each incident that changed once."""
        self._hear(tx)
        left, touched = [], {}
        for document in found:
            assessment = documents.assessment(tx, document.id)
            assert assessment is not None, f"{document.id} is assessed but has no assessment"
            outcome, incident, because = self._one(tx, document, assessment)
            left.append(Left(document.id, document.source, outcome, because))
            if incident:
                touched[incident] = because
        tides = self._tides(tx) if touched else {}
        for incident in touched:
            self.look(tx, incident, tides)
        return left

    def set_aside(self, tx: Connection, document: Document, why: str) -> Left:
        """For a person: this post could not be taken in."""
        documents.leave(tx, document.id, documents.SET_ASIDE, because=why)
        return Left(document.id, document.source, stages.SET_ASIDE, why)

    def _one(self, tx: Connection, document: Document, assessment: Assessment) -> tuple[str, int | None, str]:
        found, because = _of_edition(tx, document) or self.grouping.place(document, assessment)
        known = _living(tx, found)
        needless = why_needless(assessment)
        if known is None and needless:
            documents.leave(tx, document.id, documents.NO_CONCERN, because=needless)
            return "no concern", None, needless
        incident = known or self._open(tx, document, assessment)
        if found and not known:
            _succeed(tx, found, incident)
        documents.leave(tx, document.id, documents.GROUPED, incident=incident)
        if known and document.replaces:
            documents.leave(tx, document.replaces, documents.REPLACED, because=f"同一网页已有第 {document.edition} 版")
        outcome = "joined" if known else "opened"
        history.append(tx, incident, outcome, SYSTEM, self.now(), because, {"document": document.id})
        self.grouping.joined(document, assessment, incident)
        return outcome, incident, because

    def _open(self, tx: Connection, document: Document, assessment: Assessment) -> int:
        now = self.now()
        moments = {"found": now, "first_post": document.published or document.fetched}
        shard = assessment.places[0].value[:4] if assessment.places else ""
        blank = Severity(Grade.none, "")
        title = document.title or document.text[:40]
        fresh = Incident(0, title, "found", blank, (), (), (), (), None, None, 0.0, None, 0, 0, 0, "", moments, None, shard)
        return incidents.open_(tx, fresh, now).id

    def _tides(self, tx: Connection) -> dict[str, dict[datetime, int]]:
        rules = self.rules.severity.heat
        return watching.carried(tx, self.now() - timedelta(hours=rules.past_hours + max(rules.windows)))

    def look(self, tx: Connection, id_: int, tides: Mapping[str, Mapping[datetime, int]]) -> None:
        """Gathers an incident's posts anew, counts them, and while nobody has it in hand suggests who answers."""
        incident = incidents.get(tx, id_, lock=True)
        assert incident is not None
        posts = documents.of_incident(tx, id_)
        if not posts:
            return
        read = [post_of(document, assessment) for document, assessment in posts]
        counted = self._count(incident, posts, tides)
        if incident.status in incidents.CLOSED:
            self._after_the_end(tx, incident, counted)
        elif incident.status in WAITING:
            self._suggest(tx, understood(counted, read, self.rules.gathering), read, incident.decision)
        else:
            self._in_hand(tx, counted, gather(read, self.rules.gathering, incident))

    def _count(
        self, incident: Incident, posts: Sequence[tuple[Document, Assessment]], tides: Mapping[str, Mapping[datetime, int]]
    ) -> Incident:
        heat, warning, _ = self.heat(posts, self.now(), tides)
        return replace(counted(incident, posts), heat=heat, warning=warning)

    def _suggest(self, tx: Connection, incident: Incident, posts: Sequence[Post], before: Decision | None) -> None:
        decision = route(facts_of(incident, posts), self.rules)
        status = "assessed" if incident.status == "found" else incident.status
        changed = levels.hold(tx, replace(incident, decision=decision, status=status), self.rules)
        incidents.save(tx, changed)
        if _same(before, decision):
            return
        details = {"decision": encode(decision), "severity": encode(incident.severity)}
        history.append(tx, incident.id, "assessed", SYSTEM, self.now(), "；".join(decision.because), details)
        timekeeping.start(tx, changed, decision.clocks, self.rules)
        levels.watch_out(tx, changed, self.rules, self.now())
        if decision.leader and (before is None or before.leader != decision.leader):
            self._tell_leader(tx, changed, decision.leader)
        if decision.confirm == "automatic":
            self.desk.assign_automatically(tx, changed, decision)

    def _tell_leader(self, tx: Connection, incident: Incident, leader: str) -> None:
        """特别重大: the principal leader is told at once, and that the duty office has not confirmed it yet."""
        text = f"特别重大（系统研判，待值班室确认）：{incident.title}。{incident.severity.because}"
        incidents.add_notice(tx, Notice(0, incident.id, None, "at once", leader, text, self.now()))

    def _after_the_end(self, tx: Connection, before: Incident, counted: Incident) -> None:
        """An ended matter is spoken of again: its duty office hears so, and not again before it has read it. Nothing reopens by itself."""
        incidents.save(tx, counted)
        told = [notice for notice in incidents.notices(tx, incident=before.id) if notice.rung == AGAIN]
        if counted.posts > before.posts and not any(notice.seen is None for notice in told):
            office = levels.duty_office(before, self.rules)
            text = f"{status_label(before.status)}之后又有新的信息（共 {counted.posts} 条）：{before.title}"
            incidents.add_notice(tx, Notice(0, before.id, None, AGAIN, office, text, self.now()))

    def _in_hand(self, tx: Connection, incident: Incident, found: Gathered) -> None:
        """An incident in hand keeps its offices; a graver severity adds clocks, and the machine never takes one back."""
        if GRADES.index(found.severity.grade) <= GRADES.index(incident.severity.grade):
            incidents.save(tx, incident)
            return
        self.desk.regrade(tx, replace(incident, severity=found.severity), SYSTEM, f"新的信息表明更严重：{found.severity.because}")


def why_needless(assessment: Assessment) -> str:
    """Why there is nothing in the post that an office could answer; empty where there is."""
    answerable = assessment.topics or assessment.policy or assessment.severity.grade is not Grade.none
    return assessment.needless or ("" if answerable else "没有看出需要回应的事项：无领域、无伤亡、无险情")


def _of_edition(tx: Connection, document: Document) -> tuple[int, str] | None:
    """A page that changed stays where it was: the incident of the edition before."""
    incident = incident_of(tx, document.replaces) if document.replaces else None
    return (incident, f"网页有改动，这是第 {document.edition} 版，仍归原来的事件 {incident}") if incident else None


def _living(tx: Connection, id_: int | None) -> int | None:
    """The incident, or the one that it was merged into; None where all its posts were taken back."""
    here = _end(tx, id_)
    return None if here is None or _emptied(here) else here.id


def _end(tx: Connection, id_: int | None) -> Incident | None:
    here = incidents.get(tx, id_) if id_ is not None else None
    while here is not None and here.merged_into is not None:
        here = incidents.get(tx, here.merged_into)
    return here


def _emptied(incident: Incident) -> bool:
    return incident.status == "dismissed" and not incident.posts


def _succeed(tx: Connection, emptied: int, incident: int) -> None:
    """What the grouping remembers as an emptied incident is this one from now on."""
    here = _end(tx, emptied)
    if here is not None:
        incidents.save(tx, replace(here, merged_into=incident))


def _same(one: Decision | None, other: Decision) -> bool:
    return one is not None and replace(one, because=other.because, alternatives=other.alternatives) == other
