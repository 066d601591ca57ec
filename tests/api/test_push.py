"""Those who push: with a key, item by item, masked, bounded, and without authors."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import httpx
import pytest

from store import documents, sources, stages
from tests.api.conftest import House
from tests.api.seeding import NOW

ITEM = {"id": "7", "title": "渠黎镇停水", "text": "停水三天，电话13800001234", "published": "2026-11-25T09:30", "region": "扶绥县"}


@pytest.fixture
def key(administrator: httpx.Client) -> str:
    made = administrator.post("/api/keys", json={"name": "12345热线", "source": "hotline"})
    assert made.status_code == 201, made.text
    return str(made.json()["key"])


def push(house: House, key: str, body: Any, **headers: str) -> httpx.Response:
    """A vendor's call: no cookie and none of our headers."""
    content = body if isinstance(body, (str, bytes)) else json.dumps(body, ensure_ascii=False)
    return httpx.post(
        f"{house.address}/api/push", content=content, headers={"Authorization": f"Bearer {key}", **headers}, timeout=20, trust_env=False
    )


def told(house: House, key: str, *items: Any) -> list[tuple[str, str]]:
    answer = push(house, key, list(items))
    assert answer.status_code == 200, answer.text
    return [(item["outcome"], item["because"]) for item in answer.json()["items"]]


def test_an_item_is_kept_masked_with_its_place_and_time(house: House, key: str) -> None:
    answer = push(house, key, [ITEM]).json()
    assert (answer["source"], answer["counts"]) == ("hotline", {"kept": 1})
    with house.register.reading() as tx:
        kept = documents.get(tx, answer["items"][0]["document"])
    assert kept is not None
    assert (kept.source, kept.url, kept.source_region, kept.medium) == ("hotline", "7", "451421", "board")
    assert "13800001234" not in kept.text
    assert kept.published == NOW.replace(hour=9, minute=30)
    assert kept.voice is None


def test_the_same_again_is_seen_before_and_a_changed_text_is_the_next_edition(house: House, key: str) -> None:
    assert [outcome for outcome, _ in told(house, key, ITEM, ITEM, {**ITEM, "text": "来水了"})] == ["kept", "seen before", "changed"]


def test_who_wrote_it_is_not_kept_and_what_was_not_used_is_said(house: House, key: str) -> None:
    item = {**ITEM, "author": "张三丰", "user_id": 4711, "engagement": {"likes": 3, "fans": 9, "reads": -1}}
    answer = push(house, key, [item]).json()["items"][0]
    assert answer["ignored"] == ["author", "user_id", "engagement.fans", "engagement.reads"]
    with house.register.reading() as tx:
        kept = documents.get(tx, answer["document"])
    assert kept is not None
    assert kept.engagement == {"likes": 3}
    assert "张三丰" not in str(kept)
    assert "4711" not in str(kept)


@pytest.mark.parametrize(
    ("item", "outcome", "sentence"),
    [
        ({"title": "没有编号"}, "refused", "“编号”缺少这一项"),
        ({**ITEM, "published": "某天"}, "refused", "时间“某天”看不懂：请写成 2026-11-25T09:30:00+08:00 的样子"),
        ({**ITEM, "published": "2036-01-01"}, "refused", "时间“2036-01-01”在将来"),
        ({**ITEM, "region": "桃花源"}, "refused", "没有叫“桃花源”的地区：请写六位或九位区划代码，或法定全称"),
        ({**ITEM, "url": "javascript:alert(1)"}, "refused", "“网址”格式不对"),
        ({**ITEM, "medium": "blog"}, "refused", "“媒体类别”应为以下之一：central、provincial、city、county、self_media、board"),
        ({**ITEM, "text": "长" * 50_001}, "refused", "“正文”太长了"),
        ({**ITEM, "text": ["a"]}, "refused", "“正文”应为文字"),
        ({"id": 8, "title": " ", "text": ""}, "no text", "既没有标题也没有正文"),
        ("nothing", "refused", "不是一个 JSON 对象 {…}"),
        (None, "refused", "不是一个 JSON 对象 {…}"),
    ],
)
def test_a_bad_item_is_answered_by_itself_and_the_others_are_kept(house: House, key: str, item: Any, outcome: str, sentence: str) -> None:
    assert told(house, key, item, {**ITEM, "id": "good"}) == [(outcome, sentence), ("kept", "已收下")]


