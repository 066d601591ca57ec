"""Clocks in the register: started when their moment comes, stopped on evidence, extended before they run out, paused where a rule says so.

Contents: start · stop · drop · end · revive · extend · was_extended · pause · resume · state
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from response.clocks import after_pause, due
from response.lifecycle import PART
from store import incidents
from store.records import Assignment, Clock, ClockRule, Duty, Incident

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection

    from config.rules import Rules

MOMENTS_OF_A_PART = ("assigned", "acknowledged", "verified", "reported", "answered")
EXTENDED = "延期："
"""The line in a clock's arithmetic after which it is extended."""


def start(tx: Connection, incident: Incident, promises: Iterable[ClockRule], rules: Rules) -> list[Clock]:
    """Starts every promise whose moment has come and that does not run yet; returns the new clocks.

    A promise that starts with a moment of an assignment (assigned, acknowledged …) runs once for each office of its role,
    any other once for the incident. A clock that runs is never touched: old promises are kept.
    """
    given = [a for a in incidents.assignments(tx, incident=incident.id) if a.status in PART]
    running = {(clock.name, clock.assignment) for clock in incidents.clocks(tx, incident=incident.id)}
    started = []
    for promise in promises:
        for owner, moment in _owners(promise, incident, given):
            if moment is not None and (promise.name, owner.id if owner else None) not in running:
                started.append(incidents.add_clock(tx, _clock(promise, incident, owner, moment, rules)))
    return started


def _owners(promise: ClockRule, incident: Incident, given: list[Assignment]) -> list[tuple[Assignment | None, datetime | None]]:
    if promise.starts not in MOMENTS_OF_A_PART:
        return [(None, incident.moments.get(promise.starts))]
    return [(a, a.moments.get(promise.starts)) for a in given if a.duty is promise.role]


def _clock(promise: ClockRule, incident: Incident, owner: Assignment | None, moment: datetime, rules: Rules) -> Clock:
    end = due(promise.limit, moment, rules.calendar)
    return Clock(
        id=0,
        incident=incident.id,
        assignment=owner.id if owner else None,
        name=promise.name,
        title=promise.title,
        limit=promise.limit,
        starts=promise.starts,
        basis=promise.basis,
        started=moment,
        due=end.moment,
        arithmetic="\n".join(end.arithmetic),
        provisional=end.provisional,
    )


def stop(
    tx: Connection, incident: int, moment: str, at: datetime, evidence: str, rules: Rules, assignment: Assignment | None = None
) -> list[Clock]:
    """Stops the clocks that `moment` fulfils, at `at`, with their evidence; returns them.

    A moment of the responsible office also fulfils the incident's own promises; a cooperating office's only its own.
    """
    whole = assignment is None or assignment.duty is Duty.responsible
    stopped = []
    for clock in incidents.clocks(tx, incident=incident, running=True):
        mine = clock.assignment == (assignment.id if assignment else None) or (clock.assignment is None and whole)
        if mine and rules.deadlines.stops(clock.name) == moment:
            clock = resume(tx, clock, at, rules) if clock.paused else clock  # noqa: PLW2901
            stopped.append(replace(clock, stopped=max(at, clock.started), evidence=evidence))
            incidents.save_clock(tx, stopped[-1])
    return stopped


def drop(tx: Connection, assignment: Assignment, at: datetime, evidence: str) -> None:
    """Ends the clocks of a part that an office has no longer (returned, taken over)."""
    for clock in incidents.clocks(tx, incident=assignment.incident, running=True):
        if clock.assignment == assignment.id:
            end(tx, clock, at, evidence)


def end(tx: Connection, clock: Clock, at: datetime, why: str) -> None:
    """Nobody owes this any more: the clock ends, neither kept nor late; one that was overdue already stays late."""
    overdue = state(clock, at) == "overdue"
    incidents.save_clock(tx, replace(clock, stopped=at, evidence=why, ended=not overdue))


def revive(tx: Connection, clock: Clock, at: datetime) -> None:
    """A clock that was ended is owed again: it was never kept, so it runs to the moment it was due."""
    arithmetic = f"{clock.arithmetic}\n{at:%Y-%m-%d %H:%M} 重办，接着计时"
    incidents.save_clock(tx, replace(clock, stopped=None, evidence=None, ended=False, paused=None, arithmetic=arithmetic))


def extend(tx: Connection, clock: Clock, limit: str, rules: Rules) -> Clock:
    """Moves a clock's due moment by `limit` from where it was due; the old due moment stays on record."""
    later = due(limit, clock.extended or clock.due, rules.calendar)
    moved = replace(clock, extended=later.moment, arithmetic="\n".join([clock.arithmetic, EXTENDED, *later.arithmetic]))
    incidents.save_clock(tx, moved)
    return moved


def was_extended(clock: Clock) -> bool:
    """Whether a clock was given more time (a pause alone gives none)."""
    return EXTENDED in clock.arithmetic.splitlines()


def pause(tx: Connection, clock: Clock, at: datetime, why: str) -> Clock:
    """A clock stands still from now on, and its arithmetic says why."""
    still = replace(clock, paused=at, arithmetic=f"{clock.arithmetic}\n暂停计时：{why}")
    incidents.save_clock(tx, still)
    return still


def resume(tx: Connection, clock: Clock, at: datetime, rules: Rules) -> Clock:
    """A clock that stood still goes on; the old due moment stays on record."""
    assert clock.paused is not None
    later = after_pause(clock.limit, clock.extended or clock.due, clock.paused, max(at, clock.paused), rules.calendar)
    arithmetic = "\n".join([clock.arithmetic, *later.arithmetic])
    provisional = clock.provisional or later.provisional
    going = replace(clock, paused=None, extended=later.moment, arithmetic=arithmetic, provisional=provisional)
    incidents.save_clock(tx, going)
    return going


def state(clock: Clock, now: datetime) -> str:
    """How a clock stands: `ended` where nobody owes it, `on time` or `late` where kept, else `paused`, `running` or `overdue`."""
    last = clock.extended or clock.due
    if clock.ended:
        return "ended"
    if clock.stopped:
        return "on time" if clock.stopped <= last else "late"
    if clock.paused:
        return "paused"
    return "running" if now <= last else "overdue"
