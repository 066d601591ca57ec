"""JSON interfaces (数据接口): a list somewhere in an answer, its fields by paths like `data.list` or `content.0.text`.

Contents: listed · at
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from crawler.charset import decode
from crawler.items import Item, Listed
from crawler.markup import fragment
from crawler.when import of_machine

if TYPE_CHECKING:
    from datetime import datetime

    from config.sources import Select, Source


def listed(body: bytes, url: str, content_type: str, now: datetime, source: Source) -> Listed:
    """What the interface at `url` answers."""
    try:
        answer = json.loads(decode(body, content_type))
    except (ValueError, RecursionError):
        return Listed(outcome="unreadable", because="接口的回答不是 JSON")
    found = at(answer, source.select.items or "")
    if not isinstance(found, list):
        return Listed(outcome="unreadable", because=f"接口的回答里没有列表 {source.select.items or '（最外层）'}")
    items = tuple(_item(one, number, url, now, source.select) for number, one in enumerate(found))
    return Listed(items) if items else Listed(outcome="no items", because="接口的列表是空的")


def at(value: Any, path: str) -> Any:  # noqa: ANN401  (JSON)
    """What stands at `path`, or None."""
    for step in filter(None, path.split(".")):
        if isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            value = value.get(step) if isinstance(value, dict) else None
    return value


def _item(one: Any, number: int, url: str, now: datetime, select: Select) -> Item:  # noqa: ANN401
    told = {name: str(at(one, path) or "") for name, path in _paths(select).items()}
    moment = of_machine(told["published"], now)
    return Item(
        url=urljoin(url, told["link"]) if told["link"] else f"{url}#{told['title'] or number}",
        title=" ".join(fragment(told["title"])),
        text="\n".join(fragment(told["text"])),
        published=moment.at if moment else None,
        exact=bool(moment and moment.exact),
        engagement={name: int(count) for name, path in select.counts.items() if (count := str(at(one, path))).isdecimal()},
    )


def _paths(select: Select) -> dict[str, str]:
    return {
        "title": select.title or "title",
        "text": select.text or "text",
        "published": select.published or "published",
        "link": select.link or "url",
    }
