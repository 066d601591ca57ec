from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import Any

import httpx
import pytest

from store import incidents
from tests.api.conftest import House


def titles(client: httpx.Client, **query: Any) -> list[str]:
    answer = client.get("/api/incidents", params=query)
    assert answer.status_code == 200, answer.text
    return [line["title"] for line in answer.json()["incidents"]]


def test_the_duty_office_sees_every_incident_with_who_should_answer(duty: httpx.Client) -> None:
    page = duty.get("/api/incidents", params={"words": "停水"}).json()
    line = page["incidents"][0]
    assert page["total"] == 1
    assert line["suggested"]["responsible"]["name"] == "扶绥县住房和城乡建设局"
    assert [place["name"] for place in line["places"]] == ["扶绥县渠黎镇"]
    assert (line["posts"], line["voices"], line["next_clock"]["title"]) == (6, 6, "交办")
    assert "assign" in [action["name"] for action in line["actions"]]


def test_incidents_are_found_by_region_topic_grade_and_words(duty: httpx.Client) -> None:
    assert len(titles(duty)) == 10
    assert titles(duty, region="451421", grade="considerable") == ["扶绥县渠旧镇客货车相撞，4人死亡"]
    assert titles(duty, topic="healthcare") == ["龙州县人民医院排队四小时还没看上病"]
    assert titles(duty, words="50%") == []
    assert titles(duty, order="grade")[0].startswith("江州区工业园")
    assert titles(duty, order="due")[0].startswith("江州区工业园")


def test_pages_of_a_list_hold_each_incident_once(duty: httpx.Client) -> None:
    for order in ("due", "changed", "heat"):
        found = [title for offset in range(0, 12, 3) for title in titles(duty, order=order, limit=3, offset=offset)]
        assert sorted(found) == sorted(titles(duty))


def test_a_leader_of_a_county_sees_that_county_and_nothing_else(house: House) -> None:
    leader = house.client("fusui")
    seen = titles(leader)
    assert "渠黎镇停水三天，没有人说什么时候来水" in seen
    assert not any("江州区" in title or "宁明县" in title for title in seen)
    assert titles(leader, region="451402") == titles(leader)
    assert leader.get(f"/api/incidents/{house.incident('江州区工业园').id}").status_code == 404


def test_an_office_sees_an_incident_only_once_it_has_a_part_in_it(house: House, duty: httpx.Client, office: httpx.Client) -> None:
    incident = house.incident("渠黎镇停水").id
    assert titles(office) == []
    assert office.get(f"/api/incidents/{incident}").status_code == 404
    duty.post(f"/api/incidents/{incident}/actions/assign", json={}).raise_for_status()
    assert titles(office, office="451424.education") == ["渠黎镇停水三天，没有人说什么时候来水"]
    assert office.get(f"/api/incidents/{incident}/posts").status_code == 200
    assert office.get(f"/api/incidents/{house.incident('相撞').id}/history").status_code == 404


def test_the_whole_of_an_incident_says_why(house: House, duty: httpx.Client) -> None:
    whole = duty.get(f"/api/incidents/{house.incident('相撞').id}").json()
    assert whole["severity"]["harm"] == {"deaths": 4, "injured": 13}
    assert whole["findings"]["places"][0]["because"] == "文中写道“渠旧镇”"
    assert any("国办发" in line for line in whole["suggested"]["because"])
    assert [entry["number"] for entry in whole["history"]] == list(range(1, whole["version"] + 1))
    assert all(later["before"] == earlier["digest"] for earlier, later in zip(whole["history"], whole["history"][1:], strict=False))
    assert whole["clocks"][0]["arithmetic"]


def test_an_assignment_reaches_the_office_with_its_clocks(house: House, duty: httpx.Client) -> None:
    incident = house.incident("渠黎镇停水")
    whole = duty.post(f"/api/incidents/{incident.id}/actions/assign", json={"version": incident.version}).json()
    assert whole["status"] == "assigned"
    responsible = whole["parts"][0]
    assert (responsible["office"]["id"], responsible["duty"]) == ("451421.housing", "responsible")
    assert {"签收", "回应"} <= {clock["title"] for clock in responsible["clocks"]}


def test_of_two_people_who_act_at_once_the_slower_one_is_told(house: House, duty: httpx.Client, administrator: httpx.Client) -> None:
    incident = house.incident("渠黎镇停水")
    body = {"version": incident.version, "because": "先看到的是这个样子"}
    assert duty.post(f"/api/incidents/{incident.id}/actions/assign", json=body).status_code == 200
    slower = administrator.post(f"/api/incidents/{incident.id}/actions/dismiss", json=body)
    assert slower.status_code == 409
    assert slower.json()["error"] == f"事件 {incident.id} 在您打开之后已被 zhiban 改动（交办），请刷新后再试。"
    assert house.incident("渠黎镇停水").status == "assigned"


def test_an_act_that_may_not_be_done_is_refused_with_the_reason(house: House, duty: httpx.Client) -> None:
    incident = house.incident("渠黎镇停水").id

    def refused(client: httpx.Client, action: str, status: int, **body: Any) -> str:
        answer = client.post(f"/api/incidents/{incident}/actions/{action}", json=body)
        assert answer.status_code == status, answer.text
        return str(answer.json()["error"])

    assert "要写明理由" in refused(duty, "dismiss", 409)
    assert "没有编号为“451421.husing”的单位" in refused(duty, "assign", 409, details={"responsible": "451421.husing"})
    assert "没有“explode”这个动作" in refused(duty, "explode", 409)
    assert "不能做“交办”" in refused(house.client("lingdao"), "assign", 403)
    assert "“细节”" in refused(duty, "assign", 422, details="not an object")


def test_an_incident_that_is_not_there_says_so(duty: httpx.Client) -> None:
    assert duty.get("/api/incidents/4711").json() == {"error": "没有编号为 4711 的事件。"}
    assert duty.get("/api/incidents/x").status_code == 422
    assert duty.get("/api/incidents/0").status_code == 422


def test_the_exported_table_is_the_list_and_runs_no_formula(house: House, duty: httpx.Client) -> None:
    with house.register.writing() as tx:
        one = incidents.get(tx, house.incident("蔗款").id)
        assert one is not None
        incidents.save(tx, replace(one, title='=HYPERLINK("http://x")蔗款'))
    answer = duty.get("/api/incidents.csv", params={"words": "蔗款"})
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert answer.headers["content-type"].startswith("text/csv")
    assert len(rows) == 2
    assert rows[1][1] == '\'=HYPERLINK("http://x")蔗款'
    assert rows[1][11] == "宁明县糖业发展中心"


@pytest.mark.parametrize("address", ["/api/incidents", "/api/incidents/1", "/api/assignments", "/api/clocks", "/api/documents?words=停水"])
def test_nothing_is_told_to_a_stranger(house: House, address: str) -> None:
    answer = house.client().get(address)
    assert (answer.status_code, answer.json()) == (401, {"error": "请先登录。"})
