from __future__ import annotations

import html
import re
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import update

from store import documents, sources
from store import tables as t
from tests.api.conftest import House
from tests.dashboards.addresses import asked_for, missing

PAGES = {
    "/desk": "zhiban lingdao guanli",
    "/inbox": "zhiban lingdao guanli zhujian",
    "/timeliness": "zhiban lingdao guanli",
    "/search?words=停水": "zhiban lingdao guanli zhujian",
    "/sources": "zhiban lingdao guanli",
    "/pieces": "zhiban lingdao guanli",
    "/aside": "zhiban lingdao guanli",
    "/rules": "zhiban lingdao guanli zhujian",
    "/rules?tab=cases": "zhujian",
    "/rules?tab=deadlines": "zhujian",
    "/rules?tab=offices&words=教育": "zhujian",
    "/rules?tab=lifecycle": "zhujian",
    "/people": "guanli",
    "/notices": "zhiban lingdao guanli zhujian",
    "/account": "zhiban lingdao guanli zhujian",
    "/interface": "zhiban lingdao guanli zhujian",
    "/help": "zhiban lingdao guanli zhujian",
    "/desk?tab=judge": "zhiban",
    "/desk?tab=hand": "zhiban",
    "/desk?tab=done": "zhiban",
    "/desk?words=停水&region=451421&topic=municipal_services&grade=none&order=heat": "zhiban",
    "/documents/d0-0?": "zhiban",
}
EVERYBODY = ("zhiban", "lingdao", "guanli", "zhujian")


def test_every_address_a_page_asks_for_is_one_the_application_answers(house: House) -> None:
    assert len(list(asked_for())) > 60
    assert missing(house.app) == []


@pytest.fixture
def clients(house: House) -> dict[str, httpx.Client]:
    return {name: house.client(name) for name in EVERYBODY}


def test_each_role_sees_its_pages_and_is_refused_the_others(clients: dict[str, httpx.Client]) -> None:
    for address, names in PAGES.items():
        for name in EVERYBODY if "?" not in address else names.split():
            page = clients[name].get(address)
            assert page.status_code == (200 if name in names.split() else 403), f"{name} {address}: {page.status_code}"
            assert "<h1" in page.text
            assert page.text.count("<main") == 1


def test_a_page_shows_no_link_to_a_page_that_would_be_refused(clients: dict[str, httpx.Client]) -> None:
    for client in clients.values():
        for address in re.findall(r'<a href="(/[a-z]+)"', client.get("/help").text):
            assert client.get(address).status_code in (200, 303), address


def test_a_stranger_is_sent_to_the_sign_in_and_afterwards_to_the_page_that_was_asked_for(house: House) -> None:
    answer = house.client().get("/desk?tab=hand")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?after=%2Fdesk%3Ftab%3Dhand")
    page = house.client().get(answer.headers["location"]).text
    assert 'data-then="/desk?tab=hand"' in page


