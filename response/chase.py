"""催办, 督办: tells those who owe something before, at and after the moment it is due. No rung of a clock is told twice to an office.

A notice and its entry in the history are one transaction, and the register holds one notice per clock, rung and office: that is the
guarantee, however many processes chase and wherever they are killed. How a notice leaves the house is `response.delivering`.

Contents: chase · tellings · rungs_reached · silenced · owing · receivers
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from config.regions import parent
from response.levels import ACCEPT, FORWARD, duty_office
from response.words import SYSTEM
from store import history, incidents
from store.records import Clock, Incident, Notice

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from config.chase import Rung
    from config.rules import Rules
    from store.records import Assignment
    from store.register import Register


def chase(register: Register, rules: Rules, now: datetime) -> Counter[str]:
    """Climbs each running clock's ladder to where it stands now, one incident a transaction; returns how many were told per rung."""
    sent: Counter[str] = Counter()
    with register.reading() as tx:
        told = incidents.told_of_running(tx)
        owed = {c.incident for c in incidents.clocks(tx, running=True) if _step_up(c, told.get(c.id, set()), rules, now)}
    for incident in sorted(owed):
        with register.writing() as tx:
            sent += _urge(tx, incident, rules, now)
    return sent


def _step_up(clock: Clock, told: set[str], rules: Rules, now: datetime) -> bool:
    """Whether the highest rung reached has not been told yet, to anybody."""
    reached = [] if clock.paused else rungs_reached(clock, rules, now)
    return bool(reached) and reached[-1].name not in told


def _urge(tx: Connection, id_: int, rules: Rules, now: datetime) -> Counter[str]:
    sent: Counter[str] = Counter()
    incident = incidents.get(tx, id_, lock=True)
    if incident is None or incident.status in incidents.CLOSED:
        return sent
    for clock in incidents.clocks(tx, incident=id_, running=True):
        told = incidents.told(tx, clock.id)
        if not _step_up(clock, {notice.rung for notice in told}, rules, now):
            continue
        part = incidents.assignment(tx, clock.assignment) if clock.assignment else None
        owed_by = owing(part, incident, rules, clock.name)
        for rung, offices in tellings(clock, part, incident, told, rules, now):
            fresh = [office for office in offices if _tell(tx, clock, incident, rung, office, owed_by, rules, now)]
            if fresh:
                why = f"“{clock.title}”{rung.title}，通知{'、'.join(rules.offices[office].name for office in fresh)}"
                details = {"clock": clock.id, "rung": rung.name, "offices": fresh}
                history.append(tx, id_, rung.action, SYSTEM, now, why, details)
                sent[rung.name] += len(fresh)
    return sent


def tellings(
    clock: Clock, part: Assignment | None, incident: Incident, told: Sequence[Notice], rules: Rules, now: datetime
) -> list[tuple[Rung, list[str]]]:
    """Each rung with the offices to tell: of the rungs reached an office hears the highest, and none where it may be left in peace."""
    highest: dict[str, Rung] = {}
    for rung in rungs_reached(clock, rules, now):
        highest |= dict.fromkeys(receivers(owing(part, incident, rules, clock.name), incident, rung, rules), rung)
    chosen = {office: rung for office, rung in highest.items() if not silenced(rung, [n for n in told if n.office == office], part)}
    return [(rung, [office for office, own in chosen.items() if own is rung]) for rung in dict.fromkeys(chosen.values())]


def rungs_reached(clock: Clock, rules: Rules, now: datetime) -> list[Rung]:
    """The rungs whose moment has come, counted on the time between start and due moment."""
    span = (clock.extended or clock.due) - clock.started
    return [rung for rung in rules.chase.rungs if now >= clock.started + span * rung.at]


def silenced(rung: Rung, earlier: Sequence[Notice], part: Assignment | None) -> bool:
    """已阅、已签收: whether an office that was told earlier has shown that it knows, and this rung then leaves it in peace."""
    signed = part.moments.get("acknowledged") if part else None
    seen = any(notice.seen for notice in earlier)
    acknowledged = signed is not None and any(notice.at <= signed for notice in earlier)
    return ("seen" in rung.silent_after and seen) or ("acknowledged" in rung.silent_after and acknowledged)


def owing(part: Assignment | None, incident: Incident, rules: Rules, clock: str = "") -> str:
    """The office that owes a clock: the part's, else the responsible one; what no office has in hand yet is owed by the duty office."""
    if clock in (ACCEPT, FORWARD):
        return duty_office(incident, rules)
    given = incident.decision.responsible if incident.decision and "assigned" in incident.moments else None
    return (part.office if part else given) or duty_office(incident, rules)


def receivers(owing: str, incident: Incident, rung: Rung, rules: Rules) -> Iterable[str]:
    """The offices that a rung tells, of a clock that the office `owing` owes."""
    region = rules.offices[owing].region if owing in rules.offices else rules.regions.home
    above = _superior(owing, region, rules)
    chosen = {
        "office": owing,
        "head": owing,
        "duty": duty_office(incident, rules),
        "superior": above,
        "leader": f"{_governed(region)}.government",
    }
    return [office for office in dict.fromkeys(chosen[to] for to in rung.to) if office in rules.offices]


def _superior(office: str, region: str, rules: Rules) -> str:
    """The same line one level up, or the government office of the region where the line has none."""
    above = parent(region) or region
    higher = f"{above}.{office.split('.')[1]}"
    return higher if higher in rules.offices else f"{_governed(region)}.government_office"


def _governed(region: str) -> str:
    """The region whose government leads: of a township's offices its county's."""
    return region[:6]


def _tell(tx: Connection, clock: Clock, incident: Incident, rung: Rung, office: str, owed_by: str, rules: Rules, now: datetime) -> bool:
    """Leaves the notice; whoever does not owe it oneself reads who does."""
    who = "" if office == owed_by or owed_by not in rules.offices else f"{rules.offices[owed_by].name}的"
    text = f"{rung.title}：{incident.title}——{who}“{clock.title}”应于{(clock.extended or clock.due):%m月%d日 %H:%M}前完成"
    urgent = incident.severity.grade.value in rules.chase.quiet.never_for
    return incidents.add_notice(tx, Notice(0, incident.id, clock.id, rung.name, office, text, now, urgent=urgent))
