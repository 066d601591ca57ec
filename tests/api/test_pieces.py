from __future__ import annotations

import httpx

from tests.api.conftest import House


def test_the_days_outcomes_add_up_to_the_days_pieces(duty: httpx.Client) -> None:
    day = duty.get("/api/pieces/day").json()
    assert day["day"] == "2026-11-25"
    sums = {stage["stage"]: stage for stage in day["stages"]}
    assert all(sum(stage["outcomes"].values()) == stage["total"] for stage in sums.values())
    assert (
        sums["collect"]["total"] == sums["assess"]["total"] == sums["intake"]["total"] == len(duty.get("/api/pieces?stage=collect").json())
    )
    assert day["waiting"] == {"collected": 0, "assessed": 0, "set_aside": 0}


def test_a_day_without_pieces_has_no_stages_instead_of_zeros(duty: httpx.Client) -> None:
    assert duty.get("/api/pieces/day", params={"on": "2020-01-01"}).json()["stages"] == []


def test_pieces_are_searched_by_outcome_and_reason(house: House, duty: httpx.Client) -> None:
    opened = duty.get("/api/pieces", params={"outcome": "opened"}).json()
    assert len(opened) == 10
    assert len(duty.get("/api/pieces", params={"words": "标题相同"}).json()) == 27
    assert house.client("zhujian").get("/api/pieces").status_code == 403
