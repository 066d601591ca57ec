"""催办, 督办: tells those who owe something before, at and after the moment it is due. No rung of a clock is told twice.

Contents: chase · rungs_reached · receivers
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from config.regions import parent
from response.words import SYSTEM
from store import history, incidents
from store.records import Clock, Incident, Notice

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection

    from config.chase import Rung
    from config.rules import Rules


def chase(tx: Connection, rules: Rules, now: datetime) -> Counter[str]:
    """Climbs each running clock's ladder to where it stands now; returns how many notices went out per rung."""
    sent: Counter[str] = Counter()
    for clock in incidents.clocks(tx, running=True):
        incident = incidents.get(tx, clock.incident)
        if incident is None or incident.status in incidents.CLOSED or _quiet(incident, rules, now):
            continue
        for rung in rungs_reached(clock, rules, now):
            told = [office for office in receivers(tx, clock, incident, rung, rules) if _tell(tx, clock, incident, rung, office, now)]
            if told:
                why = f"“{clock.title}”{rung.title}，已通知{'、'.join(rules.offices[office].name for office in told)}"
                details = {"clock": clock.id, "rung": rung.name, "offices": told}
                history.append(tx, incident.id, rung.action, SYSTEM, now, why, details)
                sent[rung.name] += len(told)
    return sent


def rungs_reached(clock: Clock, rules: Rules, now: datetime) -> list[Rung]:
    """The rungs whose moment has come, counted on the time between start and due moment."""
    span = (clock.extended or clock.due) - clock.started
    return [rung for rung in rules.chase.rungs if now >= clock.started + span * rung.at]


def receivers(tx: Connection, clock: Clock, incident: Incident, rung: Rung, rules: Rules) -> Iterable[str]:
    """The offices that a rung tells. What no office has in hand yet is owed by the duty office."""
    part = incidents.assignment(tx, clock.assignment) if clock.assignment else None
    owed_by = part.office if part else (incident.decision.responsible if incident.decision and "assigned" in incident.moments else None)
    home = rules.regions.home
    owing = owed_by or f"{home}.duty"
    region = rules.offices[owing].region if owing in rules.offices else home
    above = _superior(owing, region, rules)
    chosen = {"office": owing, "duty": f"{home}.duty", "superior": above, "leader": f"{_governed(region)}.government"}
    return [office for office in dict.fromkeys(chosen[to] for to in rung.to) if office in rules.offices]


def _superior(office: str, region: str, rules: Rules) -> str:
    """The same line one level up, or the government office of the region where the line has none."""
    above = parent(region) or region
    higher = f"{above}.{office.split('.')[1]}"
    return higher if higher in rules.offices else f"{_governed(region)}.government_office"


def _governed(region: str) -> str:
    """The region whose government leads: of a township's offices its county's."""
    return region[:6]


def _quiet(incident: Incident, rules: Rules, now: datetime) -> bool:
    quiet = rules.chase.quiet
    return incident.severity.grade.value not in quiet.never_for and quiet.covers(now.time())


def _tell(tx: Connection, clock: Clock, incident: Incident, rung: Rung, office: str, now: datetime) -> bool:
    text = f"{rung.title}：{incident.title}——{clock.title}应于{(clock.extended or clock.due):%m月%d日 %H:%M}前完成"
    return incidents.add_notice(tx, Notice(0, incident.id, clock.id, rung.name, office, text, now))
