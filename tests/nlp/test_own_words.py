"""A line under vertical management is known by the words that are its alone, whatever else is written."""

from __future__ import annotations

import pytest

from config.rules import load
from nlp.asked import Asked
from nlp.own_words import OwnWords
from store.records import Finding

RULES = load()
OWN = OwnWords(RULES.departments)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("芒果在口岸等查验等到出水，货主急死了", ["customs"]),
        ("报关单退回来三次，到底缺什么", ["customs"]),
        ("果园被冰雹打光，要开一张气象证明给保险公司", ["meteorology"]),
        ("天气预报说晴天结果收割机陷在田里，也太不准了", ["meteorology"]),
        ("快件签收了人没见到，邮递员也换了号码", ["post"]),
        ("小卖部想办烟草零售证，等了半年", ["tobacco"]),
        ("打了95598三次都说在路上", ["power"]),
        ("增值税申报窗口只开一个", ["tax"]),
        ("先找海关，再找邮局", ["customs", "post"]),
        # beside an office, higher authorities, words that others say as well
        ("海关路的井盖丢了", []),
        ("烟草公司宿舍楼顶漏水", ["tobacco"]),
        ("海关总署公布了数据", []),
        ("小区物业收的电费比别人贵，停电也不通知", []),
        ("开发商不给契税发票", []),
        # by the way, after what the text is about
        (
            "村道烂了两年没有人修，下雨天车子全部陷在里面，学生上学要绕山路走一个多小时，老人看病更难，村里八成人种的是香芋甘蔗和花生，另外还有两户种烟草",
            [],
        ),
    ],
)
def test_a_line_is_known_by_its_own_words(text: str, lines: list[str]) -> None:
    assert [one.value for one in OWN.find("", text)] == lines


def test_a_line_known_by_its_own_words_stands_before_what_was_read() -> None:
    read = [Finding("market", "", "", score=0.95), Finding("customs", "", "", score=0.3)]
    found = Asked(RULES.departments, RULES.topics).join(read, "", "海关窗口今天没人，货都发霉了")
    assert [one.value for one in found] == ["customs", "market"]
    assert found[0].because == "文中写有“海关”，只属这一条线"
