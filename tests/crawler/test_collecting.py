"""Collecting as the register sees it: real crawls of a site that changes between them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from config.settings import Settings
from config.sources import Source
from crawler.collecting import collect_due
from crawler.when import BEIJING
from store import documents, editions, sources, stages
from store.records import Document
from store.register import Register
from tests.crawler.small_site import SmallSite, small_site

PIT = "某路段路面塌陷，面积约二十平方米，暂无人员伤亡，相关部门已到现场。"
LATER = "某路段路面塌陷，面积约三十平方米，有两人受轻伤，相关部门已到现场。"


@pytest.fixture
def site() -> Iterator[SmallSite]:
    with small_site() as running:
        yield running


class Desk:
    """A register, and a clock that the test moves."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.register = Register(f"sqlite:///{folder / 'register.sqlite'}")
        self.at = timedelta()

    def now(self) -> datetime:
        return datetime.now(BEIJING) + self.at

    def run(self, *declared: Source) -> dict[str, dict[str, int]]:
        settings = Settings(data=self.folder)
        return collect_due(self.register, declared, [one.id for one in declared], str, settings, self.now)

    def kept(self) -> list[Document]:
        with self.register.reading() as tx:
            return sorted((found for found, _, _ in documents.recent(tx)), key=lambda one: (one.url, one.edition))

    def health(self, id_: str) -> sources.Health:
        with self.register.reading() as tx:
            return sources.health(tx)[id_]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = Desk(tmp_path)
    yield opened
    opened.register.close()


def source(site: SmallSite, kind: str = "listing", path: str = "/", **more: Any) -> Source:
    fixed = {"id": "county", "name": "县新闻网", "kind": kind, "url": site.url(path), "medium": "county", "allow_private": True}
    return Source.model_validate(fixed | more)


def test_a_changed_article_is_a_new_edition_and_its_page_is_asked_conditionally_at_the_ages_given(site: SmallSite, desk: Desk) -> None:
    site.list("/", {"/a/1.html": "解放路路面塌陷情况", "/a/2.html": "城区停水通知一则"})
    site.article("/a/1.html", "解放路路面塌陷情况", PIT)
    site.article("/a/2.html", "城区停水通知一则", "因管网检修，城区明日停水八小时，请居民提前储水。")
    county = source(site, again=["1 hour", "1 day"])
    assert desk.run(county)["county"] == {"listed": 1, "kept": 2}
    site.article("/a/1.html", "解放路路面塌陷情况", LATER)
    assert desk.run(county)["county"] == {"not modified": 1}
    desk.at = timedelta(hours=2)
    assert desk.run(county)["county"] == {"not modified": 2, "changed": 1}
    first, second, other = desk.kept()
    assert (first.text, first.edition, first.replaces) == (PIT, 1, None)
    assert (second.text, second.edition, second.replaces, second.published) == (LATER, 2, first.id, first.published)
    assert other.edition == 1
    assert site.statuses("/a/2.html") == [200, 304]
    assert site.statuses("/a/1.html") == [200, 200]


def test_a_text_that_comes_back_is_a_third_edition_and_the_piece_says_why(site: SmallSite, desk: Desk) -> None:
    site.list("/", {"/a/1.html": "解放路路面塌陷情况"})
    county = source(site, again=["1 hour", "2 hours"])
    for number, text in enumerate((PIT, LATER, PIT)):
        site.article("/a/1.html", "解放路路面塌陷情况", text)
        desk.at = timedelta(hours=number * 1.2)
        desk.run(county)
    assert [(one.edition, one.text) for one in desk.kept()] == [(1, PIT), (2, LATER), (3, PIT)]
    with desk.register.reading() as tx:
        changed = stages.search(tx, outcome="changed")
        assert [one.edition for one in editions.every(tx, desk.kept()[0])] == [1, 2, 3]
    assert len(changed) == 2
    assert "新的一版" in changed[0]["because"]


