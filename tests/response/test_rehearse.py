"""Rehearsal: every example goes where it should, and what the rules never reach is said."""

from __future__ import annotations

from dataclasses import replace

from config.examples import Examples
from config.rules import Rules
from response.rehearse import coverage, rehearse


def test_every_example_goes_where_it_should(rules: Rules) -> None:
    assert [result.sentence for result in rehearse(rules) if not result.ok] == []


def test_an_example_that_goes_elsewhere_says_what_differs(rules: Rules) -> None:
    first = rules.examples.examples[0]
    wrong = first.model_copy(update={"expected": first.expected.model_copy(update={"case": 6, "responsible": "451421.education"})})
    (result,) = rehearse(replace(rules, examples=Examples(examples=(wrong,))))
    assert not result.ok
    assert result.differs == ("情形应为 6", "主办应为 451421.education，却是 451421.housing")
    assert result.sentence == (
        "渠黎镇停水三天：第 5 种，扶绥县住房和城乡建设局——情形应为 6；主办应为 451421.education，却是 451421.housing"
    )


def test_a_leader_or_a_forward_that_was_not_expected_is_a_difference(rules: Rules) -> None:
    told = next(example for example in rules.examples.examples if example.expected.leader)
    quiet = told.model_copy(update={"expected": told.expected.model_copy(update={"leader": None})})
    (result,) = rehearse(replace(rules, examples=Examples(examples=(quiet,))))
    assert any(one.startswith("负责人应为 无") for one in result.differs)


def test_a_result_as_json_holds_the_decision(rules: Rules) -> None:
    told = rehearse(rules)[0].as_json()
    assert (told["ok"], told["case"], told["responsible"]["department"]) == (True, 5, "住房城乡建设局")


def test_coverage_says_which_topics_only_reach_the_duty_office(rules: Rules) -> None:
    found = coverage(rules)
    assert found.topics["知道乡镇"] == ("other",)
    assert set(found.topics["只知道县"]) == {"other"}


def test_coverage_says_which_lines_nothing_reaches(rules: Rules) -> None:
    lines = rules.departments.departments
    idle = rules.departments.model_copy(update={"departments": {**lines, "idle": lines["education"].model_copy(update={"name": "闲置局"})}})
    found = coverage(replace(rules, departments=idle))
    assert "idle" in found.departments
    assert "闲置局" in found.sentences(replace(rules, departments=idle))[-1]
    assert "education" not in found.departments
