"""Publishing systems that thousands of sites share (论坛程序、公众号): where each puts the first post's text, its title and its publisher.

A new one is a line of data here. What a source says for itself (`select`) goes before it.

Contents: Platform · PLATFORMS · platform_of
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.markup import characters, selected

if TYPE_CHECKING:
    from lxml.html import HtmlElement

FEW = 4


@dataclass(frozen=True, slots=True)
class Platform:
    """`text`, `title` and `publisher` are XPaths; a page is of this platform where `text` finds some text."""

    name: str
    text: str
    title: str | None = None
    publisher: str | None = None


def _of_class(name: str) -> str:
    return f"(//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')])[1]"


PLATFORMS = (
    Platform("微信公众号", "//*[@id='js_content']", "//*[@id='activity-name']", "//*[@id='js_name']"),
    Platform("Discuz 论坛", "(//*[starts-with(@id, 'postmessage_')])[1]", "//*[@id='thread_subject']"),
    Platform("phpwind 论坛", "(//*[@id='read_tpc'])[1]", "//*[@id='subject_tpc']"),
    Platform("百度贴吧", _of_class("d_post_content"), _of_class("core_title_txt")),
    Platform("领导留言板", _of_class("replyContent"), _of_class("headInfo")),
)


def platform_of(tree: HtmlElement) -> Platform | None:
    """The platform that a page was made with, as far as its markup tells."""
    return next((one for one in PLATFORMS if characters("".join(selected(tree, one.text))) >= FEW), None)
