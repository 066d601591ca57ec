"""Pages of our own and pages saved from the web, read without a rule for any site."""

from __future__ import annotations

import json
import time
from datetime import datetime
from pathlib import Path

import pytest

from benchmarks.bench_extract import score
from config.sources import Select
from crawler.extract import extract, extract_file
from crawler.kinds import Kind
from crawler.when import BEIJING

FIXTURES = sorted((Path(__file__).parent / "fixtures").glob("*.html"))
NOW = datetime(2026, 11, 25, 14, 10, tzinfo=BEIJING)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_each_kind_of_page_gives_title_text_time_and_medium(path: Path) -> None:
    assert extract_file(path) == json.loads(path.with_suffix(".json").read_text("utf-8"))


def test_pages_of_at_least_twelve_layouts_are_among_them_and_none_gives_away_who_wrote() -> None:
    assert len(FIXTURES) >= 12
    for path in FIXTURES:
        assert not {"某某业主", "某某学生", "路人甲"} & set(str(extract_file(path)).split())


@pytest.mark.parametrize(
    ("name", "words"),
    [("leader_message_board", "路灯将于3月底前通电"), ("hotline_letter", "已于5月17日更换完毕"), ("letter_with_answer", "")],
)
def test_the_offices_reply_on_a_board_stands_apart_from_the_message(name: str, words: str) -> None:
    path = Path(__file__).parent / "fixtures" / f"{name}.html"
    read = extract(path.read_bytes(), "", None)
    assert words in (read.reply or "")
    assert not words or words not in read.text


def test_saved_pages_of_many_sites_are_read_as_well_as_asked(shared: Path) -> None:
    golds = {path.with_suffix(".html"): json.loads(path.read_text("utf-8")) for path in (shared / "data" / "pages").glob("*.json")}
    read = {path: extract_file(path) for path in golds}
    texts = [score(read[path]["text"], gold["text"]) for path, gold in golds.items()]
    titles = [read[path]["title"] == gold["title"] for path, gold in golds.items() if gold["title"]]
    dates = [(read[path]["published"] or "")[:10] == gold["published"] for path, gold in golds.items() if gold["published"]]
    assert sum(texts) / len(texts) >= 0.97
    assert sum(titles) / len(titles) >= 0.97
    assert sum(dates) / len(dates) >= 0.95


def page(body: str, title: str = "路灯不亮_论坛") -> str:
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>"


def test_an_official_reply_stands_apart_from_the_message_and_comments_stay_out() -> None:
    message = "<h1>路灯不亮</h1><div>网友1000 发表于 2026-11-20 08:00</div><div class='message'><p>河堤路的路灯坏了两个月。</p></div>"
    reply = "<div class='reply'><b>官方回复</b><div>已安排维修，三日内恢复。</div></div>"
    comment = "<div class='comment'>网友7：同问，电话13912345678</div>"
    read = extract(page(message + reply + comment), "http://x/", NOW)
    assert read.text == "河堤路的路灯坏了两个月。"
    assert read.reply == "官方回复\n已安排维修，三日内恢复。"


def test_the_authors_name_goes_into_the_voice_key_and_nowhere_else() -> None:
    body = "<h1>路灯不亮</h1><div>楼主：张三丰 发表于 2026-11-20 08:00</div><div class='content'>河堤路的路灯坏了两个月，没人来修。</div>"
    heard: list[str] = []
    read = extract(page(body), "http://x/", NOW, voice=lambda name: heard.append(name) or "key")  # type: ignore[func-returns-value]
    assert heard == ["张三丰"]
    assert read.voice == "key"
    assert "张三丰" not in repr(read)


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        ("<form><input name=u><input name=p type=password></form>", Kind.login, "密码"),
        ("<h1>404</h1><p>页面不存在</p>", Kind.error, "404"),
        ("".join(f"<li><a href='/a/{n}'>第{n}号通知的完整标题在这里</a></li>" for n in range(9)), Kind.listing, "列表"),
        ("", Kind.empty, "没有正文"),
        ("<iframe src='/inner'></iframe>", Kind.shell, "iframe"),
    ],
    ids=["login", "error", "list", "empty", "frames"],
)
def test_what_is_no_article_is_told_apart_with_its_reason(body: str, kind: Kind, words: str) -> None:
    read = extract(page(body, ""), "http://x/", NOW)
    assert read.kind is kind
    assert words in read.because[0]
    assert read.text == ""


