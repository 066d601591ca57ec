from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

from store import people
from tests.api.conftest import House


def changes(lines: Iterator[str]) -> Iterator[list[str]]:
    for line in lines:
        if line.startswith("data: "):
            yield json.loads(line.removeprefix("data: "))


def wait_for(true: Callable[[], bool]) -> None:
    until = time.monotonic() + 10
    while not true():
        assert time.monotonic() < until, "it did not come true within ten seconds"
        time.sleep(0.02)


def test_a_change_is_told_within_two_seconds_whoever_made_it(house: House) -> None:
    house.app.state.watch.every = 0.1
    listener, incident = house.client("lingdao"), house.incident("渠黎镇停水")

    def later() -> None:
        time.sleep(0.5)
        house.clock.pass_by(timedelta(minutes=1))
        house.client("zhiban").post(f"/api/incidents/{incident.id}/actions/assign", json={})

    thread = threading.Thread(target=later)
    with listener.stream("GET", "/api/events", timeout=10) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        thread.start()
        moved = next(changes(stream.iter_lines()))
    thread.join()
    assert moved == ["entry", "notice"]


def test_one_watcher_serves_all_listeners_and_rests_when_nobody_listens(house: House) -> None:
    watch = house.app.state.watch
    watch.every = 0.05
    with (
        house.client("lingdao").stream("GET", "/api/events", timeout=10) as one,
        house.client("zhiban").stream("GET", "/api/events", timeout=10) as other,
    ):
        assert one.status_code == other.status_code == 200
        wait_for(lambda: len(watch._listeners) == 2)
        task = watch._task
        assert not task.done()
    wait_for(task.done)
    assert watch._listeners == set()


def test_the_stream_ends_with_the_session(house: House) -> None:
    house.app.state.watch.every = 0.1
    listener, incident = house.client("lingdao"), house.incident("渠黎镇停水")
    with listener.stream("GET", "/api/events", timeout=10) as stream:
        wait_for(lambda: len(house.app.state.watch._listeners) == 1)
        with house.register.writing() as tx:
            people.remove(tx, "lingdao")
        time.sleep(0.3)
        house.clock.pass_by(timedelta(minutes=1))
        house.client("zhiban").post(f"/api/incidents/{incident.id}/actions/assign", json={})
        assert list(changes(stream.iter_lines())) == []


def test_a_stranger_hears_nothing(house: House) -> None:
    assert house.client().get("/api/events").status_code == 401
