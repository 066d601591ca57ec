"""The title of an article (标题): what the browser's title bar and a heading on the page agree on, without the site's name.

Contents: title_of
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from crawler.markup import lines_of, names_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

BREAK = re.compile(r"\s*(?:[_|｜丨»«•·]|--+|——|\s[-–—]\s|(?<=[\u4e00-\u9fff！？”》）])[-–—](?=\D))\s*")
SITE = re.compile(
    r"(?:网|网站|频道|在线|新闻|日报|晚报|时报|商报|晨报|都市报|周刊|传媒|热线|数字报|电子报|融媒|门户|论坛|社区|中心|资讯|财经|科技|客户端|平台|号|官网|首页|政府|委员会|局|APP|News|\.(?:com|cn|net)\S*)$",
    re.IGNORECASE,
)
SHORT = 4
LONG = 160
FIRST = 400
HEADINGS = "//h2 | //h3 | //h4 | //*[contains(@class, 'tit') or contains(@class, 'Tit') or contains(@id, 'itle')]"
NAMED = "//*[self::h1 or self::h2 or self::h3 or self::div or self::p][contains(@class, 'title') or contains(@class, 'Title')][not(.//a)]"
DATED = re.compile(r"(?:发布|更新|来信|发稿)?(?:时间|日期)\s*[:：]\s*(?:19|20)\d\d")
CATEGORY = re.compile(r"^[\[【][^\]】]{1,10}[\]】]\s*")
SECTION = 6
GIVEN = ("og:title", "ld:headline", "headline", "articletitle", "twitter:title", "title")


def title_of(tree: HtmlElement, fields: dict[str, str]) -> str:
    """The title, or an empty string where the page has none.

    A heading that the title bar agrees with wins, h1 before the others and the longest first; then a field or a line it agrees with;
    then the only h1 of the page; then, where the title bar names only a site or a section, what the page itself shows as its title;
    then the title bar without its last parts.
    """
    bar = " ".join(lines_of_title(tree).split())
    first, headings = _texts(tree.xpath("//h1")), _headings(tree)
    lines = [line for line in lines_of(tree)[:FIRST] if len(line) <= LONG]
    first += [CATEGORY.sub("", one) for one in first if CATEGORY.match(one)]
    for candidates in (first, headings, [fields[name] for name in GIVEN if name in fields], lines):
        agreed = [one for one in candidates if _agrees(one, bar)]
        if agreed:
            return max(agreed, key=len)
    first = [one for one in first if len(one) >= SHORT and _bare(one) not in _bare(bar)]
    if len(first) == 1:
        return first[0]
    given = next((fields[name] for name in GIVEN if name in fields), "")
    rest = _without_site(bar, fields.get("og:site_name", ""))
    if len(_bare(rest)) <= SECTION or _is_site(rest, ""):
        rest = _shown(tree, lines, given) or rest
    return rest or given or "".join(headings[:1])


def _shown(tree: HtmlElement, lines: list[str], given: str) -> str:
    """The field that stands on the page as a line, the heading that is named a title, or the line above the date and the source."""
    if given and _bare(given) in {_bare(line) for line in lines}:
        return given
    named = [one for one in _texts(tree.xpath(NAMED)[:20]) if len(_bare(one)) > SECTION and not _is_site(one, "")]
    above = [one for one, below in pairwise(lines) if DATED.search(below) and len(_bare(one)) > SECTION]
    return next(iter([*named, *above]), "")


def lines_of_title(tree: HtmlElement) -> str:
    """What stands in the title bar."""
    found = tree.find(".//title")
    return "" if found is None else found.text_content()


def _headings(tree: HtmlElement) -> list[str]:
    found = [one for one in tree.xpath(HEADINGS)[:200] if one.tag != "title" and not names_of(one) & {"sub", "subtitle", "list", "related"}]
    return list(dict.fromkeys(_texts(found)))


def _texts(elements: list[HtmlElement]) -> list[str]:
    texts = (" ".join(lines_of(one)) for one in elements)
    return [text for text in texts if 0 < len(text) <= LONG]


def _agrees(one: str, bar: str) -> bool:
    """Whether the title bar says `one`, and `one` is not just the name of the site at its end."""
    said, whole = _bare(one), _bare(bar)
    if len(said) < SHORT or said not in whole:
        return False
    front, *parts = BREAK.split(bar)
    last = said in map(_bare, parts) and not (_is_site(front, "") and not _is_site(one, ""))
    return whole.startswith(said) or (not last and len(said) * 2 > len(whole))


def _bare(text: str) -> str:
    return re.sub(r"\W|_", "", text)


def _without_site(bar: str, site: str) -> str:
    """Drops the last parts of the title bar as long as they look like names of sites and channels."""
    breaks = list(BREAK.finditer(bar))
    end = len(bar)
    for found in reversed(breaks):
        last = bar[found.end() : end].strip()
        before = bar[: found.start()].strip()
        if not before or not (_is_site(last, site) or len(last) * 2 < len(before)):
            break
        end = found.start()
    return bar[:end].strip()


def _is_site(part: str, site: str) -> bool:
    return bool(SITE.search(part)) or (bool(site) and _bare(part) in _bare(site))
