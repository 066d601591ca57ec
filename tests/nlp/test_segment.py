"""Segmentation: the fast cutter and jieba itself give the same words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from nlp import segment

if TYPE_CHECKING:
    from pathlib import Path

OWN = ["城市综合执法", "扶绥县", "渠黎镇", "无证经营", "糖业局", "岜盆乡", "业委会"]


def test_the_tokens_of_a_text_are_the_text() -> None:
    text = "扶绥县渠黎镇的路灯坏了， 没人管！\nabc 123"
    assert "".join(segment.Segmenter(OWN).tokens(text)) == text


def test_the_offices_own_words_are_not_cut() -> None:
    assert {"糖业局", "渠黎镇"} <= set(segment.Segmenter(OWN).tokens("糖业局到渠黎镇调研"))
    assert "岜盆乡" not in segment.Segmenter().tokens("岜盆乡停水")


def test_no_new_words_are_guessed() -> None:
    assert segment.Segmenter().tokens("濑湍") == ["濑", "湍"]


@pytest.mark.skipif(segment.rjieba is None, reason="rjieba is not installed here, so jieba cuts everything")
@pytest.mark.parametrize("own", [(), OWN])
def test_the_fast_cutter_gives_the_tokens_of_jieba_over_ten_thousand_posts(shared: Path, own: list[str]) -> None:
    posts = []
    for name in ("stream/posts.jsonl", "posts/weibo_emotion.jsonl", "messages/unlabelled.jsonl"):
        rows = [json.loads(line) for line in (shared / "data" / name).read_text(encoding="utf-8").splitlines()]
        posts += [f"{row.get('title', '')} {row['text'][:160]}" for row in rows[:4000]]
    fast, slow = segment.fast_cutter(own), segment.cutter(own)
    assert len(posts) >= 10_000
    assert [post for post in posts if fast(post) != slow(post)] == []


def test_a_run_of_one_character_is_cut_as_jieba_cuts_it() -> None:
    text = "啊啊啊啊啊变态"
    assert segment.Segmenter().tokens(text) == segment.cutter(())(text)
