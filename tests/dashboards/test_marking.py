from __future__ import annotations

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from dashboards.marking import found_words, marked
from tests.api.seeding import ATTACK


def test_evidence_is_marked_and_everything_else_is_text() -> None:
    text = f"渠黎镇{ATTACK}停水"
    shown = marked(text, [(0, 3, "place", "地点：<b>渠黎镇</b>"), (len(text) - 2, len(text), "topic", "领域")])
    assert shown.startswith('<mark class="place" title="地点：&lt;b&gt;渠黎镇&lt;/b&gt;">渠黎镇</mark>')
    assert shown.endswith('<mark class="topic" title="领域">停水</mark>')
    assert "<script" not in shown
    assert "<img" not in shown


@given(
    st.text(alphabet="渠黎<>&\"' a", max_size=30),
    st.lists(
        st.tuples(st.integers(-3, 40), st.integers(-3, 40), st.sampled_from(["place", "topic"]), st.text(alphabet="<>\"'", max_size=4))
    ),
)
def test_marking_never_loses_a_character_nor_lets_one_through(text: str, spans: list[tuple[int, int, str, str]]) -> None:
    shown = marked(text, spans)
    tags = re.sub(r'<mark class="(?:place|topic)" title="[^"<>]*">|</mark>', "", shown)
    assert not set("<>\"'") & set(tags)
    assert html.unescape(tags) == text


def test_an_excerpt_begins_near_the_word_and_marks_it_in_any_case() -> None:
    text = "前" * 200 + "WIFI信号" + "后" * 500
    shown = found_words(text, "wifi 信号")
    assert shown.startswith("…前")
    assert '<mark class="hit" title="">WIFI</mark><mark class="hit" title="">信号</mark>' in shown
    assert shown.endswith("后…")
    assert found_words("没有", "") == "没有"
