"""Pages per second of a crawl run beside a bare Scrapy spider on the same site, both without pauses, and the memory of the crawl process.

    python benchmarks/bench_crawl.py [--pages 200]

Both ask the small web's site map and every article on it, one request at a time; the seconds are those between the first and the last
request in the site's own log. Contents: main · ours · bare
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import textwrap
import urllib.request
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from config.settings import Settings
from config.sources import Source
from crawler.run import Piece, collect
from crawler.when import BEIJING

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[1]
SERVE = ROOT.parent / "shared" / "web" / "serve.py"
PORT = 28900
SITE = f"http://127.0.0.1:{PORT}"
BARE = f"""
    import scrapy
    from scrapy.crawler import AsyncCrawlerProcess
    class Bare(scrapy.Spider):
        name = "bare"
        start_urls = ["{SITE}/sitemap.xml"]
        def parse(self, response):
            for url in response.xpath("//*[local-name()='loc']/text()").getall():
                yield scrapy.Request(url, self.article)
        def article(self, response):
            yield {{"title": response.css("h1::text").get(), "text": "".join(response.css("#content ::text").getall())}}
    off = ("TELNETCONSOLE_ENABLED", "REMOTE_CONTROL_ENABLED", "LOG_ENABLED")
    settings = {{"CONCURRENT_REQUESTS_PER_DOMAIN": 1, **dict.fromkeys(off, False)}}
    process = AsyncCrawlerProcess(settings)
    process.crawl(Bare)
    process.start()
"""


def main() -> None:
    """Three rounds of each, one after the other; the best of each counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=200)
    pages = parser.parse_args().pages
    server = subprocess.Popen([sys.executable, SERVE, "--port", str(PORT), "--limit", str(pages)], stdout=subprocess.PIPE)
    assert server.stdout is not None
    try:
        for _ in range(6):
            server.stdout.readline()
        best = {name: max(_rate(run) for _ in range(3)) for name, run in (("bare Scrapy", bare), ("huixiang", ours))}
    finally:
        server.kill()
    for name, rate in best.items():
        print(f"{name:14}{rate:8.1f} pages/s")
    print(f"ratio         {best['huixiang'] / best['bare Scrapy']:8.2f}")
    print(f"most memory   {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:8.0f} MB")


def _rate(run: Callable[[], None]) -> float:
    urllib.request.urlopen(f"{SITE}/__reset").read()
    run()
    with urllib.request.urlopen(f"{SITE}/__log") as answer:
        times: list[float] = [one["t"] for one in json.load(answer) if one["path"].startswith("/a/")]
    return (len(times) - 1) / (times[-1] - times[0])


def ours() -> None:
    """A run as the program does it."""
    source = Source(id="news", name="news", kind="sitemap", url=f"{SITE}/sitemap.xml", medium="city", allow_private=True, items=5000)
    got: list[Piece] = []
    with tempfile.TemporaryDirectory() as folder:
        collect([source], {}, got.append, Settings(data=Path(folder)), mask=str, now=lambda: datetime.now(BEIJING))


def bare() -> None:
    """A spider that takes two fields by their place."""
    subprocess.run([sys.executable, "-c", textwrap.dedent(BARE)], check=True)


if __name__ == "__main__":
    main()
