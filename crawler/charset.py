"""Bytes of a page as text (字符集): what the bytes prove comes before what the server says.

Many sites declare gb2312 and send UTF-8, or the other way round. Contents: decode
"""

from __future__ import annotations

import codecs
import re

MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)|encoding\s*=\s*["']([\w-]+)["']""", re.IGNORECASE)
LOOK_AHEAD = 4096


def decode(body: bytes, content_type: str = "") -> str:
    """The text of `body`: a byte order mark, strict UTF-8, Big5 where declared, strict GB18030, what is declared, else the least damage."""
    for mark, charset in MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(charset, "replace")
    declared = _declared(content_type.encode("ascii", "ignore")) or _declared(body[:LOOK_AHEAD])
    big5 = ("big5hkscs",) if any("big5" in name for name in declared) else ()
    for charset in ("utf-8", *big5, "gb18030", *declared):
        text = _strictly(body, charset)
        if text is not None:
            return text
    guesses = [_roughly(body, charset) for charset in ("utf-8", "gb18030", *declared)]
    return min(guesses, key=lambda text: text.count("\ufffd"))


def _declared(head: bytes) -> tuple[str, ...]:
    found = ((one or other).decode("ascii").lower() for one, other in DECLARED.findall(head))
    return tuple(name for name in dict.fromkeys(found) if _known(name))


def _known(name: str) -> bool:
    try:
        return codecs.lookup(name)._is_text_encoding  # noqa: SLF001  (base64 is a codec too)
    except LookupError:
        return False


def _strictly(body: bytes, charset: str) -> str | None:
    """The text, where every byte fits; a character cut off at the very end is forgiven, the transfer may have been cut there."""
    try:
        return codecs.getincrementaldecoder(charset)("strict").decode(body)
    except (UnicodeDecodeError, UnicodeError):
        return None


def _roughly(body: bytes, charset: str) -> str:
    return body.decode(charset, "replace")
