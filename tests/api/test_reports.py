"""Reports by hand, over the API."""

from __future__ import annotations

from datetime import timedelta

import httpx

from store import documents
from tests.api.conftest import House

TOLD = {"title": "渠黎镇路灯坏了", "text": "来电13800001234反映渠黎镇路灯全灭", "place": "451421101", "channel": "phone"}


def test_a_report_is_masked_kept_and_can_be_followed(house: House, duty: httpx.Client) -> None:
    answer = duty.post("/api/reports", json=TOLD)
    assert answer.status_code == 201, answer.text
    became = answer.json()["became"]
    assert (answer.json()["outcome"], became["done"], became["sentence"]) == ("kept", False, "已收下，等待研判")
    with house.register.reading() as tx:
        kept = documents.get(tx, became["id"])
    assert kept is not None
    assert "13800001234" not in kept.text
    assert kept.published == house.clock()
    assert duty.get(f"/api/reports/{became['id']}").json() == became
    assert [one["id"] for one in duty.get("/api/reports").json()] == [became["id"]]


def test_the_same_words_are_said_to_be_there_whoever_says_them(duty: httpx.Client, office: httpx.Client) -> None:
    first = duty.post("/api/reports", json=TOLD).json()
    again = office.post("/api/reports", json={**TOLD, "channel": "visit"})
    assert (again.status_code, again.json()["outcome"]) == (201, "seen before")
    assert again.json()["became"]["id"] == first["became"]["id"]
    assert office.get(f"/api/reports/{first['became']['id']}").status_code == 404


def test_a_slip_is_taken_back_within_a_minute_and_not_after(house: House, duty: httpx.Client) -> None:
    one = duty.post("/api/reports", json=TOLD).json()["became"]
    assert duty.delete(f"/api/reports/{one['id']}").json()["sentence"] == "已撤回"
    other = duty.post("/api/reports", json={**TOLD, "text": "渠黎镇停电"}).json()["became"]
    house.clock.pass_by(timedelta(seconds=61))
    answer = duty.delete(f"/api/reports/{other['id']}")
    assert (answer.status_code, "超过一分钟" in answer.json()["error"]) == (409, True)
    assert house.client("guanli").delete(f"/api/reports/{other['id']}").status_code == 404


def test_leaders_and_strangers_report_nothing(house: House) -> None:
    assert house.client("lingdao").post("/api/reports", json=TOLD).status_code == 403
    assert house.client().post("/api/reports", json=TOLD).status_code == 401


def test_bad_reports_are_answered_with_a_sentence(duty: httpx.Client) -> None:
    bad = (
        ({**TOLD, "text": "  \n "}, 422),
        ({**TOLD, "text": ""}, 422),
        ({"title": "只有标题"}, 422),
        ({**TOLD, "place": "渠黎镇"}, 422),
        ({**TOLD, "place": "999999"}, 409),
        ({**TOLD, "channel": "telepathy"}, 422),
        ({**TOLD, "at": "昨天"}, 422),
        ({**TOLD, "at": "2036-01-01T00:00"}, 409),
        ({**TOLD, "text": "长" * 10_001}, 422),
    )
    for body, status in bad:
        answer = duty.post("/api/reports", json=body)
        assert (answer.status_code, set(answer.json())) == (status, {"error"}), body
    assert duty.get("/api/reports").json() == []
