"""Drafts, undoing, each office's task and the sentence beside its field, as people use them: in a real browser, with a real service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selenium.webdriver.common.by import By

from store import people
from store.records import Person, Role
from tests.api.seeding import PASSWORD
from tests.api.test_assignments import act, given
from tests.dashboards.test_browser import Reader, reader

if TYPE_CHECKING:
    import httpx

    from tests.api.conftest import House

__all__ = ["reader"]


def click(reader: Reader, selector: str) -> None:
    """Presses what is there, also where the page is drawn anew in between."""

    def pressed() -> bool:
        reader.one(selector).click()
        return True

    reader.until(pressed)


def test_a_slip_is_taken_back_from_the_page_and_from_the_keyboard(reader: Reader, house: House) -> None:
    incident = house.incident("渠黎镇停水").id
    reader.sign_in("zhiban")
    reader.row("渠黎镇停水").find_element(By.CSS_SELECTOR, "button").click()
    reader.one(".undo-toast button").click()
    reader.until(lambda: house.incident("渠黎镇停水").status == "assessed")
    reader.go(f"/incidents/{incident}")
    click(reader, "[data-open=do-supervise], [data-open=do-note]")
    reader.one("dialog[open] [name=because]").send_keys("写错了")
    click(reader, "dialog[open] .primary")
    reader.see("您刚才做了“批注”")
    assert reader.one(".undo [data-left]").text.endswith("秒")
    reader.until(lambda: not reader.all("dialog[open]"))
    reader.press("u")
    reader.see("已撤销“批注”")
    reader.see("撤销")


def test_each_office_is_asked_what_the_duty_office_writes(reader: Reader, house: House) -> None:
    incident = house.incident("渠黎镇停水").id
    reader.sign_in("zhiban")
    reader.go(f"/incidents/{incident}")
    click(reader, "[data-open=do-assign]")
    asked = reader.one("dialog[open] textarea[data-of='451421101.township']")
    assert "就近到扶绥县渠黎镇现场核实情况" in (asked.get_attribute("value") or "")
    asked.clear()
    asked.send_keys("今晚八点前送水到街上")
    click(reader, "dialog[open] .primary")
    reader.see("今晚八点前送水到街上")
    reader.sign_in("zhujian")
    reader.see("牵头核查事实、处置并公开回应")


def test_a_refusal_stands_beside_its_field_and_nothing_typed_is_lost(reader: Reader, house: House, duty: httpx.Client) -> None:
    part = given(house, duty)
    reader.sign_in("zhujian")
    reader.row("渠黎镇停水").find_element(By.CSS_SELECTOR, "[data-key=a]").click()
    click(reader, f"[data-open=part-{part}-answer]")
    reader.one("dialog[open] [name='details.text']").send_keys("管道已抢修")
    click(reader, "dialog[open] .primary")
    line = reader.one("dialog[open] .field-error")
    assert line.text == "回应要有凭证：请给出公开发布的链接，或会议记录、扫描件等凭证。"
    assert reader.browser.switch_to.active_element.get_attribute("name") == "details.link"
    assert reader.one("dialog[open] [name='details.text']").get_attribute("value") == "管道已抢修"
    reader.one("dialog[open] [name='details.link']").send_keys("http://127.0.0.1/n")
    click(reader, "dialog[open] .primary")
    reader.see("已回应")


def test_a_draft_is_written_signed_reviewed_and_released_on_the_pages(
    reader: Reader,
    house: House,
    duty: httpx.Client,
    administrator: httpx.Client,
) -> None:
    part = given(house, duty, "相撞")
    act(duty, part, "acknowledge").raise_for_status()
    reader.complaints()
    reader.sign_in("guanli")
    reader.go(f"/incidents/{house.incident('相撞').id}")
    assert not reader.all(f"[data-open=part-{part}-answer]")
    click(reader, f"[data-open=part-{part}-draft]")
    reader.one("dialog[open] [name='details.text']").send_keys("事故造成4人死亡，内部调查已启动")
    click(reader, "dialog[open] .primary")
    reader.see("还要承办单位负责人、值班室审签，发布前要作保密审查")
    draft = administrator.get(f"/api/incidents/{house.incident('相撞').id}/drafts").json()[0]["id"]

    with house.register.writing() as tx:
        people.add(tx, Person("fuzhi", Role.duty, None, "451400", "副班"), PASSWORD)
    other = house.client("fuzhi", PASSWORD)
    other.post(f"/api/drafts/{draft}/actions/approve", json={"because": "局长已签"}).raise_for_status()
    reader.sign_in("zhiban")
    reader.see("等您的意见")
    click(reader, f"a[href$='#draft-{draft}']")
    click(reader, f"[data-open=draft-{draft}-approve]")
    reader.one("dialog[open] [name=because]").send_keys("同意")
    click(reader, "dialog[open] .primary")
    reader.see("可以发布")
    click(reader, f"[data-open=draft-{draft}-clear]")
    reader.one("dialog[open] [name='details.reviewer']").send_keys("张审")
    reader.one("dialog[open] [name=because]").send_keys("可以公开")
    click(reader, "dialog[open] .primary")
    reader.see("保密审查：张审")
    click(reader, f"[data-open=draft-{draft}-release]")
    reader.one("dialog[open] [name='details.link']").send_keys("http://127.0.0.1/n")
    click(reader, "dialog[open] .primary")
    reader.see("已发布")
    assert house.incident("相撞").status == "answered"
    assert reader.complaints() == []
