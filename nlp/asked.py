"""Which lines a text itself asks to act (请住建局查处、市场监管局管管): the writer's own word on whose matter it is.

Contents: Asked
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from nlp.own_words import OwnWords
from store.records import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from config.departments import Departments
    from config.topics import Topics

NOBODYS = ("duty", "government", "government_office", "other", "township", "park")
SHORTEST = 2
SURE, STEP = 0.6, 0.02  # how far several lines asked are believed at least, and how much less each next one
SENTENCE = re.compile(r"[^。！？!?；;\n]+")
WISH = re.compile(r"请(?!问|教|示|假)|望|盼|恳求|要求|建议|呼吁|麻烦|拜托|督促|敦促|应该由|由|(?<![说不])要(?=[^，。]{0,2}$)")
ACT = re.compile(
    r"^(?:等|和|与|及)?(?:有关|相关)?(?:部门|单位|领导|同志)?(?:能不能|能否|是否|可以|可否|也|都|来|去|要|得|应该?|该|联合|一起|尽快|赶紧|马上|及时|加强|出面)*"
    r"(?:查|管|整治|整改|整顿|处理|处置|解决|修|治|协调|督促|介入|核|回应|回复|答复|解释|说明|公布|公开|给|派|重视|监管|检查|执法|追|取缔|拆|落实|组织|安排|增加|增设|清|规范|打击|送|下来|负责|救|到现场|捕|考虑|明确|帮)"
)
IDLE = re.compile(
    r"^(?:部门|们)?(?:是不是|难道)?(?:一个|全)?(?:都|也)(?:放假|睡着|睡觉|去哪|哪去|在哪|干什么|干嘛|不管|没人|不来|没来|瞎|聋)"
)
IN_A_ROW = re.compile(r"[、，和与及跟]|以及|还有|会同|联合")
ALONE = re.compile(r"(?:^|[，,：:一二三四]|[)）、])$")
OF_THE_LINE = "部门"  # 环保部门 is called 环保 where several are told together
DOES = re.compile(r"(?:已|正在?|表示|介绍|通报|没|不|说)$")


class Asked:
    """Finds the lines that are asked to act, by every name people have for them."""

    def __init__(self, departments: Departments, topics: Topics) -> None:
        self._names, self._own = departments.name, OwnWords(departments)
        self._known = {line for topic in topics.topics.values() for line in (*topic.departments, *topic.lines)}
        usable = (word for word, id_ in departments.ids.items() if id_ not in NOBODYS and len(word) >= SHORTEST and not word.isascii())
        self._ids = {word: departments.ids[word] for word in usable}
        short = {word.removesuffix(OF_THE_LINE): id_ for word, id_ in self._ids.items() if word.endswith(OF_THE_LINE)}
        self._short = {word for word in short if word not in self._ids}
        self._ids = short | self._ids
        words = sorted(self._ids, key=len, reverse=True)
        self._word = re.compile("|".join(map(re.escape, words)))

    def find(self, title: str, text: str) -> tuple[Finding, ...]:
        """The lines asked, in the order in which they are; each once."""
        found: dict[str, Finding] = {}
        for sentence in SENTENCE.findall(f"{title}\n{text}"):
            for word in self._in(sentence):
                id_ = self._ids[word]
                found.setdefault(id_, Finding(id_, self._names(id_), f"文中请“{word}”办理"))
        return tuple(found.values())

    def join(self, read: Sequence[Finding], title: str, text: str) -> tuple[Finding, ...]:
        """The lines read for a text, or those that it asks itself: several asked are its lines, the first asked leads.

        One alone is heard only where nothing was read, or where no topic knows its line (烟草, 海关): people often ask the wrong one.
        A line whose own words are said stands before what was read.
        """
        asked = {one.value: one for one in self.find(title, text)}
        if len(asked) > 1:
            best = max((SURE, *(one.score for one in read)))
            return tuple(replace(one, score=round(best - STEP * number, 4)) for number, one in enumerate(asked.values()))
        if own := self._own.find(title, text):
            best = max(one.score for one in (*own, *read))
            ids = {one.value for one in own}
            return (*(replace(one, score=best) for one in own), *(one for one in read if one.value not in ids))
        if asked and (not read or asked.keys().isdisjoint(self._known)):
            return (*asked.values(), *read)
        return tuple(read)

    def _in(self, sentence: str) -> Iterator[str]:
        """The names in a sentence that stand under a wish, or are told what to do; names in a row stand together."""
        wished = last = 0
        row: list[str] = []
        for match in self._word.finditer(sentence):
            before = sentence[max(last, match.start() - 10) : match.start()]
            joined = bool(row) and IN_A_ROW.fullmatch(before) is not None
            after = sentence[match.end() : match.end() + 24]
            if match[0] in self._short and not joined and not self._goes_on(after):
                continue
            wished = bool(WISH.search(before)) or (joined and wished)
            row = [*row, match[0]] if joined else [match[0]]
            last = match.end()
            acts = ACT.match(after) is not None and not DOES.search(after[:3])
            if wished and (acts or after[:1] in tuple("、，和与及会")):
                yield match[0]
            elif (acts and not wished and ALONE.search(before)) or (len(row) > 1 and IDLE.match(after)):
                yield from row

    def _goes_on(self, after: str) -> bool:
        """Whether another name follows in the same row."""
        return (link := IN_A_ROW.match(after)) is not None and self._word.match(after, link.end()) is not None
