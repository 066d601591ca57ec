"""The text of an article or message (正文): readability on a page without its noise, and density where that finds nothing.

Contents: Body · body_of · NOISE (class words of what is not the article)
"""

from __future__ import annotations

import copy
import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree
from readability import Document

from crawler.markup import SILENT, characters, fragment, lines_of, names_of, selected, text_of
from crawler.trim import trimmed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.html import HtmlElement

    from crawler.platforms import Platform

logging.getLogger("readability").setLevel(logging.CRITICAL)
REPLY = frozenset({"reply", "replies", "answer", "huifu", "dafu"})
NOISE = frozenset(
    """breadcrumb breadcrumbs comment comments copyright crumb crumbs foot footer menu modal nav navbar navigation pager pagination paging
    pinglun popup qrcode sidebar toast toolbar""".split()  # noqa: SIM905
)
DOUBTFUL = frozenset(
    """ad ads advert advertisement aside disclaimer guess hot login rank ranking recommend recommendation recommends relate related
    relative share shares sharing tags zebian""".split()  # noqa: SIM905
)
PLAIN = frozenset({"nav", "footer", "aside"})
REPLY_WORDS = re.compile(r"回复|答复|回应|办理")
HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
DECAY = 0.6
PARAGRAPH = 0.5
HALF = 0.5
FAR_LESS = 0.25
MOST = 0.65
LONG_CLAUSE = 80
SENTENCE = re.compile(r"[，。！？；：、,.!?;]")


@dataclass(frozen=True, slots=True)
class Body:
    """The lines of the text, how they were found, and the official reply that stood beside them."""

    lines: tuple[str, ...]
    because: str
    reply: tuple[str, ...] = ()


def body_of(tree: HtmlElement, title: str, path: str | None = None, platform: Platform | None = None) -> Body:
    """The text of the page `tree`: at `path` where the source says so, where its platform puts it, or where most of it stands."""
    page = copy.deepcopy(tree)
    reply = _without_noise(page)
    if path:
        return Body(tuple(selected(tree, path)), f"正文按信息源给出的路径 {path}", tuple(reply))
    if platform:
        return Body(tuple(trimmed(selected(tree, platform.text), title)), f"正文按{platform.name}的版式", tuple(reply))
    candidates = [(trimmed(lines, title), because) for lines, because in _candidates(page)]
    (readable, first), (dense, second) = candidates
    tighter = set(dense) < set(readable) and _worth(dense) > MOST * _worth(readable)
    lines, because = (dense, second) if tighter or _worth(readable) < FAR_LESS * _worth(dense) else (readable, first)
    return Body(tuple(lines), because, tuple(reply))


def _without_noise(page: HtmlElement) -> list[str]:
    """Takes what is not the article out of the page; returns the lines of an official reply that was among it."""
    whole = _unlinked(page) or 1
    reply: list[str] = []
    for one in [element for element in page.iter() if isinstance(element.tag, str)]:
        if one.getparent() is None or one.tag in {"html", "body"}:
            continue
        names = names_of(one)
        if names & REPLY and REPLY_WORDS.search("".join(one.itertext())[:100]):
            reply = reply or lines_of(one)
            one.drop_tree()
        elif one.tag in SILENT | PLAIN or (names & (NOISE | REPLY) and next(one.iter("h1"), None) is None) or _is_aside(one, names, whole):
            one.drop_tree()
    return reply


def _is_aside(one: HtmlElement, names: set[str], whole: int) -> bool:
    """Whether an element is hidden or named like something beside the article, and is not the article with an unlucky name."""
    named = names & DOUBTFUL or HIDDEN.search(one.get("style") or "")
    return bool(named) and next(one.iter("h1"), None) is None and _unlinked(one) < HALF * whole


def _unlinked(one: HtmlElement) -> int:
    """How many characters can be read in an element outside links."""
    return characters(text_of(one)) - sum(characters("".join(link.itertext())) for link in one.iter("a"))


def _candidates(page: HtmlElement) -> Iterable[tuple[list[str], str]]:
    yield _readable(page), "正文由版面判断（readability）"
    yield _dense(page), "正文由文字密度判断"


def _readable(page: HtmlElement) -> list[str]:
    try:
        document = Document(etree.tostring(page, encoding="unicode", method="html"), min_text_length=10, retry_length=20)
        return fragment(document.summary(html_partial=True))
    except Exception:  # noqa: BLE001  (whatever a page does to the library, the density is left)
        return []


def _dense(page: HtmlElement) -> list[str]:
    """The element under which most running text gathers, nearer text counting more."""
    scores: dict[HtmlElement, float] = {}
    for leaf in page.iter():
        if not isinstance(leaf.tag, str) or leaf.tag in SILENT:
            continue
        weight, above = _running(leaf), leaf.getparent()
        scores[leaf] = scores.get(leaf, 0) + weight * (1 if len(leaf.findall("br")) > 1 else PARAGRAPH)
        while weight > 1 and above is not None and above.tag != "html":
            scores[above] = scores.get(above, 0) + weight
            weight *= DECAY
            above = above.getparent()
    return lines_of(max(scores, key=lambda one: scores[one])) if scores else []


def _running(leaf: HtmlElement) -> float:
    """How much running text stands right in this element, outside links."""
    if leaf.tag == "a" or any(True for _ in leaf.iterancestors("a")):
        return 0
    own = " ".join([leaf.text or "", *(child.tail or "" for child in leaf)]).strip()
    return characters(own) + 8 * len(SENTENCE.findall(own))


def _worth(lines: list[str]) -> int:
    """How much of it is sentences."""
    return sum(characters(line) for line in lines if len(SENTENCE.findall(line)) * LONG_CLAUSE > len(line))
