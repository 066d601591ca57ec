"""Masking: what is a person's is covered, what is not stays, character for character."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from nlp.mask import mask, masked_spans

# What has to be covered stands between 〈 and 〉.
COVERED = [
    "电话〈13812345678〉找我",
    "电话〈138 1234 5678〉找我",
    "电话〈138-1234-5678〉找我",
    "电话〈１３８１２３４５６７８〉找我",
    "电话〈138 123 45678〉",
    "手机：〈+86 13812345678〉",
    "手机〈8613812345678〉",
    "手机〈1 3 8 1 2 3 4 5 6 7 8〉",
    "打我电话〈一三八一二三四五六七八〉",
    "座机〈0771-7891234〉",
    "座机〈(0771)7891234〉",
    "座机〈07717891234〉",
    "座机〈０７７１－７８９１２３４〉",
    "联系电话：〈7891234〉",
    "身份证〈11010519491231002X〉",
    "身份证号〈110105 19491231 002x〉",
    "身份证〈１１０１０５１９４９１２３１００２Ｘ〉",
    "身份证号码：〈110105194912310021〉（写错一位）",
    "老身份证〈110105491231002〉",
    "卡号〈6222 0212 3456 7890 128〉",
    "银行卡〈4111111111111111〉",
    "银行卡〈4111-1111-1111-1111〉",
    "车牌桂F〈12345〉乱停",
    "车牌桂F〈·A1234〉乱停",
    "车牌桂f〈d12345〉乱停",
    "邮箱〈zhang.san@example.com〉",
    "邮箱〈zhangsan＠163．com〉",
    "微信〈zhangsan_88〉",
    "微信号：〈zs20200101〉",
    "加V〈zhangsan88〉详聊",
    "QQ：〈123456789〉",
    "QQ群号〈12345678〉",
    "万豪花园〈3栋2单元501室〉漏水",
    "万豪花园〈三栋二单元1101〉漏水",
    "万豪花园〈3号楼501室〉漏水",
    "万豪花园〈12栋1504〉",
    "万豪花园〈A1座1201房〉",
    "万豪花园〈3-2-501〉漏水",
    "万豪花园〈２栋３单元４０１室〉",
    "碧桂园小区〈501室〉噪音",
    "渠黎镇坛村5组〈23号〉",
]
TRICKY = yaml.safe_load((Path(__file__).parent / "mask.yml").read_text(encoding="utf-8"))
STAYS = [
    "拨打12345热线",
    "全国热线400-889-3333",
    "打4008893333没人接",
    "12345678901是订单号",
    "订单号13812345678901234",
    "订单号：6222021234567890128",
    "快递单号4111111111111111",
    "2019-08-14 16:03:40",
    "2018-2019年度",
    "国办发〔2016〕61号",
    "GB50096-2011标准",
    "总价1020408元",
    "桂政办发〔2020〕35号",
    "统一社会信用代码91451400MA5K12345X",
    "3栋的电梯坏了",
    "一共12栋1504户业主",
    "共有12栋住宅",
    "崇左路88号小卖部",
    "市政务中心3号楼501室",
    "人民医院住院部2号楼301室",
    "第3单元教学",
    "建筑面积120.75平方米，单价8317-19014元",
    "10086和95598都打过",
    "3栋105m2户型",
    "14栋到18栋966户经济适用房",
    "1栋5号门面",
    "公交301路和105路",
    "第18届人大第3次会议",
]


@pytest.mark.parametrize("said", COVERED)
def test_what_is_a_persons_is_covered(said: str) -> None:
    text = said.replace("〈", "").replace("〉", "")
    start, end = said.index("〈"), said.index("〉") - 1
    assert mask(text) == text[:start] + "*" * (end - start) + text[end:]


@pytest.mark.parametrize("said", TRICKY)
def test_what_is_tricky_is_covered_to_the_character(said: str) -> None:
    covered = re.sub("〈(.*?)〉", lambda found: "*" * len(found[1]), said)
    assert mask(re.sub("[〈〉]", "", said)) == covered


@pytest.mark.parametrize("said", STAYS)
def test_what_is_nobodys_stays(said: str) -> None:
    assert mask(said) == said


def test_masking_keeps_every_position_and_masking_again_changes_nothing() -> None:
    text = "我是万豪花园3栋2单元501的业主，电话138 1234 5678，微信zhangsan_88，车牌桂F12345。"
    once = mask(text)
    assert len(once) == len(text)
    assert mask(once) == once
    assert "万豪花园" in once


def test_no_date_sum_or_document_number_is_harmed_in_a_thousand_messages(shared: Path) -> None:
    lines = (shared / "data/messages/labelled.jsonl").read_text(encoding="utf-8").splitlines()[:1000]
    covered = [(row["text"], span) for row in map(json.loads, lines) for span in masked_spans(row["text"])]
    assert covered
    for text, (start, end, kind) in covered:
        if kind != "门牌":
            assert not any(text[end:].startswith(unit) for unit in ("元", "年", "平", "米", "号文", "%")), text[start - 10 : end + 5]
