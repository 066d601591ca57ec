"""Own words of a line (专用词): words that belong to one line alone (报关, 邮递员, 烟草专卖), so that it is meant whatever else is written.

Contents: OwnWords
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ahocorasick_rs import AhoCorasick

from store.records import Finding

if TYPE_CHECKING:
    from config.departments import Departments

# 海关路, 烟草公司宿舍: somewhere beside the office, not its work
BESIDE = "(?!路|街|大道|小区|宿舍|家属|大楼|大厦|旁|对面|附近|门口|后面|隔壁|总署|总局)"
SURE = 0.9
EARLY = 60  # characters of a text within which it says what it is about; later words are by the way


class OwnWords:
    """Finds the lines of which a text says an own word; of `甲+乙` it says both."""

    def __init__(self, departments: Departments) -> None:
        listed = departments.departments.items()
        self._name = departments.name
        parts = {part for _, line in listed for word in line.own_words for part in word.split("+")}
        self._stand = AhoCorasick(parts, store_patterns=True).find_matches_as_strings
        self._words = [(word.split("+"), re.compile(word.split("+")[0] + BESIDE), id_) for id_, line in listed for word in line.own_words]

    def find(self, title: str, text: str) -> tuple[Finding, ...]:
        """The lines said in the title or the first words of the text, the first said first, each once."""
        whole, opening = f"{title}\n{text}", len(title) + EARLY
        found: dict[str, tuple[int, str]] = {}
        stand = frozenset(self._stand(whole, overlapping=True))
        for parts, pattern, id_ in self._words if stand else ():
            if stand.issuperset(parts) and (said := pattern.search(whole, 0, opening)):
                found[id_] = min(found.get(id_, (opening, "")), (said.start(), "”和“".join(parts)))
        return tuple(
            Finding(id_, self._name(id_), f"文中写有“{words}”，只属这一条线", score=SURE)
            for id_, (_, words) in sorted(found.items(), key=lambda pair: pair[1])
        )
