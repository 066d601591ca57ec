"""涉事单位: which unit a post is about, complained of and not merely asked, by all the names people give it.

Companies and institutions that are no office of ours come back by name alone.

Contents: Named
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ahocorasick_rs import AhoCorasick

from config.office_names import by_bare_name, by_name
from config.regions import ancestors
from nlp.concern import concerned
from nlp.strangers import Strangers
from store.records import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from config.departments import Office

ADDRESSED = frozenset(("duty", "government", "government_office", "other"))
UTILITIES = frozenset(("power", "telecom", "post"))
SIGNS = "县市区镇乡"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
BEGINS_A_NAME = frozenset(
    "我们的在是去到从向给找请把被让对和与跟了说诉报映问疑往于由送住进经据为本该望求天晚上午早年月日里时候中后前看见听谢名"
)
OTHERS_NAME = re.compile(r"[市县省区州镇乡村街路院属大一二三四五六七八九十]$")


class Named:
    """Finds the units concerned among `offices` (by id), by their full names, their short names and what people call them."""

    def __init__(self, offices: Mapping[str, Office], regions: Mapping[str, str]) -> None:
        self._offices = offices
        listed = [office for office in offices.values() if office.department not in ADDRESSED]
        self._full, self._bare = by_name(listed, regions), by_bare_name(listed)
        self._strangers = Strangers()
        self._finder = AhoCorasick({**self._full, **self._bare})

    def find(self, title: str, text: str, places: Iterable[Finding]) -> tuple[Finding, ...]:
        """The units concerned, each once; the value is an office id, or "" for a unit that is no office of ours."""
        codes = [place.value for place in places]
        whole, start = f"{title}\n{text}", len(title) + 1
        found: dict[str, Finding] = {}
        depths: dict[str, int] = {}
        for begin, end, id_ in self._units(whole, codes):
            office = self._offices.get(id_)
            key = id_ if office else whole[begin:end]
            institution = office is None or office.unit is not None or office.department in UTILITIES
            depth = depths.setdefault(key, begin - start)
            why = concerned(whole, begin, end, institution=institution, depth=depth)
            if why and key not in found:
                span = (begin - start, end - start) if begin >= start else None
                name = office.name if office else key
                found[key] = Finding(id_, name, f"“{whole[begin:end]}”：{why}{'' if office else '，不是本级单位'}", span=span)
        return tuple(found.values())

    def _units(self, whole: str, codes: list[str]) -> Iterator[tuple[int, int, str]]:
        """Our offices, then the strangers that stand clear of them, as begin, end, office id or nothing."""
        ours = list(self._mentions(whole, codes))
        yield from ours
        for begin, end, _ in self._strangers.find(whole):
            if not any(begin < last and first < end for first, last, _ in ours):
                yield begin, end, ""

    def _mentions(self, whole: str, codes: list[str]) -> Iterator[tuple[int, int, str]]:
        """Longest mentions that lead to an office: by region and name, or by the bare name at the places of the matter."""
        last = -1
        hits = [(begin, -end) for _, begin, end in self._finder.find_matches_as_indexes(whole, overlapping=True)]
        for begin, end in ((begin, -minus) for begin, minus in sorted(hits)):
            word = whole[begin:end]
            if begin >= last and (office := self._full.get(word) or self._at(word, whole[max(0, begin - 2) : begin], codes)):
                last = end
                yield begin, end, office

    def _at(self, word: str, before: str, codes: list[str]) -> str | None:
        """The office that a bare name means where the matter is: the nearest looking upward; none where the places differ.

        What stands before it must not make it another's name: 田东|县医院, 东门镇|第一小学, 武威|第一幼儿园, 第一|人民医院.
        """
        by_region = self._bare[word]
        institution = any(self._offices[id_].unit for id_ in by_region.values())
        inside_a_name = before and CHINESE.match(before[-1]) and before[-1] not in BEGINS_A_NAME
        if OTHERS_NAME.search(before) if not institution and word[0] not in SIGNS else inside_a_name:
            return None
        meant = {next((by_region[region] for region in ancestors(code) if region in by_region), None) for code in codes}
        return meant.pop() if len(meant) == 1 else None
