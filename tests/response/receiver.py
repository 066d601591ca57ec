"""A real HTTP receiver on loopback that keeps what arrived.

Contents: Receiver (address, posts, notices, wait_for, close)
"""

from __future__ import annotations

import json
import random
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Receiver:
    """Keeps every post with its headers; answers with `status` and `answer` after up to `delay` seconds."""

    def __init__(self, *, delay: float = 0.0) -> None:
        self.posts: list[tuple[dict[str, str], bytes, str]] = []
        self.status, self.answer, self.delay = 200, b"{}", delay
        kept = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                kept.posts.append(({name.lower(): value for name, value in self.headers.items()}, body, self.path))
                time.sleep(random.uniform(0, kept.delay))
                try:
                    self.send_response(kept.status)
                    if kept.status // 100 == 3:
                        self.send_header("Location", kept.address)
                    self.send_header("Content-Length", str(len(kept.answer)))
                    self.end_headers()
                    self.wfile.write(kept.answer)
                except OSError:
                    pass  # the other side was killed while it waited

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}/hook"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def notices(self) -> list[int]:
        """The ids of the notices that arrived, as often as they did."""
        return [notice["id"] for _, body, _ in self.posts for notice in json.loads(body)["notices"]]

    def wait_for(self, more: int, seconds: float = 4) -> None:
        """Waits until so many more posts have come, or the time is up."""
        enough, until = len(self.posts) + more, time.monotonic() + seconds
        while len(self.posts) < enough and time.monotonic() < until:
            time.sleep(0.005)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
