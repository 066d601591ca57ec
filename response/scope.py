"""What a person may see: an office its own incidents, anybody else their region; whose notices they read.

Contents: scope · mailbox · seen · may_see
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from config.regions import COUNTRY, inside
from response.desk import sees
from response.words import Missing
from store import incidents
from store.records import Incident, Person, Role

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from config.rules import Rules


def scope(person: Person, rules: Rules) -> dict[str, Any]:
    """The filters of `incidents.find` for what a person may see: an office its own, anybody else their region.

    The duty office of the home region also sees what is not ours, for it has to send that on; one below it what it was handed, too.
    """
    if person.role is Role.office:
        return {"office": person.office or "-"}
    everywhere = person.region == COUNTRY or (person.role is Role.duty and person.region == rules.regions.home)
    if everywhere:
        return {}
    return {"region": person.region} if inside(rules.regions.home, person.region) else {"within": person.region}


def mailbox(person: Person, rules: Rules) -> str | None:
    """The office whose notices a person reads; None for all."""
    own = {
        Role.office: person.office or "-",
        Role.duty: f"{person.region if person.region in rules.regions.jurisdictions else rules.regions.home}.duty",
        Role.leader: f"{person.region}.government",
    }
    return own.get(person.role)


def seen(tx: Connection, id_: int, rules: Rules, person: Person) -> Incident:
    """The incident, where this person may see it. Raises `Missing` otherwise."""
    one = incidents.get(tx, id_)
    if one is None or not may_see(tx, person, one, rules):
        raise Missing(f"没有编号为 {id_} 的事件。")
    return one


def may_see(tx: Connection, person: Person, one: Incident, rules: Rules) -> bool:
    """Whether a person may see an incident, by the desk's rule."""
    return sees(tx, person, one, rules.regions.home)
