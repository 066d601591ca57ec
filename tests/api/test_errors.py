from __future__ import annotations

import re
from typing import Any

import httpx
import pytest

from api.errors import NAMES
from api.push import Pushed
from dashboards.desk_pages import View
from tests.api.conftest import House

ONE = {"name": "xinren", "role": "duty", "password": "kd7ru-ft42m-pqe9z"}


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/api/incidents?region=45", "“地区”格式不对。"),
        ("/api/incidents?limit=0", "“条数”不能小于 1。"),
        ("/api/incidents?limit=many", "“条数”应为整数。"),
        ("/api/incidents?grade=huge", "“级别”应为以下之一：none、ordinary、considerable、major、extreme。"),
        ("/api/incidents/0", "“编号”不能小于 1。"),
    ],
)
def test_what_was_asked_wrongly_is_told_in_chinese(duty: httpx.Client, address: str, said: str) -> None:
    answer = duty.get(address)
    assert (answer.status_code, answer.json()) == (422, {"error": said})


def test_a_sentence_of_our_own_stands_without_the_librarys_word(administrator: httpx.Client) -> None:
    answer = administrator.post("/api/people", json={**ONE, "office": "451421.education"})
    assert answer.json() == {"error": "“请求”写得不对：承办单位角色要选一个单位，其他角色不选单位。"}


@pytest.mark.parametrize("wrong", [{"name": "a b"}, {"name": ""}, {"name": 7}, {"role": "king"}, {"password": None}])
def test_no_field_that_is_wrong_is_told_of_in_english(administrator: httpx.Client, wrong: dict[str, object]) -> None:
    answer = administrator.post("/api/people", json={**ONE, **wrong})
    assert answer.status_code == 422
    assert not re.search("Input|String|Value|should", answer.json()["error"])


def test_a_page_that_is_asked_wrongly_names_its_field_plainly(duty: httpx.Client) -> None:
    page = duty.get("/incidents/seven")
    assert (page.status_code, "“编号”应为整数" in page.text, "id_" in page.text) == (422, True, False)


def asked(description: dict[str, Any]) -> set[str]:
    """Every field that a call may be asked with: its parameters, and the properties of its body and of what that holds."""
    calls = [call for path in description["paths"].values() for call in path.values()]
    found = {one["name"] for call in calls for one in call.get("parameters", []) if one["in"] != "header"}
    schemas, seen = description["components"]["schemas"], set[str]()
    waiting = re.findall(r"'#/components/schemas/(\w+)'", str([call.get("requestBody") for call in calls]))
    while waiting:
        if (name := waiting.pop()) not in seen:
            seen.add(name)
            found |= set(schemas[name].get("properties", {}))
            waiting += re.findall(r"'#/components/schemas/(\w+)'", str(schemas[name]))
    return found


def test_every_field_that_can_be_asked_has_a_chinese_name(house: House) -> None:
    fields = asked(house.app.openapi()) | set(Pushed.model_fields) | set(View.model_fields)
    assert len(fields) > 40
    assert sorted(field for field in fields if field not in NAMES) == []


def test_a_key_s_name_is_no_user_name(administrator: httpx.Client) -> None:
    answer = administrator.post("/api/keys", json={"source": "Hot Line"})
    assert answer.json() == {"error": "“名称”缺少这一项；“信息源”格式不对。"}
