"""The outcome words of collecting (采集结果): how each piece left, and why, as one sentence for the page.

Contents: the words · FINAL · AGAIN · MISSING · LISTS · of_status · of_failure
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)

from crawler.addresses import INSIDE, Unsafe
from crawler.polite import Busy, Throttled

if TYPE_CHECKING:
    from scrapy.http import Response

KEPT, CHANGED, SEEN, NOT_MODIFIED = "kept", "changed", "seen before", "not modified"
LISTED, NO_ITEMS, CHANGED_LAYOUT, WAITING = "listed", "no items", "changed layout", "waiting"
NO_TEXT, NOT_ARTICLE, LOGIN, ERROR_PAGE, SHELL = "no text", "not an article", "login wall", "error page", "frameset"
GONE, REFUSED, UNSAFE, UNREADABLE, TOO_LARGE = "gone", "refused", "unsafe", "unreadable", "too large"
UNREACHABLE, TOO_SLOW, BUSY, BLOCKED = "unreachable", "too slow", "busy", "blocked"
NOT_REACHED, CUT_SHORT = "not reached", "cut short"

FINAL = frozenset({KEPT, NO_TEXT, NOT_ARTICLE, LOGIN, ERROR_PAGE, SHELL, GONE, REFUSED, UNSAFE, UNREADABLE, TOO_LARGE})
AGAIN = frozenset({UNREACHABLE, TOO_SLOW, BUSY, BLOCKED, NOT_REACHED, CUT_SHORT})
LISTS = frozenset({LISTED, NOT_MODIFIED, NO_ITEMS, CHANGED_LAYOUT})
UNREAD = frozenset({NO_ITEMS, CHANGED_LAYOUT, UNREADABLE, LOGIN, ERROR_PAGE, SHELL})
"""Outcomes of a list of which nothing could be read; they hold as long as the page stays the same."""
MISSING = frozenset({NO_TEXT, NOT_ARTICLE, LOGIN, ERROR_PAGE, SHELL, GONE, REFUSED, UNREADABLE})
"""Outcomes of an article's own page after which the feed's content stands for it."""

END = "end"
"""The key of the line with which a crawl process says that it came to its end."""

UNREAD_ARTICLES = (NO_TEXT, NOT_ARTICLE, LOGIN, ERROR_PAGE, SHELL, REFUSED)
"""Outcomes of an article that was fetched, or asked for, and not read."""

OUTCOME_OF_STATUS = {
    304: NOT_MODIFIED,
    **dict.fromkeys((401, 403, 405, 406, 412, 418, 451), REFUSED),
    **dict.fromkeys((404, 410), GONE),
    429: BLOCKED,
    503: BUSY,
}
OK, REDIRECT, CLIENT_ERROR, SERVER_ERROR = range(200, 300), range(300, 400), range(400, 500), range(500, 600)
SENTENCES = {
    NOT_MODIFIED: "服务器说没有变化",
    REFUSED: "服务器不允许访问",
    GONE: "页面已不存在",
    BUSY: "服务器忙，多次重试后仍不答",
    BLOCKED: "服务器嫌采得太勤，多次重试后仍不答",
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
    return UNREACHABLE, "连接失败，原因不明"


FAILURES: tuple[tuple[type[BaseException], str, str, str], ...] = (
    (Unsafe, "", UNSAFE, "{said}"),
    (Throttled, "", BLOCKED, "{said}"),
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
    (DownloadFailedError, "certificate", UNREACHABLE, "网站的安全证书有问题"),
    (DownloadFailedError, "SSL", UNREACHABLE, "和网站建不起加密连接"),
    (DownloadFailedError, "", UNREACHABLE, "连接中断，没有收到回答"),
    (UnsupportedURLSchemeError, "", UNSAFE, "只访问 http 和 https 地址"),
    (IgnoreRequest, "", REFUSED, "这个请求被采集规则拦下"),
    (UnicodeError, "", UNREACHABLE, "网址写法有误，访问不了"),
    (ValueError, "", UNREACHABLE, "网址或回答的格式有误"),
    (OSError, "", UNREACHABLE, "网络出错"),
)
