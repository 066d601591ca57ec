"""外发: how one message goes over one channel, and what became of it — sent, failed, or nobody knows.

The three group robots answer 200 and say a refusal in the body, so they are asked here and their answer is read; e-mail and any other
address go through apprise. What is said of a failure never repeats an address, for the addresses hold the keys.

Contents: Message · Outcome · Sender · blackhole · Over (the channels) · signature
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import socket
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote

import structlog

from store.deliveries import BLACKHOLE, FAILED, SENT, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from config.channels import Channel

log = structlog.get_logger()
SECONDS = 20
MOST_LINES = 60
MOST_BYTES = {"wecom": 2000, "dingtalk": 15_000, "feishu": 15_000}
DONE = {"wecom": "errcode", "dingtalk": "errcode", "feishu": "code"}
"""Where a robot says 0 for accepted."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message to one office over one channel. `key` is the same whenever the same notices are sent again.

    `email` is the contact's address, empty where there is none; `notices` are what a program reads.
    """

    key: str
    office: str
    office_name: str
    person: str
    email: str
    title: str
    lines: tuple[str, ...]
    notices: tuple[dict[str, Any], ...]

    def text(self, most_bytes: int = 100_000) -> str:
        """The message as people read it, cut at a whole line where a channel, or a person, takes no more."""
        body = [*([f"送：{self.person}"] if self.person else []), *self.lines]
        kept = body[:MOST_LINES]
        while len("\n".join([self.title, *kept]).encode()) > most_bytes - 60 and len(kept) > 1:
            kept.pop()
        more = [f"……另有 {len(body) - len(kept)} 条，请登录回响查看。"] if len(kept) < len(body) else []
        return "\n".join([self.title, *kept, *more])


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message: a state of `store.deliveries`, and the sentence for the page."""

    state: str
    because: str


class Sender(Protocol):
    """What sends a message over a channel. It does not raise."""

    def __call__(self, channel: Channel, message: Message) -> Outcome:
        """Sends it."""


def blackhole(channel: Channel, message: Message) -> Outcome:
    """演练: says what would have been sent, and sends nothing."""
    log.info("not sent: rehearsal", channel=channel.id, office=message.office, notices=len(message.notices), key=message.key)
    return Outcome(BLACKHOLE, f"演练：没有外发。正式启用后会经{channel.title}送出")


@dataclass(frozen=True)
class Over:
    """Sends for real, with the addresses and secrets of the environment."""

    environment: Mapping[str, str]

    def __call__(self, channel: Channel, message: Message) -> Outcome:
        """Sends the message over the channel."""
        address = self.environment.get(channel.address, "")
        if not address:
            return Outcome(FAILED, f"没有设置环境变量 {channel.address}，{channel.title}不能用")
        secret = self.environment.get(channel.secret, "") if channel.secret else ""
        if channel.kind == "webhook":
            return _webhook(address, secret, message)
        if channel.kind in DONE:
            return _robot(channel.kind, address, secret, message)
        return _apprise(channel.kind, address, message)


def _webhook(address: str, secret: str, message: Message) -> Outcome:
    body = json.dumps(
        {
            "message": message.key,
            "sent": int(time.time()),
            "office": {"id": message.office, "name": message.office_name},
            "text": message.text(),
            "notices": list(message.notices),
        },
        ensure_ascii=False,
    ).encode()
    stamp = str(int(time.time()))
    headers = {"Idempotency-Key": message.key, "X-Huixiang-Timestamp": stamp}
    if secret:
        headers["X-Huixiang-Signature"] = f"sha256={signature(secret, stamp, body)}"
    return _posted(address, body, headers)[0]


def signature(secret: str, stamp: str, body: bytes) -> str:
    """HMAC-SHA256 over the moment and the body, so that neither can be changed or sent again later."""
    return hmac.new(secret.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()


def _robot(kind: str, address: str, secret: str, message: Message) -> Outcome:
    text = message.text(MOST_BYTES[kind])
    body: dict[str, Any] = {"msgtype": "text", "text": {"content": text}}
    if kind == "feishu":
        body = {"msg_type": "text", "content": {"text": text}, **(_feishu_sign(secret) if secret else {})}
    if kind == "dingtalk" and secret:
        address += ("&" if "?" in address else "?") + _dingtalk_sign(secret)
    outcome, said = _posted(address, json.dumps(body, ensure_ascii=False).encode(), {})
    if outcome.state != SENT:
        return outcome
    try:
        answer = json.loads(said)
        code = answer[DONE[kind]]
    except (ValueError, KeyError, TypeError):
        return Outcome(UNKNOWN, "对方的回答看不懂，不知道收下没有")
    return outcome if code == 0 else Outcome(FAILED, f"对方拒收（{code}）：{str(answer.get('errmsg') or answer.get('msg') or '')[:100]}")


def _dingtalk_sign(secret: str) -> str:
    stamp = str(round(time.time() * 1000))
    mac = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256).digest()
    return f"timestamp={stamp}&sign={quote(base64.b64encode(mac), safe='')}"


