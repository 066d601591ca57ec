"""Any order of acts, by anybody, at any moment, over a real register: the promises of the lifecycle hold after every step."""

from __future__ import annotations

import contextlib
import random
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import Connection, select

from config.rules import load
from response import lifecycle, viewing
from response.desk import Desk, sees
from response.words import Missing, Refused
from store import drafts, duty_tables, history, incidents, tables
from store.records import Assignment, Grade, Incident, Person, Severity
from store.register import Register
from tests.response.conftest import Watch
from tests.response.world import DUTY, LEADER, officer, opened

RULES = load()
OFFICES = ["451421.housing", "451421.water", "451421.education", "451423.housing", "451421101.township"]
SECOND = Person("zhiban2", DUTY.role, None, "451400", "值班员乙")
LINK = {"link": "http://127.0.0.1/n"}
KEPT = (tables.assignments, tables.clocks, tables.answers, duty_tables.drafts, duty_tables.approvals, duty_tables.links)
SHELF = tempfile.TemporaryDirectory(prefix="lifecycle-")
EMPTY = Path(SHELF.name, "empty.sqlite")
GRAVE = (Grade.major, Grade.extreme)
CHANCE = st.integers(0, 2**24).map(random.Random)


def empty() -> Register:
    """A register with nothing in it; brought to this version once, and copied."""
    if not EMPTY.exists():
        Register(f"sqlite:///{EMPTY}").close()
    folder = Path(tempfile.mkdtemp(prefix="lifecycle-"))
    shutil.copy(EMPTY, folder / "register.sqlite")
    return Register(f"sqlite:///{folder / 'register.sqlite'}")


def standing(tx: Connection, incident: int) -> dict[str, Any]:
    """How an incident stands, without its history."""
    rows: dict[str, Any] = {}
    for table in KEPT:
        query = select(table).where(table.c.incident == incident) if "incident" in table.c else select(table)
        rows[table.name] = [tuple(row) for row in tx.execute(query)]
    one = incidents.get(tx, incident)
    assert one is not None
    told = [notice for notice in incidents.notices(tx, incident=incident) if notice.seen is None]
    return rows | {
        "incident": [getattr(one, name) for name in Incident.__dataclass_fields__ if name not in ("version", "head")],
        "told": told,
    }


