"""Trying an address over the API, against a site that really runs."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from config.settings import Settings
from crawler.sample.site import Running, serve
from tests.api.conftest import House


@pytest.fixture
def site(house: House, tmp_path: Path) -> Iterator[Running]:
    house.app.state.settings = Settings(data=tmp_path, private=True)
    running = serve()
    yield running
    running.close()


def test_the_administrator_tries_a_site_of_the_inner_network_and_hears_of_each_piece(
    house: House, administrator: httpx.Client, site: Running
) -> None:
    asked = {"url": f"{site.bases['news']}/rss.xml", "items": 2, "private": True}
    lines: list[dict[str, object]] = []
    with administrator.stream("POST", "/api/sources/try", json=asked, headers={"Accept": "application/x-ndjson"}, timeout=90) as answer:
        assert answer.headers["content-type"].startswith("application/x-ndjson")
        lines += [json.loads(line) for line in answer.iter_lines()]
    report = lines[-1]["report"]
    assert isinstance(report, dict)
    assert (report["kind"], report["kept"], len(report["items"])) == ("feed", 2, 2)
    assert "kind: feed" in report["block"]
    assert sum("piece" in line for line in lines) == len(lines) - 1 >= 3
    with house.register.reading() as tx:
        assert tx.exec_driver_sql("SELECT count(*) FROM documents WHERE source = 'try'").scalar_one() == 0


def test_an_address_inside_is_refused_unless_administrator_and_settings_say_so(
    house: House, duty: httpx.Client, administrator: httpx.Client, site: Running
) -> None:
    url = f"{site.bases['news']}/rss.xml"
    plain = duty.post("/api/sources/try", json={"url": url}, timeout=90).json()
    assert (plain["kind"], plain["outcome"], plain["items"]) == (None, "unsafe", [])
    assert "由管理员设置 HUIXIANG_PRIVATE=1" in plain["because"]
    assert duty.post("/api/sources/try", json={"url": url, "private": True}).status_code == 403
    house.app.state.settings = Settings(data=house.app.state.settings.data, private=False)
    answer = administrator.post("/api/sources/try", json={"url": url, "private": True})
    assert (answer.status_code, "HUIXIANG_PRIVATE" in answer.json()["error"]) == (403, True)


def test_bad_addresses_and_other_roles_are_refused(house: House, duty: httpx.Client) -> None:
    for url in ("news", "ftp://a.example/", "http://[::1", "file:///etc/passwd", "http://a b/"):
        answer = duty.post("/api/sources/try", json={"url": url})
        assert (answer.status_code, "不是网址" in answer.json()["error"]) == (422, True), url
    for name in ("lingdao", "zhujian"):
        assert house.client(name).post("/api/sources/try", json={"url": "http://a.example/"}).status_code == 403


def test_only_so_many_trials_run_at_once(house: House, duty: httpx.Client) -> None:
    house.app.state.trials = threading.Semaphore(0)
    answer = duty.post("/api/sources/try", json={"url": "http://a.example/"})
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "20")
