"""What the crawler is measured by, on the small web: every article of every site, the pauses, the bodies, the memory."""

from __future__ import annotations

import importlib.util
import re
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
import pytest
from opencc import OpenCC

from config.settings import Settings
from crawler.collecting import collect_due
from crawler.run import Piece, collect
from crawler.when import BEIJING
from nlp.clean import clean
from store.records import Document
from store.register import Register
from tests.crawler.conftest import SITES, Web
from tests.crawler.test_run import LIMITS, source

MOST_MEMORY = 400 * 1024**2
MINUTE = timedelta(minutes=1)
ARTICLES = 24


@pytest.fixture
def told(shared: Path) -> Iterator[SimpleNamespace]:
    """The small web in this process, so that what it publishes is known: its articles and threads, and the log of each site."""
    spec = importlib.util.spec_from_file_location("serve", shared / "web" / "serve.py")
    assert spec
    assert spec.loader
    serve: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(serve)
    world, servers, logs = serve.World(ARTICLES, 1, 0), {}, {}
    for kind in SITES:
        fixed = {"kind": kind, "world": world, "seen": [], "lock": threading.Lock(), "flaky": {}}
        servers[kind] = ThreadingHTTPServer(("127.0.0.1", 0), type(kind, (serve.Site,), fixed))
        logs[kind] = fixed["seen"]
        threading.Thread(target=servers[kind].serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    bases = {kind: f"http://127.0.0.1:{server.server_port}" for kind, server in servers.items()}
    yield SimpleNamespace(world=world, bases=bases, logs=logs)
    for server in servers.values():
        server.shutdown()
        server.server_close()


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def plain(text: str) -> str:
    """Without what the mirror put in: clean, and in simplified characters."""
    return bare(OpenCC("t2s").convert(clean(text).text))


def crawled(told: SimpleNamespace, folder: Path) -> dict[str, dict[str, Document]]:
    """Every document by its site and path."""
    starts = {"news": "/rss.xml", "gbk": "/list/1.html", "board": "/board?page=1", "mirror": "/list/1.html"}
    kinds = {"news": "feed"}
    sources = [source(site, kinds.get(site, "listing"), told.bases[site] + path) for site, path in starts.items()]
    got: list[Piece] = []
    collect(sources, {}, got.append, Settings(data=folder), mask=str, now=lambda: datetime.now(BEIJING), limits=LIMITS)
    found: dict[str, dict[str, Document]] = {site: {} for site in starts}
    for piece in got:
        if piece.document:
            found[piece.source][piece.url.removeprefix(told.bases[piece.source])] = piece.document
    return found


def test_every_article_of_every_site_is_read_right_no_faster_than_its_robots_ask(told: SimpleNamespace, tmp_path: Path) -> None:
    found = crawled(told, tmp_path)
    articles = {f"/a/{one['id']}.html": one for one in told.world.articles}
    threads = {f"/t/{one['id']}": one for one in told.world.threads}
    wrong = []
    for site, truth in (("news", articles), ("gbk", articles), ("board", threads), ("mirror", articles)):
        assert found[site].keys() == truth.keys()
        same = plain if site == "mirror" else bare
        for path, one in truth.items():
            read = found[site][path]
            wrong += [(site, path, said) for said in ("title", "text") if same(getattr(read, said)) != same(one[said])]
            wrong += [(site, path, "time")] if read.published is None or abs(read.published - one["at"]) >= MINUTE else []
    assert wrong == []
    for site, pause in (("gbk", 1.0), ("board", 0.2)):
        times = sorted(one["t"] for one in told.logs[site])
        assert min(later - earlier for earlier, later in pairwise(times)) >= pause


def test_a_second_run_over_an_unchanged_site_brings_no_body_even_where_every_article_is_looked_at_again(
    told: SimpleNamespace, tmp_path: Path
) -> None:
    news = source("news", "feed", told.bases["news"] + "/rss.xml")
    register, settings, later = Register(f"sqlite:///{tmp_path / 'register.sqlite'}"), Settings(data=tmp_path), timedelta()
    first = collect_due(register, [news], ["news"], str, settings, lambda: datetime.now(BEIJING))
    told.logs["news"].clear()
    later = timedelta(hours=2)
    second = collect_due(register, [news], ["news"], str, settings, lambda: datetime.now(BEIJING) + later)
    asked = [one for one in told.logs["news"] if one["path"] != "/robots.txt"]
    assert first["news"] == {"listed": 1, "kept": ARTICLES}
    assert second["news"] == {"not modified": 1 + ARTICLES}
    assert (len(asked), {one["status"] for one in asked}) == (1 + ARTICLES, {304})
    register.close()


class Memory(threading.Thread):
    """The most memory that the crawl process of this one ever held, as the kernel counts it."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most, self.over = 0, threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.05):
            for child in psutil.Process().children():
                try:
                    status = Path(f"/proc/{child.pid}/status").read_text("utf-8") if "crawler.worker" in child.cmdline() else ""
                except (OSError, psutil.NoSuchProcess):
                    continue
                peak = re.search(r"VmHWM:\s+(\d+) kB", status)
                self.most = max(self.most, int(peak[1]) * 1024 if peak else 0)


def test_the_worst_site_takes_no_more_than_four_hundred_megabytes_and_a_minute_and_stops_no_other(web: Web, tmp_path: Path) -> None:
    if not Path("/proc/self/status").exists():
        pytest.skip("needs /proc, where the kernel tells the most memory a process ever held")
    faults = source("faults", "listing", f"{web.base('faults')}/", select={"items": "//li"})
    feeds = [source(name, "feed", f"{web.base('faults')}/{name}.xml", follow=False) for name in ("bomb", "broken", "blank")]
    social = source("social", "feed", f"{web.base('social')}/weibo/search/hot?format=json")
    memory, begun = Memory(), time.monotonic()
    memory.start()
    settings = Settings(data=tmp_path)
    counts = collect([faults, *feeds, social], {}, lambda _: None, settings, mask=str, now=lambda: datetime.now(BEIJING), limits=LIMITS)
    memory.over.set()
    assert counts["social"] == {"listed": 1, "kept": 24}
    assert sum(counts["faults"].values()) == 26
    assert 0 < memory.most <= MOST_MEMORY, f"{memory.most / 1024**2:.0f} MB"
    assert time.monotonic() - begun < 90
