"""交办单: the printed assignment with its receipt (回执), for an office that does not sign in.

The receipt carries a short code that belongs to this sheet alone; whoever brings it back has had the sheet in hand.

Contents: Gist · Sheet · sheet · code_of · record_receipt
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime  # noqa: TC003  (dataclass fields are read at run time)
from typing import TYPE_CHECKING

from response import viewing
from response.contacts import of_office
from response.sources import name_of
from response.words import Missing, Refused
from store import documents, history, incidents
from store.contacts import ROLES
from store.records import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from config.rules import Rules
    from response.desk import Desk
    from response.running import Running
    from response.viewing import Part, Whole
    from store.records import Assignment, Entry, Person

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
POSTS, EXCERPT = 3, 160


@dataclass(frozen=True, slots=True)
class Gist:
    """One post in a few lines, masked as it is kept."""

    published: datetime | None
    source: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on the printed assignment."""

    number: str
    code: str
    home: str
    incident: Whole
    part: Part
    posts: tuple[Gist, ...]
    clocks: tuple[Running, ...]
    people: tuple[str, ...]
    at: datetime


def sheet(tx: Connection, assignment: int, rules: Rules, person: Person, now: datetime) -> Sheet:
    """The sheet of an office's part. Raises `Missing` where there is none, or none for this person."""
    kept = incidents.assignment(tx, assignment)
    if kept is None or (person.role is Role.office and kept.office != person.office):
        raise Missing(f"没有编号为 {assignment} 的交办。")
    whole = viewing.whole(tx, kept.incident, rules, person, now)
    part = next(one for one in whole.parts if one.id == assignment)
    posts = documents.of_incident(tx, kept.incident, POSTS)
    people = [one for one in of_office(tx, kept.office, rules) if one.role in ("contact", "handler")]
    return Sheet(
        number=f"{now:%Y}—{kept.incident}—{kept.id}",
        code=code_of(kept, whole.history),
        home=rules.regions.name(rules.regions.home),
        incident=whole,
        part=part,
        posts=tuple(Gist(d.published, name_of(tx, d.source, rules.sources.sources), _excerpt(d.text), d.url) for d, _ in posts),
        clocks=tuple(clock for clock in part.clocks if clock.state in ("running", "overdue")),
        people=tuple(f"{ROLES[one.role]} {one.name}{' ' + one.phone if one.phone else ''}" for one in people),
        at=now,
    )


def _excerpt(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= EXCERPT else f"{plain[:EXCERPT]}……"


def code_of(part: Assignment, entries: Sequence[Entry]) -> str:
    """回执码: eight letters that follow from the sealed entry by which the office was given its part; the same on every print."""
    given = part.moments.get("assigned")
    sealed = next((entry.digest for entry in reversed(entries) if entry.action == "assign" and given and entry.at <= given), "")
    number = int.from_bytes(hashlib.sha256(f"{sealed} {part.id} {part.office} {given}".encode()).digest()[:8], "big")
    letters = "".join(LETTERS[number // len(LETTERS) ** n % len(LETTERS)] for n in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def record_receipt(desk: Desk, assignment: int, person: Person, code: str, received_by: str) -> Assignment:
    """签收 on behalf of an office, on the strength of its receipt. Raises `Missing` or `Refused`."""
    with desk.register.reading() as tx:
        part = incidents.assignment(tx, assignment)
        if part is None:
            raise Missing(f"没有编号为 {assignment} 的交办。")
        right = code_of(part, history.of(tx, part.incident))
    given = "".join(code.upper().split()).replace("—", "-")
    if given.replace("-", "") != right.replace("-", ""):
        raise Refused(f"回执码“{code}”与这份交办单对不上：请核对回执上的八位字母数字。")
    because = f"凭纸质交办单回执签收，回执码 {right}，收件人 {received_by}"
    return desk.act_on(assignment, "acknowledge", person, because=because, details={"receipt": right, "received_by": received_by})
