"""What a source would give, before it is added."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest
import yaml

from config.settings import Settings
from config.sources import Source
from crawler.trying import Report, try_url
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
    with pytest.raises(ValueError, match="web address"):
        attempt("news", tmp_path)
