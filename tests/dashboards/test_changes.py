"""What changed from one edition to the next."""

from __future__ import annotations

import time

from dashboards.changes import Change, changes, steps_of
from tests.store.conftest import document

OLD = "解放路路面塌陷\n昨日上午，解放路一处路面发生塌陷，面积约二十平方米，无人员伤亡。\n市政部门称已派人到现场查看。"
NEW = "解放路路面塌陷\n昨日上午，解放路一处路面发生塌陷，面积约三十平方米，两人受伤。\n市政部门称已派人到现场查看。今日已围挡。"


def test_the_parts_that_went_and_that_came_make_up_both_editions_again() -> None:
    found = changes(OLD, NEW)
    assert "".join(one.text for one in found if one.kind != "new") == OLD
    assert "".join(one.text for one in found if one.kind != "gone") == NEW
    assert Change("new", "今日已围挡。") in found
    assert "解放路一处路面" in next(one.text for one in found if one.kind == "same")


def test_words_and_not_single_characters_are_marked() -> None:
    assert Change("gone", "二十") in changes("面积约二十平方米。", "面积约五百平方米。")


def test_a_long_stretch_that_is_the_same_is_shortened_and_a_page_of_a_megabyte_is_compared_in_a_moment() -> None:
    same = "".join(f"第{n}段文字没有变化。" for n in range(30))
    assert len(changes(same + "甲乙。", same + "丙丁。")[0].text) < 120
    start = time.monotonic()
    changes("一句没有句号的话" * 60_000, "另一句也没有句号的话" * 60_000)
    assert time.monotonic() - start < 10


def test_each_step_stands_between_two_editions_the_last_one_first() -> None:
    editions = [document(f"d{n}", text, edition=n) for n, text in ((1, "甲"), (2, "乙"), (3, "丙"))]
    assert [(step.earlier.edition, step.later.edition) for step in steps_of(editions)] == [(2, 3), (1, 2)]
    assert steps_of(editions[:1]) == []
