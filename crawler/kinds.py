"""What a page is (页面种类), told apart before anybody takes its words for an article.

Contents: Kind · kind_of
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.markup import characters, lines_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement


class Kind(StrEnum):
    """The kinds; each but the first is an outcome word."""

    article = "article"
    listing = "not an article"
    login = "login wall"
    error = "error page"
    shell = "frameset"
    empty = "no text"
    unreadable = "unreadable"


LOGIN_WORDS = re.compile(r"请先?登录|登录后(?:查看|可见|阅读|继续)|(?:还|尚)?未登录|扫码登录|用户登录|账号登录|请输入(?:密码|验证码)")
LOGIN_ADDRESS = re.compile(r"/(?:login|signin|passport|sso|cas|oauth|member/login)(?:[/.?]|$)", re.IGNORECASE)
ERROR_WORDS = re.compile(
    r"(?:^|\D)(?:404|403|500|502|503)(?:\D|$)|not found|页面(?:不存在|找不到|没有找到|已删除|丢失|出错)"
    r"|(?:内容|文章|信息|帖子|网页)(?:不存在|已(?:被)?删除|已下线|找不到)|找不到(?:页面|网页|该页)|出错了"
    r"|系统(?:错误|繁忙|异常|维护)|访问(?:过于频繁|异常|受限|被拒绝)|服务(?:器|暂时)?(?:错误|不可用)|Access Denied|Forbidden|Bad Gateway",
    re.IGNORECASE,
)
MANY = 300_000
FEW, A_SENTENCE, LITTLE, LONG_LINK, MANY_LINKS = 150, 20, 4, 8, 6


def kind_of(tree: HtmlElement, title: str, body: tuple[str, ...], url: str) -> tuple[Kind, str]:
    """The kind of a page with this title and text, and what tells it."""
    size = characters("".join(body))
    checks = (_shell, _login, _error, _listing)
    for check in checks:
        found = check(tree, title, body, url, size)
        if found:
            return found
    if size < LITTLE:
        return Kind.empty, f"页面上没有正文（{size} 个字）"
    return Kind.article, ""


def _shell(tree: HtmlElement, _title: str, _body: tuple[str, ...], _url: str, size: int) -> tuple[Kind, str] | None:
    frames = [one.tag for one in tree.iter("frameset", "frame", "iframe")]
    if frames and size < LITTLE:
        return Kind.shell, f"页面只有框架 <{frames[0]}>，没有正文"
    return None


def _login(tree: HtmlElement, _title: str, body: tuple[str, ...], url: str, size: int) -> tuple[Kind, str] | None:
    if size >= FEW:
        return None
    told = sum(len(line) for line in body if re.search(r"[，。！？]", line))
    if told < A_SENTENCE and tree.xpath("//input[translate(@type, 'PASWORD', 'pasword') = 'password']"):
        return Kind.login, "页面要求输入密码"
    if LOGIN_ADDRESS.search(urlsplit(url).path):
        return Kind.login, f"地址是登录页：{urlsplit(url).path}"
    words = LOGIN_WORDS.search("\n".join(body))
    return (Kind.login, f"页面说“{words.group()}”") if words else None


def _error(tree: HtmlElement, title: str, body: tuple[str, ...], _url: str, size: int) -> tuple[Kind, str] | None:
    if size >= FEW:
        return None
    headings = [line for one in tree.iter("title", "h1", "h2") for line in lines_of(one)]
    said = (ERROR_WORDS.search(line) for line in (title, *headings, *body[:3]) if len(line) < FEW)
    words = next((match for match in said if match), None)
    return (Kind.error, f"页面说“{words.group().strip()}”") if words and not _is_news(title, size) else None


def _is_news(title: str, size: int) -> bool:
    """Whether a short text under a title that merely mentions an error (系统维护公告) may still be one."""
    return size > FEW / 3 and len(title) > LONG_LINK


def _listing(tree: HtmlElement, _title: str, body: tuple[str, ...], _url: str, _size: int) -> tuple[Kind, str] | None:
    """A page whose text is the titles of other pages."""
    links = {" ".join(lines_of(one)) for one in tree.iter("a")} - {""}
    if len(links) * len(body) > MANY:
        return None
    prose = [line for line in body if not any(link in line and len(link) * 2 >= len(line) for link in links)]
    titles = [link for link in links if len(link) >= LONG_LINK]
    if characters("".join(prose)) >= max(LITTLE, characters("".join(body)) * 0.4):
        return None
    if len(titles) >= MANY_LINKS:
        return Kind.listing, f"页面是列表：{len(titles)} 条标题链接，没有成段的正文"
    return (Kind.empty, "页面上只有导航，没有正文") if links and characters("".join(prose)) < LITTLE else None
