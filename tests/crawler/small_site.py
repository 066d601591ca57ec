"""A site of a few pages that a test can change while it is being asked."""

from __future__ import annotations

import hashlib
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

Answer = str | tuple[int, dict[str, str], str]


@dataclass
class SmallSite:
    """`pages` by path: a body, or a status with headers and a body. `asked` holds (path, status, moment) of every request."""

    port: int = 0
    pages: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, int, float]] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def statuses(self, path: str) -> list[int]:
        return [status for one, status, _ in self.asked if one == path]

    def article(self, path: str, title: str, text: str, after: str = "") -> None:
        head = f"<title>{title}_县新闻网</title>"
        remark = "<div class=info>2026-11-20 08:30　来源：县新闻网　" + after + "</div>"
        self.pages[path] = f"<html><head>{head}</head><body><h1>{title}</h1>{remark}<div class=content><p>{text}</p></div></body></html>"

    def list(self, path: str, links: dict[str, str]) -> None:
        rows = "".join(f'<li><a href="{url}">{title}</a> 2026-11-20 08:30</li>' for url, title in links.items())
        self.pages[path] = f"<html><body><ul class=list>{rows}</ul></body></html>"


@contextmanager
def small_site(robots: str = "") -> Iterator[SmallSite]:
    site = SmallSite(pages={"/robots.txt": (200, {"Content-Type": "text/plain"}, robots)})

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            found = site.pages.get(self.path, (404, {}, "<h1>页面不存在</h1>"))
            status, headers, body = found if isinstance(found, tuple) else (200, {}, found)
            tag = f'"{hashlib.sha256(body.encode()).hexdigest()[:16]}"'
            if status == 200 and self.headers.get("If-None-Match") == tag:
                status, body = 304, ""
            site.asked.append((self.path, status, time.time()))
            self.send_response(status)
            told = {"Content-Type": "text/html; charset=utf-8", "ETag": tag, "Content-Length": str(len(body.encode())), **headers}
            for name, value in told.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.port = server.server_port
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
