from __future__ import annotations

from typing import Any

import httpx

from tests.api.conftest import House

OPEN = {("get", "/api/health"), ("get", "/api/ready"), ("get", "/api/metrics"), ("post", "/api/session"), ("delete", "/api/session")}


def calls(description: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [(method, path, call) for path, methods in description["paths"].items() for method, call in methods.items()]


def test_every_address_is_described_with_summary_answer_and_errors(house: House) -> None:
    description = house.app.openapi()
    for method, path, call in calls(description):
        assert path.startswith("/api/"), path
        assert call["summary"], path
        assert call["tags"], path
        assert any(code in call["responses"] for code in ("200", "201", "202", "204")), path
        if (method, path) not in OPEN:
            error = call["responses"]["401"]["content"]["application/json"]["schema"]["$ref"]
            assert error.endswith("/Error"), path
    assert description["components"]["schemas"]["Error"]["properties"]["error"]["examples"]


def test_every_json_answer_has_a_type(house: House) -> None:
    untyped = [
        path
        for method, path, call in calls(house.app.openapi())
        for code, answer in call["responses"].items()
        if code in ("200", "201", "202") and answer.get("content", {}).get("application/json", {"schema": 1})["schema"] == {}
    ]
    assert untyped == []


def test_every_address_but_the_open_ones_asks_who_is_calling(house: House) -> None:
    stranger = house.client()
    for method, path, _ in calls(house.app.openapi()):
        if (method, path) in OPEN:
            continue
        address = path.replace("{id}", "1").replace("{action}", "assign").replace("{name}", "x")
        answer = stranger.request(method, address, json={} if method in ("post", "put") else None)
        assert answer.status_code in (401, 422), f"{method} {path}: {answer.status_code}"
        assert set(answer.json()) == {"error"}


def test_the_description_is_served_and_asks_nobody_else(house: House) -> None:
    answer = house.client().get("/api/openapi.json")
    assert answer.json()["info"]["title"] == "回响"
    assert house.client().get("/docs").status_code == 404


def test_an_unknown_address_is_a_sentence_to_programs_and_a_page_to_people(duty: httpx.Client) -> None:
    assert duty.get("/api/nothing").json() == {"error": "没有这个地址。请检查链接，或从首页重新进入。"}
    page = duty.get("/nothing")
    assert (page.status_code, "没有这个地址" in page.text) == (404, True)
    assert duty.put("/api/me").status_code == 405
