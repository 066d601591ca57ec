"""The desk: everything a person does to an incident or to an office's part in it. Each act is one transaction and one entry.

Who may do what, and where it leads, stands in the lifecycle table; here is only what an act changes besides the status.

Contents: Refused · Missing · Desk (act, act_on, act_on_draft, assign_automatically, regrade) · sees
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from config.regions import COUNTRY, inside
from response import levels, lifecycle, timekeeping
from response.acting import Act
from response.effects import DRAFT_EFFECTS, INCIDENT_EFFECTS, PART_EFFECTS
from response.giving import give
from response.undo import WINDOW
from response.words import SYSTEM, Missing, Refused
from store import drafts, history, incidents, snapshots
from store.codec import encode
from store.history import Stale
from store.records import Assignment, Duty, Incident, Person, Role
from store.snapshots import Snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from config.rules import Rules
    from response.acting import Check
    from store.drafts import Draft
    from store.records import Decision
    from store.register import Register

PROGRAM = Person(SYSTEM, Role.administrator, None, COUNTRY, SYSTEM)
HARMLESS = ("joined", "remind", "escalate")
"""What may have happened since somebody looked, without their act being another one."""
LONG_NUMBER = 16


@dataclass(frozen=True)
class Desk:
    """Acts on the register by the rules, at the moment that `now` says. `checks` look at every draft's text."""

    register: Register
    rules: Rules
    now: Callable[[], datetime]
    checks: tuple[Check, ...] = ()

    def act(
        self,
        incident: int,
        action: str,
        person: Person,
        *,
        version: int | None = None,
        because: str = "",
        details: Mapping[str, Any] | None = None,
    ) -> Incident:
        """Does `action` to an incident. `version` is the one the person saw; where it is given and old, nothing is done.

        Raises `Missing`, `Refused` (with the sentence for the person) or `Stale`.
        """
        with self.register.writing() as tx:
            act = self._act(tx, person, because, details)
            _in_order(tx, incident, act.details)
            here = self._incident(tx, incident, person, version)
            levels.may_act(person, here, action, self.rules)
            step = lifecycle.step("incident", here.status, action, person.role, because)
            before = snapshots.taken(tx, here)
            changed = INCIDENT_EFFECTS.get(action, _nothing)(act, replace(here, status=step))
            return self._close(act, here, changed, action, before)

    def act_on(
        self,
        assignment: int,
        action: str,
        person: Person,
        *,
        version: int | None = None,
        because: str = "",
        details: Mapping[str, Any] | None = None,
    ) -> Assignment:
        """Does `action` to an office's part. `version` is the incident's. Raises as `act` does."""
        with self.register.writing() as tx:
            part, here = self._part(tx, assignment, person, version)
            levels.may_act(person, here, action, self.rules)
            step = lifecycle.step("assignment", part.status, action, person.role, because)
            act = self._act(tx, person, because, details)
            before = snapshots.taken(tx, here)
            changed, whole = PART_EFFECTS.get(action, _nothing_part)(act, replace(part, status=step), here)
            self._close_part(act, here, whole, changed, action, before)
            return changed

    def act_on_draft(
        self,
        draft: int,
        action: str,
        person: Person,
        *,
        version: int | None = None,
        because: str = "",
        details: Mapping[str, Any] | None = None,
    ) -> Draft:
        """Does `action` to a draft. `version` is the incident's. Raises as `act` does."""
        with self.register.writing() as tx:
            one = drafts.get(tx, draft)
            if one is None or one.assignment is None:
                raise Missing(f"没有编号为 {draft} 的稿件。")
            part, here = self._part(tx, one.assignment, person, version)
            one = drafts.get(tx, draft) or one
            levels.may_act(person, here, action, self.rules)
            step = lifecycle.step("draft", one.state, action, person.role, because)
            act = self._act(tx, person, because, details)
            before = snapshots.taken(tx, here)
            kept, changed, whole = DRAFT_EFFECTS[action](act, replace(one, state=step), part, here)
            drafts.save(tx, kept)
            self._close_part(act, here, whole, changed, action, before)
            return kept

    def assign_automatically(self, tx: Connection, incident: Incident, decision: Decision) -> None:
        """Confirms a suggestion at once, where routing.yml says `confirm: automatic` for its branch."""
        if decision.responsible is None:
            return
        act = self._act(tx, PROGRAM, f"分派规则 {decision.rule} 写明自动交办", {})
        self._close(act, incident, replace(give(act, incident, decision), status="assigned"), "assign")

    def regrade(self, tx: Connection, incident: Incident, by: str, because: str) -> None:
        """Writes a changed severity: new promises start, the old ones are kept."""
        act = self._act(tx, replace(PROGRAM, name=by), because, {"grade": incident.severity.grade.value})
        self._close(act, incident, INCIDENT_EFFECTS["raise"](act, incident), "raise")

    def _act(self, tx: Connection, person: Person, because: str, details: Mapping[str, Any] | None) -> Act:
        return Act(tx, self.rules, person, self.now(), because, dict(details or {}), self.checks)

    def _incident(self, tx: Connection, id_: int, person: Person, version: int | None) -> Incident:
        here = incidents.get(tx, id_, lock=True)
        if here is None or not sees(tx, person, here, self.rules.regions.home):
            raise Missing(f"没有编号为 {id_} 的事件。")
        if version is not None and version != here.version:
            since = [entry for entry in history.of(tx, id_) if entry.number > version and entry.action not in HARMLESS]
            if since or version > here.version:
                last = since[-1] if since else history.of(tx, id_)[-1]
                raise Stale(f"事件 {id_} 在您打开之后已被 {last.by} 改动（{lifecycle.label(last.action)}），请刷新后再试。")
        return here

    def _part(self, tx: Connection, id_: int, person: Person, version: int | None) -> tuple[Assignment, Incident]:
        """A part as it is once its incident is locked: somebody else may have acted on it in between."""
        part = incidents.assignment(tx, id_)
        if part is None:
            raise Missing(f"没有编号为 {id_} 的交办。")
        if person.role is Role.office and part.office != person.office:
            raise Refused("这件交办不是给您单位的。", forbidden=True)
        here = self._incident(tx, part.incident, person, version)
        part = incidents.assignment(tx, id_)
        if part is None:
            raise Missing(f"编号为 {id_} 的交办刚刚被撤销。")
        return part, here

    def _close_part(self, act: Act, before: Incident, whole: Incident, part: Assignment, action: str, stood: dict[str, Any]) -> None:
        """Writes a part, and what it means for the incident where the part is the responsible office's."""
        if part.duty is Duty.responsible:
            whole = replace(whole, status=lifecycle.follow(whole.status, part.status))
        incidents.save_assignment(act.tx, part)
        self._close(act, before, whole, action, stood, assignment=part.id, office=part.office)

    def _close(
        self,
        act: Act,
        before: Incident,
        after: Incident,
        action: str,
        stood: dict[str, Any] | None = None,
        **more: Any,  # noqa: ANN401
    ) -> Incident:
        """Writes the incident and the entry, starts what is promised now, and keeps how it stood, for a minute."""
        incidents.save(act.tx, after)
        details = {**act.details, **more, "from": before.status, "to": after.status}
        entry = history.append(act.tx, after.id, action, act.person.name, act.at, act.because, encode(details))
        if after.decision:
            timekeeping.start(act.tx, after, after.decision.clocks, self.rules)
        if stood is not None and not lifecycle.final(action):
            kept = Snapshot(after.id, entry.number, act.at + WINDOW, act.person.name, action, stood)
            snapshots.keep(act.tx, kept)
        found = incidents.get(act.tx, after.id)
        assert found is not None
        return found


