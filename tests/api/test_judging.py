from __future__ import annotations

import httpx

from response.facts import decision_json, facts_of
from response.routing import route
from tests.api.conftest import House


def test_the_api_gives_the_same_answer_for_the_same_facts_as_the_rules(house: House, office: httpx.Client) -> None:
    facts = {"places": ["451421101"], "topics": ["municipal_services"], "named": [], "severity": "none"}
    said = office.post("/api/route", json=facts).json()
    assert said == decision_json(route(facts_of(facts, house.rules), house.rules), house.rules)
    assert said["responsible"]["name"] == "扶绥县住房和城乡建设局"


def test_facts_that_name_nothing_known_are_refused_with_a_sentence(office: httpx.Client) -> None:
    wrong = office.post("/api/route", json={"places": [], "topics": ["eduction"]})
    assert (wrong.status_code, "没有领域“eduction”" in wrong.json()["error"]) == (422, True)


def test_a_limit_runs_out_with_its_arithmetic(office: httpx.Client) -> None:
    due = office.get("/api/due", params={"limit": "2 working days", "from": "2026-09-30T16:00"}).json()
    assert due["due"].startswith("2026-10-09T23:59")
    assert any("第 2 个工作日" in step for step in due["arithmetic"])
    assert "看不懂时限" in office.get("/api/due", params={"limit": "soon"}).json()["error"]
    assert office.get("/api/due", params={"limit": "9999999 days"}).status_code == 422
