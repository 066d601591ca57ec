"""Crawl runs over real HTTP, on the small web beside the project."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
import pytest

from config.settings import Settings
from config.sources import Source
from crawler.run import Limits, Piece, collect, pieces
from crawler.when import BEIJING

if TYPE_CHECKING:
    from tests.crawler.conftest import Web

ROOT = Path(__file__).parents[2]
LIMITS = Limits(run_seconds=120, request_seconds=2)
Known = dict[str, dict[str, dict[str, str | None]]]


def source(id_: str, kind: str, url: str, **more: Any) -> Source:
    return Source.model_validate({"id": id_, "name": id_, "kind": kind, "url": url, "medium": "city", "allow_private": True} | more)


def run(
    folder: Path, sources: list[Source], known: Known | None = None, limits: Limits = LIMITS
) -> tuple[list[Piece], dict[str, Counter[str]]]:
    """One run; `known` learns from it, as the register would."""
    known = {} if known is None else known
    got: list[Piece] = []
    settings = Settings(data=folder, contact="ops@example.org")
    counts = collect(sources, known, got.append, settings, mask=lambda text: text, now=lambda: datetime.now(BEIJING), limits=limits)
    for piece in got:
        seen = {"etag": piece.etag, "last_modified": piece.last_modified, "digest": piece.digest, "outcome": piece.outcome}
        if piece.outcome != "seen before" and piece.page:
            known.setdefault(piece.source, {})[piece.url] = seen
    return got, counts


def test_a_feed_of_summaries_gives_whole_articles_and_a_second_run_only_304s(web: Web, tmp_path: Path) -> None:
    news = source("news", "feed", f"{web.base('news')}/rss.xml")
    known: Known = {}
    got, counts = run(tmp_path, [news], known)
    assert counts["news"] == {"listed": 1, "kept": 24}
    assert all(piece.document and len(piece.document.text) > 30 and piece.document.publisher for piece in got if piece.outcome == "kept")
    web.forget("news")
    _, counts = run(tmp_path, [news], known)
    assert counts["news"] == {"not modified": 1}
    asked = [one for one in web.log("news") if one["path"] != "/robots.txt"]
    assert {one["status"] for one in asked} == {304}
    assert all("ops@example.org" in one["ua"] for one in asked)


def test_a_list_in_a_wrong_charset_is_read_with_times_to_the_minute_no_faster_than_robots_ask(web: Web, tmp_path: Path) -> None:
    got, counts = run(tmp_path, [source("gbk", "listing", f"{web.base('gbk')}/list/1.html", items=5)])
    assert counts["gbk"]["kept"] == 5
    assert counts["gbk"]["not reached"] == 19
    articles = [piece.document for piece in got if piece.document]
    assert all("\ufffd" not in article.text and article.published for article in articles)
    moments = sorted((article.published for article in articles if article.published), reverse=True)
    assert [later - earlier for later, earlier in pairwise(moments)] == [timedelta(minutes=11)] * 4
    times = [one["t"] for one in web.log("gbk")]
    assert min(later - earlier for earlier, later in pairwise(times)) >= 1.0


def test_a_board_gives_the_citizens_words_and_nobody_elses(web: Web, tmp_path: Path) -> None:
    got, counts = run(tmp_path, [source("board", "listing", f"{web.base('board')}/board?page=1", medium="board", items=8)])
    assert counts["board"] == {"listed": 2, "kept": 8, "not reached": 16}
    documents = [piece.document for piece in got if piece.document]
    assert all("13912345678" not in one.text and "官方回复" not in one.text for one in documents)
    assert all(one.voice and one.engagement.keys() == {"reads", "likes"} for one in documents)
    assert "网友10" not in "".join(one.text for one in documents)


def test_short_posts_come_from_the_feed_itself_with_their_counts(web: Web, tmp_path: Path) -> None:
    feeds = [
        source(f"hot_{form}", "feed", f"{web.base('social')}/weibo/search/hot?format={form}&limit=6") for form in ("json", "rss", "atom")
    ]
    got, counts = run(tmp_path, feeds)
    assert all(count == {"listed": 1, "kept": 6} for count in counts.values())
    documents = [piece.document for piece in got if piece.document and piece.source == "hot_json"]
    assert documents[1].engagement == {"likes": 3, "comments": 1}
    assert all(one.voice and "某用户" not in repr(one) for one in documents)


def test_an_address_in_chinese_is_asked_conditionally_like_any_other(web: Web, tmp_path: Path) -> None:
    keyword = source("keyword", "feed", f"{web.base('social')}/weibo/keyword/的?format=json")
    known: Known = {}
    assert run(tmp_path, [keyword], known)[1]["keyword"]["listed"] == 1
    assert run(tmp_path, [keyword], known)[1]["keyword"] == {"not modified": 1}


def test_what_robots_txt_forbids_is_refused_and_not_asked(web: Web, tmp_path: Path) -> None:
    got, _ = run(tmp_path, [source("private", "listing", f"{web.base('gbk')}/private/list.html")])
    assert [(piece.outcome, piece.because) for piece in got] == [("refused", "网站的 robots.txt 不允许采集")]
    assert [one["path"] for one in web.log("gbk")] == ["/robots.txt"]


def test_a_mirror_is_read_like_any_list_and_a_site_map_too(web: Web, tmp_path: Path) -> None:
    mirror = source("mirror", "listing", f"{web.base('mirror')}/list/1.html", items=8)
    site_map = source("map", "sitemap", f"{web.base('news')}/sitemap.xml", items=8)
    got, counts = run(tmp_path, [mirror, site_map])
    assert counts["mirror"] == {"listed": 2, "kept": 8, "not reached": 16}
    assert counts["map"] == {"listed": 1, "kept": 8}
    assert not any("免責聲明" in piece.document.text or "\u200b" in piece.document.text for piece in got if piece.document)


RIGHT = {
    "/flaky": "kept",
    "/busy": "kept",
    "/gone": "gone",
    "/slow": "too slow",
    "/drip": "too slow",
    "/huge": "too large",
    "/loop/0": "unreachable",
    "/inside": "unsafe",
    "/file": "unsafe",
    "/trap?n=0": "no text",
    "/bomb.xml": "not an article",
    "/gzipbomb": "too large",
    "/notgzip": "kept",
    "/short": "kept",
    "/binary": "unreadable",
    "/script": "kept",
    "/formula": "kept",
    "/empty": "no text",
    "/broken.xml": "not an article",
    "/shell": "frameset",
    "/utf16": "kept",
    "/blank.xml": "not an article",
    "/login": "login wall",
    "/deep": "no text",
    "/nul": "kept",
}


def test_everything_that_goes_wrong_ends_in_its_right_outcome_and_stops_nothing(web: Web, tmp_path: Path) -> None:
    start = time.monotonic()
    base = web.base("faults")
    got, counts = run(tmp_path, [source("faults", "listing", f"{base}/", select={"items": "//li"})])
    assert {piece.url.removeprefix(base): piece.outcome for piece in got if piece.outcome != "listed"} == RIGHT
    assert sum(counts["faults"].values()) == len(RIGHT) + 1
    assert all(piece.because for piece in got)
    assert time.monotonic() - start < 60


def test_feeds_that_are_broken_empty_or_explosive_say_so(web: Web, tmp_path: Path) -> None:
    base = web.base("faults")
    names = {"bomb": "unreadable", "broken": "listed", "blank": "no items"}
    got, _ = run(tmp_path, [source(name, "feed", f"{base}/{name}.xml", follow=False) for name in names])
    assert {piece.source: piece.outcome for piece in got if piece.url.endswith(".xml")} == names
    assert any(piece.source == "broken" and piece.outcome == "kept" for piece in got)


def test_pages_without_end_end(web: Web, tmp_path: Path) -> None:
    _, counts = run(tmp_path, [source("trap", "listing", f"{web.base('faults')}/trap?n=0", pages=4)])
    assert counts["trap"] == {"listed": 4, "kept": 4}


def test_a_private_address_is_left_alone_unless_the_source_says_so(web: Web, tmp_path: Path) -> None:
    _, counts = run(tmp_path, [source("shut", "feed", f"{web.base('news')}/rss.xml", allow_private=False)])
    assert counts["shut"] == {"unsafe": 1}
    assert web.log("news") == []


def test_a_site_that_is_down_does_not_stop_the_others(web: Web, tmp_path: Path) -> None:
    both = [source("down", "feed", "http://127.0.0.1:9/rss.xml"), source("social", "feed", f"{web.base('social')}/weibo/search/hot")]
    got, counts = run(tmp_path, both)
    assert counts["down"] == {"unreachable": 1}
    assert counts["social"]["kept"] == 24
    assert next(piece for piece in got if piece.source == "down").because == "连接被拒绝"


def test_what_there_was_no_time_for_is_said_and_comes_with_the_next_run(web: Web, tmp_path: Path) -> None:
    news = source("news", "listing", f"{web.base('news')}/list/1.html", items=3, pages=1)
    known: Known = {}
    _, first = run(tmp_path, [news], known)
    _, second = run(tmp_path, [news], known)
    assert first["news"]["not reached"] == 17
    assert second["news"]["kept"] == 3


def test_an_rsshub_route_stays_off_until_its_address_is_set(tmp_path: Path) -> None:
    assert run(tmp_path, [source("weibo", "feed", "rsshub:/weibo/search/hot")])[1] == {}


def test_a_crawl_that_dies_is_said_and_its_lists_are_read_again() -> None:
    now = datetime(2026, 11, 25, tzinfo=BEIJING)
    list_line = {
        "source": "news",
        "url": "http://127.0.0.1:9/",
        "outcome": "listed",
        "because": "",
        "fetched": now.isoformat(),
        "etag": "1",
    }
    lines = ["not json\n", json.dumps(list_line)]
    cut = list(pieces(lines, [source("news", "feed", "http://127.0.0.1:9/")], str, lambda: now))
    assert [(piece.outcome, piece.etag) for piece in cut] == [("listed", None), ("cut short", None)]
    whole = list(pieces([*lines, '{"end": true}'], [source("news", "feed", "http://127.0.0.1:9/")], str, lambda: now))
    assert [(piece.outcome, piece.etag) for piece in whole] == [("listed", "1")]


def test_texts_are_masked_before_anything_else_sees_them(web: Web, tmp_path: Path) -> None:
    got: list[Piece] = []
    news = source("news", "feed", f"{web.base('news')}/rss.xml", items=2)
    settings = Settings(data=tmp_path)
    collect([news], {}, got.append, settings, mask=lambda _: "〔略〕", now=lambda: datetime.now(BEIJING), limits=LIMITS)
    documents = [piece.document for piece in got if piece.document]
    assert {(one.title, one.text) for one in documents} == {("〔略〕", "〔略〕")}


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGINT])
def test_the_crawl_process_ends_with_its_parent(web: Web, tmp_path: Path, sign: signal.Signals) -> None:
    script = textwrap.dedent(f"""
        from datetime import datetime
        from pathlib import Path
        from config.settings import Settings
        from config.sources import Source
        from crawler.run import collect
        from crawler.when import BEIJING
        board = Source(id="board", name="board", kind="listing", url="{web.base("board")}/board?page=1", medium="board", allow_private=True)
        collect([board], {{}}, lambda piece: print(piece.outcome, flush=True), Settings(data=Path("{tmp_path}")),
                mask=str, now=lambda: datetime.now(BEIJING))
    """)
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT)
    assert parent.stdout is not None
    assert parent.stdout.readline() == "kept\n"
    (child,) = psutil.Process(parent.pid).children()
    os.kill(parent.pid, sign)
    parent.wait(timeout=10)
    psutil.wait_procs([child], timeout=10)
    assert not child.is_running()
