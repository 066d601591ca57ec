"""Units that are no office of ours, by what their names end in: 有限公司, 医院, 学校, 糖厂 …; a housing estate is no unit.

A name is read from its ending backwards, word by word, as long as the words can be part of a name.

Contents: Strangers
"""

from __future__ import annotations

import logging
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import jieba
import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

jieba.setLogLevel(logging.WARNING)
LONGEST, SHORTEST = 18, 2
WORDS = yaml.safe_load(Path(__file__).with_name("unit_words.yml").read_text(encoding="utf-8"))
ENDING = re.compile(rf"(?:{'|'.join([*WORDS['companies'], *WORDS['institutions']])})(?!生|[\u4e00-\u9fff]{{0,2}}(?:有限|公司))")
STOP = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9（）(·]")
GENERIC = frozenset(WORDS["generic"])
ENDS_A_NAME = frozenset((*WORDS["never"], *WORDS["function_words"]))
NAME_TAGS = frozenset("nbjfagils")  # jieba's tags of nouns and of what stands beside them


class Strangers:
    """Finds units that carry a name of their own."""

    def __init__(self) -> None:
        jieba.initialize()
        self._no_names = _no_names()

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Where they are named: begin, end, name."""
        last = 0
        for match in ENDING.finditer(text):
            before = STOP.split(text[max(last, match.start() - LONGEST) : match.start()])[-1]
            if own := self._own(before):
                last = match.end()
                yield match.start() - len(own), match.end(), own + match[0]

    def _own(self, before: str) -> str:
        """The words before an ending that are the name; nothing where none of them tells this unit from others (某县一幼儿园)."""
        taken: list[str] = []
        for word in reversed(list(jieba.dt.cut(before, HMM=False))):
            if not self._in_a_name(word):
                break
            taken.insert(0, word)
        if taken[-1:] == ["一"]:
            return ""
        while taken and (taken[0] in "的一个家所于中上下里（()）" or taken[0].isdigit()):
            taken.pop(0)
        own = "".join(taken)
        return own if len(own) >= SHORTEST and any(word not in GENERIC for word in taken) else ""

    def _in_a_name(self, word: str) -> bool:
        return word in GENERIC or (word not in ENDS_A_NAME and word not in self._no_names)


@cache
def _no_names() -> frozenset[str]:
    """The words of jieba's dictionary that are no part of a name: verbs, adverbs, prepositions …; single characters may be."""
    with jieba.dt.get_dict_file() as lines:
        entries = [line.decode().split(" ") for line in lines]
    return frozenset(word for word, _, tag in entries if len(word) > 1 and tag[0] not in NAME_TAGS and not word.isascii())
