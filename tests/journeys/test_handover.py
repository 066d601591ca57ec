"""值班交接 in a browser: one hands over, another signs in and takes it, and the record stands for both."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait
from sqlalchemy import insert

from store import people
from store.records import Person, Role
from store.tables import sessions
from tests.api.conftest import House
from tests.api.seeding import NOW, PASSWORD
from tests.dashboards.conftest import browser, duty, house, rules, seeded

__all__ = ["browser", "duty", "house", "rules", "seeded"]
Go = Callable[[str, str], None]


@pytest.fixture
def go(house: House, browser: webdriver.Chrome) -> Go:
    """Opens a page as somebody."""
    with house.register.writing() as tx:
        people.add(tx, Person("jieban", Role.duty, None, "451400", "接班员"), PASSWORD)
        token = hashlib.sha256(b"token of jieban").hexdigest()
        tx.execute(insert(sessions).values(token=token, person="jieban", until=NOW + timedelta(days=30)))

    def to(name: str, address: str) -> None:
        browser.get(f"{house.address}/sign-in")
        browser.delete_all_cookies()
        browser.add_cookie({"name": "huixiang_session", "value": f"token of {name}"})
        browser.get(house.address + address)

    return to


def until(browser: webdriver.Chrome, words: str) -> None:
    WebDriverWait(browser, 10).until(lambda seen: words in seen.find_element(By.TAG_NAME, "body").text)


def test_one_hands_over_and_another_takes(house: House, duty: httpx.Client, browser: webdriver.Chrome, go: Go) -> None:
    duty.post(f"/api/incidents/{house.incident('渠黎镇停水').id}/actions/assign", json={})
    go("zhiban", "/handover")
    assert "渠黎镇停水三天" in browser.find_element(By.ID, "handed-unacknowledged").text
    browser.find_element(By.CSS_SELECTOR, "[data-open=give]").click()
    browser.find_element(By.CSS_SELECTOR, "#give textarea[name=notes]").send_keys("水厂下午两点再来电")
    browser.find_element(By.CSS_SELECTOR, "#give button.primary").click()
    until(browser, "待接班签名")

    given = duty.get("/api/handovers").json()[0]
    browser.get(f"{house.address}/handovers/{given['id']}")
    assert not browser.find_elements(By.XPATH, "//button[text()='接班签名']")

    go("jieban", "/handover")
    browser.find_element(By.CSS_SELECTOR, ".past a").click()
    until(browser, "水厂下午两点再来电")
    browser.find_element(By.XPATH, "//button[text()='接班签名']").click()
    until(browser, "接班员 2026-11-25 14:00 签名")
    assert given["digest"] in browser.find_element(By.TAG_NAME, "body").text
    taken = duty.get(f"/api/handovers/{given['id']}").json()
    assert (taken["by"], taken["taken_by"], taken["body"]) == ("zhiban", "jieban", given["body"])


def test_a_table_of_contacts_is_taken_in_through_the_page(
    browser: webdriver.Chrome, go: Go, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("upload") / "联络人.csv"
    file.write_text("单位,角色,姓名,电话,邮箱\n扶绥县教育局,联络人,办公室值班岗,0771-1,a@b.example\n", "utf-8")
    go("guanli", "/contacts")
    browser.find_element(By.CSS_SELECTOR, "[data-open=take-in]").click()
    browser.find_element(By.CSS_SELECTOR, "#take-in input[type=file]").send_keys(str(file))
    browser.find_element(By.CSS_SELECTOR, "#take-in button.primary").click()
    until(browser, "办公室值班岗")
    assert "扶绥县教育局" in browser.find_element(By.TAG_NAME, "table").text


def test_a_receipt_is_recorded_from_the_sheet(house: House, duty: httpx.Client, browser: webdriver.Chrome, go: Go) -> None:
    incident = house.incident("渠黎镇停水").id
    part = duty.post(f"/api/incidents/{incident}/actions/assign", json={}).json()["parts"][0]["id"]
    go("zhiban", f"/incidents/{incident}/assignments/{part}/print")
    code = browser.find_element(By.CLASS_NAME, "code").text
    browser.find_element(By.CSS_SELECTOR, "[data-open=receipt]").click()
    browser.find_element(By.NAME, "code").send_keys("2222-2222")
    browser.find_element(By.NAME, "received_by").send_keys("办公室值班岗")
    browser.find_element(By.CSS_SELECTOR, "#receipt button.primary").click()
    until(browser, "对不上")
    browser.find_element(By.NAME, "code").clear()
    browser.find_element(By.NAME, "code").send_keys(code)
    browser.find_element(By.CSS_SELECTOR, "#receipt button.primary").click()
    WebDriverWait(browser, 10).until(lambda seen: seen.current_url.endswith(f"/incidents/{incident}"))
    assert f"回执码 {code}" in browser.find_element(By.TAG_NAME, "body").text