def test_a_page_that_is_gone_is_said_and_what_was_kept_of_it_stays(site: SmallSite, desk: Desk) -> None:
    site.list("/", {"/a/1.html": "解放路路面塌陷情况"})
    site.article("/a/1.html", "解放路路面塌陷情况", PIT)
    county = source(site)
    desk.run(county)
    del site.pages["/a/1.html"]
    desk.at = timedelta(hours=2)
    assert desk.run(county)["county"] == {"not modified": 1, "gone": 1}
    with desk.register.reading() as tx:
        assert stages.search(tx, outcome="gone")[0]["because"] == "采到过的网页，现在没有了（404）"
    assert [one.text for one in desk.kept()] == [PIT]


def test_the_counts_of_an_article_are_kept_over_time_and_are_no_change_of_it(site: SmallSite, desk: Desk) -> None:
    site.list("/", {"/a/1.html": "解放路路面塌陷情况"})
    county = source(site)
    for number, reads in enumerate((12, 340)):
        site.article("/a/1.html", "解放路路面塌陷情况", PIT, after=f"阅读：{reads}　点赞：{number}")
        desk.at = timedelta(hours=2 * number)
        desk.run(county)
    (kept,) = desk.kept()
    assert kept.engagement == {"reads": 340, "likes": 1}
    with desk.register.reading() as tx:
        assert [counts for _, counts in editions.counted(tx, kept)] == [{"reads": 12, "likes": 0}, {"reads": 340, "likes": 1}]


def test_the_counts_of_short_posts_come_with_their_list(site: SmallSite, desk: Desk) -> None:
    hub = source(
        site, "json", "/api", select={"items": "data", "text": "body", "link": "url", "counts": {"likes": "n.up", "reposts": "n.rt"}}
    )
    for number, likes in enumerate((3, 90)):
        post = {"title": "", "body": "渠黎街上又停水了", "url": "/s/1", "n": {"up": likes, "rt": number}}
        site.pages["/api"] = (200, {"Content-Type": "application/json"}, json.dumps({"data": [post]}))
        desk.at = timedelta(hours=2 * number)
        desk.run(hub)
    (kept,) = desk.kept()
    assert kept.engagement == {"likes": 90, "reposts": 1}
    assert site.statuses("/s/1") == []


def test_an_article_that_could_not_be_had_comes_with_the_next_run_though_it_left_the_list(site: SmallSite, desk: Desk) -> None:
    site.list("/", {"/a/1.html": "解放路路面塌陷情况", "/a/2.html": "城区停水通知一则"})
    site.article("/a/2.html", "城区停水通知一则", "因管网检修，城区明日停水八小时，请居民提前储水。")
    site.pages["/a/1.html"] = (503, {"Retry-After": "90"}, "busy")
    county = source(site)
    assert desk.run(county)["county"] == {"listed": 1, "kept": 1, "busy": 1}
    site.list("/", {"/a/2.html": "城区停水通知一则"})
    site.article("/a/1.html", "解放路路面塌陷情况", PIT)
    assert desk.run(county)["county"] == {"listed": 1, "seen before": 1, "kept": 1}


def test_a_run_that_was_limited_reads_the_list_again_until_nothing_is_left(site: SmallSite, desk: Desk) -> None:
    links = {f"/a/{n}.html": f"第{n}号停水通知全文" for n in range(5)}
    site.list("/", links)
    for path, title in links.items():
        site.article(path, title, f"{title}：因管网检修，城区明日停水八小时，请居民提前储水。")
    county = source(site, items=2)
    assert [desk.run(county)["county"] for _ in range(4)] == [
        {"listed": 1, "kept": 2, "not reached": 3},
        {"listed": 1, "seen before": 2, "kept": 2, "not reached": 1},
        {"listed": 1, "seen before": 4, "kept": 1},
        {"not modified": 1},
    ]


def test_a_site_map_leads_to_its_own_site_only(site: SmallSite, desk: Desk) -> None:
    site.article("/a/1.html", "解放路路面塌陷情况", PIT)
    addresses = "".join(f"<url><loc>{url}</loc></url>" for url in (site.url("/a/1.html"), "http://127.0.0.1:9/a/2.html"))
    site.pages["/map.xml"] = f"<urlset>{addresses}</urlset>"
    assert desk.run(source(site, "sitemap", "/map.xml"))["county"] == {"listed": 1, "kept": 1, "no text": 1}


LINKS = {"/a/1.html": "解放路路面塌陷情况"}


