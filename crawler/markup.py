"""HTML as a tree that is safe to walk, and its text as lines (网页结构).

Size and depth are bounded: what is longer is cut, what is nested deeper than any page a person writes is flattened.

Contents: parse · lines_of · text_of · characters · names_of · fields_of (machine-readable fields: meta, JSON-LD) ·
selected · found_by · fragment
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 2_000_000
DEEPEST = 200
BLOCKS = frozenset(
    """address article aside blockquote body br caption center dd details dialog div dl dt fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hr html li main nav ol option p pre section table tbody td tfoot th thead title tr ul""".split()  # noqa: SIM905
)
SILENT = frozenset(
    """audio button canvas embed head iframe map noscript object script select style svg template textarea video""".split()  # noqa: SIM905
)
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe\uffff\ud800-\udfff]")
TAG = re.compile(r"<(/?)(?:div|span|font|section|b|i|em|strong|center|article|blockquote|table|tbody|tr|td|ul|li)\b[^<>]*>", re.IGNORECASE)
WHITE = re.compile(r"\s+")


def parse(text: str) -> HtmlElement:
    """The tree of a page. Never fails: what holds no markup at all becomes a page with nothing on it."""
    text = UNSEEN.sub("", text[:LONGEST])
    tree = _tree(text)
    if _too_deep(tree):
        tree = _tree(TAG.sub(r"<\1p>", text))
    return tree


def _tree(text: str) -> HtmlElement:
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    try:
        return document_fromstring(text.encode("utf-8", "ignore") or b"<html></html>", parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        return document_fromstring(b"<html><body></body></html>")


def _too_deep(tree: HtmlElement) -> bool:
    depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            return True
    return False


def lines_of(element: HtmlElement) -> list[str]:
    """What a person reads in `element`, a block to a line, without blank lines."""
    lines = (" ".join(line.split()) for line in "".join(_pieces(element)).split("\n"))
    return [line for line in lines if line]


def _pieces(element: HtmlElement) -> Iterator[str]:
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, one in walk:
        name = one.tag
        if event == "start":
            if name in SILENT:
                walk.skip_subtree()
                continue
            if name in BLOCKS:
                yield "\n"
            if one.text:
                yield one.text if name == "pre" else _flat(one.text)
            continue
        if name in BLOCKS:
            yield "\n"
        if one.tail and one is not element:
            yield _flat(one.tail)


def _flat(text: str) -> str:
    """A line break in the source is a space to the reader, and between Chinese characters it is nothing."""
    return WHITE.sub(_space, text)


def _space(white: re.Match[str]) -> str:
    around = white.string[white.start() - 1 : white.start()] + white.string[white.end() : white.end() + 1]
    chinese = len(around) == 2 and all(one >= "\u3000" for one in around)  # noqa: PLR2004
    return "" if chinese and "\n" in white.group() else " "


def text_of(element: HtmlElement) -> str:
    """The lines of `element` as one text."""
    return "\n".join(lines_of(element))


def characters(text: str) -> int:
    """How much there is to read: letters, digits and Chinese characters."""
    return sum(map(str.isalnum, text))


def names_of(element: HtmlElement) -> set[str]:
    """The words in an element's class and id: `<div class="postMeta right-col">` → {post, meta, right, col}."""
    words = f"{element.get('class') or ''} {element.get('id') or ''}"
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", words)}


def fields_of(tree: HtmlElement) -> dict[str, str]:
    """The machine-readable fields of a page, names in lower case: meta tags, microdata, JSON-LD. The first of a name counts."""
    fields: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        _put(fields, re.sub(r"\s", "", name).lower(), meta.get("content"))
    for item in tree.xpath("//*[@itemprop][not(self::meta)]"):
        _put(fields, item.get("itemprop").lower(), item.get("datetime") or item.get("content") or text_of(item)[:200])
    for script in tree.xpath("//script[@type='application/ld+json']"):
        for name, value in _linked_data(script.text or ""):
            _put(fields, f"ld:{name.lower()}", value)
    return fields


def _put(fields: dict[str, str], name: str, value: str | None) -> None:
    if name and value and value.strip():
        fields.setdefault(name, value.strip())


def _linked_data(text: str) -> Iterator[tuple[str, str]]:
    """The fields of the JSON-LD object that has a headline or a date, broken JSON read as far as single fields go."""
    try:
        found: Any = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        yield from re.findall(r'"(headline|datePublished|pubDate)"\s*:\s*"([^"]*)"', text)
        return
    todo = [found]
    while todo:
        one = todo.pop(0)
        if isinstance(one, list):
            todo.extend(one[:50])
        elif isinstance(one, dict):
            todo.extend(one.get("@graph", [])[:50] if isinstance(one.get("@graph"), list) else [])
            yield from ((name, value) for name, value in one.items() if isinstance(value, str))
            if isinstance(publisher := one.get("publisher"), dict) and isinstance(publisher.get("name"), str):
                yield "publisher", publisher["name"]


def selected(tree: HtmlElement, path: str) -> list[str]:
    """The lines of what `path` selects: XPath where it begins like one, else CSS."""
    return [
        line for one in found_by(tree, path) for line in (lines_of(one) if isinstance(one, HtmlElement) else str(one).split("\n")) if line
    ]


def found_by(tree: HtmlElement, path: str) -> list[Any]:
    """What `path` selects."""
    found = tree.xpath(path) if path.startswith(("/", "./", "(", "string(", "normalize-space(")) else tree.cssselect(path)
    return found if isinstance(found, list) else [found]


def fragment(text: str) -> list[str]:
    """The lines of a piece of HTML, such as a feed's description."""
    cleaned = UNSEEN.sub("", text[:LONGEST])
    if "<" not in cleaned and "&" not in cleaned:
        return [line for line in (" ".join(line.split()) for line in cleaned.splitlines()) if line]
    try:
        return lines_of(parse(f"<div>{cleaned}</div>"))
    except (etree.ParserError, ValueError):
        return []
