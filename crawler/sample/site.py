"""The sample world's web server: four small sites on loopback, one port each, to be collected like any other.

    running = start(data)    # at the moment and on the ports that this data folder first saw them
    sources(running)         # what declares them, as in sources.yml
    running.close()

By hand: `python -m crawler.sample.site 8611`.

Contents: start · serve · Taken · Running · Site (news, town, board, social) · sources
"""

from __future__ import annotations

import hashlib
import json
import sys
import threading
from dataclasses import dataclass
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

from config.sources import Source
from crawler.sample import pages
from crawler.sample.world import BEIJING, SITES, Post, posts

if TYPE_CHECKING:
    from pathlib import Path

HOST = "127.0.0.1"
PORTS = range(8611, 8691, 10)
PER_PAGE = 20
HTML, RSS, FEED = "text/html; charset=utf-8", "application/rss+xml; charset=utf-8", "application/feed+json; charset=utf-8"
COMMON = {"region": "451400", "every": "1 minute", "allow_private": True, "delay": 0.1, "pages": 10}
ROBOTS = "User-agent: *\nDisallow: /private/\n"


def start(data: Path) -> Running:
    """The sites as this data folder first saw them, so that a second start tells the same story and nothing comes twice."""
    memory = data / "sample.json"
    if memory.exists():
        kept = json.loads(memory.read_text("utf-8"))
        return serve(kept["port"], datetime.fromisoformat(kept["started"]))
    started = datetime.now(BEIJING).replace(microsecond=0)
    for port in PORTS:
        try:
            running = serve(port, started)
        except Taken:
            continue
        data.mkdir(parents=True, exist_ok=True)
        memory.write_text(json.dumps({"port": port, "started": started.isoformat()}), "utf-8")
        return running
    raise Taken(f"示例世界要四个相连的空端口，{PORTS.start} 到 {PORTS.stop} 之间没有；请停下占用它们的程序")


def serve(port: int = 0, started: datetime | None = None) -> Running:
    """Start the four sites on `port` and the three after it (0: any free ones). The world's times count from `started`."""
    world = posts(started or datetime.now(BEIJING))
    servers: dict[str, ThreadingHTTPServer] = {}
    for offset, site in enumerate(SITES):
        mine = tuple(post for post in world if post.site == site)
        handler = type("Handler", (Site,), {"site": site, "posts": mine})
        try:
            servers[site] = ThreadingHTTPServer((HOST, port and port + offset), handler)
        except OSError as error:
            Running(servers).close()
            ports = f"{port} 到 {port + len(SITES) - 1}"
            raise Taken(
                f"示例世界要用端口 {ports}，其中 {port + offset} 不能用（{error.strerror}）；请停下占用它的程序，或另用一个数据文件夹"
            ) from error
        threading.Thread(target=servers[site].serve_forever, kwargs={"poll_interval": 0.1}, name=f"sample-{site}", daemon=True).start()
    return Running(servers)


class Taken(OSError):
    """The ports are not free; the sentence says which and what instead."""


@dataclass(frozen=True, slots=True)
class Running:
    """The sites as they run."""

    servers: dict[str, ThreadingHTTPServer]

    @property
    def bases(self) -> dict[str, str]:
        """The address of each site."""
        return {site: f"http://{HOST}:{server.server_port}" for site, server in self.servers.items()}

    def close(self) -> None:
        """Stop answering and give the ports back."""
        for server in self.servers.values():
            server.shutdown()
            server.server_close()


