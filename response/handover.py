"""值班交接: what one shift hands to the next, as it stands at that moment.

Contents: body · SECTIONS · give · take
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from response.lifecycle import DESK, WAITING, status_label
from response.running import ends_for, running_for
from response.scope import may_see
from response.sources import every as sources
from response.words import Missing, Refused
from store import deliveries, handovers, incidents
from store.codec import encode

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Connection

    from config.rules import Rules
    from response.running import Running
    from response.sources import SourceLine
    from store.deliveries import Delivery
    from store.handovers import Handover
    from store.records import Incident, Notice, Person

    Look = Callable[[int], Incident | None]

AHEAD, BACK = timedelta(hours=12), timedelta(hours=24)
SECTIONS = {
    "clocks": "十二小时内到期和已逾期的时限",
    "told": "本班通知了谁",
    "unread": "还没有阅的通知",
    "unacknowledged": "还没有签收的交办",
    "returned": "退回待处理的事项",
    "undelivered": "没有送达的通知",
    "sources": "不正常的信息源",
}
MOST = 500
QUIET = ("failing", "quiet", "flooding", "late")


def body(tx: Connection, rules: Rules, person: Person, now: datetime) -> dict[str, Any]:
    """Everything a handover holds, as plain values: it is frozen like this when the giver signs."""
    since = _since(tx, person, now)
    known = _known(tx, rules, person)
    told = [notice for notice in incidents.notices(tx, limit=4 * MOST) if notice.at >= since and known(notice.incident)]
    unread = [notice for notice in incidents.notices(tx, unseen=True, limit=4 * MOST) if known(notice.incident)]
    how = deliveries.of_notices(tx, {notice.id for notice in (*told, *unread)})
    soon = sum(end.at <= now + AHEAD for end in ends_for(tx, rules, person))
    clocks = running_for(tx, rules, person, now, limit=min(soon, MOST))
    found: dict[str, Any] = {
        "since": since,
        "until": now,
        "clocks": [_clock(clock) for clock in clocks],
        "told": [_notice(notice, how.get(notice.id, []), known, rules) for notice in told],
        "unread": [_notice(notice, how.get(notice.id, []), known, rules) for notice in unread],
        "unacknowledged": _parts(tx, known, rules),
        "returned": _returned(tx, known, rules),
        "undelivered": [_undelivered(one, known, rules) for one in deliveries.undelivered(tx) if known(one[1].incident)],
        "sources": [_source(line) for line in sources(tx, rules.sources.sources, now) if line.state in QUIET],
    }
    sizes = {name: len(found[name]) for name in SECTIONS} | {"clocks": soon}
    whole: dict[str, Any] = encode({**found, **{name: found[name][:MOST] for name in SECTIONS}, "sizes": sizes})
    return whole


def _since(tx: Connection, person: Person, now: datetime) -> datetime:
    """Where this shift began: at the last handover, at most a day ago."""
    last = next(iter(handovers.every(tx, person.region, 1)), None)
    return max(last.at if last else now - BACK, now - BACK)


def _known(tx: Connection, rules: Rules, person: Person) -> Look:
    """Looks up an incident that this person may see, each once."""
    seen: dict[int, Incident | None] = {}

    def look(id_: int) -> Incident | None:
        if id_ not in seen:
            one = incidents.get(tx, id_)
            seen[id_] = one if one is not None and may_see(tx, person, one, rules) else None
        return seen[id_]

    return look


def _named(office: str, rules: Rules) -> str:
    return rules.offices[office].name if office in rules.offices else office


def _about(incident: Incident | None) -> dict[str, Any]:
    return {"incident": incident.id, "title": incident.title} if incident else {}


def _clock(clock: Running) -> dict[str, Any]:
    office = clock.office.name if clock.office else "值班室"
    plain = {"clock": clock.title, "office": office, "due": clock.due, "state": clock.state, "provisional": clock.provisional}
    return {"incident": clock.incident, "title": clock.incident_title, **plain}


def _notice(notice: Notice, how: list[Delivery], known: Look, rules: Rules) -> dict[str, Any]:
    sent = [{"channel": one.channel, "state": one.state} for one in how if one.channel != deliveries.NO_CHANNEL]
    plain = {"text": notice.text, "office": _named(notice.office, rules), "at": notice.at, "seen": notice.seen}
    return {**_about(known(notice.incident)), **plain, "sent": sent}


def _parts(tx: Connection, known: Look, rules: Rules) -> list[dict[str, Any]]:
    """The parts that nobody has signed for, the oldest first."""
    waiting = [part for part in incidents.assignments(tx, status="assigned", limit=4 * MOST) if known(part.incident)]
    return [
        {**_about(known(part.incident)), "office": _named(part.office, rules), "duty": part.duty, "at": part.moments.get("assigned")}
        for part in reversed(waiting)
    ]


def _returned(tx: Connection, known: Look, rules: Rules) -> list[dict[str, Any]]:
    """The incidents that wait because an office gave its part back."""
    found = []
    for incident in incidents.find(tx, statuses=WAITING, limit=10 * MOST)[0]:
        back = [part for part in incidents.assignments(tx, incident=incident.id) if part.status == "returned"] if known(incident.id) else []
        if back:
            plain = {
                "office": _named(back[0].office, rules),
                "at": back[0].moments.get("returned"),
                "status": status_label(incident.status),
            }
            found.append({**_about(incident), **plain})
    return found


def _undelivered(one: tuple[Delivery, Notice], known: Look, rules: Rules) -> dict[str, Any]:
    delivery, notice = one
    plain = {"text": notice.text, "office": _named(notice.office, rules), "state": delivery.state, "because": delivery.because}
    return {**_about(known(notice.incident)), **plain, "at": notice.at}


def _source(line: SourceLine) -> dict[str, Any]:
    return {"source": line.id, "name": line.name, "state": line.state, "sentence": line.sentence, "last_new": line.last_new}


def give(tx: Connection, rules: Rules, person: Person, now: datetime, notes: str) -> Handover:
    """The giver signs. Raises `Refused` where an earlier handover of the same giver still waits for its taker."""
    if person.role not in DESK:
        raise Refused("值班交接由值班员办理。", forbidden=True)
    open_ = next((one for one in handovers.every(tx, person.region) if one.taken_by is None and one.by == person.name), None)
    if open_ is not None:
        raise Refused(f"您 {open_.at:%m月%d日 %H:%M} 的交接还没有人接：请接班人先签收那一份。")
    return handovers.write(tx, person.region, now, person.name, body(tx, rules, person, now), notes.strip())


def take(tx: Connection, id_: int, person: Person, now: datetime) -> Handover:
    """The taker signs: another person of the same duty office. Raises `Missing` or `Refused`."""
    one = handovers.get(tx, id_)
    if one is None or person.region != one.region:
        raise Missing(f"没有编号为 {id_} 的交接记录。")
    if person.role not in DESK:
        raise Refused("值班交接由值班员办理。", forbidden=True)
    if one.by == person.name:
        raise Refused("交班人不能自己接班：请接班人用自己的账户登录后签收。")
    if not handovers.take(tx, id_, person.name, now):
        raise Refused("这份交接已经有人签收了。")
    taken = handovers.get(tx, id_)
    assert taken is not None
    return taken
