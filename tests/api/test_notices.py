"""What was told is read by those it was for; what did not arrive is sent again by a person of the desk."""

from __future__ import annotations

import httpx

from response.delivering import deliver
from response.sending import Outcome, blackhole
from store import incidents
from store.deliveries import UNKNOWN
from tests.api.conftest import House


def sent(house: House, outcome: str) -> None:
    """Everything that is due leaves the house, with this outcome."""
    for minutes in (0, 6):
        at = house.clock().replace(minute=minutes)
        deliver(house.register, house.rules, lambda at=at: at, lambda *_: Outcome(outcome, "没有等到回答"), "x:1:1", lambda _: False)  # type: ignore[misc]


def test_an_office_reads_its_own_notices_and_who_marked_them_as_read_is_kept(
    house: House, duty: httpx.Client, office: httpx.Client
) -> None:
    duty.post(f"/api/incidents/{house.incident('渠黎镇停水').id}/actions/assign", json={})
    (notice,) = office.get("/api/notices", params={"unseen": True}).json()
    assert notice["text"].startswith("新的主办事项：渠黎镇停水三天，没有人说什么时候来水")
    assert office.post("/api/notices/seen").json() == {"seen": 1}
    assert office.get("/api/notices", params={"unseen": True}).json() == []
    assert [read["seen_by"] for read in office.get("/api/notices").json()] == ["zhujian"]


def test_the_desk_sees_the_mode_and_what_did_not_arrive_and_an_office_does_not(
    house: House, duty: httpx.Client, office: httpx.Client
) -> None:
    duty.post(f"/api/incidents/{house.incident('渠黎镇停水').id}/actions/assign", json={})
    sent(house, UNKNOWN)
    outside = duty.get("/api/deliveries").json()
    assert outside["production"] is False
    assert outside["states"]["unknown"] > 0
    told = duty.get("/api/deliveries/undelivered").json()
    assert {one["deliveries"][0]["state"] for one in told} == {"unknown"}
    for address in ("/api/deliveries", "/api/deliveries/undelivered"):
        assert office.get(address).status_code == 403


def test_only_what_did_not_arrive_is_sent_again_and_only_once(house: House, duty: httpx.Client, office: httpx.Client) -> None:
    duty.post(f"/api/incidents/{house.incident('渠黎镇停水').id}/actions/assign", json={})
    sent(house, UNKNOWN)
    lost = duty.get("/api/deliveries/undelivered").json()[0]["deliveries"][0]["id"]
    assert office.post(f"/api/deliveries/{lost}/again").status_code == 403
    assert duty.post(f"/api/deliveries/{lost}/again").status_code == 204
    again = duty.post(f"/api/deliveries/{lost}/again")
    assert (again.status_code, "不用再发" in again.json()["error"]) == (409, True)
    assert duty.post("/api/deliveries/999999/again").status_code == 404
    with house.register.reading() as tx:
        before = len(incidents.notices(tx, limit=1000))
    deliver(house.register, house.rules, house.clock, blackhole, "x:1:1", lambda _: False)
    with house.register.reading() as tx:
        assert len(incidents.notices(tx, limit=1000)) == before
    assert lost not in {one["deliveries"][0]["id"] for one in duty.get("/api/deliveries/undelivered").json()}
