"""List pages (列表页): which of their links are articles, when each was published, and where the next page is. No rules per site.

Links that stand in the same place of the page form a group; a group is a list of articles when most of its links look like titles.

Contents: listed
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit

from crawler.addresses import same_site
from crawler.charset import decode
from crawler.items import Item, Listed
from crawler.markup import characters, found_by, lines_of, parse
from crawler.when import Moment, find

if TYPE_CHECKING:
    from datetime import datetime

    from lxml.html import HtmlElement

    from config.sources import Source

NEXT_WORDS = re.compile(r"^(?:下一页|下页|后一页|下一頁|next|[›»>]|&gt;)\s*[›»>]*$", re.IGNORECASE)
PAGING = re.compile(r"^(?:上一页|上页|首页|尾页|末页|更多.{0,4}|more|\d{1,4}|[‹«<›»>]+|第\d+页)$", re.IGNORECASE)
ARTICLE_ADDRESS = re.compile(r"\d")
TITLE = 6
NEAR = 3
LONGEST_REMARK = 60
LONGEST_ADDRESS = 1000


def listed(body: bytes, url: str, content_type: str, now: datetime, source: Source) -> Listed:
    """What the list page at `url` holds."""
    tree = parse(decode(body, content_type))
    base = urljoin(url, next(iter(tree.xpath("//base/@href")), ""))
    links = _chosen(tree, source.select.items) if source.select.items else _titles(tree, base)
    items: dict[str, Item] = {}
    for link in links:
        address = _address(link, base)
        if address and address != url and same_site(address, url) and re.search(source.within or "", address):
            items.setdefault(address, _item(link, address, now))
    following = _next(tree, base, url, source.select.next)
    items.pop(following or "", None)
    if not items:
        return Listed(outcome="no items", because="列表页上没有认出文章链接")
    return Listed(tuple(items.values()), next=following)


def _chosen(tree: HtmlElement, path: str) -> list[HtmlElement]:
    found = [one for one in found_by(tree, path) if hasattr(one, "iter")]
    return [link for one in found for link in one.iter("a")]


def _titles(tree: HtmlElement, base: str) -> list[HtmlElement]:
    """The links of every group that is a list of articles, in the order of the page."""
    groups: dict[tuple[str, ...], list[HtmlElement]] = defaultdict(list)
    for link in tree.iter("a"):
        if _text(link) and not PAGING.match(_text(link)) and not NEXT_WORDS.match(_text(link)):
            groups[_place(link)].append(link)
    lists = {place for place, links in groups.items() if sum(_is_title(link, base) for link in links) * 2 >= len(links)}
    return [link for link in tree.iter("a") if _text(link) and _place(link) in lists and link in groups[_place(link)]]


def _place(link: HtmlElement) -> tuple[str, ...]:
    """Where a link stands: the tags and classes above it."""
    above = list(link.iterancestors())[:6]
    return tuple(f"{one.tag}.{one.get('class') or ''}" for one in above)


def _is_title(link: HtmlElement, base: str) -> bool:
    address = _address(link, base)
    return (
        address is not None
        and characters(_text(link)) >= TITLE
        and bool(ARTICLE_ADDRESS.search(urlsplit(address)._replace(netloc="").geturl()))
    )


def _text(link: HtmlElement) -> str:
    """What a link says; its title attribute where that only goes on where the link was cut."""
    said, full = " ".join(lines_of(link)), " ".join((link.get("title") or "").split())
    return full if said and full.startswith(said.rstrip("….")) else said


def _address(link: HtmlElement, base: str) -> str | None:
    try:
        address = urldefrag(urljoin(base, (link.get("href") or "").strip()))[0]
    except ValueError:
        return None
    return address if address.startswith(("http://", "https://")) and len(address) <= LONGEST_ADDRESS else None


def _item(link: HtmlElement, address: str, now: datetime) -> Item:
    moment = _beside(link, now)
    return Item(address, title=_text(link), published=moment.at if moment else None, exact=bool(moment and moment.exact))


def _beside(link: HtmlElement, now: datetime) -> Moment | None:
    """The time that stands beside a link, in the nearest box that holds no other link."""
    box = link
    for above in list(link.iterancestors())[:NEAR]:
        if sum(1 for _ in above.iter("a")) > 1:
            break
        box = above
    remark = " ".join(lines_of(box)).replace(_text(link), " ")
    return find(remark, now) if len(remark) <= LONGEST_REMARK + len(_text(link)) else None


def _next(tree: HtmlElement, base: str, url: str, path: str | None) -> str | None:
    """The address of the next page."""
    if path:
        links = _chosen(tree, path)
    else:
        links = [one for one in tree.iter("a", "link") if (one.get("rel") or "").lower() == "next" or NEXT_WORDS.match(_text(one))]
    addresses = (_address(link, base) for link in links)
    return next((one for one in addresses if one and one != url and same_site(one, url)), None)
