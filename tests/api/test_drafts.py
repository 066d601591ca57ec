from __future__ import annotations

from typing import Any

import httpx

from tests.api.conftest import House
from tests.api.test_assignments import act, given

CRASH = "相撞"
POLICE = "451421.public_security"


def drafted(house: House, duty: httpx.Client, text: str = "内部调查已启动，联系人13977112345") -> dict[str, Any]:
    """A draft on a considerable matter, written for the police by the duty office."""
    part = given(house, duty, CRASH)
    act(duty, part, "acknowledge").raise_for_status()
    act(duty, part, "draft", details={"text": text}).raise_for_status()
    found: dict[str, Any] = duty.get(f"/api/incidents/{house.incident(CRASH).id}/drafts").json()[0]
    return found


def on_draft(client: httpx.Client, draft: int, action: str, **body: Any) -> httpx.Response:
    return client.post(f"/api/drafts/{draft}/actions/{action}", json=body)


def test_a_draft_goes_its_way_from_writing_to_the_published_record(house: House, duty: httpx.Client, administrator: httpx.Client) -> None:
    draft = drafted(house, duty)
    assert (draft["state"], draft["to_sign"], draft["to_clear"]) == ("in_approval", ["承办单位负责人", "值班室"], True)
    assert {hint["kind"] for hint in draft["hints"]} >= {"secret"}
    assert "拟稿人不能审签" in on_draft(duty, draft["id"], "approve").json()["error"]
    on_draft(administrator, draft["id"], "approve", because="局长已签").raise_for_status()
    assert [one["id"] for one in administrator.get("/api/approvals").json()["drafts"]] == [draft["id"]]
    on_draft(administrator, draft["id"], "clear", because="可以公开", details={"reviewer": "张审"}).raise_for_status()
    assert "要由另一个人" in on_draft(administrator, draft["id"], "approve").json()["error"]
    signed = on_draft(house.client("lingdao"), draft["id"], "approve").json()
    assert (signed["state"], [action["name"] for action in signed["actions"]]) == ("approved", ["send_back"])
    assert "（link）" in on_draft(duty, draft["id"], "release").json()["error"]
    released = on_draft(duty, draft["id"], "release", details={"link": "http://127.0.0.1/n"}).json()
    whole = duty.get(f"/api/incidents/{draft['incident']}").json()
    assert (released["state"], whole["status"], whole["answers"][0]["text"]) == ("released", "answered", draft["text"])


def test_a_draft_that_is_not_there_or_not_ones_own_says_so(house: House, duty: httpx.Client, office: httpx.Client) -> None:
    draft = drafted(house, duty)
    assert on_draft(duty, 4711, "approve").json() == {"error": "没有编号为 4711 的稿件。"}
    assert on_draft(office, draft["id"], "approve").status_code == 404
    assert on_draft(duty, draft["id"], "explode").status_code == 409
    assert on_draft(house.client(), draft["id"], "approve").status_code == 401
    assert office.get("/api/approvals").json() == {"drafts": [], "requests": []}


def test_a_slip_is_undone_over_the_interface_while_it_is_offered(house: House, duty: httpx.Client) -> None:
    incident = house.incident("渠黎镇停水")
    whole = duty.post(f"/api/incidents/{incident.id}/actions/assign", json={}).json()
    assert whole["undo"]["label"] == "交办"
    assert house.client("lingdao").get(f"/api/incidents/{incident.id}").json()["undo"] is None
    undone = duty.post(f"/api/incidents/{incident.id}/actions/undo", json={}).json()
    assert (undone["status"], undone["parts"], undone["undo"]) == ("assessed", [], None)
    assert [entry["action"] for entry in undone["history"]][-2:] == ["assign", "undo"]


def test_a_request_for_more_time_waits_for_whose_word_it_is(house: House, duty: httpx.Client) -> None:
    part = given(house, duty, "江州区工业园")
    clock = next(one for one in duty.get(f"/api/assignments/{part}").json()["clocks"] if one["name"] == "resolve")
    act(duty, part, "extend", because="现场未清理完", details={"clock": clock["id"], "limit": "5 working days"}).raise_for_status()
    leader = house.client("lingdao")
    (request,) = leader.get("/api/approvals").json()["requests"]
    assert (request["clock"], request["asked_of"], duty.get("/api/approvals").json()["requests"]) == (clock["id"], "leader", [])
    granted = act(leader, part, "grant", details={"request": request["number"]}).json()
    moved = next(one for one in granted["clocks"] if one["id"] == clock["id"])
    assert (moved["first_due"], moved["due"] > clock["due"], granted["requests"]) == (clock["due"], True, [])


def test_a_national_clock_is_neither_extendable_nor_to_be_paused(house: House, duty: httpx.Client) -> None:
    part = given(house, duty)
    clocks = {one["name"]: one for one in duty.get(f"/api/assignments/{part}").json()["clocks"]}
    assert (clocks["respond"]["national"], clocks["respond"]["extendable"], clocks["respond"]["pauses"]) == (True, False, [])
    assert clocks["report_back"]["pauses"] == ["检验检测鉴定", "材料补正"]
    refused = act(duty, part, "pause", because="x", details={"clock": clocks["respond"]["id"], "reason": "材料补正", "evidence": "函"})
    assert "“回应”不能暂停" in refused.json()["error"]
