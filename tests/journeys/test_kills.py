"""kill -9 at any moment: the next start goes on without loss or doubles."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import func, select

from store import history
from store.register import Register
from store.tables import documents, incidents, pieces
from tests.journeys.conftest import ROOT, huixiang

KILLS = 6


def _killed_after(seconds: float, *arguments: str) -> None:
    """Starts a command in a session of its own and kills the whole of it, as a power cut would."""
    process = subprocess.Popen(
        [sys.executable, "huixiang.py", *arguments], cwd=ROOT, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def test_a_thread_killed_at_random_moments_ends_as_one_that_was_not(sources: Path, tmp_path: Path) -> None:
    chance = random.Random(9)
    cut, whole = tmp_path / "cut", tmp_path / "whole"
    names = ["news", "social", "board"]
    arguments = ["collect", *names, "--sources", str(sources), "--json", "--data"]
    for _ in range(KILLS):
        _killed_after(chance.uniform(1.5, 9), *arguments, str(cut))
    time.sleep(1)
    huixiang(*arguments, str(cut))
    huixiang(*arguments, str(cut))
    huixiang(*arguments, str(whole))
    assert _told(cut) == _told(whole)


def _told(data: Path) -> dict[str, object]:
    """What a register holds: every document once, all of them through, every history whole."""
    with Register(f"sqlite:///{data / 'register.sqlite'}").reading() as tx:
        urls = sorted(tx.execute(select(documents.c.url)).scalars())
        states = {row[0]: row[1] for row in tx.execute(select(documents.c.state, func.count()).group_by(documents.c.state))}
        intake = tx.execute(select(func.count()).where(pieces.c.stage == "intake")).scalar_one()
        posts = tx.execute(select(func.coalesce(func.sum(incidents.c.posts), 0))).scalar_one()
        assert len(urls) == len(set(urls)), json.dumps(urls)
        assert not list(history.verify(tx))
        assert "collected" not in states
        assert "assessed" not in states
        assert intake == len(urls)
        assert posts == states.get("grouped", 0)
    return {"urls": [url.partition("127.0.0.1")[2] for url in urls]}
