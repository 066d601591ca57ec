"""The crawl process (采集进程): reads a job from its first line of input, writes a line for every piece, ends when its parent ends.

    python -m crawler.worker < job.json

Contents: main · run · settings_of · job_of_json
"""

from __future__ import annotations

import json
import logging
import os
import resource
import signal
import sys
import threading
from datetime import datetime
from typing import TYPE_CHECKING, Any

from scrapy.core.engine import ExecutionEngine
from scrapy.crawler import AsyncCrawlerProcess

from config.sources import Source
from crawler.addresses import Gate
from crawler.outcomes import END
from crawler.polite import pauses
from crawler.spiders import Collector, Job
from crawler.when import BEIJING

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

MOST_MEMORY = 2 * 1024**3
ORPHANED = 3
MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "crawler.polite.Guard": 40,
    "crawler.polite.Robots": 100,
    "crawler.polite.Patience": 550,
    "crawler.polite.Honest": 595,
}
OFF = (
    "scrapy.extensions.telnet.TelnetConsole",
    "scrapy.extensions.remote_control.RemoteControl",
    "scrapy.extensions.logstats.LogStats",
    "scrapy.extensions.corestats.CoreStats",
    "scrapy.extensions.logcount.LogCount",
)
RETRIED = (
    "scrapy.exceptions.DownloadFailedError",
    "twisted.internet.error.ConnectionDone",
    "twisted.internet.error.ConnectionLost",
)


def main() -> None:
    """One run."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    job = job_of_json(sys.stdin.readline())
    threading.Thread(target=_end_with_parent, daemon=True).start()
    run(job)


def _end_with_parent() -> None:
    """The pipe from the parent closes when it is gone, whatever became of it."""
    sys.stdin.read()
    os._exit(ORPHANED)


def job_of_json(line: str) -> Job:
    """The job as `crawler.run` wrote it."""
    fields: dict[str, Any] = json.loads(line)
    return Job(**{**fields, "sources": tuple(Source.model_validate(one) for one in fields["sources"])})


def run(job: Job) -> None:
    """Runs the spider until everything is asked for, or the time is over."""
    Gate.allow(job.addresses[source.id] for source in job.sources if source.allow_private)
    ExecutionEngine._SLOT_HEARTBEAT_INTERVAL = 0.25  # noqa: SLF001  (a run ends when it is done, not up to five seconds later)
    logging.disable(logging.CRITICAL)  # every piece says its outcome; a traceback of a site's failure is no news
    process = AsyncCrawlerProcess({**settings_of(job), "LOG_INSTALL_ROOT_HANDLER": False})
    process.crawl(Collector, job=job, clock=lambda: datetime.now(BEIJING))
    process.start(install_signal_handlers=False)


class Lines:
    """The pipeline: each piece is one line of JSON."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Lines:
        """As Scrapy makes its pipelines."""
        return cls(crawler)

    def process_item(self, item: dict[str, Any]) -> dict[str, Any]:
        """Writes it at once, so that nothing is lost with the process."""
        sys.stdout.write(json.dumps(item, ensure_ascii=True) + "\n")
        sys.stdout.flush()
        return item

    def close_spider(self) -> None:
        """Says what there was no time for, and that this is the end."""
        assert isinstance(self.crawler.spider, Collector)
        for line in [*self.crawler.spider.unreached(), {END: True, "pauses": pauses(self.crawler)}]:
            self.process_item(line)


def settings_of(job: Job) -> dict[str, Any]:
    """Scrapy, polite and bounded."""
    return {
        "USER_AGENT": job.user_agent,
        "ROBOTSTXT_OBEY": True,
        "ROBOTSTXT_USER_AGENT": "huixiang",
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "COOKIES_ENABLED": False,
        "HTTPPROXY_ENABLED": False,
        "HTTPERROR_ALLOW_ALL": True,
        "CONCURRENT_REQUESTS": 32,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY_JITTER": 0,
        "DOWNLOAD_TIMEOUT": job.request_seconds,
        "DOWNLOAD_MAXSIZE": job.most_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_FAIL_ON_DATALOSS": False,
        "DOWNLOAD_VERIFY_CERTIFICATES": False,  # many public sites let theirs run out; nothing secret is sent
        "DNS_TIMEOUT": 10,
        "TWISTED_DNS_RESOLVER": "crawler.addresses.GuardedResolver",
        "REDIRECT_MAX_TIMES": 5,
        "RETRY_TIMES": 2,
        "RETRY_HTTP_CODES": [429, 500, 502, 503, 504],
        "RETRY_EXCEPTIONS": RETRIED,
        "CLOSESPIDER_TIMEOUT": job.run_seconds,
        "MEMUSAGE_ENABLED": False,
        "DEPTH_PRIORITY": 0,
        "LOG_ENABLED": False,
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,application/feed+json;q=0.9,*/*;q=0.8",
            "Accept-Language": "zh-CN,zh;q=0.9",
        },
        "ITEM_PIPELINES": {Lines: 100},
        "DOWNLOADER_MIDDLEWARES": MIDDLEWARES,
        "EXTENSIONS": dict.fromkeys(OFF),
    }


if __name__ == "__main__":
    main()