@pytest.mark.parametrize("after", ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example", "javascript:alert(1)"])
def test_the_sign_in_leads_to_no_other_site(house: House, after: str) -> None:
    assert 'data-then="/"' in house.client().get("/sign-in", params={"after": after}).text
    assert house.client("zhiban").get("/sign-in", params={"after": after}).headers["location"] == "/"


def test_everybody_begins_at_their_own_desk(clients: dict[str, httpx.Client]) -> None:
    begins = {name: client.get("/").headers["location"] for name, client in clients.items()}
    assert begins == {"zhiban": "/desk", "lingdao": "/timeliness", "guanli": "/desk", "zhujian": "/inbox"}


def test_what_a_post_says_is_shown_as_text_wherever_it_is_shown(house: House, duty: httpx.Client) -> None:
    incident = house.incident("天气真怪").id
    duty.post(f"/api/incidents/{incident}/actions/note", json={"because": "<script>alert(1)</script>"})
    addresses = ("/desk", f"/incidents/{incident}", "/search?words=天气", "/search", "/documents/d9-0", "/aside", "/pieces?words=<script>")
    for address in addresses:
        page = duty.get(address).text
        assert page.count("<script") == page.count('<script src="/static/'), address
        assert "onerror" not in re.sub(r"&#34;|&#39;|onerror=&", "", page).replace("onerror=", "", page.count("&lt;img")), address
    assert "&lt;script&gt;" in duty.get("/desk").text


def test_an_incident_page_shows_the_words_it_rests_on(house: House, duty: httpx.Client) -> None:
    page = duty.get(f"/incidents/{house.incident('渠黎镇停水').id}").text
    assert '<mark class="place" title="地点：渠黎镇">渠黎镇</mark>' in page
    assert "文中写道“停水”" in page
    assert "国办发〔2016〕61号" in page
    assert "扶绥县住房和城乡建设局" in page


def test_the_buttons_of_a_page_are_those_of_the_lifecycle_table(house: House, duty: httpx.Client) -> None:
    incident = house.incident("渠黎镇停水").id

    def buttons(client: httpx.Client) -> set[str]:
        return set(re.findall(r'data-open="do-(\w+)"', client.get(f"/incidents/{incident}").text))

    def allowed(client: httpx.Client) -> set[str]:
        known = client.get(f"/api/incidents/{incident}").json()
        return {action["name"] for action in known["actions"]} - {"lower"}  # there is no grade below its own

    leader = house.client("lingdao")
    for client in (duty, leader):
        assert buttons(client) == allowed(client)
    assert buttons(leader) < buttons(duty)
    duty.post(f"/api/incidents/{incident}/actions/assign", json={})
    assert buttons(duty) == allowed(duty)


def test_a_grade_is_raised_only_upwards_and_lowered_only_downwards(house: House, duty: httpx.Client) -> None:
    def offered(words: str, action: str) -> list[str]:
        page = duty.get(f"/incidents/{house.incident(words).id}").text
        sheet = re.search(rf'<dialog id="do-{action}".*?</dialog>', page, re.DOTALL)
        return re.findall(r'<option value="(\w+)"', sheet[0]) if sheet else []

    assert (offered("客货车相撞", "raise"), offered("客货车相撞", "lower")) == (["major", "extreme"], ["ordinary", "none"])
    assert (offered("停水", "raise")[0], offered("停水", "lower")) == ("ordinary", [])
    assert (offered("爆炸", "raise"), offered("爆炸", "lower")[0]) == ([], "major")


def test_what_was_split_off_and_what_it_came_from_link_to_each_other(house: House, duty: httpx.Client) -> None:
    whole = house.incident("渠黎镇停水").id
    said = {"because": "另一件事", "details": {"documents": ["d0-0"]}}
    answer = duty.post(f"/api/incidents/{whole}/actions/split", json=said).json()
    opened = answer["history"][-1]["details"]["opened"]
    assert f'<a href="/incidents/{opened}">事件 {opened}</a>' in duty.get(f"/incidents/{whole}").text
    assert f'<a href="/incidents/{whole}">事件 {whole}</a>' in duty.get(f"/incidents/{opened}").text


def test_a_matter_that_an_office_gave_back_is_marked_on_the_desk(house: House, duty: httpx.Client, office: httpx.Client) -> None:
    assert ">退回</i>" not in duty.get("/desk").text
    given = duty.post(f"/api/incidents/{house.incident('渠黎镇停水').id}/actions/assign", json={}).json()["parts"][0]["id"]
    details = {"reason_code": "不属本单位职责", "basis": "“三定”规定第四条", "office": "451421.water"}
    answer = office.post(f"/api/assignments/{given}/actions/return", json={"because": "属水利局", "details": details})
    assert answer.status_code == 200, answer.text
    assert duty.get("/desk").text.count(">退回</i>") == 1


def test_a_link_in_a_post_that_is_no_web_address_is_not_a_link(house: House, duty: httpx.Client) -> None:
    with house.register.writing() as tx:
        tx.execute(update(t.documents).where(t.documents.c.id == "d3-0").values(url="javascript:alert(1)"))
    for address in ("/documents/d3-0", f"/incidents/{house.incident('蔗款').id}"):
        assert "javascript:" not in duty.get(address).text


def test_unclear_matters_are_questions_under_a_tab_of_their_own(duty: httpx.Client) -> None:
    assert "楼道灯坏了半年" not in duty.get("/desk").text.partition("<aside")[0]
    asked = duty.get("/desk?tab=judge").text
    assert "楼道灯坏了半年" in asked
    assert "这件事发生在哪里？" in asked


def test_what_is_exported_is_what_is_looked_at(duty: httpx.Client) -> None:
    page = duty.get("/desk?region=451421&order=heat").text
    address = html.unescape(re.findall(r'class="export" href="([^"]+)"', page)[0])
    rows = duty.get(address).text.splitlines()[1:]
    assert len(rows) == len(re.findall(r'<li class="row', page)) + int(re.findall(r"待判断 <b>(\d+)", page)[0])


def test_an_empty_list_says_what_is_not_there(house: House, duty: httpx.Client) -> None:
    assert "没有符合筛选条件的事件" in duty.get("/desk?words=没有这个词").text
    assert "这里还没有事件" in duty.get("/desk?tab=done").text
    assert "没有找到含有“外星人”的信息" in duty.get("/search?words=外星人").text
    assert "没有交办的事项" in house.client("zhujian").get("/inbox").text
    assert "没有数据" in duty.get("/sources").text
    assert "这段时间还没有交办给任何单位" in duty.get("/timeliness?by=office").text
    assert "没有搁置的信息" in duty.get("/aside").text


def test_the_day_on_the_page_adds_up(duty: httpx.Client) -> None:
    page = duty.get("/pieces").text
    assert re.findall(r'class="total"><dt>合计</dt><dd>(\d+)</dd>', page) == ["37", "37", "37"]
    assert "2020-01-01 没有数据" in duty.get("/pieces?on=2020-01-01").text
    assert duty.get("/pieces?on=").status_code == 200


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/pieces?on=2026-13-45", "“日期”应为日期，如 2026-11-25"),
        ("/timeliness?by=nobody", "“按什么分”格式不对"),
        ("/timeliness?days=x", "“天数”应为整数"),
        ("/blind-spots?period=99", "“天数”不能大于 14"),
    ],
)
def test_a_filter_that_cannot_be_is_answered_with_a_sentence(duty: httpx.Client, address: str, said: str) -> None:
    page = duty.get(address)
    assert (page.status_code, said in page.text) == (422, True)


