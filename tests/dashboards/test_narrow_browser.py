"""Pages on a narrow screen, and tables whose headings stand over their columns, in a real browser."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from store import keys
from store.tables import BEIJING
from tests.api.test_assignments import act, given
from tests.dashboards.test_browser import Reader, reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

    from tests.api.conftest import House

__all__ = ["reader"]
CUT = "return [...document.querySelectorAll('.scroll')].filter(one => one.scrollWidth > one.clientWidth + 1).length"
ASKEW = """return [...document.querySelectorAll('table.numbers')].flatMap(table => [...table.tHead.rows[0].cells]
    .filter((head, n) => getComputedStyle(head).textAlign !== getComputedStyle(table.tBodies[0].rows[0].cells[n]).textAlign)
    .map(head => head.innerText))"""


@pytest.fixture
def resized(reader: Reader) -> Iterator[Reader]:
    yield reader
    reader.browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def wide(reader: Reader, width: int) -> None:
    told = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    reader.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", told)


def looked_at(reader: Reader, name: str) -> None:
    """Kept as a picture where somebody asks for it (HUIXIANG_PICTURES=folder)."""
    if folder := os.environ.get("HUIXIANG_PICTURES"):
        reader.browser.save_screenshot(str(Path(folder) / f"{name}.png"))


def returned(house: House, duty: httpx.Client) -> None:
    part = given(house, duty)
    details = {"reason_code": "不属本单位职责", "basis": "三定规定第四条", "office": "451421.water"}
    act(house.client("zhujian"), part, "return", because="农村饮水归水利", details=details).raise_for_status()


def test_tables_are_read_without_pushing_them_aside(resized: Reader, house: House) -> None:
    with house.register.writing() as tx:
        keys.make(tx, "12345热线", "hotline", "guanli", datetime.now(BEIJING))
    resized.sign_in("guanli")
    wide(resized, 390)
    incident = house.incident("渠黎镇停水").id
    for address in ("/people", "/keys", f"/incidents/{incident}", "/pieces", "/interface"):
        resized.go(address)
        resized.browser.execute_script("document.querySelector('.scroll')?.scrollIntoView()")
        looked_at(resized, f"390{address.replace('/', '-')}")
        assert resized.browser.execute_script(CUT) == 0, address


def test_the_main_menu_shows_that_more_follows(resized: Reader) -> None:
    resized.sign_in("zhiban")
    wide(resized, 390)
    menu = resized.one(".top nav")
    assert resized.browser.execute_script("return arguments[0].scrollWidth > arguments[0].clientWidth", menu)
    assert "local" in menu.value_of_css_property("background-attachment")
    assert "gradient" in menu.value_of_css_property("background-image")


def test_headings_stand_over_their_columns_and_filters_keep_off_the_figures(resized: Reader, house: House, duty: httpx.Client) -> None:
    returned(house, duty)
    resized.sign_in("lingdao")
    for width in (390, 1440):
        wide(resized, width)
        resized.go("/timeliness")
        looked_at(resized, f"{width}-timeliness")
        gap = "return document.querySelector('.figures').getBoundingClientRect().top - "
        assert resized.browser.execute_script(gap + "document.querySelector('form.filters').getBoundingClientRect().bottom") >= 10
    assert len(resized.all("table.numbers")) >= 2
    assert resized.browser.execute_script(ASKEW) == []
