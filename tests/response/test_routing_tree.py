"""The tree of routing.yml: the first branch that holds, what it inherits, and what it may not change."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from config.routing import Routing
from config.rules import Rules
from response.routing import route
from store.records import Facts, Grade

WATER = Facts(("451421101",), ("municipal_services",), ("housing",), words="全屯停水")


def grown(rules: Rules, *branches: dict[str, Any], confirm: str = "person") -> Rules:
    """The rules with another tree."""
    plain = rules.routing.model_dump(exclude={"branches", "default"})
    return replace(
        rules, routing=Routing.model_validate({**plain, "default": {"confirm": confirm, "basis": "默认的依据"}, "branches": branches})
    )


def test_without_a_branch_the_default_holds(rules: Rules) -> None:
    decision = route(WATER, grown(rules, confirm="automatic"))
    assert (decision.rule, decision.confirm, decision.responsible) == ("默认", "automatic", "451421.housing")


def test_the_first_branch_that_holds_is_taken_and_no_other(rules: Rules) -> None:
    decision = route(
        WATER,
        grown(
            rules,
            {"name": "甲", "when": {"words": ["停电"]}, "responsible": "power"},
            {"name": "乙", "when": {"words": ["停水"]}, "responsible": "water"},
            {"name": "丙", "when": {"topics": ["municipal_services"]}, "responsible": "urban_management", "confirm": "automatic"},
        ),
    )
    assert (decision.rule, decision.responsible, decision.confirm) == ("乙", "451421.water", "person")


def test_whom_the_tree_puts_in_the_lead_is_the_only_one_said_to_lead(rules: Rules) -> None:
    decision = route(WATER, grown(rules, {"name": "乙", "when": {"words": ["停水"]}, "responsible": "water"}))
    assert decision.because[:2] == ("事发地扶绥县渠黎镇", "按分派规则“乙”，由扶绥县水利局牵头")


def test_a_branch_says_only_what_differs_from_the_one_above_it(rules: Rules) -> None:
    child = {"name": "下", "when": {"words": ["停水"]}, "basis": "下级的依据"}
    parent = {
        "name": "上",
        "when": {"cases": [5]},
        "responsible": "water",
        "confirm": "automatic",
        "basis": "上级的依据",
        "branches": [child],
    }
    decision = route(WATER, grown(rules, parent))
    assert (decision.rule, decision.responsible, decision.confirm) == ("上 → 下", "451421.water", "automatic")
    assert "下级的依据" in decision.because
    assert "上级的依据" not in decision.because


def test_where_no_inner_branch_holds_the_outer_one_stands(rules: Rules) -> None:
    inner = {"name": "下", "when": {"words": ["停电"]}, "responsible": "power"}
    decision = route(WATER, grown(rules, {"name": "上", "when": {"cases": [5]}, "responsible": "water", "branches": [inner]}))
    assert (decision.rule, decision.responsible) == ("上", "451421.water")


def test_the_line_that_does_not_lead_any_more_cooperates(rules: Rules) -> None:
    decision = route(WATER, grown(rules, {"name": "乙", "when": {"words": ["停水"]}, "responsible": "water", "cooperating": ["health"]}))
    assert decision.cooperating == ("451421.housing", "451421101.township", "451421.health")
    assert any("按分派规则“乙”" in why for why in decision.because)


@pytest.mark.parametrize(
    "facts",
    [
        Facts(("450100",), ("municipal_services",)),
        Facts(("451421",), ("municipal_services",), policy="450000"),
        Facts(("451421",), ("telecom_energy",), ("power",)),
        Facts(("451421",), ("healthcare",), named=("451421.health.人民医院",)),
        Facts((), ("municipal_services",)),
    ],
)
def test_a_branch_never_moves_what_is_not_a_question_of_lines(rules: Rules, facts: Facts) -> None:
    every = {"name": "都归教育", "when": {"cases": list(range(1, 10))}, "responsible": "education"}
    before, after = route(facts, grown(rules)), route(facts, grown(rules, every))
    assert (after.case, after.responsible, after.forward) == (before.case, before.responsible, before.forward)


def test_every_condition_of_a_branch_has_to_hold(rules: Rules) -> None:
    when = {"topics": ["municipal_services"], "with_topics": ["environment"], "with_departments": ["ecology"], "grades": ["considerable"]}
    tree = grown(rules, {"name": "丁", "when": when})
    full = Facts(("451421",), ("municipal_services", "environment"), severity=Grade.considerable)
    assert route(full, tree).rule == "丁"
    for less in (replace(full, topics=full.topics[:1]), replace(full, severity=Grade.ordinary), replace(full, topics=full.topics[::-1])):
        assert route(less, tree).rule == "默认"


def test_what_was_considered_instead_is_told_and_never_among_those_chosen(rules: Rules) -> None:
    decision = route(WATER, rules)
    assert "451400.housing" in decision.alternatives
    assert not {decision.responsible, decision.coordinator, *decision.cooperating} & set(decision.alternatives)


def test_a_quarry_that_falls_in_is_led_by_emergency_management_and_not_as_pollution(rules: Rules) -> None:
    facts = Facts(("451423",), ("environment",), ("natural_resources",), severity=Grade.considerable, words="采石场垮下来压了五个人")
    assert route(facts, rules).responsible == "451423.emergency"