def _in_order(tx: Connection, id_: int, details: Mapping[str, Any]) -> None:
    """Where an act touches a second incident, both are locked in one order, so that two such acts never wait for each other."""
    other = str(details.get("into") or details.get("other") or "")
    for one in sorted({id_, int(other)}) if other.isdigit() and len(other) < LONG_NUMBER else ():
        incidents.get(tx, one, lock=True)


def sees(tx: Connection, person: Person, incident: Incident, home: str) -> bool:
    """An office sees what it has a part in, anybody of the home region or above it what lies there or has no place yet.

    Below the home region, what lies in their own (be it with one of several places) or was handed to their duty office.
    """
    if person.role is Role.office:
        return any(part.office == person.office for part in incidents.assignments(tx, incident=incident.id))
    codes = [place.value for place in incident.places]
    if not inside(home, person.region):
        return incident.holder == person.region or any(inside(code, person.region) for code in codes)
    ours = not codes or person.region == COUNTRY or any(inside(code, person.region) or inside(person.region, code) for code in codes)
    return ours or person.role is Role.duty


def _nothing(_act: Act, incident: Incident) -> Incident:
    return incident


def _nothing_part(_act: Act, part: Assignment, incident: Incident) -> tuple[Assignment, Incident]:
    return part, incident


__all__ = ["PROGRAM", "Desk", "Duty", "Missing", "Refused", "sees"]
