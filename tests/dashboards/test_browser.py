"""The pages as people use them: in a real browser, with a real service."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver import ActionChains, Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select

from store import incidents
from tests.api.conftest import House
from tests.api.seeding import PASSWORD

PATIENCE = 60  # seconds; a page that is right comes at once, a busy machine takes its time
WATCHING = ("/sources", "/sources/people_society", "/alarms", "/blind-spots", "/blind-spots?towns=true", "/try", "/report")


class Reader:
    """Somebody at the browser."""

    def __init__(self, browser: Chrome, house: House) -> None:
        self.browser, self.house = browser, house

    def sign_in(self, name: str) -> None:
        self.browser.delete_all_cookies()
        self.go("/sign-in")
        self.one("[name=name]").send_keys(name)
        self.one("[name=password]").send_keys(PASSWORD)
        self.one(".sign-in button").click()
        self.until(lambda: "/sign-in" not in self.browser.current_url)

    def go(self, address: str) -> None:
        self.browser.get(self.house.address + address)

    def one(self, selector: str) -> WebElement:
        return self.until(lambda: next((found for found in self.all(selector) if found.is_displayed()), None))  # type: ignore[no-any-return]

    def all(self, selector: str) -> list[WebElement]:
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def row(self, words: str) -> WebElement:
        return self.until(lambda: next((row for row in self.all(".row") if words in row.text), None))  # type: ignore[no-any-return]

    def see(self, words: str) -> None:
        self.until(lambda: words in self.browser.find_element(By.TAG_NAME, "body").text)

    def press(self, keys: str) -> None:
        self.browser.find_element(By.TAG_NAME, "body").send_keys(keys)

    def complaints(self) -> list[str]:
        """What the browser had to complain of since it was last asked."""
        lines = self.browser.get_log("browser")  # type: ignore[no-untyped-call]
        return [line["message"] for line in lines if line["level"] in ("SEVERE", "WARNING")]

    def until(self, true: Callable[[], Any]) -> Any:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                if found := true():
                    return found
            except StaleElementReferenceException:
                pass  # the page was drawn anew in between
            assert time.monotonic() < end, "it did not come true on the page: " + self.browser.find_element(By.TAG_NAME, "body").text[:500]
            time.sleep(0.05)


@pytest.fixture
def reader(browser: Chrome, house: House) -> Reader:
    return Reader(browser, house)


def test_from_the_desk_to_the_answer(reader: Reader) -> None:
    reader.sign_in("zhiban")
    reader.row("渠黎镇停水").find_element(By.CSS_SELECTOR, "button").click()
    reader.see("已交办 扶绥县住房和城乡建设局")
    reader.until(lambda: not [row for row in reader.all(".row") if "渠黎镇停水" in row.text])

    reader.sign_in("zhujian")
    reader.see("待签收")
    reader.row("渠黎镇停水").find_element(By.CSS_SELECTOR, "[data-key=a]").click()
    reader.see("办理中")
    reader.one("[data-open$=answer]").click()
    reader.one("dialog[open] [name='details.link']").send_keys("http://www.fusui.gov.cn/news/1.html")
    reader.one("dialog[open] [name='details.text']").send_keys("管道已抢修，今晚八点恢复供水。")
    reader.one("dialog[open] .primary").click()
    reader.see("已回应")

    reader.sign_in("zhiban")
    reader.go("/desk?tab=hand")
    reader.row("渠黎镇停水").find_element(By.CSS_SELECTOR, "a").click()
    reader.see("http://www.fusui.gov.cn/news/1.html")
    reader.one("[data-open=do-resolve]").click()
    reader.one("dialog[open] [name=because]").send_keys("已恢复供水")
    reader.one("dialog[open] .primary").click()
    reader.see("已办结")
    assert reader.house.incident("渠黎镇停水").status == "resolved"


def test_a_matter_is_confirmed_from_the_keyboard_alone(reader: Reader) -> None:
    reader.sign_in("zhiban")
    reader.row("江州区工业园")
    reader.press("j")
    first = reader.one(".row.selected").get_attribute("data-id")
    reader.press("j")
    assert reader.one(".row.selected").get_attribute("data-id") != first
    reader.press("k")
    assert reader.one(".row.selected").get_attribute("data-id") == first
    reader.press("a")
    reader.see("已交办 江州区应急管理局")
    reader.until(lambda: first not in [row.get_attribute("data-id") for row in reader.all(".row")])
    reader.press(Keys.ENTER)
    reader.until(lambda: "/incidents/" in reader.browser.current_url)


def test_another_office_is_chosen_by_its_name(reader: Reader) -> None:
    reader.sign_in("zhiban")
    incident = reader.house.incident("渠黎镇停水").id
    reader.go(f"/incidents/{incident}")
    reader.one("[data-open=do-assign]").click()
    name = reader.one("dialog[open] [name='details.responsible']")
    name.clear()
    name.send_keys("扶绥县水里局")
    reader.one("dialog[open] .primary").click()
    reader.see("没有名为“扶绥县水里局”的单位，请从列表中选。")
    name.clear()
    name.send_keys("扶绥县水利局")
    reader.one("dialog[open] [data-office-add]").send_keys("扶绥县住房和城乡建设局" + Keys.TAB)
    reader.until(lambda: len(reader.all("dialog[open] .chosen .check")) == 2)
    reader.one("dialog[open] .primary").click()
    reader.see("已交办")
    with reader.house.register.reading() as tx:
        given = {(part.office, part.duty.value) for part in incidents.assignments(tx, incident=incident)}
    assert {("451421.water", "responsible"), ("451421.housing", "cooperating"), ("451421101.township", "cooperating")} <= given


def test_an_unclear_matter_is_a_question_that_a_person_answers(reader: Reader) -> None:
    reader.sign_in("zhiban")
    reader.go("/desk?tab=judge")
    reader.row("楼道灯坏了半年").find_element(By.LINK_TEXT, "去判断").click()
    Select(reader.one("dialog[open] select")).select_by_visible_text("扶绥县新宁镇")
    reader.one("dialog[open] .primary").click()
    reader.see("建议由谁回应")
    reader.see("人工")
    reader.go("/desk")
    reader.row("楼道灯坏了半年")
    fresh = reader.house.incident("楼道灯坏了半年")
    assert [place.value for place in fresh.places] == ["451421100"]
    assert fresh.decision is not None
    assert fresh.decision.responsible == "451421.housing"


def test_a_correction_that_changes_nothing_is_not_sent(reader: Reader) -> None:
    reader.sign_in("zhiban")
    before = reader.house.incident("楼道灯坏了半年")
    reader.go(f"/incidents/{before.id}#do-correct")
    reader.one("dialog[open] .primary").click()
    reader.see("请至少改一项")
    assert reader.house.incident("楼道灯坏了半年").version == before.version


def test_what_was_typed_outlives_a_slip_beside_the_sheet(reader: Reader) -> None:
    reader.sign_in("zhiban")
    reader.go(f"/incidents/{reader.house.incident('渠黎镇停水').id}")
    beside = ActionChains(reader.browser).move_by_offset(5, 5).click()
    reader.one("[data-open=do-note]").click()
    reader.one("dialog[open]")
    beside.perform()
    reader.until(lambda: not reader.all("dialog[open]"))
    reader.one("[data-open=do-note]").click()
    reader.one("dialog[open] [name=because]").send_keys("已电话核实")
    ActionChains(reader.browser).click().perform()
    assert reader.one("dialog[open] [name=because]").get_attribute("value") == "已电话核实"
    reader.one("dialog[open] [data-close]").click()
    reader.until(lambda: not reader.all("dialog[open]"))


def test_a_split_offers_its_boxes_small_and_leads_to_what_it_opened(reader: Reader) -> None:
    reader.sign_in("zhiban")
    reader.go(f"/incidents/{reader.house.incident('渠黎镇停水').id}")
    reader.one("[data-open=do-split]").click()
    box = reader.one("dialog[open] [type=checkbox]")
    assert box.size["width"] < 30
    box.click()
    reader.one("dialog[open] [name=because]").send_keys("另一件事")
    reader.one("dialog[open] .primary").click()
    reader.one(".toast a").click()
    reader.see("由事件")


def test_a_page_follows_what_others_do_but_not_under_somebodys_hands(reader: Reader) -> None:
    reader.house.app.state.watch.every = 0.1
    reader.sign_in("zhiban")
    one, other = reader.house.incident("渠黎镇停水"), reader.house.incident("蔗款")
    reader.row("渠黎镇停水")
    colleague = reader.house.client("guanli")
    reader.house.clock.pass_by(timedelta(minutes=1))
    colleague.post(f"/api/incidents/{one.id}/actions/assign", json={})
    reader.until(lambda: not [row for row in reader.all(".row") if "渠黎镇停水" in row.text])
    reader.go(f"/incidents/{other.id}")
    reader.one("[data-open=do-note]").click()
    reader.one("dialog[open] [name=because]").send_keys("写到一半")
    reader.house.clock.pass_by(timedelta(minutes=1))
    colleague.post(f"/api/incidents/{other.id}/actions/assign", json={})
    time.sleep(2.5)
    assert reader.one("dialog[open] [name=because]").get_attribute("value") == "写到一半"
    reader.one("dialog[open] .primary").click()
    reader.see("在您打开之后已被 guanli 改动（交办），请刷新后再试。")
    reader.one("dialog[open] [data-close]").click()
    reader.see("已交办")


def test_a_script_in_a_post_runs_on_no_page(reader: Reader) -> None:
    reader.sign_in("zhiban")
    for address in ("/desk", f"/incidents/{reader.house.incident('天气真怪').id}", "/search?words=天气", "/documents/d9-0"):
        reader.go(address)
        reader.see("<script>document.title='taken'</script>")
        assert reader.browser.title != "taken"


def test_an_administrator_adds_somebody_and_a_wrong_password_is_told(reader: Reader) -> None:
    reader.sign_in("guanli")
    reader.go("/people")
    reader.one("[data-open=add]").click()
    for name, value in (("name", "xinren"), ("shown", "新来的"), ("password", "a-long-password")):
        reader.one(f"dialog[open] [name={name}]").send_keys(value)
    reader.one("dialog[open] [name=role]").send_keys("领导")
    reader.one("dialog[open] .primary").click()
    reader.see("新来的")
    reader.browser.delete_all_cookies()
    reader.go("/sign-in")
    reader.one("[name=name]").send_keys("xinren")
    reader.one("[name=password]").send_keys("not-the-password" + Keys.ENTER)
    reader.see("用户名或密码不对。")


def test_the_leaders_chart_is_drawn_and_no_page_breaks_its_policy_or_its_width(reader: Reader) -> None:
    reader.sign_in("zhiban")
    reader.house.client("zhiban").post(f"/api/incidents/{reader.house.incident('相撞').id}/actions/assign", json={})
    reader.complaints()
    incident = reader.house.incident("相撞").id
    for width in (1440, 390):
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        reader.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        for address in ("/desk", f"/incidents/{incident}", "/inbox", "/timeliness", "/pieces", "/search", "/rules", "/help", *WATCHING):
            reader.go(address)
            wide = reader.browser.execute_script("return document.documentElement.scrollWidth")
            assert wide <= width, f"{address} is {wide} wide in {width}"
        reader.go("/timeliness")
        reader.one("#chart svg")
    reader.browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    assert reader.complaints() == []
