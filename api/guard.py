"""What holds for every request and every answer: bounded bodies, and headers that let a browser load nothing from elsewhere.

Contents: HEADERS · MOST_BYTES · Guard
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES = 1_000_000
SENTENCE = f"请求太大：最多 {MOST_BYTES // 1000} KB。"
HEADERS = {
    "content-security-policy": "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


class TooLarge(HTTPException):
    """The body goes on beyond what is accepted."""

    def __init__(self) -> None:
        super().__init__(413, SENTENCE)


class Guard:
    """Wraps the application."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        fixed = scope["path"].startswith("/static/")
        started = False

        async def with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                more = HEADERS if fixed else {**HEADERS, "cache-control": "no-store"}
                have = {name for name, _ in message["headers"]}
                fresh = [(name.encode(), value.encode()) for name, value in more.items() if name.encode() not in have]
                message = {**message, "headers": [*message["headers"], *fresh]}
            await send(message)

        try:
            await self.app(scope, _bounded(scope, receive), with_headers)
        except TooLarge:
            if started:
                raise
            await _refuse(with_headers)


def _bounded(scope: Scope, receive: Receive) -> Receive:
    """`receive`, which raises `TooLarge` once the body is longer than it may be, whatever its header says."""
    said = dict(scope["headers"]).get(b"content-length", b"0")
    if said.isdigit() and int(said) > MOST_BYTES:
        raise TooLarge
    read = 0

    async def count() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > MOST_BYTES:
            raise TooLarge
        return message

    return count


async def _refuse(send: Send) -> None:
    body = json.dumps({"error": SENTENCE}, ensure_ascii=False).encode()
    headers = [(b"content-type", b"application/json; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})
