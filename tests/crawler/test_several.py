"""Several crawlers, each a process of its own, at work on one register: a site is asked by one of them at a time."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
from itertools import pairwise
from pathlib import Path

from sqlalchemy import select

from store.register import Register
from store.watch_tables import hosts
from tests.crawler.conftest import Web
from tests.store.conftest import address, postgres, register

__all__ = ["address", "postgres", "register"]
ROOT = Path(__file__).parents[2]
CRAWLER = """
    import json, sys, time
    from datetime import datetime
    from pathlib import Path
    from config.settings import Settings
    from config.sources import Source
    from crawler.collecting import collect_due
    from crawler.when import BEIJING
    from store.register import Register
    register, wanted, blocks = Register(sys.argv[1]), sys.argv[2], json.loads(sys.argv[4])
    declared = [Source.model_validate(block) for block in blocks]
    settings, now = Settings(data=Path(sys.argv[3])), lambda: datetime.now(BEIJING)
    until, counts = time.monotonic() + 150, {}
    while wanted not in counts and time.monotonic() < until:
        counts = collect_due(register, declared, [wanted], str, settings, now)
        time.sleep(0.05)
    print(json.dumps(counts))
"""


def start(register: Register, folder: Path, wanted: str, blocks: list[dict[str, object]]) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", textwrap.dedent(CRAWLER), register.url, wanted, str(folder / wanted), json.dumps(blocks)]
    return subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE)


def test_two_crawlers_keep_the_pause_that_a_site_asks_for_between_them(web: Web, register: Register, tmp_path: Path) -> None:
    pages = {"first": "/list/1.html", "second": "/list/2.html"}
    fixed = {"kind": "listing", "medium": "city", "allow_private": True, "pages": 1, "items": 4}
    blocks: list[dict[str, object]] = [{"id": id_, "name": id_, "url": web.base("gbk") + path} | fixed for id_, path in pages.items()]
    crawlers = [start(register, tmp_path, wanted, blocks) for wanted in pages]
    told = [json.loads(crawler.communicate(timeout=200)[0].splitlines()[-1]) for crawler in crawlers]
    assert [counts[wanted]["kept"] for wanted, counts in zip(pages, told, strict=True)] == [4, 4]
    log = web.log("gbk")
    assert [one["path"] for one in log].count("/robots.txt") == 2
    times = sorted(one["t"] for one in log)
    assert min(later - earlier for earlier, later in pairwise(times)) >= 1.0
    with register.reading() as tx:
        assert [row.claimed_by for row in tx.execute(select(hosts))] == [None]


def test_what_one_crawler_has_done_the_other_does_not_do_again(web: Web, register: Register, tmp_path: Path) -> None:
    fixed = {"kind": "feed", "medium": "city", "allow_private": True}
    blocks: list[dict[str, object]] = [{"id": "news", "name": "news", "url": web.base("news") + "/rss.xml"} | fixed]
    script = textwrap.dedent(CRAWLER).replace("[wanted], str", "None, str").replace("wanted not in counts", "not counts")
    script = script.replace("150, {}", "30, {}")
    command = [sys.executable, "-c", script, register.url, "news", str(tmp_path), json.dumps(blocks)]
    crawlers = [subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE) for _ in range(2)]
    told = [json.loads(crawler.communicate(timeout=200)[0].splitlines()[-1]) for crawler in crawlers]
    assert sorted(len(counts) for counts in told) == [0, 1]
    assert [one["path"] for one in web.log("news")].count("/rss.xml") == 1
