from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx

from api.serving import GRACE_SECONDS, taken

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import hashlib, sys
from pathlib import Path
from datetime import timedelta
from sqlalchemy import insert
from api.app import create_app
from api.serving import serve
from config.rules import load
from response.desk import Desk
from store import people
from store.records import Person, Role
from store.register import Register
from store.search import Index
from store.tables import sessions
from tests.api.conftest import Clock

folder, rules, clock = Path(sys.argv[1]), load(), Clock()
register = Register(f"sqlite:///{folder / 'register.sqlite'}")
with register.writing() as tx:
    people.add(tx, Person("zhiban", Role.duty, None, "451400"), "a-long-password")
    tx.execute(insert(sessions).values(token=hashlib.sha256(b"token").hexdigest(), person="zhiban", until=clock() + timedelta(days=1)))
serve(create_app(Desk(register, rules, clock), register, rules, Index(folder / "search.sqlite")), "127.0.0.1", int(sys.argv[2]))
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_port_that_is_taken_is_told_with_the_reason() -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        assert taken("127.0.0.1", holder.getsockname()[1]) == "Address already in use"
    assert taken("127.0.0.1", free_port()) == ""


def test_a_service_that_is_told_to_stop_ends_at_once_and_silently_although_pages_are_open(tmp_path: Path) -> None:
    port = free_port()
    arguments = [sys.executable, "-c", PROGRAM, str(tmp_path), str(port)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    service = subprocess.Popen(arguments, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True)
    client = httpx.Client(base_url=f"http://127.0.0.1:{port}", cookies={"huixiang_session": "token"}, trust_env=False)
    until = time.monotonic() + 60
    while True:
        try:
            client.get("/api/health")
            break
        except httpx.ConnectError:
            assert time.monotonic() < until, "the service did not start"
            time.sleep(0.1)
    with client.stream("GET", "/api/events", timeout=20) as stream:
        lines = stream.iter_lines()
        assert next(lines) == "retry: 3000"
        time.sleep(0.5)
        began = time.monotonic()
        service.send_signal(signal.SIGTERM)
        assert not [line for line in lines if line.startswith("data")]
    _, said = service.communicate(timeout=30)
    assert time.monotonic() - began < GRACE_SECONDS
    assert said == ""
