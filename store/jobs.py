"""What runs again and again: the schedule is a clock, the register's (job, slot) row is the guarantee that a job runs once.

Contents: Job · me · gone · claim · Schedule
"""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex
from typing import TYPE_CHECKING

import psutil
import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy import Connection, delete

from store import tables as t
from store.documents import upsert

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from store.register import Register

KEPT = timedelta(days=7)
_HOST = socket.gethostname()[:24]
_RUN = token_hex(4)  # a process that starts the program over keeps its number and its beginning
log = structlog.get_logger()


@dataclass(frozen=True)
class Job:
    """Something to do every so many seconds, by one process of all."""

    name: str
    seconds: int
    do: Callable[[], object]


def me() -> str:
    """The name with which the process signs its claims: machine, process, when that process began, and which program runs in it."""
    return f"{_HOST}:{os.getpid()}:{psutil.Process().create_time():.0f}:{_RUN}"


def gone(name: str) -> bool:
    """Whether the process that signed so was one of this machine and is no more; of other machines nothing is known."""
    host, _, process = name.partition(":")
    pid, began, run = (*process.split(":"), "", "")[:3]
    if host != _HOST or not pid.isdigit():
        return False
    try:
        return f"{psutil.Process(int(pid)).create_time():.0f}" != began or (int(pid) == os.getpid() and run != _RUN)
    except psutil.NoSuchProcess:
        return True


def claim(tx: Connection, job: str, slot: str, now: datetime) -> bool:
    """Whether this process is the one to run `job` in `slot`. Old slots are forgotten on the way."""
    tx.execute(delete(t.jobs).where(t.jobs.c.at < now - KEPT))
    return upsert(tx, t.jobs, {"job": job, "slot": slot, "by": me(), "at": now}, update=False) == 1


class Schedule:
    """Runs the jobs in threads of this process; each job waits for its own last run to end."""

    def __init__(self, register: Register, jobs: Sequence[Job], now: Callable[[], datetime]) -> None:
        self.register, self.now = register, now
        self._clock = BackgroundScheduler(executors={"default": ThreadPoolExecutor(max(4, len(jobs)))}, timezone="Asia/Shanghai")
        for job in jobs:
            first = datetime.now().astimezone()
            every = IntervalTrigger(seconds=job.seconds)
            self._clock.add_job(self._once, every, args=[job], id=job.name, max_instances=1, coalesce=True, next_run_time=first)

    def start(self) -> None:
        """Starts the clock."""
        self._clock.start()

    def stop(self) -> None:
        """Stops the clock; a run under way is left to itself (each of its steps is a transaction, so it may be cut off anywhere)."""
        self._clock.shutdown(wait=False)

    def _once(self, job: Job) -> None:
        now = self.now()
        slot = str(int(now.timestamp()) // job.seconds)
        try:
            with self.register.writing() as tx:
                mine = claim(tx, job.name, slot, now)
            if mine:
                job.do()
        except Exception:  # the next slot tries again, and the log says why
            log.exception("job failed", job=job.name)
