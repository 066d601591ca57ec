"""Nothing missed in silence: a source is run, goes quiet and speaks again; an address is tried; a call is reported."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from sqlalchemy import update

from config.settings import Settings
from config.sources import Expectation
from crawler.sample.site import Running, serve
from crawler.sample.site import sources as declare
from doing import clock_jobs, scheduled, work_jobs
from parts import Parts, now
from store import people
from store import tables as t
from tests.api.conftest import Clock, House, served
from tests.api.seeding import PASSWORD, PEOPLE
from tests.dashboards.conftest import browser
from tests.dashboards.test_browser import Reader

__all__ = ["browser"]
SOURCE = "sample_news"


@dataclass
class World:
    """The sample's sites, an installation that collects them, and somebody at the browser."""

    sites: Running
    started: datetime
    parts: Parts
    house: House
    reader: Reader

    def watch(self) -> None:
        """What the schedule does once a minute."""
        next(job for job in clock_jobs(self.parts) if job.name == "alarms").do()

    def two_days_pass(self) -> None:
        """All that was collected was two days ago."""
        then = now() - timedelta(days=2)
        with self.parts.register.writing() as tx:
            tx.execute(update(t.pieces).values(at=then))
            tx.execute(update(t.sources).values(last_run=then, last_success=then, last_new=then))

    def more_is_published(self) -> None:
        """An hour later in the sites' story, at the same addresses."""
        port = self.sites.servers["news"].server_port
        self.sites.close()
        self.sites = serve(port, self.started - timedelta(hours=1))


@pytest.fixture
def world(tmp_path: Path, browser: Chrome) -> Iterator[World]:
    started = now()
    sites = serve(18911, started)
    sources = tuple(one.model_copy(update={"per_day": Expectation(at_least=1)}) for one in declare(sites) if one.id == SOURCE)
    parts = Parts(Settings(data=tmp_path / "data", private=True), sources)
    with parts.register.writing() as tx:
        for person in PEOPLE:
            people.add(tx, person, PASSWORD)
    house = House(parts.register, parts.rules, parts.desk, Clock(), parts.web)
    parts.web.state.watch.every = 0.2
    stop = served(parts.web, house)
    working = scheduled(parts, work_jobs(parts))
    made = World(sites, started, parts, house, Reader(browser, house))
    yield made
    working.stop()
    house.close()
    stop()
    made.sites.close()


def test_nothing_is_missed_in_silence(world: World) -> None:
    reader = world.reader
    reader.sign_in("zhiban")
    _a_source_is_run_from_its_page(world, lambda: "收下" in reader.one(".outcomes").text)
    _it_goes_quiet_and_that_is_noted(world)
    _it_speaks_again_and_the_alarm_is_gone(world)
    _an_address_is_tried(world)
    _a_call_becomes_an_incident(world)
    assert reader.complaints() == []


def _a_source_is_run_from_its_page(world: World, came: Callable[[], bool]) -> None:
    reader = world.reader
    reader.go("/sources")
    reader.see("没有数据")
    reader.one(f"a[href='/sources/{SOURCE}']").click()
    reader.see("还没有采过")
    reader.one(".acts .primary").click()
    reader.until(came)
    reader.see("正常")
    assert reader.all(".heat .day")[-1].text.isdigit()


def _it_goes_quiet_and_that_is_noted(world: World) -> None:
    reader = world.reader
    world.two_days_pass()
    reader.go(f"/sources/{SOURCE}")
    reader.one(".acts .primary").click()
    reader.until(lambda: "安静" in reader.one(".page-head").text)
    reader.go("/desk")
    world.watch()
    reader.one(".alarm-strip").click()
    reader.see("24小时内 0 条，少于预期的 1 条")
    reader.one(".alarm button").click()
    reader.see("zhiban")
    reader.see("看过")
    assert reader.house.client("").get("/api/alarms").status_code == 401


def _it_speaks_again_and_the_alarm_is_gone(world: World) -> None:
    reader = world.reader
    world.more_is_published()
    reader.go(f"/sources/{SOURCE}")
    reader.one(".acts .primary").click()
    reader.until(lambda: "正常" in reader.one(".page-head").text)
    reader.go("/alarms")
    world.watch()
    reader.see("没有告警")
    reader.see("已恢复的")


def _an_address_is_tried(world: World) -> None:
    reader = world.reader
    reader.sign_in("guanli")
    reader.go("/try")
    reader.one("[name=url]").send_keys("http://127.0.0.1:1/")
    reader.one("[data-try] .primary").click()
    reader.see("地址 127.0.0.1 在内部网络。要试内部网络的地址：由管理员设置 HUIXIANG_PRIVATE=1")
    reader.until(lambda: reader.one("[data-try] .primary").is_enabled())
    reader.one("[name=url]").clear()
    reader.one("[name=url]").send_keys(f"{world.sites.bases['board']}/board?page=1")
    reader.one("[name=private]").click()
    reader.one("[data-try] .primary").click()
    reader.see("能当信息源：列表页，试了 5 条")
    assert "kind: listing" in reader.one("[data-block] pre").text
    assert len(reader.all("[data-table] tbody tr")) == 5


def _a_call_becomes_an_incident(world: World) -> None:
    reader = world.reader
    reader.sign_in("zhiban")
    reader.go("/report")
    reader.one("[name=text]").send_keys("来电13800001234反映东门镇街上停电两天，没有人来修，打供电所电话不接。")
    reader.one("[data-place]").send_keys("扶绥县东们镇")
    reader.one("[data-report] .primary").click()
    reader.see("没有叫“扶绥县东们镇”的地点")
    reader.one("[data-place]").clear()
    reader.one("[data-place]").send_keys("扶绥县东门镇")
    reader.one("[data-report] .primary").click()
    reader.until(lambda: "立案：事件" in reader.one("#became").text)
    reader.until(lambda: "立案：事件" in reader.one(".past-reports").text)
    reader.one("#became a").click()
    reader.until(lambda: "/incidents/" in reader.browser.current_url)
    reader.see("东门镇街上停电两天")
    assert "13800001234" not in reader.browser.find_element(By.TAG_NAME, "body").text