def test_an_empty_push_is_not_told_to_be_split(house: House, key: str) -> None:
    assert push(house, key, "[]").json()["error"] == "这次一条信息也没有：没有要推送的就不必调用。"
    assert "请分几次推送" in push(house, key, json.dumps([ITEM] * 501)).json()["error"]


def test_lines_of_json_are_taken_one_by_one(house: House, key: str) -> None:
    body = "\ufeff" + json.dumps(ITEM) + "\n\n{broken\n" + json.dumps({"id": "8", "title": "路灯坏了"}) + "\n"
    answer = push(house, key, body.encode()).json()
    assert [item["outcome"] for item in answer["items"]] == ["kept", "refused", "kept"]
    assert push(house, key, {"id": "9", "title": "一条也行"}).json()["counts"] == {"kept": 1}


@pytest.mark.parametrize("body", [b"", b"hello", b"[1,", b"\xff\xfe", b"[" * 100_000, b"null", "[]", json.dumps([{"id": "1"}] * 501)])
def test_what_is_no_list_of_items_is_refused_as_a_whole(house: House, key: str, body: Any) -> None:
    answer = push(house, key, body)
    assert (answer.status_code, set(answer.json())) == (422, {"error"})
    with house.register.reading() as tx:
        assert not stages.search(tx, source="hotline")


def test_without_a_good_key_nothing_is_taken(house: House, key: str, administrator: httpx.Client) -> None:
    stranger = house.client()
    assert stranger.post("/api/push", json=[ITEM]).status_code == 401
    assert push(house, "hx_wrong", [ITEM]).json() == {
        "error": "缺少推送密钥，或密钥已经作废：请用 Authorization: Bearer 密钥，或 X-Key: 密钥。"
    }
    assert administrator.post("/api/push", json=[ITEM]).status_code == 401  # a cookie is no key
    assert stranger.post("/api/push", json=[ITEM], headers={"X-Key": key}).status_code == 200
    (mine,) = administrator.get("/api/keys").json()
    assert administrator.delete(f"/api/keys/{mine['id']}").status_code == 204
    assert push(house, key, [ITEM]).status_code == 401


def test_a_call_that_is_too_large_or_too_many_are_refused_and_when_to_come_again_is_said(house: House, key: str) -> None:
    assert push(house, key, "[" + " " * 1_000_001 + "]").status_code == 413
    answers = [push(house, key, [{"id": str(number), "title": "停电"}]) for number in range(61)]
    assert [answer.status_code for answer in answers] == [200] * 60 + [429]
    assert (answers[-1].headers["retry-after"], answers[-1].json()) == ("60", {"error": "推送太快：请 60 秒后再试。"})
    house.clock.pass_by(timedelta(seconds=61))
    assert push(house, key, [ITEM]).status_code == 200


def test_what_was_pushed_counts_for_its_source_and_adds_up(house: House, key: str, duty: httpx.Client) -> None:
    told(house, key, ITEM, {"id": "8"}, {"id": "9", "region": "桃花源"})
    line = duty.get("/api/sources/hotline").json()
    assert (line["name"], line["kind"], line["state"], line["new_today"], line["streak_of"]) == ("12345热线", "push", "good", 1, "new")
    (run,) = duty.get("/api/sources/hotline/runs").json()
    assert run["outcomes"] == {"kept": 1, "no text": 1, "refused": 1}
    for _ in range(2):
        told(house, key, {"id": "9", "region": "桃花源"})
    with house.register.reading() as tx:
        assert sources.health(tx)["hotline"].streak_of == "blocked"
    assert duty.get("/api/sources/hotline").json()["state"] == "failing"


def test_the_description_shows_how_to_push(house: House) -> None:
    call = house.app.openapi()["paths"]["/api/push"]["post"]
    assert call["security"]
    items = call["requestBody"]["content"]["application/json"]["schema"]["items"]
    assert set(items["properties"]) == {"id", "title", "text", "url", "published", "medium", "region", "publisher", "engagement"}
