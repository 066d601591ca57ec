"""What a source would give, before it is added."""

from __future__ import annotations

import io
import json
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
import yaml
from rich.console import Console

from config.settings import Settings
from config.sources import Source
from crawler.trying import NoAddress, Report, try_url
from crawler.when import BEIJING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.crawler.conftest import Web


def attempt(url: str, folder: Path, *, allow_private: bool = True) -> Report:
    settings = Settings(data=folder)
    return try_url(url, settings, mask=str, now=lambda: datetime.now(BEIJING), allow_private=allow_private, items=2)


def test_the_kind_of_a_source_is_found_out_and_its_first_items_are_read(web: Web, tmp_path: Path) -> None:
    told = {
        path: attempt(web.base(site) + path, tmp_path)
        for site, path in (("news", "/rss.xml"), ("news", "/sitemap.xml"), ("board", "/board?page=1"))
    }
    assert [report.kind for report in told.values()] == ["feed", "sitemap", "listing"]
    assert [len(report.kept) for report in told.values()] == [2, 2, 2]
    assert all(piece.document and piece.document.text for report in told.values() for piece in report.kept)
    assert all(piece.because for report in told.values() for piece in report.items)


def test_its_block_can_be_put_into_the_sources_as_it_is(web: Web, tmp_path: Path) -> None:
    (block,) = yaml.safe_load(attempt(f"{web.base('news')}/rss.xml", tmp_path).block)
    assert Source.model_validate(block).kind == "feed"


def test_what_stands_in_the_way_is_said(web: Web, tmp_path: Path) -> None:
    inside = attempt(f"{web.base('news')}/rss.xml", tmp_path, allow_private=False)
    assert (inside.kind, inside.outcome, inside.because) == (None, "unsafe", "地址 127.0.0.1 在内部网络")
    assert attempt(f"{web.base('faults')}/gone", tmp_path).outcome == "gone"


@pytest.mark.parametrize(
    "url", ["news", "ftp://a.example/", "http://", "http://a b.example/", "http://[::1", "http://a.example:x/", "javascript:1"]
)
def test_what_is_no_web_address_is_refused_with_a_sentence(tmp_path: Path, url: str) -> None:
    with pytest.raises(NoAddress, match="不是网址"):
        attempt(url, tmp_path)


def test_each_piece_is_told_as_it_comes_and_as_a_program_reads_it(web: Web, tmp_path: Path) -> None:
    told: list[str] = []
    settings = Settings(data=tmp_path)
    url = f"{web.base('news')}/rss.xml"
    report = try_url(
        url, settings, mask=str, now=lambda: datetime.now(BEIJING), allow_private=True, items=1, told=lambda piece: told.append(piece.url)
    )
    read = json.loads(json.dumps(report.as_json()))
    assert (read["items"][0]["url"] in told, told[-1]) == (True, url)
    assert (read["kind"], read["kept"], [item["outcome"] for item in read["items"]]) == ("feed", 1, ["kept"])
    assert read["more"] == len(told) - 2 > 0
    assert read["items"][0]["title"]
    assert 0 < len(read["items"][0]["text"]) == min(300, read["items"][0]["length"])
    assert read["items"][0]["published"].endswith("+08:00")


def test_a_person_is_shown_what_would_come_and_the_block_to_add(web: Web, tmp_path: Path) -> None:
    shown = Console(record=True, width=160, file=io.StringIO())
    attempt(f"{web.base('board')}/board?page=1", tmp_path).show(shown)
    attempt(f"{web.base('faults')}/gone", tmp_path).show(shown)
    text = shown.export_text()
    assert "listing" in text
    assert "kept" in text
    assert "every: 1 hour" in text
    assert "gone" in text
