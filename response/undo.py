"""撤销: within a minute, the same person takes back the last act, as long as nobody else has seen it or acted on it.

The act stays in the history, and so does its undoing; what is put back is the incident, its parts, clocks and drafts.

Contents: WINDOW · Undo · offered · undo
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from response import lifecycle
from response.words import Refused
from store import snapshots

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from response.acting import Act
    from store.records import Incident, Person
    from store.snapshots import Snapshot

WINDOW = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Undo:
    """What can be undone: the entry, its act in Chinese, and until when."""

    number: int
    label: str
    until: datetime


def offered(tx: Connection, incident: Incident, person: Person, now: datetime) -> Undo | None:
    """What this person may undo of an incident now."""
    kept = snapshots.last(tx, incident.id)
    if kept is None or _why_not(tx, kept, incident, person, now):
        return None
    return Undo(kept.number, lifecycle.label(kept.action), kept.until)


def undo(act: Act, incident: Incident) -> Incident:
    """Takes the last act back."""
    kept = snapshots.last(act.tx, incident.id)
    if kept is None:
        raise Refused("没有可以撤销的操作。")
    if why := _why_not(act.tx, kept, incident, act.person, act.at):
        raise Refused(why)
    act.details.update(undone=kept.number, action=kept.action)
    before = snapshots.restore(act.tx, kept)
    return replace(before, heat=incident.heat, warning=incident.warning)


def _why_not(tx: Connection, kept: Snapshot, incident: Incident, person: Person, now: datetime) -> str:
    """The sentence why something cannot be undone, or nothing."""
    what = lifecycle.label(kept.action)
    if kept.number != incident.version:
        return "这之后已有新的记录，不能撤销。"
    if kept.by != person.name:
        return f"“{what}”不是您做的，只能由本人撤销。"
    if now > kept.until:
        return f"“{what}”已超过 {WINDOW.seconds} 秒，不能撤销。"
    if snapshots.shown_to_others(tx, kept):
        return f"“{what}”的通知已有人看到，不能撤销；请改用相应的操作更正。"
    return ""
