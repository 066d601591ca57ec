"""Texts of several offices on one matter: figures and dates that differ are found, the same said otherwise is not."""

from __future__ import annotations

import pytest

from response.consistency import differences, figures


@pytest.mark.parametrize(
    ("mine", "theirs", "quotes"),
    [
        ("事故造成4人死亡", "目前3人死亡", ["事故造成4人死亡"]),
        ("事故造成四人死亡", "事故造成4名死亡", []),
        ("预计11月26日恢复供水", "27日恢复供水", ["预计11月26日恢复供水"]),
        ("预计11月26日18时恢复供水", "26日恢复供水", []),
        ("11月26日18时恢复供水", "11月26日20时恢复供水", ["11月26日18时恢复供水"]),
        ("停水三天", "停水3天", []),
        ("停水三天", "送水3车，停电两天", []),
        ("13人受伤", "4人死亡", []),
        ("受伤13人，其中重伤2人", "受伤13人", []),
        ("已发放补助1.2万元", "已发放补助12000元", []),
        ("死亡人数由3人升至4人死亡", "3人死亡", []),
        ("涉及一百二十户", "涉及112户", ["涉及一百二十户"]),
    ],
)
def test_a_difference_is_quoted_and_an_agreement_is_not(mine: str, theirs: str, quotes: list[str]) -> None:
    assert [hint.quote for hint in differences(mine, {"住建局": theirs})] == quotes


def test_the_hint_says_who_says_what_instead() -> None:
    (hint,) = differences("事故造成4人死亡。", {"卫健局": "截至今日，3人死亡。"})
    assert (hint.kind, hint.said) == ("figure", "与卫健局的说法不一致：“3人死亡”")


def test_a_building_number_is_no_date() -> None:
    assert figures("3号楼停水") == []
