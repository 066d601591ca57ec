"""The desk: everything a person does to an incident or to an office's part in it. Each act is one transaction and one entry.

Who may do what, and where it leads, stands in the lifecycle table; here is only what an act changes besides the status.

Contents: Refused · Missing · Desk (act, act_on, assign_automatically, regrade) · the effects of the acts
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from config.regions import COUNTRY, inside
from response import lifecycle, timekeeping
from response.effects import INCIDENT_EFFECTS, PART_EFFECTS, Act
from response.giving import give
from response.words import SYSTEM, Missing, Refused
from store import history, incidents
from store.codec import encode
from store.history import Stale
from store.records import Assignment, Duty, Incident, Person, Role

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from config.rules import Rules
    from store.records import Decision
    from store.register import Register

PROGRAM = Person(SYSTEM, Role.administrator, None, COUNTRY, SYSTEM)


@dataclass(frozen=True)
class Desk:
    """Acts on the register by the rules, at the moment that `now` says."""

    register: Register
    rules: Rules
    now: Callable[[], datetime]

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
            here = self._incident(tx, incident, person, version)
            step = lifecycle.step("incident", here.status, action, person.role, because)
            act = Act(tx, self.rules, person, self.now(), because, dict(details or {}))
            changed = INCIDENT_EFFECTS.get(action, _nothing)(act, here)
            return self._close(act, here, replace(changed, status=step), action)

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
            part = incidents.assignment(tx, assignment)
            if part is None:
                raise Missing(f"没有编号为 {assignment} 的交办。")
            if person.role is Role.office and part.office != person.office:
                raise Refused("这件交办不是给您单位的。", forbidden=True)
            here = self._incident(tx, part.incident, person, version)
            step = lifecycle.step("assignment", part.status, action, person.role, because)
            act = Act(tx, self.rules, person, self.now(), because, dict(details or {}))
            changed, whole = PART_EFFECTS.get(action, _nothing_part)(act, replace(part, status=step), here)
            if part.duty is Duty.responsible:
                whole = replace(whole, status=lifecycle.follow(whole.status, action))
            incidents.save_assignment(tx, changed)
            self._close(act, here, whole, action, assignment=part.id, office=part.office)
            return changed

    def assign_automatically(self, tx: Connection, incident: Incident, decision: Decision) -> None:
        """Confirms a suggestion at once, where routing.yml says `confirm: automatic` for its branch."""
        if decision.responsible is None:
            return
        act = Act(tx, self.rules, PROGRAM, self.now(), f"分派规则 {decision.rule} 写明自动交办", {})
        self._close(act, incident, replace(give(act, incident, decision), status="assigned"), "assign")

    def regrade(self, tx: Connection, incident: Incident, by: str, because: str) -> None:
        """Writes a changed severity: new promises start, the old ones are kept."""
        act = Act(tx, self.rules, replace(PROGRAM, name=by), self.now(), because, {"grade": incident.severity.grade.value})
        self._close(act, incident, INCIDENT_EFFECTS["raise"](act, incident), "raise")

    def _incident(self, tx: Connection, id_: int, person: Person, version: int | None) -> Incident:
        here = incidents.get(tx, id_, lock=True)
        if here is None or not sees(tx, person, here):
            raise Missing(f"没有编号为 {id_} 的事件。")
        if version is not None and version != here.version:
            last = history.of(tx, id_)[-1]
            raise Stale(f"事件 {id_} 在您打开之后已被 {last.by} 改动（{lifecycle.label(last.action)}），请刷新后再试。")
        return here

    def _close(self, act: Act, before: Incident, after: Incident, action: str, **more: Any) -> Incident:  # noqa: ANN401
        incidents.save(act.tx, after)
        details = {**act.details, **more, "from": before.status, "to": after.status}
        history.append(act.tx, after.id, action, act.person.name, act.at, act.because, encode(details))
        if after.decision:
            timekeeping.start(act.tx, after, after.decision.clocks, self.rules)
        kept = incidents.get(act.tx, after.id)
        assert kept is not None
        return kept


def sees(tx: Connection, person: Person, incident: Incident) -> bool:
    """An office sees what it has a part in; anybody else what lies in their region or has no place yet."""
    if person.role is Role.office:
        return any(part.office == person.office for part in incidents.assignments(tx, incident=incident.id))
    codes = [place.value for place in incident.places]
    ours = not codes or person.region == COUNTRY or any(inside(code, person.region) or inside(person.region, code) for code in codes)
    return ours or person.role is Role.duty


def _nothing(_act: Act, incident: Incident) -> Incident:
    return incident


def _nothing_part(_act: Act, part: Assignment, incident: Incident) -> tuple[Assignment, Incident]:
    return part, incident


__all__ = ["PROGRAM", "Desk", "Duty", "Missing", "Refused", "sees"]
