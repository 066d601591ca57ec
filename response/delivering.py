"""外发: a stage that carries notices out of the house: planned once, several of one office together, claimed before they are sent.

What is guaranteed: a notice is planned once per channel and is in one process's hands at a time; a message that was sent is never sent
again by itself. What is not: between the sending and the note that it was sent a process may die. Then nobody knows whether the other
side has it, and the delivery is left to a person as `unknown`. A message tried again carries the same key, and each notice in it
always the same id, by which a receiver can tell.

Contents: Batch · deliver · plan · leaves · addressee · unsent · batches · message_of
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from response.chase import owing
from response.contacts import of_office, reached
from response.sending import Message
from store import deliveries, incidents
from store.deliveries import FAILED, NO_CHANNEL, NOT_NEEDED, PAGE_ONLY, PENDING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy import Connection

    from config.channels import Addressee, Channel
    from config.rules import Rules
    from response.sending import Outcome, Sender
    from store.deliveries import Waiting
    from store.records import Notice
    from store.register import Register

log = structlog.get_logger()
FRESH = timedelta(days=1)
AT_A_TIME = 200
HELD = timedelta(minutes=15)
INTERRUPTED = "发送途中程序中断，不知道对方收到没有：请核实后再决定是否再发"


@dataclass(frozen=True, slots=True)
class Batch:
    """What goes out as one message: to one office, to its contact or its head, over one channel."""

    office: str
    to: Addressee
    channel: Channel
    items: tuple[Waiting, ...]


def deliver(
    register: Register, rules: Rules, now: Callable[[], datetime], send: Sender, me: str, gone: Callable[[str], bool]
) -> Counter[str]:
    """Plans what is new, gives to a person what a dead process held, sends what is due; returns outcome → deliveries."""
    done: Counter[str] = Counter()
    with register.reading() as tx:
        fresh, held = deliveries.unplanned(tx, now() - FRESH), deliveries.sending(tx)
    for start in range(0, len(fresh), AT_A_TIME):
        with register.writing() as tx:
            plan(tx, fresh[start : start + AT_A_TIME], rules, now())
    if held:
        with register.writing() as tx:
            done[deliveries.UNKNOWN] += deliveries.abandon(tx, gone, now() - HELD, now(), INTERRUPTED)
    with register.reading() as tx:
        waiting = deliveries.waiting(tx)
        found = batches(tx, waiting, rules, now())
        idle = unsent(waiting, rules, now())
    if idle:
        with register.writing() as tx:
            for (state, why), ids in idle.items():
                done[state] += deliveries.settle(tx, ids, state, now(), why, was=PENDING)
    for batch in found:
        done += _once(register, rules, now, send, me, batch)
    return +done


def plan(tx: Connection, fresh: Iterable[Notice], rules: Rules, now: datetime) -> None:
    """Every notice that is new gets its channels and the moment it may leave; one without any stays on the page, and says so."""
    grave: dict[int, bool] = {}
    for notice in fresh:
        if notice.incident not in grave:
            grave[notice.incident] = _grave(tx, notice.incident, rules)
        urgent = notice.urgent or grave[notice.incident]
        if urgent and not notice.urgent:
            deliveries.mark_urgent(tx, notice.id)
        channels = rules.channels.route_for(notice.office, addressee(tx, notice, rules), urgent=urgent)
        for channel in channels:
            deliveries.plan(tx, notice.id, channel, PENDING, leaves(now, rules, urgent=urgent, wait=True), "等候发出")
        if not channels:
            deliveries.plan(tx, notice.id, NO_CHANNEL, PAGE_ONLY, None, "没有对外渠道，只在系统内通知")


def _grave(tx: Connection, id_: int, rules: Rules) -> bool:
    incident = incidents.get(tx, id_)
    return incident is not None and incident.severity.grade.value in rules.chase.quiet.never_for


def leaves(now: datetime, rules: Rules, *, urgent: bool, wait: bool) -> datetime:
    """When a notice may leave: an urgent one at once; any other after it has waited for its neighbours, and not in the quiet hours."""
    if urgent:
        return now
    return rules.chase.quiet.after(now + timedelta(minutes=rules.chase.batch_minutes if wait else 0))


def addressee(tx: Connection, notice: Notice, rules: Rules) -> Addressee:
    """Whether a notice is for the contact of the office or for its head: the rung says so, of the office that owes the clock."""
    rung = next((rung for rung in rules.chase.rungs if rung.name == notice.rung), None)
    clock = incidents.clock(tx, notice.clock) if notice.clock and rung and "head" in rung.to else None
    if clock is None:
        return "contact"
    part = incidents.assignment(tx, clock.assignment) if clock.assignment else None
    incident = incidents.get(tx, notice.incident) if part is None else None
    owed_by = part.office if part else owing(None, incident, rules, clock.name) if incident else ""
    return "head" if owed_by == notice.office else "contact"


def unsent(waiting: Iterable[Waiting], rules: Rules, now: datetime) -> dict[tuple[str, str], list[int]]:
    """What does not leave, by state and reason: it was read, its clock stands, a later rung says it too; or its channel is no more."""
    found: dict[tuple[str, str], list[int]] = {}
    latest = {(one.notice.clock, one.notice.office, one.delivery.channel): one.notice.id for one in waiting if one.notice.clock}
    for one in waiting:
        newest = latest.get((one.notice.clock or 0, one.notice.office, one.delivery.channel), one.notice.id)
        asked = one.delivery.asked
        reasons = (
            (one.delivery.channel not in rules.channels.by_id, FAILED, "channels.yml 里已没有这个渠道"),
            (one.notice.seen is not None and one.notice.seen <= now and not asked, NOT_NEEDED, "已在系统内阅知，不再外发"),
            (one.stopped and not asked, NOT_NEEDED, "时限已停，不再外发"),
            (newest != one.notice.id and not asked, NOT_NEEDED, "同一时限已有后一级的通知，不再外发"),
        )
        how = next(((state, why) for holds, state, why in reasons if holds), None)
        if how:
            found.setdefault(how, []).append(one.delivery.id)
    return found


def batches(tx: Connection, waiting: Iterable[Waiting], rules: Rules, now: datetime) -> list[Batch]:
    """What is due, gathered by office, addressee and channel; a fresh one goes with its neighbours, a batch that failed stays as it was."""
    waiting = list(waiting)
    idle = {id_ for ids in unsent(waiting, rules, now).values() for id_ in ids}
    groups: dict[tuple[str, str, bool, datetime | None], list[Waiting]] = {}
    for one in waiting:
        if one.delivery.id not in idle:
            again = one.delivery.next_at if one.delivery.attempts or one.delivery.asked else None
            groups.setdefault((one.notice.office, one.delivery.channel, one.notice.urgent, again), []).append(one)
    due = [items for items in groups.values() if min(one.delivery.next_at or now for one in items) <= now]
    return [batch for items in due for batch in _by_addressee(tx, items, rules)]


def _by_addressee(tx: Connection, items: list[Waiting], rules: Rules) -> list[Batch]:
    found: dict[Addressee, list[Waiting]] = {}
    for one in items:
        found.setdefault(addressee(tx, one.notice, rules), []).append(one)
    channel = rules.channels.by_id[items[0].delivery.channel]
    return [Batch(items[0].notice.office, to, channel, tuple(chosen)) for to, chosen in found.items()]


def _once(register: Register, rules: Rules, now: Callable[[], datetime], send: Sender, me: str, batch: Batch) -> Counter[str]:
    """Claims a batch, sends it, writes what became of it: three steps, and only the first and the last hold the register."""
    with register.writing() as tx:
        held = deliveries.claim(tx, [one.delivery.id for one in batch.items], me, now())
        mine = tuple(one for one in batch.items if one.delivery.id in held)
        message = message_of(tx, Batch(batch.office, batch.to, batch.channel, mine), rules) if mine else None
    if message is None:
        return Counter()
    outcome = send(batch.channel, message)
    state, next_at, because = _after(outcome, mine, rules, now())
    with register.writing() as tx:
        settled = deliveries.settle(tx, held, state, now(), because, next_at=next_at)
    log.debug("notices left", channel=batch.channel.id, office=batch.office, state=state, notices=len(mine), because=because)
    return Counter({state: settled})


def _after(outcome: Outcome, items: tuple[Waiting, ...], rules: Rules, now: datetime) -> tuple[str, datetime | None, str]:
    """Where a batch stands after an attempt: what failed is tried again after its back-off, and in the end left to a person."""
    tried = max(one.delivery.attempts for one in items) + 1
    rests = rules.channels.retry_minutes
    if outcome.state != FAILED or tried > len(rests):
        return outcome.state, None, outcome.because + (f"；试了 {tried} 次" if tried > 1 and outcome.state == FAILED else "")
    urgent = any(one.notice.urgent for one in items)
    next_at = leaves(now + timedelta(minutes=rests[tried - 1]), rules, urgent=urgent, wait=False)
    return PENDING, next_at, f"{outcome.because}；{next_at:%H:%M} 再试"


def message_of(tx: Connection, batch: Batch, rules: Rules) -> Message:
    """The one message of a batch. Its key is made of its deliveries, so that the same batch has the same key whenever it is sent."""
    person = reached(of_office(tx, batch.office, rules), batch.to, by_email=batch.channel.kind == "email")
    name = rules.offices[batch.office].name if batch.office in rules.offices else batch.office
    ids = sorted(one.delivery.id for one in batch.items)
    notices = [one.notice for one in batch.items]
    return Message(
        key=hashlib.sha256(f"{batch.channel.id} {ids}".encode()).hexdigest()[:24],
        office=batch.office,
        office_name=name,
        person=person.name if person else "",
        email=person.address if person else "",
        title=f"【回响】{name}：{_gist(notices[0].text) if len(notices) == 1 else f'{len(notices)} 条通知'}",
        lines=tuple(f"{number}. {notice.text}（事件 {notice.incident}）" for number, notice in enumerate(notices, 1)),
        notices=tuple({"id": n.id, "incident": n.incident, "rung": n.rung, "text": n.text, "at": n.at.isoformat()} for n in notices),
    )


def _gist(text: str) -> str:
    """What a notice is about, short enough for a subject line; the whole stands below it."""
    return re.split("——|。", text)[0][:60]