def test_a_login_box_on_an_article_makes_no_login_wall() -> None:
    box = "<form><input type=password></form>"
    read = extract(page(box + "<h1>路灯不亮</h1><p>河堤路的路灯坏了两个月，孩子下晚自习看不见路。</p>"), "http://x/", NOW)
    assert read.kind is Kind.article


def test_scripts_in_title_and_text_are_left_out() -> None:
    text = "<p>解放路路灯不亮<script>alert(2)</script>，已经一个多月了。</p>"
    body = f"<h1>路灯不亮<img src=x onerror=alert(1)></h1><div class=content>{text}</div>"
    read = extract(page(body, "&lt;script&gt;alert(1)&lt;/script&gt;"), "http://x/", NOW)
    assert (read.title, read.text) == ("路灯不亮", "解放路路灯不亮，已经一个多月了。")


def test_what_is_no_text_at_all_is_said_to_be_unreadable() -> None:
    assert extract(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "http://x/", NOW).kind is Kind.unreadable
    assert extract(b"<?xml version='1.0'?><rss><channel/></rss>", "http://x/", NOW).kind is Kind.listing


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 50_000 + "水管爆了，路上全是水，请尽快来修。" + "</div>" * 50_000,
        "<a>" * 50_000 + "水",
        "<!--" * 200_000,
        "水" + "\n" * 200_000 + "管",
        "<!-- a -->" * 50_000 + "<x",
        "<p>分享到分享到" + "分享到" * 40 + "啊</p>",
        "<p>很长的一段话，是的。</p>" * 50_000,
        "\x00\x0b" * 5000,
    ],
    ids=["nested", "links", "comments", "blank", "closed comments", "buttons", "long", "control"],
)
def test_hostile_pages_are_read_in_bounded_time(body: str) -> None:
    start = time.process_time()
    extract(body, "http://x/", NOW)
    assert time.process_time() - start < 10


def test_control_characters_leave_the_words_as_they_were() -> None:
    read = extract(page("<h1>路灯不亮</h1><p>路\x00面\x0b塌了一块，车都过不去，请尽快来修。</p>"), "http://x/", NOW)
    assert read.text == "路面塌了一块，车都过不去，请尽快来修。"


def test_a_source_may_say_where_its_title_text_and_time_stand() -> None:
    other = "<p>别的长段落，写着与此无关的许多话，足够长。</p>"
    body = f"<p id=t>水管爆裂</p><p class=w>3小时前</p><blockquote>南街水管爆裂，水漫到店里。</blockquote>{other}"
    hints = Select(title="#t", text="//blockquote", published=".w")
    read = extract(page(body), "http://x/", NOW, hints=hints)
    assert (read.title, read.text) == ("水管爆裂", "南街水管爆裂，水漫到店里。")
    assert read.published == datetime(2026, 11, 25, 11, 10, tzinfo=BEIJING)


def test_a_date_in_the_title_is_not_the_date_of_publication() -> None:
    body = "<h1>11月14日凌晨发生4.3级地震</h1><div>2026-11-15 09:00</div><p>据台网测定，昨日凌晨发生4.3级地震，暂无伤亡报告。</p>"
    read = extract(page(body, "11月14日凌晨发生4.3级地震_论坛"), "http://x/", NOW)
    assert read.published == datetime(2026, 11, 15, 9, tzinfo=BEIJING)
