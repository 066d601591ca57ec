"""A really running service on loopback over a register of its own, and people who are signed in to it."""

from __future__ import annotations

import hashlib
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from sqlalchemy import insert

from api.app import create_app
from api.context import COOKIE
from config.rules import Rules, load
from dashboards.pages import mount
from response.desk import Desk
from store import incidents
from store.records import Incident
from store.register import Register
from store.search import Index
from store.tables import sessions
from tests.api.seeding import NOW, PEOPLE, seed


@dataclass
class Clock:
    """The clock of a test, which stands until it is moved."""

    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, span: timedelta) -> None:
        self.at += span


@dataclass
class House:
    """An installation: its parts, its application, its address."""

    register: Register
    rules: Rules
    desk: Desk
    clock: Clock
    app: FastAPI
    address: str = ""
    _open: list[httpx.Client] = field(default_factory=list)

    def client(self, name: str = "", password: str = "") -> httpx.Client:
        """A client of the API: signed in as `name`, or a stranger. With a password it goes through the sign-in."""
        client = httpx.Client(base_url=self.address, headers={"X-Huixiang": "1"}, timeout=20, trust_env=False)
        self._open.append(client)
        if name and not password:
            client.cookies.set(COOKIE, f"token of {name}")
        elif name:
            client.post("/api/session", json={"name": name, "password": password}).raise_for_status()
        return client

    def incident(self, words: str) -> Incident:
        """The one incident with these words in its title."""
        with self.register.reading() as tx:
            found, total = incidents.find(tx, words=words)
        assert total == 1, f"{total} incidents with {words}"
        return found[0]

    def close(self) -> None:
        for client in self._open:
            client.close()


@pytest.fixture(scope="session")
def rules() -> Rules:
    return load()


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory, rules: Rules) -> Path:
    """The small world, made once; each test gets a copy."""
    folder = tmp_path_factory.mktemp("seeded")
    register, index = Register(f"sqlite:///{folder / 'register.sqlite'}"), Index(folder / "search.sqlite")
    seed(register, index, rules, Desk(register, rules, Clock()))
    with register.writing() as tx:
        for person in PEOPLE:
            token = hashlib.sha256(f"token of {person.name}".encode()).hexdigest()
            tx.execute(insert(sessions).values(token=token, person=person.name, until=NOW + timedelta(days=30)))
    register.close()
    index.close()
    return folder


@pytest.fixture
def house(seeded: Path, tmp_path: Path, rules: Rules) -> Iterator[House]:
    shutil.copytree(seeded, tmp_path / "data")
    register, index = Register(f"sqlite:///{tmp_path / 'data' / 'register.sqlite'}"), Index(tmp_path / "data" / "search.sqlite")
    clock = Clock()
    desk = Desk(register, rules, clock)
    app = create_app(desk, register, rules, index)
    mount(app, desk, register, rules, index)
    made = House(register, rules, desk, clock, app)
    stop = served(app, made)
    yield made
    made.close()
    stop()
    register.close()
    index.close()


def served(app: FastAPI, made: House) -> Callable[[], None]:
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.01)
    made.address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"

    def stop() -> None:
        app.state.watch.close()
        server.should_exit = True
        thread.join(10)

    return stop


@pytest.fixture
def duty(house: House) -> httpx.Client:
    return house.client("zhiban")


@pytest.fixture
def office(house: House) -> httpx.Client:
    return house.client("zhujian")


@pytest.fixture
def administrator(house: House) -> httpx.Client:
    return house.client("guanli")
