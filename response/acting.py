"""One act at the desk, as its effects are handed it.

Contents: Act (need, office, said_by, duty_office) · Check
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime  # noqa: TC003  (dataclass fields are read at run time)
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from config.base import did_you_mean
from response.approval import Hint
from response.levels import duty_office
from response.words import Refused
from store.records import Incident

if TYPE_CHECKING:
    from config.rules import Rules
    from store.records import Person

Check = Callable[[Connection, Incident, str], Iterable[Hint]]
"""What looks at a draft's text beside our own looks: handed in by whoever puts the installation together."""


@dataclass(frozen=True)
class Act:
    """One act: in which transaction, by which rules, who, when, why, and what was given with it."""

    tx: Connection
    rules: Rules
    person: Person
    at: datetime
    because: str
    details: dict[str, Any]
    checks: tuple[Check, ...] = ()

    def need(self, key: str, what: str) -> Any:  # noqa: ANN401
        """A detail that has to be given."""
        value = self.details.get(key)
        if value in (None, "", []):
            raise Refused(f"还缺{what}（{key}）。")
        return value

    def number(self, key: str, what: str) -> int:
        """A detail that has to be a number."""
        value = self.need(key, what)
        if not str(value).isdigit():
            raise Refused(f"{what}应是数字，不是“{value}”（{key}）。")
        return int(value)

    def one_of(self, key: str, what: str, choices: dict[str, str]) -> str:
        """A detail that has to be one of these words, or the Chinese of one."""
        value = str(self.need(key, what))
        found = next((word for word, name in choices.items() if value in (word, name)), None)
        if found is None:
            raise Refused(f"{what}“{value}”不在可选之列；可选：{'、'.join(choices.values())}（{key}）。")
        return found

    def office(self, id_: str) -> str:
        """An office id that exists."""
        if id_ not in self.rules.offices:
            raise Refused(f"没有编号为“{id_}”的单位{did_you_mean(id_, self.rules.offices)}。")
        return id_

    @property
    def by(self) -> str:
        """Who acts, as a sentence calls them."""
        return self.person.shown or self.person.name

    def duty_office(self, incident: Incident) -> str:
        """The duty office that has an incident in hand."""
        return duty_office(incident, self.rules)