def test_a_list_that_gave_items_and_gives_none_now_has_changed_its_layout_until_it_gives_some_again(site: SmallSite, desk: Desk) -> None:
    site.list("/", LINKS)
    site.article("/a/1.html", "解放路路面塌陷情况", PIT)
    county = source(site)
    desk.run(county)
    good = desk.health("county")
    site.pages["/"] = "<html><body><div id=app></div><p>欢迎来到全新的县新闻网，请更新您的收藏。</p></body></html>"
    for _ in range(2):
        desk.run(county)
    standing = desk.health("county")
    assert (standing.last_outcome, standing.streak_of, standing.streak) == ("changed layout", "changed layout", 2)
    assert standing.because
    assert "改版" in standing.because or "仍然读不出" in standing.because
    assert standing.last_success == good.last_success
    site.list("/", {"/a/2.html": "城区停水通知一则"})
    site.article("/a/2.html", "城区停水通知一则", "因管网检修，城区明日停水八小时，请居民提前储水。")
    desk.run(county)
    assert desk.health("county").streak_of == "new"


def test_a_list_whose_new_articles_cannot_be_read_any_more_has_changed_its_layout_until_one_can(site: SmallSite, desk: Desk) -> None:
    site.list("/", LINKS)
    site.article("/a/1.html", "解放路路面塌陷情况", PIT)
    county = source(site)
    desk.run(county)
    fresh = {f"/b/{n}.html": f"第{n}号停水通知全文" for n in range(3)}
    site.list("/", fresh)
    site.pages |= dict.fromkeys(fresh, "<html><body><div id=app></div><script src=app.js></script></body></html>")
    assert desk.run(county)["county"] == {"listed": 1, "no text": 3}
    desk.run(county)
    standing = desk.health("county")
    assert (standing.streak_of, standing.streak) == ("changed layout", 2)
    assert "新的 3 条，一条也读不出正文" in (standing.because or "")
    site.list("/", {"/a/9.html": "城区停水通知一则"})
    site.article("/a/9.html", "城区停水通知一则", "因管网检修，城区明日停水八小时，请居民提前储水。")
    desk.run(county)
    assert desk.health("county").streak_of == "new"


def test_an_interface_whose_answer_has_another_shape_has_changed_its_layout(site: SmallSite, desk: Desk) -> None:
    api = source(site, "json", "/api", select={"items": "data"})
    site.pages["/api"] = json.dumps({"data": [{"title": "停水", "text": "渠黎街上又停水了", "url": "/s/1"}]})
    desk.run(api)
    site.pages["/api"] = json.dumps({"result": {"rows": []}})
    desk.run(api)
    assert desk.health("county").streak_of == "changed layout"


def test_a_search_without_hits_is_empty_and_no_change_of_layout(site: SmallSite, desk: Desk) -> None:
    api = source(site, "json", "/api", select={"items": "data"})
    site.pages["/api"] = json.dumps({"data": [{"title": "停水", "text": "渠黎街上又停水了", "url": "/s/1"}]})
    desk.run(api)
    site.pages["/api"] = json.dumps({"data": []})
    desk.run(api)
    assert (desk.health("county").streak_of, desk.health("county").because) == ("empty", "接口的列表是空的")


LOGIN = "<html><head><title>用户登录</title></head><body><form><input name=u><input name=p type=password></form></body></html>"


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ((403, {}, "no"), "refused"),
        ((412, {}, "no"), "refused"),
        ((429, {"Retry-After": "120"}, "later"), "blocked"),
        ((200, {}, LOGIN), "login wall"),
        (None, "refused"),
    ],
    ids=["403", "412", "429", "login", "robots"],
)
def test_a_site_that_does_not_let_us_in_is_blocked_with_the_reason(
    site: SmallSite, desk: Desk, answer: tuple[int, dict[str, str], str] | None, outcome: str
) -> None:
    site.pages["/"] = answer or ""
    if answer is None:
        site.pages["/robots.txt"] = (200, {"Content-Type": "text/plain"}, "User-agent: *\nDisallow: /\n")
    desk.run(source(site))
    standing = desk.health("county")
    assert (standing.last_outcome, standing.streak_of) == (outcome, "blocked")
    assert standing.because
    assert standing.last_success is None
