"""The desk's papers: notices and how they left, the handover, the contacts, the sheet."""

from __future__ import annotations

import re

import httpx
import pytest

from response.delivering import deliver
from response.sending import Outcome
from tests.api.conftest import House

PAGES = {
    "/handover": "zhiban lingdao guanli",
    "/contacts": "zhiban lingdao guanli zhujian",
    "/contacts?office=451421.housing": "zhiban lingdao guanli zhujian",
    "/notices?show=unseen": "zhiban lingdao guanli zhujian",
    "/notices?show=undelivered": "zhiban lingdao guanli zhujian",
}
EVERYBODY = ("zhiban", "lingdao", "guanli", "zhujian")


def assigned(house: House, duty: httpx.Client, words: str = "渠黎镇停水") -> dict[str, object]:
    whole = duty.post(f"/api/incidents/{house.incident(words).id}/actions/assign", json={}).json()
    part: dict[str, object] = whole["parts"][0]
    return part


@pytest.mark.parametrize("address", PAGES)
def test_each_role_sees_its_pages_and_is_refused_the_others(house: House, address: str) -> None:
    for name in EVERYBODY:
        page = house.client(name).get(address)
        assert page.status_code == (200 if name in PAGES[address].split() else 403), f"{name} {address}: {page.status_code}"


def test_the_notices_say_in_which_mode_they_leave_and_why_one_did_not_arrive(
    house: House, duty: httpx.Client, office: httpx.Client
) -> None:
    assigned(house, duty)
    for minutes in (0, 6):
        at = house.clock().replace(minute=minutes)
        deliver(house.register, house.rules, lambda at=at: at, lambda *_: Outcome("unknown", "没有等到回答"), "x:1:1", lambda _: False)  # type: ignore[misc]
    page = duty.get("/notices?show=undelivered").text
    assert "演练" in page
    assert "HUIXIANG_PRODUCTION=yes" in page
    assert "没有等到回答" in page
    assert re.search(r'data-api="/api/deliveries/\d+/again"', page)
    own = office.get("/notices").text
    assert "/again" not in own
    assert "HUIXIANG_PRODUCTION" not in own
    house.app.state.production = True
    assert "正式" in duty.get("/notices").text


def test_the_handover_shows_what_stands_now_and_a_record_what_stood_then(house: House, duty: httpx.Client) -> None:
    assigned(house, duty)
    page = duty.get("/handover").text
    for title in ("十二小时内到期", "本班通知了谁", "还没有阅的通知", "还没有签收的交办", "退回待处理", "没有送达的通知", "不正常的信息源"):
        assert title in page
    assert "扶绥县住房和城乡建设局" in page
    given = duty.post("/api/handovers", json={"notes": "<b>水厂</b>下午再来电"}).json()
    record = duty.get(f"/handovers/{given['id']}").text
    assert "&lt;b&gt;水厂&lt;/b&gt;下午再来电" in record
    assert given["digest"] in record
    assert "/take" not in record  # whoever gave does not take
    assert "待接班签名" in duty.get("/handover").text
    assert duty.get("/handovers/9999").status_code == 404


def test_an_office_keeps_its_own_contacts_on_the_page_and_a_leader_none(house: House, office: httpx.Client) -> None:
    office.post("/api/contacts", json={"office": "451421.housing", "name": "<i>值班岗</i>"})
    page = office.get("/contacts").text
    assert "&lt;i&gt;值班岗&lt;/i&gt;" in page
    assert 'data-open="add"' in page
    assert "没有联络人的单位" not in page
    leader = house.client("lingdao").get("/contacts").text
    assert 'data-open="add"' not in leader
    assert "没有联络人的单位" in leader
    assert "missing.csv" in house.client("guanli").get("/contacts").text


def test_the_sheet_holds_what_the_office_is_to_do_by_when_and_a_receipt(house: House, duty: httpx.Client) -> None:
    part = assigned(house, duty)
    page = duty.get(f"/incidents/{part['incident']}/assignments/{part['id']}/print").text
    for said in ("网络舆情交办单", "渠黎镇停水三天", str(part["task"]), "自 2026-11-25", "依据：", "回执码", "单位盖章", "登记回执"):
        assert said in page
    assert f"/incidents/{part['incident']}/assignments/{part['id']}/print" in duty.get(f"/incidents/{part['incident']}").text
