from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import insert

from config.settings import Settings
from config.sources import Sources
from crawler.sample.site import serve
from crawler.sample.site import sources as declare
from store import stages
from store import tables as t
from tests.api.conftest import House
from tests.api.seeding import NOW


def test_a_source_that_never_ran_has_no_data_which_is_not_zero(duty: httpx.Client) -> None:
    source = next(one for one in duty.get("/api/sources").json() if one["state"] == "never")
    assert (source["state"], source["new_today"], source["last_new"]) == ("never", None, None)


def test_a_source_that_fails_again_and_again_comes_first(house: House, duty: httpx.Client) -> None:
    ids = [source.id for source in house.rules.sources.sources if source.enabled]
    with house.register.writing() as tx:
        row = {"last_run": NOW, "last_success": NOW, "last_new": NOW, "streak": 3}
        tx.execute(
            insert(t.sources).values(id=ids[3], last_outcome="refused", streak_of="refused", because="服务器不允许访问（403）", **row)
        )
        tx.execute(insert(t.sources).values(id=ids[4], last_outcome="listed", streak_of="new", **row))
        stages.record(tx, "collect", [stages.Left("http://x/1", ids[4], "kept")], NOW)
    found = duty.get("/api/sources").json()
    assert (found[0]["id"], found[0]["state"], found[0]["sentence"]) == (ids[3], "failing", "连续 3 次：服务器不允许访问（403）")
    healthy = duty.get(f"/api/sources/{ids[4]}").json()
    assert (healthy["state"], healthy["new_today"]) == ("good", 1)
    house.clock.pass_by(timedelta(days=3))
    assert duty.get(f"/api/sources/{ids[4]}").json()["state"] == "late"


def test_a_source_that_is_not_declared_says_so(duty: httpx.Client) -> None:
    assert duty.get("/api/sources/nothing").json() == {"error": "没有编号为“nothing”的信息源。"}


@pytest.fixture
def site(house: House, tmp_path: Path) -> Iterator[str]:
    """A site that runs on loopback, declared as the only source."""
    running = serve()
    source = declare(running)[0]
    context = house.app.state.context
    house.app.state.context = replace(context, rules=replace(context.rules, sources=Sources(sources=(source,))))
    house.app.state.settings = Settings(data=tmp_path)
    yield source.id
    running.close()


def test_a_source_is_run_now_and_its_run_is_told_afterwards(duty: httpx.Client, site: str) -> None:
    started = duty.post(f"/api/sources/{site}/run")
    assert (started.status_code, started.json()["running"]) == (202, True)
    assert duty.post(f"/api/sources/{site}/run").json() == {"error": f"“{started.json()['name']}”正在采集。"}
    until = time.monotonic() + 60
    while duty.get(f"/api/sources/{site}").json()["last_run"] is None:
        assert time.monotonic() < until
        time.sleep(0.2)
    line = duty.get(f"/api/sources/{site}").json()
    (run,) = duty.get(f"/api/sources/{site}/runs").json()
    assert (line["running"], line["state"]) == (False, "good")
    assert line["new_today"] == run["new"] == run["outcomes"]["kept"] > 5


def test_what_cannot_be_run_says_why(house: House, duty: httpx.Client) -> None:
    off = next(source for source in house.rules.sources.sources if source.url.startswith("rsshub:"))
    assert duty.post(f"/api/sources/{off.id}/run").status_code == 409
    assert (
        "没有启用" in duty.post("/api/sources/report/run").json()["error"]
        or "不是采来的" in duty.post("/api/sources/report/run").json()["error"]
    )
    assert duty.post("/api/sources/nothing/run").status_code == 404
    assert duty.get("/api/sources/nothing/runs").status_code == 404
    assert house.client("lingdao").post(f"/api/sources/{off.id}/run").status_code == 403
