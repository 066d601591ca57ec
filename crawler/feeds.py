"""Feeds (订阅源): RSS and Atom by feedparser, JSON Feed, as RSSHub and the media give them.

Contents: listed · of_json · of_xml
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import feedparser

from crawler.charset import decode
from crawler.items import Item, Listed
from crawler.markup import UNSEEN, fragment
from crawler.when import Moment, of_machine

if TYPE_CHECKING:
    from datetime import datetime

    from config.sources import Source

ENTITIES = re.compile(rb"<!(?:ENTITY|DOCTYPE[^>]*\[)", re.IGNORECASE)
ENCODING = re.compile(r"^\s*<\?xml[^>]*\?>")
COUNTS = {
    "likes": ("likes", "upvotes", "like_count"),
    "comments": ("comments", "comment_count"),
    "reposts": ("reposts", "links", "repost_count"),
    "reads": ("reads", "views", "read_count"),
}
LONGEST_ADDRESS = 1000


def listed(body: bytes, url: str, content_type: str, now: datetime, _source: Source) -> Listed:
    """What the feed at `url` holds. Entities of its own are not expanded; a feed cut in the middle gives what it has."""
    if body.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{"):
        return of_json(body, url, now)
    if ENTITIES.search(body[:20_000]):
        return Listed(outcome="unreadable", because="订阅源里有自定义实体，不展开")
    return of_xml(decode(body, content_type), url, now)


def of_json(body: bytes, url: str, now: datetime) -> Listed:
    """A JSON Feed."""
    try:
        feed: Any = json.loads(body)
        entries = feed["items"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return Listed(outcome="unreadable", because="不是 JSON Feed：没有 items")
    items = tuple(_json_item(entry, url, now) for entry in entries if isinstance(entry, dict))
    return _told(items, "")


def _json_item(entry: dict[str, Any], feed: str, now: datetime) -> Item:
    authors = entry.get("authors") or [entry.get("author") or {}]
    return _item(
        url=entry.get("url") or entry.get("external_url") or f"{feed}#{entry.get('id', '')}",
        feed=feed,
        title=str(entry.get("title") or ""),
        text=str(entry.get("content_html") or entry.get("content_text") or ""),
        summary=str(entry.get("summary") or ""),
        moment=of_machine(str(entry.get("date_published") or ""), now),
        author=authors[0].get("name") if isinstance(authors[0], dict) else None,
        engagement=_counts(entry.get("_extra")),
    )


def of_xml(text: str, url: str, now: datetime) -> Listed:
    """RSS or Atom."""
    feed = feedparser.parse(
        ENCODING.sub("", UNSEEN.sub("", text)).encode("utf-8", "ignore"), sanitize_html=False, resolve_relative_uris=False
    )
    if not feed.version and not feed.entries:
        return Listed(outcome="unreadable", because="不是 RSS 或 Atom")
    items = tuple(_xml_item(entry, url, now, hub="RSSHub" in str(feed.feed.get("generator", ""))) for entry in feed.entries)
    cut = feed.bozo and "</rss>" not in text and "</feed>" not in text and "</rdf:RDF>" not in text
    return _told(items, "订阅源不完整，只有前面一部分" if cut else "")


def _xml_item(entry: Any, feed: str, now: datetime, *, hub: bool) -> Item:  # noqa: ANN401  (feedparser's dictionary)
    content = " ".join(part.get("value", "") for part in entry.get("content", ()))
    summary = entry.get("summary", "")
    link = entry.get("link") or f"{feed}#{entry.get('id', '')}"
    outside = hub and not link.startswith("/") and urljoin(feed, "/") not in link
    return _item(
        url=link,
        feed=feed,
        title=entry.get("title", ""),
        text=content or (summary if outside else ""),
        summary=summary,
        moment=of_machine(str(entry.get("published") or entry.get("updated") or ""), now),
        author=entry.get("author"),
        engagement=_counts(entry),
    )


def _item(
    *, url: str, feed: str, title: str, text: str, summary: str, moment: Moment | None, author: str | None, engagement: dict[str, int]
) -> Item:
    return Item(
        url=urljoin(feed, url.strip())[:LONGEST_ADDRESS],
        title=" ".join(fragment(title)),
        text="\n".join(fragment(text)),
        summary="\n".join(fragment(summary)),
        published=moment.at if moment else None,
        exact=bool(moment and moment.exact),
        author=author or None,
        engagement=engagement,
    )


def _counts(extra: Any) -> dict[str, int]:  # noqa: ANN401
    if not hasattr(extra, "get"):
        return {}
    found = ((name, next((extra.get(key) for key in keys if str(extra.get(key, "")).isdecimal()), None)) for name, keys in COUNTS.items())
    return {name: int(value) for name, value in found if value is not None}


def _told(items: tuple[Item, ...], because: str) -> Listed:
    if not items:
        return Listed(outcome="no items", because=because or "订阅源里没有条目")
    return Listed(items, because=because)
