"""Whom a text asks to act, and what that says of its lines."""

from __future__ import annotations

import pytest

from config.rules import load
from nlp.asked import Asked
from store.records import Finding

RULES = load()
ASKED = Asked(RULES.departments, RULES.topics)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("请城管局和市场监管局联合整治一下", ["urban_management", "market"]),
        ("一要人社局追讨工资，二要住建局督促工程复工", ["human_resources", "housing"]),
        ("要求自然资源局查越界采矿，生态环境局管管粉尘", ["natural_resources", "ecology"]),
        ("请医保局查骗保，卫健局查非法行医", ["medical_insurance", "health"]),
        ("恳请环保局、住建局等有关部门解决", ["ecology", "housing"]),
        ("请烟草专卖局解释一下标准", ["tobacco"]),
        ("希望交警加强查处", ["public_security"]),
        ("环保、城管、公安能不能一起管管这条巷子", ["ecology", "urban_management", "public_security"]),
        ("景区乱成这样，旅游部门、交警、市场监管都放假了吗", ["culture_tourism", "public_security", "market"]),
        # not asked: told of, complained of, called, or only said
        ("据县教育局通报，该校已停课整改", []),
        ("城管局的人把我的摊子掀了", []),
        ("打了医保局电话，说要排队", []),
        ("市场监管局说要找教育局", []),
        ("环保材料涨价，医保也涨", []),
        ("希望在教育和医疗上多花钱", []),
        ("请问公积金怎么提取", []),
    ],
)
def test_the_lines_that_a_text_asks_to_act(text: str, lines: list[str]) -> None:
    assert [one.value for one in ASKED.find("", text)] == lines


def read(*lines: str) -> list[Finding]:
    return [Finding(line, RULES.departments.name(line), "", score=0.9 - 0.1 * n) for n, line in enumerate(lines)]


def test_several_lines_asked_are_the_lines_and_the_first_asked_leads() -> None:
    found = ASKED.join(read("market", "health"), "", "请城管局和市场监管局联合整治一下")
    assert [one.value for one in found] == ["urban_management", "market"]
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert found[0].because == "文中请“城管局”办理"


def test_one_line_asked_is_not_believed_against_what_was_read() -> None:
    assert [one.value for one in ASKED.join(read("urban_management"), "", "工地半夜施工，请环保局处理")] == ["urban_management"]


def test_one_line_asked_is_heard_where_nothing_was_read_or_no_topic_knows_it() -> None:
    assert [one.value for one in ASKED.join([], "", "请住建局尽快处理")] == ["housing"]
    assert [one.value for one in ASKED.join(read("health"), "", "零售证办不下来，请烟草专卖局解释一下")] == ["tobacco", "health"]