class Site(BaseHTTPRequestHandler):
    """One site. A post is there once its moment has come."""

    protocol_version = "HTTP/1.1"
    server_version = "sample"
    site = ""
    posts: tuple[Post, ...] = ()

    def do_GET(self) -> None:
        """Answer with the page, 304 where the reader has it already, 404 where there is none."""
        url = urlsplit(self.path)
        path, query = unquote(url.path), {key: values[0] for key, values in parse_qs(url.query).items()}
        if path == "/robots.txt":
            self._say(ROBOTS, "text/plain; charset=utf-8")
            return
        now = datetime.now(BEIJING)
        out = [post for post in self.posts if post.published <= now]
        page = getattr(self, self.site)(path, query, out, now)
        self._say(*(page or (pages.frame(self.site, "页面不存在", "<h1>页面不存在</h1>"), HTML, 404)))

    def do_HEAD(self) -> None:
        """The same without the body."""
        self.do_GET()

    def news(self, path: str, _query: dict[str, str], out: list[Post], now: datetime) -> tuple[str, str] | None:
        """/rss.xml and the articles."""
        if path in ("/", "/rss.xml"):
            return pages.rss(self._base, out), RSS
        return next(((pages.article(post, now), HTML) for post in out if post.path == path), None)

    def town(self, path: str, _query: dict[str, str], out: list[Post], now: datetime) -> tuple[str, str] | None:
        """/list/1.html … and the articles, with times as people tell them."""
        if path == "/" or path.startswith("/list/"):
            page = _number(path.removeprefix("/list/").removesuffix(".html"))
            return pages.listing(*_part(out, page), now=now), HTML
        return next(((pages.article(post, now), HTML) for post in out if post.path == path), None)

    def board(self, path: str, query: dict[str, str], out: list[Post], _now: datetime) -> tuple[str, str] | None:
        """/board?page=1 … and the threads."""
        if path in ("/", "/board"):
            return pages.board(*_part(out, _number(query.get("page", "1")))), HTML
        return next(((pages.thread(post), HTML) for post in out if post.path == path), None)

    def social(self, path: str, query: dict[str, str], out: list[Post], _now: datetime) -> tuple[str, str] | None:
        """/weibo/keyword/崇左?format=json and each short post."""
        if path.startswith("/weibo/keyword/"):
            limit = _number(query.get("limit", "200"))
            return pages.json_feed(self._base, self.path, out[:limit]), FEED
        return next(((pages.short(post), HTML) for post in out if post.path == path), None)

    @property
    def _base(self) -> str:
        return f"http://{self.headers.get('Host', HOST)}"

    def _say(self, body: str, kind: str, status: int = 200) -> None:
        data = body.encode()
        tag = f'"{hashlib.sha256(data).hexdigest()[:16]}"'
        if status == 200 and self.headers.get("If-None-Match") == tag:  # noqa: PLR2004  (HTTP)
            status, data = 304, b""
        self.send_response(status)
        for name, value in (("Content-Type", kind), ("Content-Length", str(len(data))), ("ETag", tag)):
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Say nothing: the crawler's own log tells what was asked."""


def _number(words: str) -> int:
    return int(words) if words.isdecimal() and int(words) else 1


def _part(out: list[Post], page: int) -> tuple[list[Post], int, bool]:
    return out[(page - 1) * PER_PAGE : page * PER_PAGE], page, page * PER_PAGE < len(out)


def sources(running: Running) -> tuple[Source, ...]:
    """What declares the four sites."""
    rows = (
        ("news", "feed", "/rss.xml", "city"),
        ("town", "listing", "/list/1.html", "self_media"),
        ("board", "listing", "/board?page=1", "board"),
        ("social", "feed", "/weibo/keyword/%E5%B4%87%E5%B7%A6?format=json", "self_media"),
    )
    blocks = (
        {"id": f"sample_{site}", "name": pages.NAMES[site], "kind": kind, "url": running.bases[site] + path, "medium": medium}
        for site, kind, path, medium in rows
    )
    return tuple(Source.model_validate({**block, **COMMON, "follow": block["id"] != "sample_social"}) for block in blocks)


if __name__ == "__main__":
    running = serve(int(sys.argv[1]) if sys.argv[1:] else 0)
    sys.stdout.writelines(f"{site}: {base}\n" for site, base in running.bases.items())
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        running.close()
