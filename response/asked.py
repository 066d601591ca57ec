"""延期申请: the requests for more time that wait for the duty office's or a leader's word.

Contents: Request · requests
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003  (dataclass fields are read at run time)
from typing import TYPE_CHECKING

from store import drafts, history, incidents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from store.drafts import Approval


@dataclass(frozen=True, slots=True)
class Request:
    """Who asked for how much more time on which clock of which part, why, and whose word it waits for. `number` is its entry's."""

    number: int
    incident: int
    assignment: int
    clock: int
    title: str
    incident_title: str
    limit: str
    by: str
    at: datetime
    because: str
    asked_of: str


def requests(tx: Connection, incident: int | None = None) -> list[Request]:
    """The requests that nobody has decided, of an incident or of all, oldest first; none for a clock that has stopped meanwhile."""
    return list(_read(tx, drafts.asked(tx, incident)))


def _read(tx: Connection, asked: list[Approval]) -> Iterator[Request]:
    for one in asked:
        details = history.of(tx, one.incident)[one.step - 1].details
        about = incidents.get(tx, one.incident)
        clock = next((c for c in incidents.clocks(tx, incident=one.incident, running=True) if c.id == details["clock"]), None)
        if clock is not None and about is not None:
            part, limit = int(details["assignment"]), str(details["limit"])
            yield Request(one.step, one.incident, part, clock.id, clock.title, about.title, limit, one.by, one.at, one.because, one.role)
