"""What is brought to us instead of fetched (送来的信息): masked and kept like any other document, and the source's standing with it.

Contents: Item · Kept · take · settle
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from store import sources, stages
from store.documents import document_id, upsert
from store.editions import Taken, latest
from store.editions import take as keep
from store.records import Document, Medium
from store.stages import Left
from store.tables import sources as table

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

KEPT, CHANGED, SEEN, NO_TEXT, REFUSED = "kept", "changed", "seen before", "no text", "refused"
WORDS = {Taken.new: KEPT, Taken.changed: CHANGED, Taken.same: SEEN}
SENTENCES = {KEPT: "已收下", CHANGED: "内容有改动，按新的一版收下", SEEN: "以前收过，没有变化", NO_TEXT: "既没有标题也没有正文"}


@dataclass(frozen=True, slots=True)
class Item:
    """One post as it is brought. `url` is its address, or what stands for it at the source."""

    url: str
    title: str
    text: str
    medium: Medium
    region: str | None
    published: datetime | None
    publisher: str | None = None
    engagement: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of an item: the outcome word, its sentence, and the document."""

    outcome: str
    because: str
    document: str | None = None
    url: str = ""


def take(tx: Connection, item: Item, source: str, mask: Callable[[str], str], now: datetime) -> Kept:
    """Masks an item and keeps it, once; a changed text is its next edition."""
    title, text = mask(item.title.strip()), mask(item.text.strip())
    url = mask(item.url)[:1000]
    if not title and not text:
        return Kept(NO_TEXT, SENTENCES[NO_TEXT], url=url)
    digest = hashlib.sha256(f"{title}\n{text}".encode()).hexdigest()
    document = Document(
        id=document_id(source, url, digest),
        source=source,
        url=url,
        title=title,
        text=text or title,
        medium=item.medium,
        source_region=item.region,
        published=item.published,
        fetched=now,
        digest=digest,
        publisher=mask(item.publisher) if item.publisher else None,
        engagement=item.engagement,
    )
    outcome = WORDS[keep(tx, document, ())]
    now_kept = latest(tx, source, url) or document
    return Kept(outcome, SENTENCES[outcome], now_kept.id, url)


def settle(tx: Connection, source: str, kept: Sequence[Kept], now: datetime) -> Counter[str]:
    """Writes how each item left, and how the source stands after it; returns outcome → items."""
    left = [Left(one.url or f"第 {number} 条", source, one.outcome, one.because) for number, one in enumerate(kept, 1)]
    counts = stages.record(tx, "collect", left, now)
    refused = bool(kept) and counts[REFUSED] == len(kept)
    told = ("refused", kept[0].because) if refused else ("listed", f"送来 {len(kept)} 条")
    upsert(tx, table, {"id": source, "streak": 0}, update=False)
    sources.release(tx, source, counts, told, now, now)
    return counts
