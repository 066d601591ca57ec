"""Whatever dirt surrounds them, words are found again in the original, character for character."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.clean import clean

WORDS = ("渠黎镇", "停水三天", "自来水公司", "漏电", "幼儿园门口", "3号楼", "请尽快处理", "abc")
DIRT = (
    "\u200b",
    "\ufeff",
    "\x07",
    "\u00ad",
    "(fā)",
    "（zhǎn）",
    "。ㄒ唬┮",
    " https://a.cn/b?c=1 ",
    "😡😡",
    "[怒]",
    "[泪]",
    "\u3000\u3000",
    "\n\n\n",
    "??????",
    "　",
    "36365",
    "ＡＢＣ１２",
    "①",
    "，",
    "！！",
    "é",
    "c\u0301",
    "㎡",
    "Ⅳ",
    "ﷺ",
    "👨‍👩‍👧",
    "🇨🇳",
)
CHAINS = ("//@某人:", " //@甲乙 : ", "#", "\n責任編輯：張某", "\n相关链接：", "回复@某人:")
LINES = ("國務院辦公廳關於印發通知", "於先生的著作", "他乾了一杯", "發佈會現場實錄")


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=80))
def test_any_text_keeps_offsets_in_order_and_within_it(dirty: str) -> None:
    said = clean(dirty)
    offsets = list(said.offsets)
    assert len(offsets) == len(said.text)
    assert offsets == sorted(offsets)
    assert all(0 <= at < len(dirty) for at in offsets)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from((*WORDS, *DIRT, *CHAINS, *LINES)), max_size=14))
def test_every_character_stands_for_the_one_it_came_from(pieces: list[str]) -> None:
    """Where a character of the clean text is ASCII or unchanged by simplification, the original holds it, or what NFKC makes it of."""
    dirty = "".join(pieces)
    said = clean(dirty)
    for character, at in zip(said.text, said.offsets, strict=True):
        if character in "停水漏电渠黎公司abc":
            folded = unicodedata.normalize("NFKC", dirty[at])
            assert character in folded, (dirty, said.text, character, dirty[at])


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(WORDS[:-1]),
    st.lists(st.sampled_from((*DIRT, *LINES)), max_size=6),
    st.lists(st.sampled_from((*DIRT, *LINES)), max_size=6),
)
def test_evidence_is_quoted_exactly(word: str, before: list[str], after: list[str]) -> None:
    dirty = "\n".join(("".join(before), word, "".join(after)))
    said = clean(dirty)
    at = said.text.index(word)
    start, end = said.original(at, at + len(word))
    assert dirty[start:end] == word


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from((*WORDS, *DIRT, *LINES)), max_size=10))
def test_cleaning_again_changes_nothing(pieces: list[str]) -> None:
    once = clean("".join(pieces)).text
    assert clean(once).text == once


@pytest.mark.parametrize(
    ("line", "want"),
    [
        ("國務院辦公廳關於印發通知", "国务院办公厅关于印发通知"),
        ("乾隆年间的於先生著书立说", "乾隆年间的於先生著书立说"),
        ("我家住在里仁街，请尽快处理停水问题", "我家住在里仁街，请尽快处理停水问题"),
        ("頭髮和乾坤", "头发和乾坤"),
    ],
)
def test_only_a_traditional_line_is_simplified(line: str, want: str) -> None:
    assert clean(line).text == want


def test_a_simplified_text_with_one_traditional_paragraph_is_simplified_there_alone() -> None:
    said = clean("於老师家的路灯坏了，一直没有人来修，请有关部门处理\n國務院辦公廳關於印發規範的通知")
    assert said.text.split("\n") == ["於老师家的路灯坏了，一直没有人来修，请有关部门处理", "国务院办公厅关于印发规范的通知"]
