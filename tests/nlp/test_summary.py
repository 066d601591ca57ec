"""A summary says nothing that no post says, quotes both sides, and may say that there is too little to say."""

from datetime import datetime, timedelta

import pytest

from nlp.segment import Segmenter
from nlp.signature import Post
from nlp.summary import Summarizer

AT = datetime(2026, 9, 1, 8, 0)  # noqa: DTZ001
POSTS = [
    Post("a", "幸福小区连续停水三天", "幸福小区从8月29日起连续停水三天，老人孩子没有水喝。物业说是水管老化，业主多次投诉没有结果。", AT),
    Post("b", "幸福小区停水没人管", "我们小区停水好几天了，物业和自来水公司互相推诿。希望尽快恢复供水。", AT + timedelta(hours=3)),
    Post(
        "c",
        "关于幸福小区停水的回复",
        "经核实，幸福小区停水系供水主管破裂所致，自来水公司已组织抢修，预计9月2日恢复供水。",
        AT + timedelta(hours=9),
    ),
]


@pytest.fixture(scope="module")
def summarizer() -> Summarizer:
    return Summarizer(Segmenter(()).tokens)


def test_every_piece_stands_in_its_post(summarizer: Summarizer) -> None:
    summary, texts = summarizer.sum_up(POSTS), {post.id: f"{post.title}。{post.text}" for post in POSTS}
    assert summary.title is not None
    pieces = [summary.title, *summary.sentences, *(said for _, said in summary.line)]
    assert all(piece.text in texts[piece.post] for piece in pieces)
    assert 1 <= len(summary.sentences) <= 3
    assert "停水" in summary.title.text


def test_both_sides_are_quoted(summarizer: Summarizer) -> None:
    told = {said.post for said in summarizer.sum_up(POSTS).sentences}
    assert "c" in told
    assert told & {"a", "b"}


def test_the_sides_are_told_apart_by_who_speaks(summarizer: Summarizer) -> None:
    sides = dict(summarizer.sum_up(POSTS).sides)
    assert sides["单位"].post == "c"
    assert sides["群众"].post in ("a", "b")
    assert summarizer.sum_up(POSTS[:2]).sides == ()


def test_a_sentence_without_end_is_quoted_in_part(summarizer: Summarizer) -> None:
    endless = "，".join(f"小区{n}号楼的电梯从{n}月起就坏了没有人来修理" for n in range(1, 12))
    summary = summarizer.sum_up([Post("x", "", endless, AT)])
    assert summary.enough
    assert all(said.text in endless and len(said.text) <= 90 for said in summary.sentences)


def test_the_time_line_is_in_order_and_has_the_dates_of_the_texts(summarizer: Summarizer) -> None:
    line = [when for when, _ in summarizer.sum_up(POSTS).line]
    assert line[0] == "2026-09-01 08:00"
    assert "8月29日（文中）" in line


def test_key_words_are_of_the_matter(summarizer: Summarizer) -> None:
    assert {"停水", "物业"} <= set(summarizer.sum_up(POSTS).words)


def test_too_little_to_say_is_an_answer(summarizer: Summarizer) -> None:
    summary = summarizer.sum_up([Post("x", "", "好的", AT)])
    assert not summary.enough
    assert summary.sentences == ()
