"""Alarms and blind spots, over the API."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import httpx
import pytest

from response.alarms import watch
from store.watching import newest
from tests.api.conftest import House
from tests.api.seeding import NOW
from tests.response.collected import ran


@pytest.fixture
def failing(house: House) -> str:
    """A source that failed twice, and its alarm."""
    id_ = next(source.id for source in house.rules.sources.sources if source.enabled and source.address())
    with house.register.writing() as tx:
        for minutes in (2, 1):
            ran(tx, id_, NOW - timedelta(minutes=minutes), said=("unreachable", "域名解析失败"))
        watch(tx, house.rules.sources.sources, NOW, NOW)
    return id_


def test_an_alarm_is_shown_seen_and_cleared_by_itself(house: House, duty: httpx.Client, failing: str) -> None:
    (alarm,) = duty.get("/api/alarms").json()
    assert (alarm["kind"], alarm["subject"], alarm["because"], alarm["seen"]) == ("failing", failing, "连续 2 次：域名解析失败", None)
    assert duty.post(f"/api/alarms/{alarm['id']}/seen").json()["seen_by"] == "zhiban"
    assert house.client("guanli").post(f"/api/alarms/{alarm['id']}/seen").json()["seen_by"] == "zhiban"
    assert len(duty.get("/api/alarms").json()) == 1
    with house.register.writing() as tx:
        ran(tx, failing, NOW, kept=1)
        watch(tx, house.rules.sources.sources, NOW, NOW)
    assert duty.get("/api/alarms").json() == []
    assert duty.get("/api/alarms?standing=false").json()[0]["cleared"] is not None


def test_who_may_take_note(house: House, duty: httpx.Client, office: httpx.Client, failing: str) -> None:
    assert failing
    assert house.client("lingdao").get("/api/alarms").status_code == 200
    assert house.client("lingdao").post("/api/alarms/1/seen").status_code == 403
    assert office.get("/api/alarms").status_code == 403
    assert duty.post("/api/alarms/4711/seen").json() == {"error": "没有编号为 4711 的告警。"}
    assert duty.post("/api/alarms/0/seen").status_code == 422


def test_an_alarm_moves_the_pages(house: House, failing: str, duty: httpx.Client) -> None:
    with house.register.reading() as tx:
        before = newest(tx)
    duty.post("/api/alarms/1/seen")
    with house.register.reading() as tx:
        after = newest(tx)
    assert failing
    assert (before.alarm != after.alarm, before.source == after.source) == (True, True)


def test_blind_spots_tell_no_data_from_zero_also_to_programs(house: House, duty: httpx.Client, failing: str) -> None:
    found = duty.get("/api/blind-spots").json()
    cells = [cell for row in found["matrix"] for cell in row["cells"]]
    assert {cell["state"] for cell in cells} == {"no source", "never ran", "no data"}
    assert all(cell["new"] is None for cell in cells)
    strip = next(one for one in found["strips"] if one["source"] == failing)
    assert [day["state"] for day in strip["days"]] == ["no run"] * 13 + ["no data"]
    assert "municipal_services" not in dict(found["topics"])
    assert house.client("zhujian").get("/api/blind-spots").status_code == 403
    assert duty.get("/api/blind-spots?period=99").status_code == 422


@pytest.mark.parametrize(("part", "columns"), [("matrix", 7), ("days", 5), ("never", 3)])
def test_blind_spots_are_exported_with_their_words(duty: httpx.Client, failing: str, part: str, columns: int) -> None:
    assert failing
    answer = duty.get(f"/api/blind-spots.csv?part={part}")
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert len(rows) > 20
    assert {len(row) for row in rows} == {columns}
    if part != "never":
        assert all((row[4] == "") == (row[3] != "有数据") for row in rows[1:])
