"""分级：one installation, several duty offices (省—市—县): who holds a matter, handing it up, down and across, and accepting it.

The lowest duty office that holds all places of a matter holds the matter, until a person hands it over. Each hand-over runs on a clock
until the other side accepts it; the chain stays on record.

Contents: held · duty_office · hold · hand_over · accept · send_out · watch_out · may_act · Link · chain · waits
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime  # noqa: TC003  (dataclass fields are read at run time)
from typing import TYPE_CHECKING

from config.regions import COUNTRY, inside
from response import timekeeping
from response.clocks import due
from response.giving import tell
from response.words import Refused
from store import forwards, incidents
from store.forwards import Forward
from store.records import Clock, Role

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from config.deadlines import Move
    from config.rules import Rules
    from response.acting import Act
    from store.records import Incident, Person

OUT = "out"
DIRECTIONS = {"up": "上报", "down": "下交", "across": "移交", OUT: "转送上报"}
ACCEPT, FORWARD = "accept", "forward"
UNBOUND = ("accept", "note", "link", "unlink")


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the chain, in words: from which duty office to which, and whether it was accepted."""

    from_name: str
    to_name: str
    direction: str
    by: str
    at: datetime
    because: str
    due: datetime | None
    accepted: datetime | None
    accepted_by: str | None


def held(incident: Incident, rules: Rules) -> str:
    """The region whose duty office has a matter in hand."""
    return incident.holder if incident.holder in rules.regions.jurisdictions else rules.regions.home


def duty_office(incident: Incident, rules: Rules) -> str:
    """The duty office that has a matter in hand."""
    return f"{held(incident, rules)}.duty"


def hold(tx: Connection, incident: Incident, rules: Rules) -> Incident:
    """The matter with the duty office that its places point to, unless a person has handed it over."""
    if any(one.direction != OUT for one in forwards.of_incident(tx, incident.id)):
        return incident
    return replace(incident, holder=rules.regions.held_by([place.value for place in incident.places]))


def hand_over(act: Act, incident: Incident, region: str) -> Incident:
    """移交 to another region's duty office: up, down or across, with the clock of accepting."""
    rules, source = act.rules, held(incident, act.rules)
    if region not in rules.regions.jurisdictions:
        names = "、".join(rules.regions.name(code) for code in rules.regions.jurisdictions if code != source)
        raise Refused(f"“{rules.regions.name(region)}”没有自己的值班室；可以移交给：{names or '没有别的值班室'}（region）。")
    if region == source:
        raise Refused("这件事本来就在这个值班室。")
    direction = "up" if inside(source, region) else "down" if inside(region, source) else "across"
    _settle(act, incident, "又移交")
    clock = _start(act.tx, incident, ACCEPT, rules.deadlines.accept, act.at, rules)
    forwards.add(act.tx, Forward(0, incident.id, source, region, direction, act.person.name, act.at, act.because, clock.due))
    act.details.update(region=region, direction=direction, due=clock.due)
    return replace(incident, holder=region)


def accept(act: Act, incident: Incident) -> Incident:
    """接收: somebody of the duty office that a matter was handed to takes it; the clock of accepting stops."""
    last = _open_one(act.tx, incident)
    if last is None:
        raise Refused("这件事没有等待接收的移交。")
    if act.person.role is Role.duty and act.person.region not in (last.to_region, act.rules.regions.home):
        raise Refused(f"这件事移交给了{act.rules.regions.name(last.to_region)}的值班室，由它接收。", forbidden=True)
    _settle(act, incident, f"{act.by}接收")
    tell(act, incident, f"{last.from_region}.duty", f"{act.rules.regions.name(last.to_region)}值班室已接收：{incident.title}")
    return incident


def send_out(act: Act, incident: Incident) -> None:
    """转送、上报 out of the house: the chain gets its last link, and the clock of sending on stops."""
    target = incident.decision.forward if incident.decision and incident.decision.forward else ""
    source = held(incident, act.rules)
    forwards.add(act.tx, Forward(0, incident.id, source, target, OUT, act.person.name, act.at, act.because))
    for clock in incidents.clocks(act.tx, incident=incident.id, running=True):
        if clock.name == FORWARD:
            incidents.save_clock(act.tx, replace(clock, stopped=act.at, evidence=act.because or f"{act.by}转送上报"))


def watch_out(tx: Connection, incident: Incident, rules: Rules, now: datetime) -> None:
    """A matter that is to be sent on is sent on in time: its clock starts when that is found, and ends when it is ours after all."""
    running = [clock for clock in incidents.clocks(tx, incident=incident.id, running=True) if clock.name == FORWARD]
    out = incident.decision is not None and incident.decision.forward is not None
    if out and not running:
        _start(tx, incident, FORWARD, rules.deadlines.forward, incident.moments.get("found", now), rules)
    for clock in running if not out else ():
        timekeeping.end(tx, clock, now, "改由本级承办，不再转送")


def may_act(person: Person, incident: Incident, action: str, rules: Rules) -> None:
    """A duty office below the home region's acts on what it holds. Raises `Refused`."""
    home = rules.regions.home
    if person.role is not Role.duty or inside(home, person.region) or action in UNBOUND:
        return
    region = held(incident, rules)
    if region != person.region:
        raise Refused(f"这件事现在由{rules.regions.name(region)}的值班室办理，您可以批注，或请它移交。", forbidden=True)


def chain(tx: Connection, incident: int, rules: Rules) -> list[Link]:
    """Who handed the matter to whom, oldest first, as the page shows it."""
    return [_link(one, rules) for one in forwards.of_incident(tx, incident)]


def _link(one: Forward, rules: Rules) -> Link:
    to = "国家" if one.to_region == COUNTRY else rules.regions.name(one.to_region)
    return Link(
        rules.regions.name(one.from_region),
        to,
        DIRECTIONS[one.direction],
        one.by,
        one.at,
        one.because,
        one.due,
        one.accepted,
        one.accepted_by,
    )


def waits(found: list[Link]) -> bool:
    """Whether a hand-over waits to be accepted."""
    return any(one.accepted is None and one.direction != DIRECTIONS[OUT] for one in found[-1:])


def _open_one(tx: Connection, incident: Incident) -> Forward | None:
    return next((one for one in reversed(forwards.of_incident(tx, incident.id)) if one.direction != OUT and one.accepted is None), None)


def _settle(act: Act, incident: Incident, how: str) -> None:
    """The hand-over that still waits is over, and so is its clock."""
    if last := _open_one(act.tx, incident):
        forwards.accept(act.tx, last.id, act.person.name, act.at)
    for clock in incidents.clocks(act.tx, incident=incident.id, running=True):
        if clock.name == ACCEPT:
            incidents.save_clock(act.tx, replace(clock, stopped=act.at, evidence=how))


def _start(tx: Connection, incident: Incident, name: str, promise: Move, at: datetime, rules: Rules) -> Clock:
    end = due(promise.limit, at, rules.calendar)
    steps = "\n".join(end.arithmetic)
    clock = Clock(0, incident.id, None, name, promise.title, promise.limit, name, promise.basis, at, end.moment, steps, end.provisional)
    return incidents.add_clock(tx, clock)
