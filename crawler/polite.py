"""Manners (礼貌采集): one request at a time per host, robots.txt with its Crawl-delay, and patience where a server asks for it.

Contents: Busy · Throttled · Guard (safe addresses, one slot per host) · pauses · Robots · Honest · Patience (Retry-After, back-off)
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.robotstxt import RobotParser

from crawler.addresses import Unsafe, why_unsafe

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

MARGIN = 0.02
LONGEST_DELAY = 60.0
LONGEST_WAIT = 60.0
TOO_MANY = 429
BUSY = frozenset({TOO_MANY, 503})
CLOSED = b"User-agent: *\nDisallow: /\n"
SERVER_ERROR = 500


class Busy(IgnoreRequest):
    """A server that asks to be left alone for longer than a run may wait."""


class Throttled(Busy):
    """A server that says we ask too often (429), and for longer than a run may wait."""


class Guard:
    """Lets no request through to an unsafe address, and puts every request into its host's own queue, one at a time.

    A pause counts from the end of an answer, so that the host sees at least that much between two requests, however slow the line is.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        crawler.signals.connect(self.answered, signal=signals.response_downloaded)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Guard:
        """As Scrapy makes its middlewares."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Refuses or queues. Redirected requests come through here again."""
        if why := why_unsafe(request.url):
            raise Unsafe(why)
        netloc = urlsplit(request.url).netloc
        request.meta["download_slot"] = netloc
        slow_down(self.crawler, netloc, request.meta.get("delay", 0.0))

    def answered(self, request: Request) -> None:
        """An answer has come: where its host wants a pause, it begins now."""
        assert self.crawler.engine is not None
        slot = self.crawler.engine.downloader.slots.get(request.meta.get("download_slot", ""))
        if slot and slot.delay > MARGIN:
            slot.lastseen = max(slot.lastseen, time.monotonic())


def slow_down(crawler: Crawler, netloc: str, seconds: float) -> None:
    """At least `seconds` between two requests to `netloc`, from now on."""
    assert crawler.engine is not None
    downloader = crawler.engine.downloader
    known = downloader.per_slot_settings.get(netloc, {}).get("delay", MARGIN)
    delay = max(known, seconds and seconds + MARGIN)
    downloader.per_slot_settings[netloc] = {"concurrency": 1, "delay": delay, "jitter": 0}
    slot = downloader.slots.get(netloc)
    if slot and slot.delay != delay:
        slot.delay, slot.lastseen = delay, max(slot.lastseen, time.monotonic())


def pauses(crawler: Crawler) -> dict[str, float]:
    """How long each host is left alone between two requests, as this run learned it."""
    assert crawler.engine is not None
    return {netloc: float(told["delay"]) for netloc, told in crawler.engine.downloader.per_slot_settings.items()}


def hold(crawler: Crawler, netloc: str, seconds: float) -> None:
    """No request to `netloc` for `seconds`."""
    assert crawler.engine is not None
    if slot := crawler.engine.downloader.slots.get(netloc):
        slot.lastseen = max(slot.lastseen, time.monotonic() + seconds - slot.delay)


class Robots(RobotsTxtMiddleware):
    """robots.txt: a server that fails to say is taken to say no (RFC 9309), and Crawl-delay is kept."""

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= SERVER_ERROR:
            response = response.replace(body=CLOSED)
        elif response.status >= 400:  # noqa: PLR2004  (HTTP: there is none)
            response = response.replace(body=b"")
        await super()._parse_robots(response, netloc, request)
        parser = self._parsers[netloc]
        delay = parser.crawl_delay(self._robotstxt_useragent or "") if isinstance(parser, RobotParser) else None
        if delay:
            slow_down(self.crawler, netloc, min(delay, LONGEST_DELAY))


class Honest:
    """A body that is said to be compressed and is not is taken as it is, as far as it is text."""

    def process_response(self, request: Request, response: Response, spider: Any = None) -> Response:  # noqa: ANN401, ARG002
        """Takes the false header away."""
        said = (response.headers.get(b"Content-Encoding") or b"").lower()
        if said in {b"gzip", b"x-gzip"} and not response.body.startswith(b"\x1f\x8b"):
            del response.headers[b"Content-Encoding"]
        return response


class Patience(RetryMiddleware):
    """Asks again, later: after Retry-After where a busy server gives it, else after a pause that doubles."""

    def process_response(self, request: Request, response: Response, spider: Any = None) -> Request | Response:  # noqa: ANN401, ARG002
        """Waits for busy servers; other failures are tried again as Scrapy does."""
        if response.status in self.retry_http_codes and not request.meta.get("dont_retry"):
            wait = _retry_after(response) if response.status in BUSY else None
            if wait is not None and wait > LONGEST_WAIT:
                kind = Throttled if response.status == TOO_MANY else Busy
                raise kind(f"服务器要求 {wait:.0f} 秒后再来，留到以后")
            self._pause(request, wait)
        return super().process_response(request, response)

    def process_exception(self, request: Request, exception: Exception, spider: Any = None) -> Request | Response | None:  # noqa: ANN401, ARG002
        """Pauses before a broken connection is tried again."""
        if isinstance(exception, self.exceptions_to_retry):
            self._pause(request, None)
        return super().process_exception(request, exception)

    def _pause(self, request: Request, wait: float | None) -> None:
        seconds = 2.0 ** request.meta.get("retry_times", 0) if wait is None else wait
        hold(self.crawler, urlsplit(request.url).netloc, seconds)


def _retry_after(response: Response) -> float | None:
    said = (response.headers.get(b"Retry-After") or b"").decode("ascii", "ignore").strip()
    if said.isdecimal():
        return float(said)
    try:
        at = parsedate_to_datetime(said)
    except ValueError:
        return None
    return max(0.0, (at.astimezone(UTC) - datetime.now(UTC)).total_seconds())
