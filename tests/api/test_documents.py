from __future__ import annotations

import httpx

from store import documents
from tests.api.conftest import House


def test_every_word_has_to_stand_in_what_is_found(duty: httpx.Client) -> None:
    found = duty.get("/api/documents", params={"words": "渠黎 挑水"}).json()
    assert len(found) == 6
    assert {one["incident"] for one in found} == {found[0]["incident"]}
    assert duty.get("/api/documents", params={"words": "渠黎 爆炸"}).json() == []
    assert duty.get("/api/documents", params={"words": '"; DROP TABLE * NEAR('}).status_code == 200
    assert duty.get("/api/documents", params={"words": ""}).status_code == 422


def test_a_search_finds_for_nobody_what_they_may_not_see(house: House, duty: httpx.Client, office: httpx.Client) -> None:
    assert office.get("/api/documents", params={"words": "停水"}).json() == []
    assert house.client("fusui").get("/api/documents", params={"words": "爆炸"}).json() == []
    duty.post(f"/api/incidents/{house.incident('渠黎镇停水').id}/actions/assign", json={})
    assert len(office.get("/api/documents", params={"words": "停水"}).json()) == 6
    assert office.get("/api/documents/d4-0").status_code == 404
    assert office.get("/api/documents/recent").status_code == 403


def test_a_document_comes_with_its_reading_and_no_author(duty: httpx.Client) -> None:
    one = duty.get("/api/documents/d0-0").json()
    assert one["assessment"]["places"][0]["span"] == [0, 3]
    assert "author" not in one["document"]
    assert duty.get("/api/documents/none").json() == {"error": "没有编号为 none 的信息。"}


def test_what_was_set_aside_is_listed_with_its_reason(house: House, duty: httpx.Client) -> None:
    with house.register.writing() as tx:
        documents.leave(tx, "d3-0", documents.SET_ASIDE, because="读不懂：没有正文")
    apart = duty.get("/api/documents/set-aside").json()
    assert [(one["document"]["id"], one["because"]) for one in apart] == [("d3-0", "读不懂：没有正文")]


def test_the_least_sure_reading_comes_first(duty: httpx.Client) -> None:
    scores = [one["assessment"]["topics"][0]["score"] for one in duty.get("/api/documents/least-sure").json()]
    assert scores == sorted(scores)
    assert len(duty.get("/api/documents/recent", params={"limit": 5}).json()) == 5


def test_of_a_page_that_changed_only_the_latest_edition_is_found(house: House, duty: httpx.Client) -> None:
    with house.register.writing() as tx:
        documents.leave(tx, "d0-0", documents.REPLACED, because="同一网页已有第 2 版")
    assert "d0-0" not in {one["document"]["id"] for one in duty.get("/api/documents", params={"words": "渠黎 挑水"}).json()}
    assert "d0-0" not in {one["document"]["id"] for one in duty.get("/api/documents/recent").json()}
    assert duty.get("/api/documents/d0-0").status_code == 200
