"""Site maps (站点地图): the newest addresses first, and the maps that an index leads to.

Contents: listed
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from lxml import etree

from crawler.items import Item, Listed
from crawler.when import of_machine

if TYPE_CHECKING:
    from datetime import datetime

    from config.sources import Source

MOST_BYTES = 20_000_000
LISTS = 5


def listed(body: bytes, url: str, _content_type: str, now: datetime, source: Source) -> Listed:
    """What the site map at `url` holds."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    try:
        tree = etree.fromstring(_unpacked(body), parser)
    except (etree.XMLSyntaxError, zlib.error, ValueError):
        tree = None
    if tree is None or etree.QName(tree).localname not in {"urlset", "sitemapindex"}:
        return Listed(outcome="unreadable", because=f"{url} 不是站点地图")
    entries = sorted(((_told(one, "lastmod"), _told(one, "loc"), _told(one, "title")) for one in tree), reverse=True)
    if etree.QName(tree).localname == "sitemapindex":
        return Listed(lists=tuple(address for _, address, _ in entries[:LISTS] if address), because="站点地图的索引")
    items = tuple(_item(address, title, modified, now) for modified, address, title in entries[: source.items] if address)
    return Listed(items) if items else Listed(outcome="no items", because="站点地图是空的")


def _unpacked(body: bytes) -> bytes:
    return zlib.decompressobj(31).decompress(body, MOST_BYTES) if body.startswith(b"\x1f\x8b") else body


def _told(entry: etree._Element, name: str) -> str:
    found = next((one.text for one in entry.iter() if isinstance(one.tag, str) and etree.QName(one).localname == name), None)
    return (found or "").strip()


def _item(address: str, title: str, modified: str, now: datetime) -> Item:
    moment = of_machine(modified, now)
    return Item(address, title=title, published=moment.at if moment else None)
