"""Two processes chase and deliver on one register and are killed at random: nothing is told twice, and nothing is lost without a word."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from sqlalchemy import func, select

from config.rules import Rules
from response.chase import chase
from response.delivering import deliver
from response.desk import Desk
from response.sending import Over
from store import history, incidents
from store import tables as t
from store.deliveries import NOT_NEEDED, SENT, UNKNOWN
from store.duty_tables import deliveries
from store.jobs import gone, me
from store.register import Register
from tests.response.chaser import HOOK, Hands, hasty
from tests.response.conftest import NOON
from tests.response.receiver import Receiver
from tests.response.world import DUTY, opened
from tests.store.conftest import address, postgres, register

__all__ = ["address", "postgres", "register"]
ROOT = Path(__file__).resolve().parents[2]
KILLS = 8
PLACES = ("451402", "451421", "451422", "451423", "451424", "451425", "451481")
TOPICS = ("municipal_services", "compulsory_education", "healthcare", "agriculture", "traffic_order")


class Pair:
    """Two chasers, of which one is killed every now and then and another takes its place."""

    def __init__(self, *arguments: str) -> None:
        self.arguments = arguments
        self.running = [self._start(), self._start()]

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.response.chaser", *self.arguments]
        return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)

    def working(self, which: int) -> None:
        """Waits until one has begun to work."""
        said = self.running[which].stdout
        assert said is not None
        assert said.readline() == b"working\n"

    def kill(self, which: int) -> None:
        self.running[which].kill()  # SIGKILL
        self.running[which].wait()
        self.running[which] = self._start()

    def end(self) -> None:
        for process in self.running:
            process.kill()
            process.wait()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver(delay=0.05)
    yield made
    made.close()


def test_no_notice_is_told_twice_though_two_chase_and_are_killed_at_random(
    register: Register, receiver: Receiver, rules: Rules, tmp_path: Path
) -> None:
    now, hurried, chance = Hands(tmp_path / "clock"), hasty(rules), random.Random(6)
    now.go(NOON)
    desk = Desk(register, hurried, now)
    for place, topic in product(PLACES, TOPICS):
        desk.act(opened(desk, place=place, topic=topic).id, "assign", DUTY)
    pair = Pair(register.url, receiver.address, str(now.file))
    try:
        for number in range(KILLS):
            pair.working(number % 2)
            now.go(now(), minutes=30)
            receiver.wait_for(chance.randint(1, 12))
            pair.kill(number % 2)
    finally:
        pair.end()
    _quiesce(register, hurried, receiver, now)
    _told_once(register)
    _sent_once_or_left_to_a_person(register, receiver)


def _quiesce(register: Register, rules: Rules, receiver: Receiver, now: Hands) -> None:
    """One more process goes on where the killed ones stopped, until nothing is left to do."""
    send = Over({HOOK.address: receiver.address, HOOK.secret: "s"})
    chase(register, rules, now())
    assert not chase(register, rules, now())
    while deliver(register, rules, now, send, me(), gone):
        pass


def _told_once(register: Register) -> None:
    with register.reading() as tx:
        assert not list(history.verify(tx))
        kept = [(n.clock, n.rung, n.office) for n in incidents.notices(tx, limit=100_000) if n.clock]
        entries = [entry for one in incidents.find(tx, limit=1000)[0] for entry in history.of(tx, one.id)]
    urged = [entry.details for entry in entries if entry.action in ("remind", "escalate")]
    said = [(details["clock"], details["rung"], office) for details in urged for office in details["offices"]]
    assert len(kept) > len(PLACES) * len(TOPICS)
    assert Counter(said) == Counter(kept)
    assert max(Counter(kept).values()) == 1


def _sent_once_or_left_to_a_person(register: Register, receiver: Receiver) -> None:
    with register.reading() as tx:
        states = {row.notice: row.state for row in tx.execute(select(deliveries.c.notice, deliveries.c.state))}
        notices = tx.execute(select(func.count()).select_from(t.notices)).scalar_one()
        planned = tx.execute(select(func.count()).select_from(deliveries)).scalar_one()
    arrived = Counter(receiver.notices)
    assert planned == len(states) == notices
    assert set(states.values()) <= {SENT, UNKNOWN, NOT_NEEDED}, Counter(states.values())
    assert max(arrived.values()) == 1, "a notice was sent again without a person's word"
    assert {notice for notice, state in states.items() if state == SENT} <= set(arrived)
    assert set(arrived) <= {notice for notice, state in states.items() if state in (SENT, UNKNOWN)}
