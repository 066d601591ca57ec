"""The outcome words of collecting (采集结果): how each piece left, and why, as one sentence for the page.

Contents: FINAL · AGAIN · MISSING · of_status · of_failure
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)

from crawler.addresses import INSIDE, Unsafe
from crawler.polite import Busy

if TYPE_CHECKING:
    from scrapy.http import Response

KEPT, SEEN, NOT_MODIFIED, LISTED, NO_ITEMS = "kept", "seen before", "not modified", "listed", "no items"
NO_TEXT, NOT_ARTICLE, LOGIN, ERROR_PAGE, SHELL = "no text", "not an article", "login wall", "error page", "frameset"
GONE, REFUSED, UNSAFE, UNREADABLE, TOO_LARGE = "gone", "refused", "unsafe", "unreadable", "too large"
UNREACHABLE, TOO_SLOW, BUSY, NOT_REACHED, CUT_SHORT = "unreachable", "too slow", "busy", "not reached", "cut short"

FINAL = frozenset({KEPT, NO_TEXT, NOT_ARTICLE, LOGIN, ERROR_PAGE, SHELL, GONE, REFUSED, UNSAFE, UNREADABLE, TOO_LARGE})
AGAIN = frozenset({UNREACHABLE, TOO_SLOW, BUSY, NOT_REACHED, CUT_SHORT})
MISSING = frozenset({NO_TEXT, NOT_ARTICLE, LOGIN, ERROR_PAGE, SHELL, GONE, REFUSED, UNREADABLE})
"""Outcomes of an article's own page after which the feed's content stands for it."""

END = "end"
"""The key of the line with which a crawl process says that it came to its end."""

OUTCOME_OF_STATUS = {304: NOT_MODIFIED, 401: REFUSED, 403: REFUSED, 404: GONE, 410: GONE, 429: BUSY, 503: BUSY}
OK, REDIRECT, CLIENT_ERROR, SERVER_ERROR = range(200, 300), range(300, 400), range(400, 500), range(500, 600)
SENTENCES = {
    NOT_MODIFIED: "服务器说没有变化",
    REFUSED: "服务器不允许访问",
    GONE: "页面已不存在",
    BUSY: "服务器忙，多次重试后仍不答",
}


def of_status(response: Response) -> tuple[str, str] | None:
    """The outcome of an answer that brings no page; None where it brings one."""
    status = response.status
    if status in OK:
        return None
    word = OUTCOME_OF_STATUS.get(status)
    if word:
        return word, f"{SENTENCES[word]}（{status}）"
    if status in REDIRECT:
        target = (response.headers.get(b"Location") or b"").decode("utf-8", "replace")
        scheme = urlsplit(target).scheme
        return (
            (UNSAFE, f"重定向到 {target}，只访问 http 和 https 地址")
            if scheme not in {"", "http", "https"}
            else (UNREACHABLE, f"重定向没有去处（{status}）")
        )
    return (GONE, f"服务器说没有这个页面（{status}）") if status in CLIENT_ERROR else (UNREACHABLE, f"服务器出错（{status}）")


def of_failure(error: BaseException) -> tuple[str, str]:
    """The outcome of a request that brought no answer."""
    said = str(error)
    for kinds, words, outcome, because in FAILURES:
        if isinstance(error, kinds) and words in said:
            return outcome, because.format(said=said[:200])
    return UNREACHABLE, f"连接失败：{type(error).__name__} {said[:150]}".strip()


FAILURES: tuple[tuple[type[BaseException], str, str, str], ...] = (
    (Unsafe, "", UNSAFE, "{said}"),
    (Busy, "", BUSY, "{said}"),
    (IgnoreRequest, "robots.txt", REFUSED, "网站的 robots.txt 不允许采集"),
    (IgnoreRequest, "max redirections", UNREACHABLE, "重定向次数太多"),
    (IgnoreRequest, "MAXSIZE", TOO_LARGE, "解压后太大"),
    (DownloadCancelledError, "", TOO_LARGE, "页面太大"),
    (DownloadTimeoutError, "", TOO_SLOW, "超过时限仍未收完"),
    (CannotResolveHostError, INSIDE, UNSAFE, "域名指向内部网络"),
    (CannotResolveHostError, "", UNREACHABLE, "域名解析失败"),
    (DownloadConnectionRefusedError, "", UNREACHABLE, "连接被拒绝"),
    (ResponseDataLossError, "", UNREACHABLE, "传输中断"),
)
