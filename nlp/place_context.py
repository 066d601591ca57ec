"""What the words beside a name say about its part in the matter: no part, a weak one, or the very place.

Contents: weigh · datelines
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nlp import place_words as words
from nlp.place_names import Kind

if TYPE_CHECKING:
    from nlp.place_mentions import Mention

NOT_HERE_BEFORE = re.compile("|".join(words.NOT_HERE_BEFORE))
NOT_HERE_AFTER = re.compile("|".join(words.NOT_HERE_AFTER))
WEAK_BEFORE = re.compile("|".join(words.WEAK_BEFORE))
WEAK_AFTER = re.compile("|".join(words.WEAK_AFTER))
LIVING = re.compile(words.AFTER_LIVING)
HERE_BEFORE = re.compile(words.HERE_BEFORE)
HERE_AFTER = re.compile(words.HERE_AFTER)
NUMBER = "[0-9一二三四五六七八九十]{1,3}"
DATELINE = re.compile(
    rf"(?:新华社|新华网|中新社|中新网|人民网|中广网|央广网|国际在线|光明网|中青网|本报|[\u4e00-\u9fff]{{2,6}}(?:网|社|报|台|频道))"
    rf"[^。；！？\n]{{0,16}}?{NUMBER}月{NUMBER}日[^，。；！？\n]{{0,4}}?(?:专?电|讯|消息|报道)|(?:^|[。\n])[^，。；！？\n]{{0,14}}(?:电|讯)(?=[\s（(])",
)
WIRE = re.compile(r"日[^，。；！？\n]{0,4}?(?:电|讯|消息|报道)|[电讯][\s（(]")
BEFORE = 14
TITLED = re.compile(r"《[^》]{0,40}$")


def weigh(text: str, one: Mention, lines: list[tuple[int, int]]) -> float:
    """0 no part of the matter · 0.3 only if nothing else is named · 1 named · more where the words say that it is here."""
    before, after = text[max(0, one.start - BEFORE) : one.start], one.end
    if any(start <= one.start < end for start, end in lines) or TITLED.search(text[max(0, one.start - 40) : one.start]):
        return 0.0
    if NOT_HERE_BEFORE.search(before) or NOT_HERE_AFTER.match(text, after):
        return 0.0
    if words.CALLED_AFTER.match(text, after) and one.kind in (Kind.short, Kind.abroad):
        return 0.0
    if WEAK_BEFORE.search(before) or WEAK_AFTER.match(text, after) or LIVING.match(text, after):
        return 0.3
    return 1.0 + 0.5 * bool(HERE_BEFORE.search(before)) + 0.5 * bool(HERE_AFTER.match(text, after))


def datelines(text: str) -> list[tuple[int, int]]:
    """新华社北京1月2日电: where the report was sent from, not where the matter is."""
    return [found.span() for found in DATELINE.finditer(text, 0, 400)] if WIRE.search(text, 0, 400) else []
