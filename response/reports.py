"""人工上报: what somebody at a telephone or a counter was told goes the same way as every post, and one sees at once what became of it.

Who called is not asked for and not kept. A slip can be taken back within a minute, as long as nobody has the matter in hand.

Contents: CHANNELS · Report · report · Became · became · latest · undo
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, desc, select, update

from config.regions import REGION_DIGITS
from response import timekeeping
from response.brought import KEPT, SEEN, SENTENCES, Item, Kept, settle, take
from response.gather import counted, facts_of, post_of, understood
from response.lifecycle import WAITING
from response.readable import may_read
from response.routing import route
from response.scope import may_see
from response.sources import REPORT
from response.words import Missing, Refused
from store import documents, history, incidents
from store.records import Medium, Person, Role
from store.tables import documents as table
from store.tables import pieces

if TYPE_CHECKING:
    from collections.abc import Callable

    from config.rules import Rules
    from response.desk import Desk
    from store.records import Incident

CHANNELS = {"phone": "电话", "visit": "来访", "letter": "来信", "group": "微信群转报", "patrol": "网格员巡查", "other": "其他"}
WINDOW = timedelta(minutes=1)
FURTHER = 10  # among so many times more are the latest of one's own looked for
WITHDRAWN, DISMISSED = "withdrawn", "dismissed"
STATES = {
    documents.COLLECTED: "已收下，等待研判",
    documents.ASSESSED: "已研判，正在归并",
    documents.NO_CONCERN: "没有看出需要回应的事项",
    documents.SET_ASIDE: "机器看不懂，已放到“搁置待看”",
    WITHDRAWN: "已撤回",
}
DONE = (documents.GROUPED, documents.NO_CONCERN, documents.SET_ASIDE, WITHDRAWN)
BY = "录入："


@dataclass(frozen=True, slots=True)
class Report:
    """What was told. `place` is a region's code, `at` when it was told."""

    title: str
    text: str
    place: str | None
    at: datetime | None
    channel: str


def report(tx: Connection, rules: Rules, person: Person, told: Report, mask: Callable[[str], str], now: datetime) -> Kept:
    """Keeps a report for assessment; the same words a second time are said to be there already. Raises `Refused`."""
    if told.place and told.place not in rules.regions.all:
        raise Refused(f"没有编号为“{told.place}”的地区，请从列表中选。")
    if told.at and told.at > now + WINDOW:
        raise Refused("时间在将来：请填写接到反映的时间。")
    source = source_of(rules)
    title, text = _titled(told), _placed(told, rules)
    digest = hashlib.sha256(f"{mask(title)}\n{mask(text)}".encode()).hexdigest()
    region = told.place[:REGION_DIGITS] if told.place else person.region
    publisher = f"人工上报（{CHANNELS[told.channel]}）"
    kept = take(tx, Item(f"report:{digest[:16]}", title, text, Medium.board, region, told.at or now, publisher), source, mask, now)
    if kept.outcome == SEEN and _again(tx, str(kept.document), now):
        kept = replace(kept, outcome=KEPT, because=SENTENCES[KEPT])
    settle(tx, source, [replace(kept, because=f"{CHANNELS[told.channel]}，{BY}{person.name}")], now)
    return kept


def _again(tx: Connection, id_: str, now: datetime) -> bool:
    """Takes up a report anew that had been taken back; whether there was one."""
    chosen = update(table).where(table.c.id == id_, table.c.state == WITHDRAWN)
    return tx.execute(chosen.values(state=documents.COLLECTED, because=None, fetched=now)).rowcount == 1


def source_of(rules: Rules) -> str:
    """The source that reports are kept as: the one declared for them, or its plain name."""
    return next((source.id for source in rules.sources.sources if source.kind == REPORT), REPORT)


def _titled(told: Report) -> str:
    return told.title.strip() or told.text.strip().splitlines()[0][:40]


def _placed(told: Report, rules: Rules) -> str:
    """The text, which says where, if the words do not."""
    name = rules.regions.full_name(told.place) if told.place else ""
    said = f"{told.title}{told.text}"
    return told.text.strip() if not told.place or name in said else f"地点：{name}。\n{told.text.strip()}"


@dataclass(frozen=True, slots=True)
class Became:
    """What became of a report by now. `incident` only where the person may see it; `undo_until` while it can be taken back."""

    id: str
    title: str
    at: datetime
    state: str
    done: bool
    outcome: str | None
    sentence: str
    because: str
    incident: int | None
    incident_title: str | None
    undo_until: datetime | None


