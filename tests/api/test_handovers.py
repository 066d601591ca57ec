"""A handover is signed by two people, each with their own account, and stays as it was."""

from __future__ import annotations

from datetime import timedelta

import httpx

from store import people
from store.records import Person, Role
from tests.api.conftest import House
from tests.api.seeding import PASSWORD


def next_one(house: House, region: str = "451400", name: str = "jieban") -> httpx.Client:
    with house.register.writing() as tx:
        people.add(tx, Person(name, Role.duty, None, region, "接班员"), PASSWORD)
    return house.client(name, PASSWORD)


def test_two_sign_and_the_record_stays_as_it_was(house: House, duty: httpx.Client) -> None:
    taker = next_one(house)
    duty.post(f"/api/incidents/{house.incident('渠黎镇停水').id}/actions/assign", json={})
    now = duty.get("/api/handovers/now").json()
    given = duty.post("/api/handovers", json={"notes": " 水厂下午再来电 "}).json()
    assert (given["by"], given["notes"], given["taken_by"], given["body"]) == ("zhiban", "水厂下午再来电", None, now)
    assert given["body"]["unacknowledged"][0]["office"]
    own = duty.post(f"/api/handovers/{given['id']}/take")
    assert (own.status_code, "不能自己接班" in own.json()["error"]) == (409, True)
    house.clock.pass_by(timedelta(hours=4))
    taken = taker.post(f"/api/handovers/{given['id']}/take").json()
    assert taken["taken_by"] == "jieban"
    assert taker.post(f"/api/handovers/{given['id']}/take").status_code == 409
    kept = duty.get(f"/api/handovers/{given['id']}").json()
    assert (kept["body"], kept["digest"]) == (given["body"], given["digest"])
    assert [one["id"] for one in duty.get("/api/handovers").json()] == [given["id"]]


def test_nothing_changes_or_removes_a_handover(duty: httpx.Client) -> None:
    given = duty.post("/api/handovers", json={}).json()["id"]
    for method in ("PUT", "PATCH", "DELETE"):
        assert duty.request(method, f"/api/handovers/{given}", json={"notes": "改"}).status_code == 405


def test_leaders_read_and_offices_do_not_and_another_county_s_desk_sees_nothing(
    house: House, duty: httpx.Client, office: httpx.Client
) -> None:
    given = duty.post("/api/handovers", json={}).json()["id"]
    assert house.client("lingdao").get(f"/api/handovers/{given}").status_code == 200
    assert house.client("lingdao").post("/api/handovers", json={}).status_code == 403
    assert office.get("/api/handovers").status_code == 403
    county = next_one(house, "451421", "xian")
    assert county.get("/api/handovers").json() == []
    assert county.get(f"/api/handovers/{given}").status_code == 404
    assert county.post(f"/api/handovers/{given}/take").status_code == 404
