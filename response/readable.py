"""Which documents a person may read: an office those of its incidents, anybody else those of their region or of no known place.

Contents: FoundDocument · by_ids · readable · may_read · incident_of
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from config.regions import COUNTRY, inside
from response.scope import may_see, scope
from store import documents, incidents
from store.records import Document, Person, Role
from store.tables import documents as table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from config.rules import Rules


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """A document in a list: the incident it belongs to, or the reason why it stands apart."""

    document: Document
    incident: int | None
    because: str | None


def by_ids(tx: Connection, rules: Rules, person: Person, ids: Iterable[str]) -> list[FoundDocument]:
    """The documents with these ids that this person may read, in the order given; of a page that changed only its latest edition."""
    found = []
    for id_ in ids:
        document, (incident, because, state) = documents.get(tx, id_), _row(tx, id_)
        if document and state != documents.REPLACED:
            found.append((document, incident, because))
    return readable(tx, rules, person, found)


def _row(tx: Connection, id_: str) -> tuple[int | None, str | None, str | None]:
    row = tx.execute(select(table.c.incident, table.c.because, table.c.state).where(table.c.id == id_)).one_or_none()
    return (row.incident, row.because, row.state) if row else (None, None, None)


def readable(tx: Connection, rules: Rules, person: Person, found: Iterable[tuple[Document, int | None, str | None]]) -> list[FoundDocument]:
    """Those of the documents that this person may read."""
    return [FoundDocument(*one) for one in found if may_read(tx, rules, person, one[0], one[1])]


def may_read(tx: Connection, rules: Rules, person: Person, document: Document, incident: int | None) -> bool:
    """Whether a person may read a document."""
    if person.role is not Role.office and scope(person, rules) == {}:
        return True
    if incident is not None:
        here = incidents.get(tx, incident)
        return here is not None and may_see(tx, person, here, rules)
    region = document.source_region
    ours = region is None or region == COUNTRY or inside(region, person.region) or inside(person.region, region)
    return person.role is not Role.office and ours


def incident_of(tx: Connection, id_: str) -> int | None:
    """The incident a document belongs to."""
    return _row(tx, id_)[0]
