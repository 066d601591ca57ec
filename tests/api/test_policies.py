from __future__ import annotations

import httpx

from tests.api.conftest import House

GIVEN = {
    "title": "关于规范停水告知的规定",
    "number": "崇住建〔2026〕3号",
    "drafted_by": "崇左市住房和城乡建设局",
    "interpretation": "抢修可以先停后告。",
}


def test_the_duty_office_keeps_the_library_and_offices_read_it(duty: httpx.Client, office: httpx.Client) -> None:
    assert office.post("/api/policies", json=GIVEN).status_code == 403
    kept = duty.post("/api/policies", json={**GIVEN, "published": "2026-03-01T09:00"}).json()
    assert kept["published"] == "2026-03-01T09:00:00+08:00"
    assert [one["id"] for one in office.get("/api/policies", params={"words": "停水"}).json()] == [kept["id"]]
    assert office.get("/api/policies", params={"words": "没有的词"}).json() == []
    changed = duty.put(f"/api/policies/{kept['id']}", json={**GIVEN, "title": "关于停水告知的规定"}).json()
    assert (changed["title"], changed["published"]) == ("关于停水告知的规定", None)
    assert duty.put("/api/policies/999", json=GIVEN).status_code == 404


def test_bad_entries_are_answered_with_a_sentence(duty: httpx.Client) -> None:
    answer = duty.post("/api/policies", json={"title": "", "drafted_by": "局里", "link": "ftp://x"})
    assert answer.status_code == 422
    assert "error" in answer.json()


def test_an_incident_names_the_document_that_it_speaks_of_until_that_no_longer_holds(house: House, duty: httpx.Client) -> None:
    kept = duty.post("/api/policies", json={**GIVEN, "title": "渠黎镇停水告知规定"}).json()
    incident = house.incident("停水").id
    fits = duty.get(f"/api/incidents/{incident}/policies").json()
    assert [one["policy"]["id"] for one in fits] == [kept["id"]]
    assert "共有" in fits[0]["because"]
    assert duty.post(f"/api/policies/{kept['id']}/withdraw").json()["withdrawn"]
    assert duty.get(f"/api/incidents/{incident}/policies").json() == []
    assert duty.post(f"/api/policies/{kept['id']}/withdraw").json()["withdrawn"] is None


def test_the_page_of_the_library_opens_empty_and_filled(duty: httpx.Client, office: httpx.Client) -> None:
    assert "政策库还是空的" in office.get("/policies").text
    duty.post("/api/policies", json=GIVEN)
    assert "抢修可以先停后告" in office.get("/policies").text
    assert "录入文件" not in office.get("/policies").text
    assert "没有符合的文件" in duty.get("/policies", params={"words": "没有的词"}).text