def _feishu_sign(secret: str) -> dict[str, str]:
    stamp = str(int(time.time()))
    mac = hmac.new(f"{stamp}\n{secret}".encode(), b"", hashlib.sha256).digest()
    return {"timestamp": stamp, "sign": base64.b64encode(mac).decode()}


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A message goes where it was addressed, and nowhere else."""

    def redirect_request(self, *_: Any) -> None:  # noqa: ANN401
        return None


def _posted(address: str, body: bytes, headers: Mapping[str, str]) -> tuple[Outcome, bytes]:
    """Posts JSON; returns the outcome and what was answered. Cut off after the message was out, nobody knows."""
    if not address.startswith(("https://", "http://")):
        return Outcome(FAILED, "地址不是 http 或 https 开头"), b""
    asked = urllib.request.Request(address, body, {"Content-Type": "application/json; charset=utf-8", "User-Agent": "huixiang", **headers})  # noqa: S310
    try:
        with urllib.request.build_opener(_NoRedirect).open(asked, timeout=SECONDS) as answer:
            return Outcome(SENT, "对方已收下"), answer.read(100_000)
    except urllib.error.HTTPError as error:
        return Outcome(FAILED, f"对方回答 {error.code}"), b""
    except urllib.error.URLError as error:
        return _unreached(error.reason), b""
    except (OSError, ValueError, http.client.HTTPException) as error:
        return Outcome(UNKNOWN, f"发出后没有等到回答（{type(error).__name__}），不知道对方收到没有"), b""


def _unreached(reason: str | BaseException) -> Outcome:
    """Why no connection came about: then nothing was sent. One that broke may have carried it, so nobody knows."""
    if isinstance(reason, TimeoutError):
        return Outcome(FAILED, "连接对方超时")
    if isinstance(reason, socket.gaierror):
        return Outcome(FAILED, "找不到对方的服务器")
    if isinstance(reason, ConnectionRefusedError):
        return Outcome(FAILED, "对方的服务器没有接受连接")
    if isinstance(reason, (ConnectionResetError, BrokenPipeError)):
        return Outcome(UNKNOWN, "连接中断，不知道对方收到没有")
    return Outcome(FAILED, f"连不上对方（{type(reason).__name__}）")


def _apprise(kind: str, address: str, message: Message) -> Outcome:
    import apprise  # noqa: PLC0415  (a third of a second, and only where it is used)

    if kind == "email":
        if not message.email:
            return Outcome(FAILED, "没有联络人的邮箱：请在“联络人”页补上，再发一次")
        address += f"{'&' if '?' in address else '?'}to={quote(message.email)}"
    made = apprise.Apprise.instantiate(address, suppress_exceptions=True)
    if not isinstance(made, apprise.NotifyBase):
        return Outcome(FAILED, "地址写得不对，apprise 不认识")
    made.socket_connect_timeout, made.socket_read_timeout = SECONDS, SECONDS
    with apprise.LogCapture(level=apprise.logging.DEBUG, fmt="%(message)s") as said:  # type: ignore[no-untyped-call]
        text = message.text().partition("\n")[2]
        sent = made.notify(body=text, title=message.title, body_format=apprise.NotifyFormat.TEXT)
        return Outcome(SENT, "对方已收下") if sent else _unsent(said.getvalue())


def _unsent(said: str) -> Outcome:
    """What apprise wrote, as a sentence; its own words may hold addresses."""
    words = said.lower()
    if "timed out" in words or "closed" in words:
        return Outcome(UNKNOWN, "对方没有按时回答，不知道收到没有")
    for word, sentence in (
        ("refused", "对方的服务器没有接受连接"),
        ("authentication", "用户名或密码不对"),
        ("name or service", "找不到对方的服务器"),
    ):
        if word in words:
            return Outcome(FAILED, sentence)
    return Outcome(FAILED, "没有发成，对方没有收下")
