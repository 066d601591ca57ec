"""Cleaning: what goes, what stays, and where it came from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.clean import clean

if TYPE_CHECKING:
    from pathlib import Path

CASES = {
    "印发(fā)展规(guī)范": "印发展规范",
    "。ㄒ唬┮(guī)范發(fā)布內容": "（一）范发布内容",
    "ㄎ澹⿵娀领导": "（五）娀领导",
    "路\u200b灯\ufeff坏\u2060了": "路灯坏了",
    "路灯\ud83d坏了": "路灯坏了",
    "ＡＢＣ１２３％": "ABC123%",
    "（一）路灯，坏了！“真的”《通知》…": "（一）路灯，坏了！“真的”《通知》…",
    "①先登记②再办理": "①先登记②再办理",
    "國務院辦公廳關於印發": "国务院办公厅关于印发",
    "乾隆年间的於先生著书": "乾隆年间的於先生著书",
    "详见 https://www.example.com/a?b=1 谢谢": "详见 谢谢",
    "看这里www.example.com.cn/x 吧": "看这里 吧",
    "#崇左停水# 三天了": "崇左停水 三天了",
    "太过分了😡😡[怒][怒]": "太过分了",
    "停电\x00了\x07": "停电了",
    "36365贯彻落实": "贯彻落实",
    "编号363651不变": "编号363651不变",
    "内容。\n责任编辑：张某": "内容。",
    "内容。\n上一篇:甲下一篇:乙": "内容。",
    "内容。 来源:网络整理 免责声明:本文仅限学习": "内容。",
    "内容\n(此件公开发布)": "内容",
    "为什么????不管": "为什么????不管",
    "a   b\n\n\nc": "a b\nc",
    "c\u0301": "ć",
}


@pytest.mark.parametrize(("dirty", "want"), CASES.items())
def test_dirt_goes_and_text_stays(dirty: str, want: str) -> None:
    assert clean(dirty).text == want


def test_what_was_added_and_what_was_forwarded_are_kept_apart_and_nobody_is_named() -> None:
    said = clean("希望尽快处理//@某某先生:路灯坏了//@另一人: 同问")
    assert (said.added, said.forwarded) == ("希望尽快处理", "路灯坏了\n同问")
    assert "某某" not in said.text


def test_a_post_that_only_forwards_adds_nothing() -> None:
    said = clean("//@某人:路灯坏了")
    assert (said.added, said.forwarded) == ("", "路灯坏了")


def test_an_address_with_two_slashes_is_no_forwarding() -> None:
    assert clean("价格是10//20元").forwarded == ""


def test_evidence_in_the_clean_text_is_found_again_in_the_original() -> None:
    dirty = "\u200b#停水# 見 https://a.cn/b 的通知：扶绥(suí)县渠黎镇①停水"
    said = clean(dirty)
    at = said.text.index("渠黎镇")
    assert dirty[slice(*said.original(at, at + 3))] == "渠黎镇"


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="路灯國務 \n\t　(fā)ａ１①😀\u200b#/@:：。ㄒ唬┮[怒]?https.cn…", max_size=60))
def test_offsets_are_one_per_character_and_never_go_back(dirty: str) -> None:
    said = clean(dirty)
    assert len(said.offsets) == len(said.text)
    assert all(a <= b for a, b in zip(said.offsets, list(said.offsets)[1:], strict=False))
    assert all(0 <= at < len(dirty) for at in said.offsets)


def test_documents_as_mirrors_left_them_come_out_readable_and_cleaning_again_changes_nothing(shared: Path) -> None:
    for file in sorted((shared / "data/seeds").glob("*.txt")):
        said = clean(file.read_text(encoding="utf-8"))
        assert clean(said.text).text == said.text
        assert not re.search(
            r"[\u200b\ufeff\ue000-\uf8ff]|ㄒ唬|[(][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-z]*[)]", said.text
        )
        assert not re.search("[國務關發實為與業產規]", said.text)
