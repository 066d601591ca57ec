"""Lists of many shapes: which links are articles, and where the next page is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from config.sources import Source
from crawler.items import Listed
from crawler.listings import listed
from crawler.when import BEIJING

NOW = datetime(2026, 11, 25, 14, 10, tzinfo=BEIJING)
URL = "http://www.example.gov.cn/tzgg/"
NAV = '<div class="nav"><a href="/">首页</a><a href="/xxgk/">信息公开</a><a href="/hdjl/">互动交流</a></div>'


def read(body: str, **more: Any) -> Listed:
    source = Source.model_validate({"id": "list", "name": "list", "kind": "listing", "url": URL, "medium": "city"} | more)
    return listed(f"<html><body>{NAV}{body}</body></html>".encode(), URL, "text/html", NOW, source)


def row(number: int, title: str, date: str = "11-24") -> str:
    return f'<li><a href="/tzgg/2026/t{number}.html">{title}</a><span>{date}</span></li>'


def test_titles_are_items_with_their_times_and_navigation_is_none() -> None:
    found = read(f"<ul>{row(1, '关于城南片区停水检修的通知', '11-24 08:30')}{row(2, '关于校园食品安全的通报')}</ul>")
    assert [item.title for item in found.items] == ["关于城南片区停水检修的通知", "关于校园食品安全的通报"]
    assert found.items[0].published == datetime(2026, 11, 24, 8, 30, tzinfo=BEIJING)
    assert (found.items[0].exact, found.items[1].exact) == (True, False)


def test_a_short_title_among_long_ones_is_not_missed() -> None:
    found = read(f"<ul>{row(1, '河堤路的路灯两个月不亮')}{row(2, '求助')}{row(3, '南街菜市场门口天天堵车')}</ul>")
    assert "求助" in [item.title for item in found.items]


def test_a_cut_title_is_taken_whole_from_its_attribute() -> None:
    link = '<li><a href="/t9.html" title="关于城南片区停水检修的通知及用水安排">关于城南片区停水…</a></li>'
    assert read(f"<ul>{link}</ul>").items[0].title == "关于城南片区停水检修的通知及用水安排"


def test_the_next_page_is_found_by_its_words_and_is_no_item() -> None:
    found = read(f'<ul>{row(1, "关于城南片区停水检修的通知")}</ul><a href="index_2.html">下一页</a><a href="index_9.html">尾页</a>')
    assert found.next == URL + "index_2.html"
    assert len(found.items) == 1


def test_other_sites_scripts_and_broken_addresses_are_left_alone() -> None:
    links = "".join(
        f'<li><a href="{one}">关于城南片区停水检修的通知</a></li>' for one in ("https://other.com/1.html", "javascript:go(1)", "http://[")
    )
    assert read(f"<ul>{links}</ul>").outcome == "no items"


def test_a_host_of_the_same_site_is_followed() -> None:
    link = '<li><a href="http://slj.example.gov.cn/t1.html">关于城南片区停水检修的通知</a></li>'
    assert len(read(f"<ul>{link}</ul>").items) == 1


def test_a_source_may_say_which_links_and_which_addresses_are_articles() -> None:
    body = f'<ul>{row(1, "关于城南片区停水检修的通知")}</ul><p class="x"><a href="/b/2.html">短</a><a href="/c/3.html">文</a></p>'
    assert [item.url for item in read(body, select={"items": "p.x"}, within="/b/").items] == ["http://www.example.gov.cn/b/2.html"]