class Lifecycle(RuleBasedStateMachine):
    """A desk with matters on it, and people who do whatever comes to their mind."""

    @initialize()
    def begin(self) -> None:
        self.register, self.watch = empty(), Watch()
        self.desk = Desk(self.register, RULES, self.watch)
        self.promised: dict[tuple[Any, ...], Any] = {}
        self.touched: list[int] = []
        for grade in (Grade.none, Grade.none, Grade.considerable, Grade.major):
            incident = opened(self.desk, posts=3, grade=grade).id
            self.desk.act(incident, "assign", DUTY)
            for part in self._parts(incident):
                self.desk.act_on(part.id, "acknowledge", officer(part.office))

    def teardown(self) -> None:
        with self.register.reading() as tx:
            assert not list(history.verify(tx))
            for office in OFFICES:
                shown = viewing.lines(tx, RULES, officer(office), self.watch(), order="changed")[0]
                assert {line.id for line in shown} == {part.incident for part in incidents.assignments(tx, office=office)}
        self.register.close()
        shutil.rmtree(Path(str(self.register.engine.url.database)).parent)

    @rule(chance=CHANCE)
    def somebody_acts_on_the_whole(self, chance: random.Random) -> None:
        self.the_world_goes_on(chance)
        incident = chance.choice(self._all())
        person = chance.choice([DUTY, DUTY, SECOND, LEADER, officer(chance.choice(OFFICES))])
        action = self._likely("incident", self._get(incident).status, person, chance)
        known: dict[str, dict[str, Any]] = {
            "assign": chance.choice([{}, {}, {"responsible": OFFICES[1]}, {"responsible": OFFICES[0], "cooperating": [OFFICES[2]]}]),
            "dismiss": {"reason_code": "refuted"},
            "raise": {"grade": chance.choice(list(Grade)).value},
            "lower": {"grade": chance.choice(list(Grade)).value},
            "merge": {"into": chance.choice(self._all())},
            "split": {"documents": [f"d{incident}-{chance.randrange(3)}"]},
            "link": {"other": chance.choice(self._all())},
            "unlink": {"other": chance.choice(self._all())},
            "hand_over": {"receiver": "值班员乙"},
            "correct": {"places": [chance.choice(["451421101", "451423100", "451400"])]},
        }
        details = known.get(action, {})
        self._try(incident, lambda: self.desk.act(incident, action, person, because="依职责", details=details), action)

    @rule(chance=CHANCE)
    def somebody_acts_on_a_part(self, chance: random.Random) -> None:
        self.the_world_goes_on(chance)
        with self.register.reading() as tx:
            parted = select(tables.assignments.c.incident).where(tables.assignments.c.status.in_(lifecycle.PART))
            incident = chance.choice(sorted(tx.execute(parted).scalars()) or self._all())
            running = [clock.id for clock in incidents.clocks(tx, incident=incident, running=True)] or [0]
        if not (parts := self._parts(incident)):
            return
        part = chance.choice(parts)
        person = chance.choice([officer(part.office), officer(part.office), DUTY, LEADER, officer(OFFICES[2])])
        action = self._likely("assignment", part.status, person, chance)
        clock = chance.choice(running)
        known: dict[str, dict[str, Any]] = {
            "return": {"reason_code": "not_our_duty", "basis": "三定", "office": chance.choice(OFFICES)},
            "report_back": {"track": chance.choice(list(lifecycle.TRACKS))},
            "answer": LINK,
            "first_response": LINK,
            "draft": {"text": chance.choice(["事故造成4人死亡，内部资料", "事故造成3人死亡"])},
            "extend": {"clock": clock, "limit": chance.choice(["1 days", "2 working days"])},
            "pause": {"clock": clock, "reason": "材料补正", "evidence": "通知书1号"},
            "resume": {"clock": clock},
        }
        details = known.get(action, {})
        self._try(incident, lambda: self.desk.act_on(part.id, action, person, because="依职责", details=details), action)

    @rule(chance=CHANCE)
    def somebody_acts_on_a_draft(self, chance: random.Random) -> None:
        with self.register.reading() as tx:
            written = drafts.in_state(tx, *lifecycle.DRAFT)
        if not written:
            self.somebody_acts_on_a_part(chance)
            return
        draft = chance.choice(written)
        person = chance.choice([SECOND, LEADER, officer(OFFICES[0]), officer(OFFICES[1])])
        action = self._likely("draft", draft.state, person, chance)
        details = {"reviewer": "张审", **LINK}
        self._try(draft.incident, lambda: self.desk.act_on_draft(draft.id, action, person, because="可以", details=details), action)

    def the_world_goes_on(self, chance: random.Random) -> None:
        """Time goes by, somebody reads their notices, the machine finds a matter graver than it was."""
        self.watch.go(minutes=chance.choice([0, 0, 1, 7, 90, 600]))
        if chance.random() < 0.1:
            with self.register.writing() as tx:
                incidents.see_notices(tx, chance.choice([*OFFICES, "451400.duty"]), self.watch())
        one = self._get(chance.choice(self._all()))
        if chance.random() < 0.02 and one.status in lifecycle.OPEN and one.severity.grade not in GRAVE:
            with self.register.writing() as tx:
                self.desk.regrade(tx, replace(one, severity=Severity(chance.choice(GRAVE), "原文")), "系统", "新的信息表明更严重")

    @rule(chance=CHANCE)
    def somebody_slips_and_takes_it_back(self, chance: random.Random) -> None:
        """What is undone at once stands exactly as before, and both acts are in the history."""
        one = self._get(chance.choice(self._all()))
        with self.register.reading() as tx:
            before = standing(tx, one.id)
        slip = self._slip_on_a_part if chance.random() < 0.5 else self._slip_on_the_whole
        with contextlib.suppress(Refused):
            person = slip(one, chance)
            self.desk.act(one.id, "undo", person)
            with self.register.reading() as tx:
                assert standing(tx, one.id) == before
                assert history.of(tx, one.id)[-1].action == "undo"
            assert self._get(one.id).version == one.version + 2
            self.touched = [one.id]

    def _slip_on_the_whole(self, one: Incident, chance: random.Random) -> Person:
        details = {"reason_code": "drill", "grade": "extreme", "places": ["451423100"], "receiver": "乙"}
        acts = [step.action for step in lifecycle.allowed("incident", one.status, DUTY.role) if not step.final]
        self.desk.act(one.id, chance.choice(acts or ["note"]), DUTY, because="手滑", details=details)
        return DUTY

    def _slip_on_a_part(self, one: Incident, chance: random.Random) -> Person:
        part = chance.choice(self._parts(one.id) or [None])
        if part is None:
            raise Refused("没有交办。")
        acts = [step.action for step in lifecycle.allowed("assignment", part.status, officer(part.office).role)]
        with self.register.reading() as tx:
            clock = next((clock.id for clock in incidents.clocks(tx, incident=one.id, running=True) if clock.assignment == part.id), 0)
        details = {**LINK, "text": "已修好", "clock": clock, "limit": "1 days", "reason": "材料补正", "evidence": "通知书"}
        back = {"reason_code": "vertical", "basis": "三定", "office": "451421.education"}
        self.desk.act_on(part.id, chance.choice(acts or ["note"]), officer(part.office), because="手滑", details=details | back)
        return officer(part.office)

    @invariant()
    def what_was_touched_keeps_every_promise(self) -> None:
        touched, self.touched = getattr(self, "touched", []), []
        for id_ in touched:
            with self.register.reading() as tx:
                one = incidents.get(tx, id_)
                assert one is not None
                assert [entry.number for entry in history.of(tx, id_)] == list(range(1, one.version + 1))
                self._offices(tx, one)
                self._clocks(tx, one)

    def _offices(self, tx: Connection, one: Incident) -> None:
        parts = incidents.assignments(tx, incident=one.id)
        leads = [part for part in parts if part.duty == "responsible" and part.status in lifecycle.PART]
        assert len(leads) == (1 if one.status in lifecycle.IN_HAND else 0)
        assert sum(part.returns for part in parts) <= 2
        assert all(part.task for part in parts)
        for office in OFFICES:
            assert sees(tx, officer(office), one, "451400") == any(part.office == office for part in parts)

    def _clocks(self, tx: Connection, one: Incident) -> None:
        clocks = incidents.clocks(tx, incident=one.id)
        for clock in clocks:
            promise = (clock.id, clock.incident, clock.assignment, clock.name, clock.started)
            assert self.promised.setdefault(promise, clock.due) == clock.due
            assert clock.stopped is None or clock.evidence
            assert clock.paused is None or RULES.deadlines.pauses(clock.name)
            assert not (RULES.deadlines.national(clock.name) and (clock.paused or clock.extended))
        if one.severity.grade in GRAVE and one.status in lifecycle.OPEN:
            owed = {clock.name: clock for clock in clocks if clock.name in ("publish", "press_conference")}
            assert len(owed) == 2
            assert not any(clock.ended for clock in owed.values())

    def _try(self, incident: int, act: Callable[[], object], action: str) -> None:
        """Does it; what is done is one entry more, what is refused leaves nothing behind."""
        with self.register.reading() as tx:
            before, number = standing(tx, incident), self._get(incident).version
        refused = ""
        try:
            act()
        except (Refused, Missing) as error:
            refused = str(error)
        with self.register.reading() as tx:
            if refused:
                assert (refused[-1], standing(tx, incident), self._get(incident).version) == ("。", before, number)
                return
            assert [entry.action for entry in history.of(tx, incident)[number:]] == [action]
        self.touched = self._all() if action in ("merge", "split") else [incident]

    def _likely(self, kind: lifecycle.Kind, status: str, person: Person, chance: random.Random) -> str:
        """An act of a table, mostly one that may be done now."""
        now = [step.action for step in lifecycle.allowed(kind, status, person.role)]
        some = [step.action for step in lifecycle.TABLES[kind]]
        return chance.choice(now if now and chance.random() < 0.9 else some)

    def _all(self) -> list[int]:
        """The matters that are there; those that an end was made of come up less often."""
        with self.register.reading() as tx:
            found = tx.execute(select(tables.incidents.c.id, tables.incidents.c.status).order_by(tables.incidents.c.id)).all()
        return [row.id for row in found for _ in range(3 if row.status in lifecycle.IN_HAND else 1)]

    def _parts(self, incident: int) -> list[Assignment]:
        with self.register.reading() as tx:
            return [part for part in incidents.assignments(tx, incident=incident) if part.status in lifecycle.PART]

    def _get(self, id_: int) -> Incident:
        with self.register.reading() as tx:
            found = incidents.get(tx, id_)
        assert found is not None
        return found


TestLifecycle = Lifecycle.TestCase
TestLifecycle.settings = settings(max_examples=8, stateful_step_count=250, deadline=None, derandomize=True, database=None)
