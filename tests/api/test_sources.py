from __future__ import annotations

from datetime import timedelta

import httpx
from sqlalchemy import insert

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
