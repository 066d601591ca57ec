"""What a source would give, before it is added (试采): its kind, its items with the fields read, what would be dropped and why.

    try_url("http://www.example.gov.cn/tzgg/", settings, mask=mask, now=now) → Report

Contents: NoAddress · Report · told_of · try_url · host_of · block_of
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import yaml
from rich.markup import escape
from rich.syntax import Syntax
from rich.table import Table

from config.base import Refusal
from config.sources import Source
from crawler.outcomes import KEPT, NOT_REACHED
from crawler.run import Limits, Piece, collect

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from rich.console import Console

    from config.settings import Settings

ID = "try"
LIMITS = Limits(run_seconds=40, guess=True)
BEGINNING, MOST = 300, 1000


class NoAddress(Refusal, ValueError):
    """What was given is no web address; the text says why."""


@dataclass(frozen=True, slots=True)
class Report:
    """`kind` is None where the address is no list of any kind; `because` says what stood in the way. `block` goes into sources.yml."""

    url: str
    kind: str | None
    outcome: str
    because: str
    items: tuple[Piece, ...] = ()
    block: str = ""

    @property
    def kept(self) -> tuple[Piece, ...]:
        """The items that would become documents."""
        return tuple(piece for piece in self.items if piece.outcome == KEPT)

    @property
    def tried(self) -> tuple[Piece, ...]:
        """The items that were looked at; the others were only named by the list."""
        return tuple(piece for piece in self.items if piece.outcome != NOT_REACHED)

    def as_json(self) -> dict[str, Any]:
        """For programs and pages."""
        plain = {name: getattr(self, name) for name in ("url", "kind", "outcome", "because", "block")}
        more = len(self.items) - len(self.tried)
        return {**plain, "kept": len(self.kept), "more": more, "items": [told_of(piece) for piece in self.tried]}

    def show(self, console: Console) -> None:
        """For a person at the command line."""
        console.print(f"{self.url}\n{self.kind or '不是列表'}：{self.outcome}，{self.because}", highlight=False, markup=False)
        table = Table("结果", "标题", "发布时间", "来源", "字数", "原因或网址")
        for piece in self.tried:
            said = told_of(piece)
            read = [escape(str(said.get(name) or "—")) for name in ("title", "published", "publisher", "length")]
            table.add_row(piece.outcome, *read, escape(piece.url if piece.document else f"{piece.because} {piece.url}"))
        if self.tried:
            console.print(table)
        if more := len(self.items) - len(self.tried):
            console.print(f"列表里另有 {more} 条，这次没有试。")
        if self.block:
            console.print("可以这样写进 sources.yml（编号、地区、媒体类别请改成自己的）：", Syntax(self.block, "yaml"), sep="\n")


def told_of(piece: Piece) -> dict[str, Any]:
    """A piece with the fields that were read of it, and the beginning of its text."""
    said: dict[str, Any] = {"url": piece.url, "outcome": piece.outcome, "because": piece.because}
    if (read := piece.document) is None:
        return said
    published = read.published.isoformat() if read.published else None
    text = {"text": read.text[:BEGINNING], "length": len(read.text)}
    return {**said, "title": read.title, **text, "published": published, "publisher": read.publisher, "engagement": read.engagement}


def try_url(
    url: str,
    settings: Settings,
    *,
    mask: Callable[[str], str],
    now: Callable[[], datetime],
    allow_private: bool = False,
    items: int = 5,
    told: Callable[[Piece], None] = lambda _: None,
) -> Report:
    """Asks `url`, finds out what kind of list it is, and reads its first items, `told` each as it comes. Nothing is kept.

    Raises `NoAddress`.
    """
    name = host_of(url)
    source = Source(id=ID, name=name, kind="listing", url=url, medium="city", allow_private=allow_private, pages=1, items=items)
    got: list[Piece] = []

    def deliver(piece: Piece) -> None:
        got.append(piece)
        told(piece)

    collect([source], {}, deliver, settings, mask=mask, now=now, limits=LIMITS)
    first = next((piece for piece in got if piece.url == url or piece.kind), None)
    if first is None:
        return Report(url, None, "cut short", "没有读到任何内容", tuple(got))
    rest = tuple(piece for piece in got if piece is not first)
    block = block_of(source.model_copy(update={"kind": first.kind})) if first.kind and rest else ""
    return Report(url, first.kind, first.outcome, first.because, rest, block)


def host_of(url: str) -> str:
    """The host of a web address. Raises `NoAddress`."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise NoAddress(f"“{url[:200]}”不是网址：写法有误。") from None
    if parts.scheme not in {"http", "https"} or not host or re.search(r"\s", url) or len(url) > MOST:
        raise NoAddress(f"“{url[:200]}”不是网址：应以 http:// 或 https:// 开头，后面是网站和路径。")
    return host


def block_of(source: Source) -> str:
    """The block for sources.yml, to be named and placed by a person."""
    name = re.sub(r"\W+", "_", urlsplit(source.url).hostname or "source").strip("_").lower()
    told = {"id": name, "name": source.name, "kind": source.kind, "url": source.url, "medium": source.medium, "every": source.every}
    private = {"allow_private": True} if source.allow_private else {}
    return yaml.safe_dump([{**told, **private}], allow_unicode=True, sort_keys=False)
