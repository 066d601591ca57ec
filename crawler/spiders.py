"""The spider (采集器): asks every source for its list, and what is new on it for its article; every piece leaves as one line.

A kind of source is a reader of lists in READERS; everything else is the same for all of them.

Contents: Job · READERS · Collector · kind_of
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider

from crawler import feeds, jsons, listings, outcomes, sitemaps
from crawler.addresses import same_site
from crawler.extract import extract
from crawler.items import Item, Listed
from crawler.kinds import Kind
from crawler.voices import voice_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from datetime import datetime

    from scrapy.http import Response
    from twisted.python.failure import Failure

    from config.sources import Source

Line = dict[str, Any]
Out = Request | Line
READERS: dict[str, Callable[[bytes, str, str, datetime, Source], Listed]] = {
    "feed": feeds.listed,
    "listing": listings.listed,
    "sitemap": sitemaps.listed,
    "json": jsons.listed,
}
LOOKS = {
    "feed": re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]|jsonfeed\.org/version"),
    "sitemap": re.compile(rb"<(?:urlset|sitemapindex)[\s>]"),
    "json": re.compile(rb"^\s{0,99}[\[{]"),
}
HEAD = 3000
NEAR = 36 * 3600


@dataclass(frozen=True)
class Job:
    """What one run has to do. `known` holds what was seen of each source before: url → etag, last_modified, digest, outcome."""

    sources: tuple[Source, ...]
    addresses: dict[str, str]
    known: dict[str, dict[str, dict[str, str | None]]]
    salt: str
    user_agent: str
    run_seconds: float = 900
    request_seconds: float = 15
    most_bytes: int = 5_000_000
    guess: bool = False
    articles: bool = False


@dataclass
class Progress:
    """How far a source has come in this run."""

    source: Source
    asked: set[str] = field(default_factory=set)
    fetched: int = 0


class Collector(Spider):
    """Yields requests, and one line for each piece: {source, url, outcome, because, …}."""

    name = "huixiang"

    def __init__(self, job: Job, clock: Callable[[], datetime], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(**kwargs)
        self.job, self.clock = job, clock
        self.waiting: dict[tuple[str, str], bool] = {}

    async def start(self) -> AsyncIterator[Out]:
        """The list of every source; its articles follow from it. Or its address itself, where that is an article."""
        for source in self.job.sources:
            progress, address = Progress(source), self.job.addresses[source.id]
            for out in self._take(progress, Item(address)) if self.job.articles else (self._ask_list(progress, address, 1),):
                yield out

    def _known(self, source: Source) -> dict[str, dict[str, str | None]]:
        return self.job.known.get(source.id, {})

    # ── lists ──

    def _ask_list(self, progress: Progress, url: str, page: int) -> Request:
        progress.asked.add(url)
        callback = partial(self.read_list, progress=progress, page=page, asked=url)
        return self._request(progress, url, callback, headers=_conditions(self._known(progress.source).get(url, {})), priority=10)

    def read_list(self, response: Response, progress: Progress, page: int, asked: str) -> Iterator[Out]:
        """One page of a list; after the first one, what runs before left over and the pages that are looked at again."""
        yield from self._read_list(response, progress, page, asked)
        if page == 1:
            yield from self._rest(progress)

    def _read_list(self, response: Response, progress: Progress, page: int, asked: str) -> Iterator[Out]:
        """Its items that are new, and the page after it as long as there are any."""
        source, digest = progress.source, hashlib.sha256(response.body).hexdigest()
        without = outcomes.of_status(response) or self._unchanged(source, asked, digest, "内容与上次完全相同")
        if without:
            outcome, because = self._still(source, asked, *without)
            seen = self._validators_again(source, asked, _validators(response, digest))
            yield self._line(progress, asked, outcome, because, is_list=True, **seen)
            return
        if self.job.guess:
            source = progress.source = source.model_copy(update={"kind": kind_of(response.body)})
        listed = READERS[source.kind](response.body, response.url, _type(response), self.clock(), source)
        new = [item for item in listed.items if item.url not in progress.asked and not self._is_seen(source, item)]
        outcome, told = listed.outcome, listed.because or f"{len(listed.items)} 条，其中新的 {len(new)} 条"
        if not listed.items and not listed.lists:
            outcome, told = self._without_items(response, source, asked, outcome, told)
        yield self._line(progress, asked, outcome, told, is_list=True, kind=source.kind, **_validators(response, digest))
        for item in listed.items:
            yield from self._take(progress, item)
        following = (*listed.lists, listed.next if new else None)
        for url in following if page < source.pages else ():
            if url and url not in progress.asked and same_site(url, asked):
                yield self._ask_list(progress, url, page + 1)

    def _unchanged(self, source: Source, url: str, digest: str, because: str) -> tuple[str, str] | None:
        return (outcomes.NOT_MODIFIED, because) if self._known(source).get(url, {}).get("digest") == digest else None

    def _still(self, source: Source, asked: str, outcome: str, because: str) -> tuple[str, str]:
        """A list of which nothing could be read is not well again because it has not changed since."""
        before = self._known(source).get(asked, {}).get("outcome")
        if outcome == outcomes.NOT_MODIFIED and before in outcomes.UNREAD:
            return before, f"{because}，仍然读不出条目"
        return outcome, because

    def _without_items(self, response: Response, source: Source, asked: str, outcome: str, because: str) -> tuple[str, str]:
        """Why a list gave nothing: it is a login wall or an error page, it has another layout than it had, or it is empty."""
        if source.kind == "listing":
            page = extract(response.body, response.url, None, {"content-type": _type(response)})
            if page.kind.value in outcomes.UNREAD:
                return page.kind.value, page.because[0]
        gave = asked == self.job.addresses[source.id] and any(seen.get("outcome") == outcomes.KEPT for seen in self._known(source).values())
        if not gave or (source.kind in {"feed", "json"} and outcome == outcomes.NO_ITEMS):
            return outcome, because
        return outcomes.CHANGED_LAYOUT, f"以前读得出条目，这次一条也没有：{because}，多半是改版了"

    def _rest(self, progress: Progress) -> Iterator[Out]:
        """What is no longer on the list: articles that runs before had no luck with, and pages that it is time to look at again."""
        for url, seen in self._known(progress.source).items():
            if seen.get("outcome") in outcomes.AGAIN:
                yield from self._take(progress, Item(url))
            elif seen.get("again") and seen.get("digest") and url not in progress.asked:
                progress.asked.add(url)
                yield self._look_again(progress, Item(url))

    def _validators_again(self, source: Source, url: str, fresh: dict[str, str | None]) -> dict[str, str | None]:
        """A server that says "not modified" need not say again how to ask."""
        seen = self._known(source).get(url, {})
        return {name: value or seen.get(name) for name, value in fresh.items()}

    def _is_seen(self, source: Source, item: Item) -> bool:
        return self._known(source).get(item.url, {}).get("outcome") in outcomes.FINAL | {outcomes.NOT_MODIFIED}

    def _take(self, progress: Progress, item: Item) -> Iterator[Out]:
        """An item: seen before, complete as it is, or its article has to be asked for."""
        source = progress.source
        if item.url in progress.asked:
            return
        progress.asked.add(item.url)
        if self._is_seen(source, item):
            yield self._look_again(progress, item)
        elif item.text or (item.summary and not self._follows(source, item)):
            yield self._of_item(progress, item, "正文取自订阅源" if source.kind == "feed" else "正文取自接口")
        elif not self._follows(source, item):
            yield self._line(progress, item.url, outcomes.NO_TEXT, "列表里没有正文，原文不在本站")
        elif progress.fetched >= source.items:
            yield self._line(progress, item.url, outcomes.NOT_REACHED, f"超过一次采集的上限 {source.items} 条，下次继续")
        else:
            progress.fetched += 1
            yield self._request(progress, item.url, partial(self.read_article, progress=progress, item=item), item=item)

    def _follows(self, source: Source, item: Item) -> bool:
        ours = same_site(item.url, self.job.addresses[source.id])
        return ours and (source.kind in {"listing", "sitemap"} or (source.follow and "#" not in item.url))

    # ── articles ──

    def _look_again(self, progress: Progress, item: Item) -> Out:
        """A page that was kept before: left alone, or asked whether it has changed where it is time for that."""
        source, seen = progress.source, self._known(progress.source).get(item.url, {})
        if seen.get("again") and seen.get("digest"):
            bare = replace(item, text="", summary="")
            callback = partial(self.read_again, progress=progress, item=bare)
            return self._request(progress, item.url, callback, item=bare, headers=_conditions(seen), priority=-10)
        if seen.get("again") and (item.text or (item.summary and not self._follows(source, item))):
            return self._of_item(progress, item, "再看一遍列表")
        return self._line(progress, item.url, outcomes.SEEN, "以前采集过")

    def read_again(self, response: Response, progress: Progress, item: Item) -> Line:
        """A page that was read before, and what it says now."""
        source, digest = progress.source, hashlib.sha256(response.body).hexdigest()
        without = outcomes.of_status(response) or self._unchanged(source, item.url, digest, "网页与上次完全相同")
        if without is None:
            return self.read_article(response, progress, item)
        if without[0] == outcomes.GONE:
            without = outcomes.GONE, f"采到过的网页，现在没有了（{response.status}）"
        outcome, because = without
        return self._line(progress, item.url, outcome, because, **self._validators_again(source, item.url, _validators(response, digest)))

    def read_article(self, response: Response, progress: Progress, item: Item) -> Line:
        """An article's page, or why it is none; a feed's own content stands for a page that is missing."""
        source = progress.source
        without = outcomes.of_status(response)
        if without:
            return self._missing(progress, item, *without)
        voice = partial(voice_of, self.job.salt, source.id)
        page = extract(response.body, response.url, self.clock(), {"content-type": _type(response)}, source.select, voice)
        if page.kind is not Kind.article:
            return self._missing(progress, item, page.kind.value, page.because[0])
        if "dataloss" in response.flags and b"</html>" not in response.body[-200:].lower():
            return self._line(progress, item.url, outcomes.UNREACHABLE, "传输中断，只收到一部分")
        published = page.published if page.exact or not _fits(item, page.published) else item.published
        return self._line(
            progress,
            item.url,
            outcomes.KEPT,
            "；".join(page.because),
            **_validators(response, hashlib.sha256(response.body).hexdigest()),
            title=page.title or item.title,
            text=page.text,
            published=published.isoformat() if published else None,
            publisher=page.publisher,
            voice=page.voice or self._voice(source, item),
            engagement=page.engagement or item.engagement,
            reply=page.reply,
        )

    def _missing(self, progress: Progress, item: Item, outcome: str, because: str) -> Line:
        if outcome in outcomes.MISSING and item.summary:
            return self._of_item(progress, item, f"原文取不到（{because}），正文取自订阅源")
        return self._line(progress, item.url, outcome, because)

    def _of_item(self, progress: Progress, item: Item, because: str) -> Line:
        return self._line(
            progress,
            item.url,
            outcomes.KEPT,
            because,
            title=item.title,
            text=item.text or item.summary,
            published=item.published.isoformat() if item.published else None,
            voice=self._voice(progress.source, item),
            engagement=item.engagement,
        )

    def _voice(self, source: Source, item: Item) -> str | None:
        return voice_of(self.job.salt, source.id, item.author) if item.author else None

    # ── requests and lines ──

    def _request(
        self,
        progress: Progress,
        url: str,
        callback: Callable[[Response], object],
        *,
        item: Item | None = None,
        headers: dict[str, str] | None = None,
        priority: int = 0,
    ) -> Request:
        self.waiting[progress.source.id, url] = item is None
        return Request(
            url,
            callback=callback,
            errback=partial(self.failed, progress=progress, url=url, item=item),
            headers=headers,
            priority=priority,
            dont_filter=True,
            meta={"delay": progress.source.pause},
        )

    def failed(self, failure: Failure, progress: Progress, url: str, item: Item | None) -> Iterator[Out]:
        """A request that brought no answer."""
        outcome, because = outcomes.of_failure(failure.value or RuntimeError(str(failure)))
        if item:
            yield self._missing(progress, item, outcome, because)
            return
        yield self._line(progress, url, outcome, because, is_list=True)
        if url == self.job.addresses[progress.source.id]:
            yield from self._rest(progress)

    def _line(self, progress: Progress, url: str, outcome: str, because: str, **more: Any) -> Line:  # noqa: ANN401
        self.waiting.pop((progress.source.id, url), None)
        return {
            "source": progress.source.id,
            "url": url,
            "outcome": outcome,
            "because": because,
            "fetched": self.clock().isoformat(),
            **more,
        }

    def unreached(self) -> list[Line]:
        """What the run had no time for."""
        told = {"outcome": outcomes.NOT_REACHED, "because": "这次采集的时间到了，下次继续", "fetched": self.clock().isoformat()}
        return [{"source": source, "url": url, "is_list": a_list, **told} for (source, url), a_list in self.waiting.items()]


def kind_of(body: bytes) -> str:
    """The kind of source that a list looks like, where nobody has said it."""
    return next((kind for kind, pattern in LOOKS.items() if pattern.search(body[:HEAD])), "listing")


def _conditions(seen: dict[str, str | None]) -> dict[str, str]:
    """The headers that ask for a page only if it has changed."""
    told = (("If-None-Match", seen.get("etag")), ("If-Modified-Since", seen.get("last_modified")))
    return {name: value for name, value in told if value}


def _type(response: Response) -> str:
    return (response.headers.get(b"Content-Type") or b"").decode("latin-1")


def _validators(response: Response, digest: str) -> dict[str, str | None]:
    """What the server is asked with the next time. An answer without a body leaves the digest as it was."""
    etag, modified = ((response.headers.get(name) or b"").decode("latin-1") or None for name in (b"ETag", b"Last-Modified"))
    return {"etag": etag, "last_modified": modified, "digest": digest if response.body else None}


def _fits(item: Item, published: datetime | None) -> bool:
    """Whether the list's time is the better one: it is exact, and about the time that the page tells."""
    if item.published is None or not item.exact:
        return published is None and item.published is not None
    return published is None or abs((item.published - published).total_seconds()) < NEAR
