from __future__ import annotations

from datetime import datetime
from pathlib import Path

from config.settings import Settings
from config.sources import Source
from crawler.pages import read_pages
from crawler.when import BEIJING
from tests.crawler.small_site import small_site


def now() -> datetime:
    return datetime(2026, 11, 25, 12, 0, tzinfo=BEIJING)


TEXT = "因主管道爆裂，渠黎镇自11月18日起停水，县自来水公司已组织抢修，预计今晚恢复供水，期间安排送水车三趟。"


def test_a_page_is_read_with_its_time_and_one_that_is_not_there_says_so(tmp_path: Path) -> None:
    with small_site() as site:
        site.article("/n", "渠黎镇停水情况通报", TEXT)
        allowed = Source(id="own", name="own", kind="listing", url=site.url("/"), medium="city", allow_private=True)
        links = [site.url("/n"), site.url("/none")]
        found = read_pages(links, Settings(data=tmp_path), [allowed], mask=str, now=now)
    page = found[links[0]].document
    assert page is not None
    assert (page.title, page.published) == ("渠黎镇停水情况通报", datetime(2026, 11, 20, 8, 30, tzinfo=BEIJING))
    assert "恢复供水" in page.text
    assert (found[links[1]].outcome, found[links[1]].document) == ("gone", None)


def test_an_address_in_our_own_network_is_refused_where_no_source_allows_its_host(tmp_path: Path) -> None:
    with small_site() as site:
        site.article("/n", "渠黎镇停水情况通报", TEXT)
        found = read_pages([site.url("/n")], Settings(data=tmp_path), [], mask=str, now=now)
    assert found[site.url("/n")].outcome == "unsafe"
    assert site.asked == []
