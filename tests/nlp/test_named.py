"""Who a sentence is about, over the sentences of named.yml; and what holds for any text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as some

from config.rules import load
from nlp.named import Named
from store.records import Finding

RULES = load()
SENTENCES = yaml.safe_load(Path(__file__).with_name("named.yml").read_text(encoding="utf-8"))
NAMED = Named(RULES.offices, RULES.regions.names)


def find(text: str, *codes: str, title: str = "") -> tuple[Finding, ...]:
    return NAMED.find(title, text, [Finding(code, code, "") for code in codes])


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda sentence: sentence["text"][:16])
def test_a_sentence_is_about_the_units_that_a_person_reads_in_it(sentence: dict[str, Any]) -> None:
    found = find(sentence["text"], *sentence["at"])
    assert sorted(one.value for one in found if one.value) == sorted(sentence.get("is", []))
    assert sorted(one.name for one in found if not one.value) == sorted(sentence.get("names", []))


def test_a_finding_quotes_the_words_and_says_where_they_stand() -> None:
    text = "我要投诉扶绥县医院乱收费"
    (one,) = find(text, "451421")
    assert one.span is not None
    assert text[slice(*one.span)] == "扶绥县医院"
    assert "“扶绥县医院”" in one.because


def test_a_unit_of_the_title_has_no_place_in_the_text() -> None:
    (one,) = find("排了三个小时的队", "451421", title="县医院挂号难")
    assert (one.value, one.span) == ("451421.health.人民医院", None)


def test_a_unit_named_twice_is_found_once() -> None:
    assert len(find("扶绥县人民医院乱收费，扶绥县医院态度恶劣", "451421")) == 1


@pytest.mark.parametrize("ours", ["县医院", "教育局", "镇政府", "自来水公司", "交警大队"])
def test_a_bare_name_without_a_place_is_nobodys(ours: str) -> None:
    assert all(not one.value for one in find(f"投诉{ours}乱收费不作为"))


def test_what_an_office_is_blamed_for_late_in_a_long_text_does_not_make_it_the_unit_concerned() -> None:
    long = "我们小区楼下的烧烤店每天营业到凌晨三点，油烟直接往楼上排，孩子没法睡觉，老人咳嗽了好几个月，物业也劝过，"
    assert not find(f"{long}大家打了很多次电话，城管踢皮球", "451421")


@given(some.text(alphabet="扶绥县市人民医院教育局投诉请不的在和公司有限第一中学镇政府，。 ", max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_gives_offices_that_exist_and_spans_that_lie_in_it(text: str) -> None:
    for one in find(text, "451421"):
        assert not one.value or one.value in RULES.offices
        assert one.span is not None
        assert 0 <= one.span[0] < one.span[1] <= len(text)
