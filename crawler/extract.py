"""Reading a page: what it is, its title, its text, when it was published, and in which medium. Pure; no rules per site.

    extract(body, url, now) → Page(title, text, published, publisher, kind, because, …)

Contents: Page · extract · extract_file
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from crawler.around import around, author_of, engagement_of, publisher_of
from crawler.body import Body, body_of
from crawler.charset import decode
from crawler.kinds import Kind, kind_of
from crawler.markup import LONGEST, fields_of, parse, selected
from crawler.platforms import platform_of
from crawler.published import published_of
from crawler.title import title_of
from crawler.trim import sides
from crawler.when import Moment, find, of_machine

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from lxml.html import HtmlElement

    from config.sources import Select

MAGIC = (b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"%PDF", b"PK\x03\x04", b"\x1f\x8b", b"Rar!", b"\xd0\xcf\x11\xe0", b"RIFF")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\ufffd]")
DATA = re.compile(r"<(?:rss|feed|rdf:RDF|urlset|sitemapindex)[\s>]|^\s{0,99}(?:\{\s{0,99}\"|\[\s{0,99}[\[{\"])")
HEAD = 3000
NOISY = 0.03


@dataclass(frozen=True, slots=True)
class Page:
    """What was read. `voice` is the key made of the author's name by the function handed in; the name itself is not kept.

    `exact` tells whether `published` is known to the minute; `reply` is the official reply that stood beside a message.
    """

    kind: Kind
    title: str = ""
    text: str = ""
    published: datetime | None = None
    exact: bool = False
    publisher: str | None = None
    reply: str | None = None
    voice: str | None = None
    engagement: dict[str, int] = field(default_factory=dict)
    because: tuple[str, ...] = ()


def extract(
    body: bytes | str,
    url: str,
    now: datetime | None,
    headers: Mapping[str, str] | None = None,
    hints: Select | None = None,
    voice: Callable[[str], str] | None = None,
) -> Page:
    """Reads a page that was fetched from `url` at `now` (None: nobody knows when, so relative times stay unknown)."""
    if isinstance(body, bytes) and body.startswith(MAGIC):
        return Page(Kind.unreadable, because=("内容不是网页，是图片、压缩包或其他文件",))
    text = decode(body[: 2 * LONGEST], (headers or {}).get("content-type", "")) if isinstance(body, bytes) else body
    if len(CONTROL.findall(text[:LONGEST])) > NOISY * len(text[:LONGEST]):
        return Page(Kind.unreadable, because=("内容不是文字：控制字符太多",))
    if (data := DATA.search(text[:HEAD])) and "<html" not in text[:HEAD].lower():
        return Page(Kind.listing, because=(f"内容是数据（{data.group().strip()[:20]}…），不是网页",))
    return _read(parse(text), url, now, hints, voice)


def _read(tree: HtmlElement, url: str, now: datetime | None, hints: Select | None, voice: Callable[[str], str] | None) -> Page:
    fields = fields_of(tree)
    url = url or fields.get("og:url", "")
    platform = platform_of(tree)
    title = _hinted(tree, hints.title if hints else None) or _hinted(tree, platform.title if platform else None) or title_of(tree, fields)
    found = body_of(tree, title, hints.text if hints else None, platform)
    message, reply = _sides(found)
    surroundings = around(tree, title, tuple(message))
    kind, why = kind_of(tree, title, found.lines, url)
    moment = _moment(tree, hints, now) or published_of(tree, fields, surroundings, url, now)
    author = author_of(surroundings) if voice else None
    return Page(
        kind=kind,
        title=title,
        text="\n".join(message) if kind is Kind.article else "",
        published=moment.at if moment else None,
        exact=bool(moment and moment.exact),
        publisher=_hinted(tree, platform.publisher if platform else None) or publisher_of(surroundings, fields),
        reply="\n".join(reply) or None,
        voice=voice(author) if voice and author else None,
        engagement=engagement_of(surroundings),
        because=tuple(one for one in (why, found.because, f"时间依据“{moment.because}”" if moment else "页面上没有时间") if one),
    )


def _hinted(tree: HtmlElement, path: str | None) -> str:
    return " ".join(line for line in selected(tree, path)) if path else ""


def _moment(tree: HtmlElement, hints: Select | None, now: datetime | None) -> Moment | None:
    words = _hinted(tree, hints.published if hints else None)
    return (find(words, now) or of_machine(words, now)) if words else None


def _sides(found: Body) -> tuple[list[str], list[str]]:
    message, labelled = sides(list(found.lines))
    return message, list(found.reply) or labelled


def extract_file(path: Path) -> dict[str, Any]:
    """What `huixiang extract` prints for a saved page: {title, text, published, medium}. A time told to the day is a date."""
    page = extract(path.read_bytes(), "", None)
    published = page.published and (page.published.isoformat() if page.exact else page.published.date().isoformat())
    return {"title": page.title or None, "text": page.text, "published": published, "medium": page.publisher}
