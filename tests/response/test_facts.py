"""Facts as they are written in a line of JSON, and decisions as they are written back."""

from __future__ import annotations

from typing import Any

import pytest

from config.regions import ABROAD
from config.rules import Rules
from response.facts import decision_json, facts_of
from response.routing import route
from store.records import Facts, Grade


def test_plain_values_and_objects_are_the_same_facts(rules: Rules) -> None:
    plain = {"places": ["451421"], "topics": ["environment"], "named": ["451421.ecology"], "severity": "ordinary"}
    objects = {
        "places": [{"code": "451421", "name": "扶绥县", "because": "…"}],
        "topics": [{"id": "environment", "score": 0.9, "because": "…"}],
        "named": [{"office": "451421.ecology", "because": "…"}],
        "severity": {"grade": "ordinary", "because": "…"},
    }
    assert facts_of(plain, rules) == facts_of(objects, rules)


def test_what_is_said_to_be_abroad_is_a_place_that_is_none_of_ours(rules: Rules) -> None:
    assert facts_of({"places": [], "abroad": "文中写明“泰国”，在国外"}, rules).places == (ABROAD,)
    assert facts_of({"places": [], "abroad": None}, rules).places == ()


def test_the_best_scored_topic_comes_first(rules: Rules) -> None:
    line = {"topics": [{"id": "transport", "score": 0.2}, {"id": "environment", "score": 0.7}]}
    assert facts_of(line, rules).topics == ("environment", "transport")


def test_the_chinese_name_of_a_department_and_of_a_topic_are_understood(rules: Rules) -> None:
    found = facts_of({"topics": ["生态环境"], "department": "城管执法局"}, rules)
    assert (found.topics, found.departments) == (("environment",), ("urban_management",))


@pytest.mark.parametrize(
    ("named", "id_"),
    [
        ("扶绥县人民医院", "451421.health.人民医院"),
        ({"name": "县人民医院"}, "451421.health.人民医院"),
        ({"office": "451421.health.人民医院", "name": "扶绥县人民医院"}, "451421.health.人民医院"),
        ("城管局", "451421.urban_management"),
        ("某某糖业有限公司", "某某糖业有限公司"),
    ],
)
def test_a_unit_is_known_by_any_of_its_names_and_a_stranger_keeps_its_own(rules: Rules, named: Any, id_: str) -> None:
    assert facts_of({"places": ["451421101"], "named": [named]}, rules).named == (id_,)


@pytest.mark.parametrize(
    ("said", "policy"),
    [
        (None, None),
        (False, None),
        (True, "000000"),
        ("450000", "450000"),
        ({"code": "450000"}, "450000"),
        ("自治区", "450000"),
        ("国务院", "000000"),
    ],
)
def test_a_policy_is_a_region_above_us(rules: Rules, said: Any, policy: str | None) -> None:
    assert facts_of({"policy": said}, rules).policy == policy


def test_a_code_of_a_village_is_its_township_and_a_short_one_is_filled(rules: Rules) -> None:
    assert facts_of({"places": ["451421101205", "45"]}, rules).places == ("451421101", "450000")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ({"places": ["扶绥县"]}, "“扶绥县”不是区划代码"),
        ({"topics": ["enviroment"]}, '没有领域“enviroment”; did you mean "environment"?'),
        ({"department": "教育居"}, '没有条线“教育居”; did you mean "教育局"?'),
        ({"severity": "huge"}, "没有级别“huge”"),
    ],
)
def test_what_cannot_be_understood_is_refused_in_a_sentence(rules: Rules, line: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=r"没有|不是") as refused:
        facts_of(line, rules)
    assert sentence in str(refused.value)


def test_a_decision_is_written_as_the_command_line_promises(rules: Rules) -> None:
    told = decision_json(route(Facts(("451422",), ("work_safety",), severity=Grade.extreme), rules), rules)
    assert list(told)[:8] == ["case", "responsible", "cooperating", "coordinator", "leader", "forward", "clocks", "because"]
    assert told["responsible"] == {"id": "451422.emergency", "name": "宁明县应急管理局", "department": "应急管理局", "region": "451422"}
    assert told["leader"]["id"] == "451422.government"
    assert told["forward"] is None
    hours = {clock["name"]: clock["hours"] for clock in told["clocks"]}
    assert (hours["publish"], hours["press_conference"], hours["report_back"]) == (5, 24, None)
    assert next(clock for clock in told["clocks"] if clock["name"] == "report_back")["limit"] == "5 working days"


@pytest.mark.parametrize(
    ("found", "forward"),
    [
        (Facts(("440100",), ()), {"region": "000000", "name": "全国", "way": "转送"}),
        (Facts(("451400",), ("tax",), policy="450000"), {"region": "450000", "name": "广西壮族自治区", "way": "上报"}),
    ],
)
def test_a_forward_says_where_and_how(rules: Rules, found: Facts, forward: dict[str, str]) -> None:
    assert decision_json(route(found, rules), rules)["forward"] == forward
