"""稿件 and 延期申请 as they are shown: what was written, what to look at, who still has to sign; and what waits for a person's word.

Contents: Shown · Related · Waiting · drafts_of · related_to · waiting_for
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003  (dataclass fields are read at run time)
from typing import TYPE_CHECKING

from response import lifecycle, offered
from response.approval import DESK, SIGNERS, Hint
from response.asked import Request, requests
from response.drafts import still_to_sign
from response.offered import Action  # noqa: TC001  (dataclass fields are read at run time)
from response.running import Named, office_named
from response.scope import may_see
from store import drafts, incidents
from store.drafts import Approval  # noqa: TC001  (dataclass fields are read at run time)
from store.records import Role

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from config.rules import Rules
    from store.drafts import Draft
    from store.records import Incident, Person

TURN = {"office": (Role.office,), "duty": DESK, "leader": (Role.leader,)}
"""Whose turn it is; another may stand in, but is not asked."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A draft with its hints, what was said of it, and who still has to sign."""

    id: int
    incident: int
    incident_title: str
    assignment: int
    office: Named
    channel: str
    text: str
    by: str
    at: datetime
    state: str
    state_name: str
    hints: list[Hint]
    cleared_by: str | None
    cleared_at: datetime | None
    to_sign: list[str]
    to_clear: bool
    signatures: list[Approval]
    actions: list[Action]


@dataclass(frozen=True, slots=True)
class Related:
    """关联: an incident that belongs with another, and why."""

    id: int
    title: str
    status_name: str
    because: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for this person's word: drafts to sign or to review, requests for more time."""

    drafts: list[Shown]
    requests: list[Request]


def drafts_of(tx: Connection, one: Incident, rules: Rules, person: Person) -> list[Shown]:
    """The drafts of an incident that this person may read, the latest first; an office reads its own."""
    written = drafts.of_incident(tx, one.id)
    return [shown for draft in reversed(written) if (shown := _shown(tx, draft, one, rules, person)) is not None]


def _shown(tx: Connection, draft: Draft, one: Incident, rules: Rules, person: Person) -> Shown | None:
    part = incidents.assignment(tx, draft.assignment) if draft.assignment else None
    if part is None or (person.role is Role.office and person.office != part.office):
        return None
    left = still_to_sign(tx, draft, one, rules) if draft.state in lifecycle.DRAFT else []
    return Shown(
        id=draft.id,
        incident=one.id,
        incident_title=one.title,
        assignment=part.id,
        office=office_named(part.office, rules) or Named(part.office, part.office),
        channel=draft.channel,
        text=draft.text,
        by=draft.by,
        at=draft.at,
        state=draft.state,
        state_name=lifecycle.status_label(draft.state),
        hints=[Hint(**hint) for hint in draft.hints],
        cleared_by=draft.cleared_by,
        cleared_at=draft.cleared_at,
        to_sign=[SIGNERS[role] for role in left],
        to_clear=one.severity.grade.value in rules.approval.clearance and draft.cleared_by is None,
        signatures=[said for said in drafts.signatures(tx, one.id) if said.draft == draft.id],
        actions=offered.on_draft(draft, part, one, left, person, rules) if part.status in lifecycle.PART else [],
    )


def related_to(tx: Connection, one: Incident, rules: Rules, person: Person) -> list[Related]:
    """The incidents that belong with this one and that this person may see."""
    found = [(incidents.get(tx, id_), because) for id_, because in drafts.linked(tx, one.id)]
    return [
        Related(other.id, other.title, lifecycle.status_label(other.status), because)
        for other, because in found
        if other is not None and may_see(tx, person, other, rules)
    ]


def waiting_for(tx: Connection, rules: Rules, person: Person) -> Waiting:
    """What waits for this person's word, the oldest first; what has been signed by all waits for its office."""
    mine = []
    for draft in drafts.in_state(tx, "in_approval", "approved"):
        one = incidents.get(tx, draft.incident)
        if one is not None and one.status in lifecycle.OPEN and may_see(tx, person, one, rules):
            shown = _shown(tx, draft, one, rules, person)
            left = still_to_sign(tx, draft, one, rules)
            if (
                shown
                and person.role in TURN[left[0] if left else "office"]
                and {"approve", "release"} & {act.name for act in shown.actions}
            ):
                mine.append(shown)
    asked = [request for request in requests(tx) if person.role in TURN[request.asked_of] and _sees(tx, request, rules, person)]
    return Waiting(mine, asked)


def _sees(tx: Connection, request: Request, rules: Rules, person: Person) -> bool:
    one = incidents.get(tx, request.incident)
    return one is not None and may_see(tx, person, one, rules)
