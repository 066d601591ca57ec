"""A job runs once a slot, however many schedules there are."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import datetime

from store import jobs
from store.jobs import Job, Schedule
from store.register import Register
from store.tables import BEIJING
from tests.store.conftest import NOON


def now() -> datetime:
    return datetime.now(BEIJING)


def test_a_slot_is_claimed_once(register: Register) -> None:
    with register.writing() as tx:
        assert jobs.claim(tx, "chase", "1", NOON) is True
        assert jobs.claim(tx, "chase", "1", NOON) is False
        assert jobs.claim(tx, "chase", "2", NOON) is True
        assert jobs.claim(tx, "work", "1", NOON) is True


def test_two_schedules_on_one_register_run_a_job_once_a_slot(register: Register) -> None:
    ran: Counter[int] = Counter()
    begun = time.time()

    def do() -> None:
        ran[int(time.time())] += 1

    both = [Schedule(register, [Job("tick", 1, do)], now) for _ in range(2)]
    for one in both:
        one.start()
    threading.Event().wait(3.2)
    for one in both:
        one.stop()
    assert sum(ran.values()) >= 2
    assert sum(ran.values()) <= time.time() - begun + 1


def test_a_job_that_fails_comes_again(register: Register) -> None:
    tried: list[int] = []

    def do() -> None:
        tried.append(1)
        raise ZeroDivisionError

    schedule = Schedule(register, [Job("broken", 1, do)], now)
    schedule.start()
    threading.Event().wait(2.5)
    schedule.stop()
    assert len(tried) >= 2


def test_a_process_that_ended_is_known_to_be_gone_and_one_that_runs_is_not() -> None:
    assert jobs.gone(jobs.me()) is False
    code = "import sys; sys.path.insert(0, '.'); from store.jobs import me; print(me())"
    signed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    assert jobs.gone(signed) is True
    assert jobs.gone("elsewhere:1:1") is False