def became(tx: Connection, rules: Rules, person: Person, id_: str, now: datetime, *, told: bool = False) -> Became:
    """What became of a report, for whoever entered it or may read it, or has just `told` the same words. Raises `Missing`."""
    row = tx.execute(select(table).where(table.c.id == id_, table.c.source == source_of(rules))).one_or_none()
    by = _by(tx, row.source, row.url) if row else ""
    if row is None or not (told or _may(tx, rules, person, row, by)):
        raise Missing(f"没有编号为 {id_} 的上报。")
    left = tx.execute(
        select(pieces.c.outcome, pieces.c.because)
        .where(pieces.c.source == row.source, pieces.c.stage == "intake", pieces.c.piece == id_)
        .order_by(desc(pieces.c.id))
    ).first()
    here = incidents.get(tx, row.incident) if row.incident else None
    shown = here if here and may_see(tx, person, here, rules) else None
    outcome = left.outcome if left and row.state == documents.GROUPED else None
    return Became(
        id=id_,
        title=row.title,
        at=row.fetched,
        state=row.state,
        done=row.state in DONE,
        outcome=outcome,
        sentence=_sentence(row.state, outcome, here, shown),
        because="" if here and not shown else (left.because if left and row.state != WITHDRAWN else row.because) or "",
        incident=shown.id if shown else None,
        incident_title=shown.title if shown else None,
        undo_until=None if by != person.name or _why_not(row.state, row.fetched, here, now) else row.fetched + WINDOW,
    )


def _may(tx: Connection, rules: Rules, person: Person, row: Any, by: str) -> bool:  # noqa: ANN401
    """Whether this person is told of a report: one's own, and for anybody but an office what they may read."""
    document = documents.get(tx, row.id)
    read = person.role is not Role.office and document is not None and may_read(tx, rules, person, document, row.incident)
    return by == person.name or read


def _by(tx: Connection, source: str, url: str) -> str:
    """Who entered a report."""
    query = select(pieces.c.because).where(pieces.c.source == source, pieces.c.piece == url, pieces.c.outcome != SEEN)
    return str(tx.execute(query.order_by(desc(pieces.c.id))).scalars().first() or "").rpartition(BY)[2]


def _sentence(state: str, outcome: str | None, here: Incident | None, shown: Incident | None) -> str:
    if state != documents.GROUPED or here is None:
        return STATES.get(state, state)
    what = "立案" if outcome == "opened" else "归入已有的事件"
    return f"{what}：事件 {here.id}" + ("" if shown else "（由值班室处理）")


def latest(tx: Connection, rules: Rules, person: Person, now: datetime, limit: int = 20) -> list[Became]:
    """The latest reports that this person is told of."""
    source = source_of(rules)
    columns = (table.c.id, table.c.url, table.c.incident)
    query = select(*columns).where(table.c.source == source).order_by(desc(table.c.fetched), table.c.id).limit(limit * FURTHER)
    mine = (row.id for row in tx.execute(query).all() if _may(tx, rules, person, row, _by(tx, source, row.url)))
    return [became(tx, rules, person, id_, now) for id_, _ in zip(mine, range(limit), strict=False)]


def _why_not(state: str, fetched: datetime, here: Incident | None, now: datetime) -> str:
    """Why a report can no longer be taken back, or nothing."""
    if state == WITHDRAWN:
        return "这条上报已经撤回。"
    if now - fetched > WINDOW:
        return "上报已超过一分钟，不能撤回；要更正，请在事件里批注或更正研判。"
    if here and here.status not in WAITING:
        return f"事件 {here.id} 已经有人在办，不能撤回。"
    return ""


def undo(desk: Desk, person: Person, id_: str) -> None:
    """Takes a report back, out of its incident; one that it alone had opened is dismissed. Raises `Missing`, `Refused`."""
    now = desk.now()
    with desk.register.writing() as tx:
        chosen = table.c.id == id_, table.c.source == source_of(desk.rules)
        row = tx.execute(select(table).where(*chosen).with_for_update()).one_or_none()
        if row is None or _by(tx, row.source, row.url) != person.name:
            raise Missing(f"没有编号为 {id_} 的上报，或者它不是您录入的。")
        here = incidents.get(tx, row.incident, lock=True) if row.incident else None
        if why := _why_not(row.state, row.fetched, here, now):
            raise Refused(why)
        why = f"{person.shown or person.name}撤回"
        tx.execute(update(table).where(*chosen).values(state=WITHDRAWN, incident=None, because=why))
        if here:
            _without(tx, here, id_, person, desk)


def _without(tx: Connection, here: Incident, id_: str, person: Person, desk: Desk) -> None:
    """Understands an incident without this post and says so in its history; where none is left, it is dismissed."""
    rest, now = documents.of_incident(tx, here.id), desk.now()
    why = "上报人在一分钟内撤回了这条上报"
    fresh = counted(here, rest)
    if rest:
        posts = [post_of(document, read) for document, read in rest]
        fresh = understood(fresh, posts, desk.rules.gathering)
        fresh = replace(fresh, decision=route(facts_of(fresh, posts), desk.rules))
    else:
        fresh = replace(fresh, status=DISMISSED)
        for clock in incidents.clocks(tx, incident=here.id, running=True):
            timekeeping.end(tx, clock, now, why)
    incidents.save(tx, fresh)
    history.append(tx, here.id, "note" if rest else "dismiss", person.name, now, why, {"document": id_})
