"""The pages of watching: who sees them, what they say, and that no data is never drawn as zero."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import httpx
import pytest
from sqlalchemy import update

from config.settings import Settings
from response.alarms import watch
from store import keys
from store.tables import BEIJING, documents
from tests.api.conftest import House
from tests.api.seeding import ATTACK, NOW
from tests.response.collected import ran

PAGES = {
    "/sources": "zhiban lingdao guanli",
    "/sources/people_society": "zhiban lingdao guanli",
    "/alarms": "zhiban lingdao guanli",
    "/blind-spots": "zhiban lingdao guanli",
    "/try": "zhiban guanli",
    "/keys": "guanli",
    "/report": "zhiban guanli zhujian",
}
EVERYBODY = ("zhiban", "lingdao", "guanli", "zhujian")
DAY = timedelta(days=1)


@pytest.fixture
def collected(house: House) -> list[str]:
    """Some sources: one good, one silent, one that fails, one that was left out for a day; and their alarms."""
    ids = [one.id for one in house.rules.sources.sources if one.enabled and one.crawled and one.address()][:4]
    with house.register.writing() as tx:
        for days in (3, 2, 1, 0):
            at = NOW - days * DAY - timedelta(minutes=5)
            ran(tx, ids[0], at, kept=30)
            ran(tx, ids[1], at, kept=3 if days == 3 else 0)
            ran(tx, ids[2], at, said=("unreachable", f"域名解析失败{ATTACK}"))
            if days != 1:
                ran(tx, ids[3], at, kept=12)
        watch(tx, house.rules.sources.sources, NOW, NOW)
    return ids


def test_each_role_sees_its_pages_and_a_link_to_none_of_the_others(house: House) -> None:
    for name in EVERYBODY:
        client = house.client(name)
        for address, names in PAGES.items():
            page = client.get(address)
            assert page.status_code == (200 if name in names.split() else 403), f"{name} {address}"
            for link in set(re.findall(r'<a href="(/[a-z-]+)"', page.text)):
                assert client.get(link).status_code == 200, f"{name} {address} {link}"


@pytest.mark.parametrize(("address", "under"), [("/alarms", "/sources"), ("/sources/people_society", "/sources"), ("/report", "/report")])
def test_the_menu_says_where_one_is(duty: httpx.Client, address: str, under: str) -> None:
    menu = duty.get(address).text.partition("</nav>")[0]
    assert re.findall(r'href="([^"]+)" aria-current="page"', menu) == [under]


def test_the_desk_has_a_strip_while_alarms_stand(house: House, duty: httpx.Client, collected: list[str]) -> None:
    page = duty.get("/desk").text
    assert re.findall(r'class="alarm-strip" href="/alarms"><b>(\d+) 个告警', page) == [str(len(duty.get("/api/alarms").json()))]
    for alarm in duty.get("/api/alarms").json():
        duty.post(f"/api/alarms/{alarm['id']}/seen")
    assert 'class="alarm-strip known"' in duty.get("/desk").text
    with house.register.writing() as tx:
        watch(tx, [], NOW, NOW)
    assert collected
    assert "alarm-strip" not in duty.get("/desk").text


def test_an_alarm_can_be_noted_by_the_duty_desk_alone(house: House, duty: httpx.Client, collected: list[str]) -> None:
    assert collected[2] in duty.get("/alarms").text
    assert "知道了" in duty.get("/alarms").text
    assert "知道了" not in house.client("lingdao").get("/alarms").text
    for alarm in duty.get("/api/alarms").json():
        duty.post(f"/api/alarms/{alarm['id']}/seen")
    assert "知道了" not in duty.get("/alarms").text
    assert re.search(r"zhiban <time[^>]*>今天 14:00</time> 看过", duty.get("/alarms").text)


def test_a_failing_source_shows_no_figure_where_there_is_no_data(duty: httpx.Client, collected: list[str]) -> None:
    page = duty.get(f"/sources/{collected[2]}").text
    assert page.count('<td class="day unread"') == 4
    assert page.count('<td class="day no-run"') == 10
    assert not re.findall(r'<td class="day new-', page)
    assert page.count('<span class="no-data">没有数据</span>') >= 4 + 3


def test_a_day_that_was_left_out_looks_unlike_a_day_with_nothing_new(duty: httpx.Client, collected: list[str]) -> None:
    silent, gap = (duty.get(f"/sources/{id_}").text for id_ in (collected[1], collected[3]))
    assert re.findall(r'<td class="day ([\w-]+)', silent)[-4:] == ["new-1", "new-0", "new-0", "new-0"]
    assert re.findall(r'<td class="day ([\w-]+)', gap)[-4:] == ["new-2", "new-2", "no-run", "new-2"]


def test_the_runs_and_reasons_of_a_source_can_be_searched(duty: httpx.Client, collected: list[str]) -> None:
    page = duty.get(f"/sources/{collected[0]}").text
    assert "最近 4 次采集" in page
    assert "最近 100 条" in page
    assert "最近 4 条" in duty.get(f"/sources/{collected[0]}?outcome=listed").text
    assert "没有符合条件的结果" in duty.get(f"/sources/{collected[0]}?words=没有这个词").text


def test_only_what_can_be_run_has_the_button_and_only_for_those_who_may(house: House, duty: httpx.Client, collected: list[str]) -> None:
    button = f'data-api="/api/sources/{collected[0]}/run"'
    assert button in duty.get(f"/sources/{collected[0]}").text
    assert button not in house.client("lingdao").get(f"/sources/{collected[0]}").text
    off = next(one for one in house.rules.sources.sources if one.url.startswith("rsshub:"))
    assert "现在采集" not in duty.get(f"/sources/{off.id}").text
    assert "现在采集" not in duty.get("/sources/report").text
    assert duty.get("/sources/nothing").status_code == 404


def test_the_list_is_sorted_and_filtered(duty: httpx.Client, collected: list[str]) -> None:
    def ids(query: str) -> list[str]:
        return re.findall(r'<th scope="row"><a href="/sources/(\w+)"', duty.get(f"/sources{query}").text)

    assert ids("")[0] == collected[2]
    assert ids("?order=new")[:2] == [collected[0], collected[3]]
    assert ids("?state=failing") == [collected[2]]
    assert set(ids("?kind=report")) == {"report"}
    assert len(ids("?medium=county")) < len(ids(""))
    assert ids("?region=451421") == [one for one in ids("") if one in ids("?region=451421")]
    assert "没有符合条件的信息源" in duty.get("/sources?words=没有这个词").text
    assert duty.get("/sources?order=nothing").status_code == 422


def test_the_matrix_tells_four_ways_of_not_seeing_apart(house: House, duty: httpx.Client, collected: list[str]) -> None:
    page = duty.get("/blind-spots").text
    matrix = page.partition('<table class="matrix"')[2].partition("</table>")[0]
    assert collected
    assert {"no-source", "no-figure"} <= set(re.findall(r'<td class="cell ([\w-]+)', matrix))
    assert "无源" in matrix
    assert "没采过" in matrix
    assert "太平街道" not in matrix
    towns = duty.get("/blind-spots?towns=true&period=14&order=name").text.partition('<table class="matrix"')[2].partition("</table>")[0]
    assert towns.count('class="level-town"') == sum(len(code) == 9 for code in house.rules.regions.names)


def test_what_a_site_says_is_shown_as_text(duty: httpx.Client, collected: list[str]) -> None:
    for address in ("/sources", f"/sources/{collected[2]}", "/alarms", "/blind-spots", "/desk"):
        page = duty.get(address).text
        assert page.count("<script") == page.count('<script src="/static/'), address
        assert "<img src=x" not in page, address


def test_the_box_for_the_inner_network_is_there_for_an_administrator_who_may(house: House, administrator: httpx.Client) -> None:
    assert 'name="private"' not in administrator.get("/try").text
    house.app.state.settings = Settings(private=True)
    assert 'name="private"' in administrator.get("/try").text
    assert 'name="private"' not in house.client("zhiban").get("/try").text
    assert 'value="http://a.example/?a=1&amp;b=2"' in administrator.get("/try", params={"url": "http://a.example/?a=1&b=2"}).text


def test_empty_pages_say_so(duty: httpx.Client, administrator: httpx.Client) -> None:
    assert "没有告警" in duty.get("/alarms").text
    assert "还没有发放过密钥" in administrator.get("/keys").text
    assert "还没有上报过" in duty.get("/report").text
    assert "还没有采过" in duty.get("/sources/people_society").text


@pytest.mark.parametrize(("id_", "name"), [("report", "人工上报"), ("import", "文件导入"), ("hotline", "12345热线")])
def test_a_source_that_no_rule_declares_is_called_by_its_name(house: House, duty: httpx.Client, id_: str, name: str) -> None:
    incident = house.incident("渠黎镇停水").id
    with house.register.writing() as tx:
        keys.make(tx, "12345热线", "hotline", "guanli", datetime.now(BEIJING))
        tx.execute(update(documents).values(source=id_))
    part = duty.post(f"/api/incidents/{incident}/actions/assign", json={}).json()["parts"][0]["id"]
    for address in (f"/incidents/{incident}", "/search", f"/incidents/{incident}/assignments/{part}/print"):
        page = duty.get(address).text
        assert name in page, address
        assert not re.search(rf"(>|\. ){id_}\b", page), address