def test_a_source_that_never_succeeded_shows_no_zero(house: House, duty: httpx.Client) -> None:
    source = house.rules.sources.sources[0].id
    with house.register.writing() as tx:
        told = ("unreachable", "域名解析失败")
        sources.claim(tx, [source], house.clock(), house.clock() + timedelta(hours=1))
        sources.release(tx, source, {"unreachable": 1}, told, house.clock(), house.clock() + timedelta(hours=1))
    row = duty.get("/sources").text.partition(f'source={source}"')[2].partition("</tr>")[0]
    assert 'title="从未成功，没有数据">—</span>' in row


def test_what_was_set_aside_waits_on_its_page(house: House, duty: httpx.Client) -> None:
    with house.register.writing() as tx:
        documents.leave(tx, "d3-0", documents.SET_ASIDE, because="读不懂：没有正文")
    assert "读不懂：没有正文" in duty.get("/aside").text


def test_an_error_is_a_page_with_a_way_on(house: House, duty: httpx.Client) -> None:
    for address, status in (("/nothing", 404), ("/incidents/4711", 404), ("/incidents/x", 422), ("/people", 403), ("/desk?tab=x", 422)):
        page = duty.get(address)
        assert (page.status_code, "回首页" in page.text) == (status, True), address
    with house.register.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE notices")
    assert "系统出错了" in duty.get("/notices").text


def test_no_page_loads_or_names_anything_from_elsewhere(clients: dict[str, httpx.Client]) -> None:
    for address in ("/desk", "/timeliness", "/help", "/rules"):
        page = clients["guanli"].get(address).text
        assert re.findall(r'(?:src|href)="(?!/)', page.replace('href="#', "")) == []
        assert " style=" not in page
        assert " onclick=" not in page
