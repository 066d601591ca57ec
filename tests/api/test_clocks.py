from __future__ import annotations

from datetime import timedelta

import httpx

from tests.api.conftest import House


def test_the_clock_that_runs_out_first_is_on_top_and_the_overdue_can_be_asked_for(house: House, duty: httpx.Client) -> None:
    clocks = duty.get("/api/clocks").json()
    assert [clock["due"] for clock in clocks] == sorted(clock["due"] for clock in clocks)
    assert duty.get("/api/clocks", params={"overdue": True}).json() == []
    house.clock.pass_by(timedelta(hours=6))
    overdue = duty.get("/api/clocks", params={"overdue": True}).json()
    assert overdue
    assert {clock["state"] for clock in overdue} == {"overdue"}


def test_clocks_of_other_regions_are_not_told(house: House) -> None:
    clocks = house.client("fusui").get("/api/clocks").json()
    assert {clock["incident"] for clock in clocks} >= {house.incident("渠黎镇停水").id}
    assert house.incident("江州区").id not in {clock["incident"] for clock in clocks}


def test_timeliness_has_its_denominators(house: House, duty: httpx.Client) -> None:
    duty.post(f"/api/incidents/{house.incident('渠黎镇停水').id}/actions/assign", json={})
    house.clock.pass_by(timedelta(hours=3))
    for by in ("office", "topic", "region", "grade"):
        table = duty.get("/api/timeliness", params={"by": by}).json()
        assert table["rows"]
        for row in table["rows"]:
            assert row["promises"] == row["on_time"] + row["late"] + row["running"] + row["overdue"]
    housing = next(row for row in duty.get("/api/timeliness").json()["rows"] if row["key"] == "451421.housing")
    assert (housing["overdue"], housing["late_by"]["acknowledged"]) == (1, 1)


def test_timeliness_is_for_the_duty_office_and_leaders_and_a_period_that_makes_sense(house: House, duty: httpx.Client) -> None:
    assert house.client("zhujian").get("/api/timeliness").status_code == 403
    wrong = duty.get("/api/timeliness", params={"since": "2026-11-25T00:00", "until": "2026-11-24T00:00"})
    assert (wrong.status_code, wrong.json()) == (422, {"error": "起应早于止，且最多十年。"})


def test_timeliness_can_be_taken_away_as_a_table(duty: httpx.Client) -> None:
    answer = duty.get("/api/timeliness/export", params={"by": "grade"})
    assert answer.text.startswith("\ufeff名称,事件,承诺")
    assert answer.headers["content-type"].startswith("text/csv")
    assert duty.get("/api/timeliness/bounces").json() == []
    assert duty.get("/api/timeliness/after").json()["incidents"] == 0
    assert duty.get("/api/timeliness", params={"since": "2026-11-25T00:00", "until": "2026-11-24T00:00"}).status_code == 422
