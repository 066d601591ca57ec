from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx

from tests.api.conftest import House


def given(house: House, duty: httpx.Client, words: str = "渠黎镇停水") -> int:
    """The responsible office's part, just assigned."""
    incident = house.incident(words).id
    return int(duty.post(f"/api/incidents/{incident}/actions/assign", json={}).json()["parts"][0]["id"])


def act(client: httpx.Client, part: int, action: str, **body: Any) -> httpx.Response:
    return client.post(f"/api/assignments/{part}/actions/{action}", json=body)


def test_an_office_acknowledges_answers_and_the_incident_is_resolved(house: House, duty: httpx.Client, office: httpx.Client) -> None:
    part = given(house, duty)
    assert [one["id"] for one in office.get("/api/assignments").json()] == [part]
    house.clock.pass_by(timedelta(hours=1))
    acknowledged = act(office, part, "acknowledge").json()
    assert acknowledged["status"] == "acknowledged"
    assert next(clock for clock in acknowledged["clocks"] if clock["name"] == "acknowledge")["state"] == "on time"
    house.clock.pass_by(timedelta(hours=50))
    details = {"channel": "website", "link": "http://www.fusui.gov.cn/1.html", "text": "今晚八点恢复供水"}
    answered = act(office, part, "answer", details=details).json()
    assert answered["status"] == "answered"
    assert next(clock for clock in answered["clocks"] if clock["name"] == "respond")["state"] == "late"
    incident = house.incident("渠黎镇停水").id
    resolved = duty.post(f"/api/incidents/{incident}/actions/resolve", json={"because": "已恢复供水，反映人认可"}).json()
    assert resolved["status"] == "resolved"
    assert resolved["answers"][0]["link"] == "http://www.fusui.gov.cn/1.html"
    states = {clock["name"]: (clock["state"], bool(clock["evidence"])) for clock in resolved["parts"][0]["clocks"]}
    assert (states["respond"], states["resolve"]) == (("late", True), ("on time", True))
    assert incident not in {clock["incident"] for clock in duty.get("/api/clocks").json()}


def test_an_office_cannot_touch_what_another_office_has(house: House, duty: httpx.Client) -> None:
    part = given(house, duty)
    other = house.client("jiaoyu")
    assert other.get(f"/api/assignments/{part}").status_code == 404
    assert act(other, part, "acknowledge").status_code == 404
    assert other.get("/api/assignments", params={"office": "451421.housing"}).json() == []


def test_an_office_may_look_at_the_parts_of_others_in_its_incident_but_not_act_on_them(
    house: House, duty: httpx.Client, office: httpx.Client
) -> None:
    part = given(house, duty)
    incident = office.get(f"/api/assignments/{part}").json()["incident"]
    others = [one for one in office.get(f"/api/incidents/{incident}").json()["parts"] if one["id"] != part]
    assert others
    assert all(one["actions"] == [] for one in others)
    refused = act(office, others[0]["id"], "acknowledge")
    assert (refused.status_code, refused.json()["error"]) == (403, "这件交办不是给您单位的。")


def test_a_return_carries_reason_basis_and_another_office(house: House, duty: httpx.Client, office: httpx.Client) -> None:
    part = given(house, duty)
    assert "写明理由" in act(office, part, "return").json()["error"]
    details = {"reason_code": "不属本单位职责", "basis": "三定规定第四条", "office": "451421.water"}
    assert act(office, part, "return", because="农村饮水归水利", details=details).json()["status"] == "returned"
    assert house.incident("渠黎镇停水").status == "assessed"
    told = [notice["text"] for notice in duty.get("/api/notices").json()]
    assert any("退回" in text and "扶绥县水利局" in text for text in told)


def test_an_answer_needs_a_link_or_other_evidence(house: House, duty: httpx.Client, office: httpx.Client) -> None:
    part = given(house, duty)
    act(office, part, "acknowledge")
    assert "回应要有凭证" in act(office, part, "answer", details={"text": "已处理"}).json()["error"]
    assert "不是网址" in act(office, part, "answer", details={"link": "javascript:alert(1)"}).json()["error"]
    assert "在将来" in act(office, part, "answer", details={"evidence": "函", "published": "2030-01-01T00:00"}).json()["error"]


def test_a_clock_is_extended_once_before_it_runs_out(house: House, duty: httpx.Client, office: httpx.Client) -> None:
    part = given(house, duty)
    clock = next(one for one in office.get(f"/api/assignments/{part}").json()["clocks"] if one["name"] == "acknowledge")
    body = {"because": "正在外地", "details": {"clock": clock["id"], "limit": "12 hours"}}
    moved = act(office, part, "extend", **body).json()
    fresh = next(one for one in moved["clocks"] if one["id"] == clock["id"])
    assert (fresh["first_due"], fresh["due"] > clock["due"]) == (clock["due"], True)
    assert "已延期一次" in act(office, part, "extend", **body).json()["error"]
