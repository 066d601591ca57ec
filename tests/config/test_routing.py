"""A wrong routing.yml is refused in sentences that say what, where, and what instead."""

from __future__ import annotations

from collections.abc import Callable

Said = Callable[..., list[str]]


def test_a_line_that_does_not_exist_is_named_with_its_branch_and_the_nearest_one(said: Said) -> None:
    (sentence,) = said("routing", "    responsible: education\n", "    responsible: eduction\n")
    assert sentence.startswith("routing.yml, branch ")
    assert '(校园食品安全): responsible "eduction" is no department; did you mean "education"?' in sentence


def test_a_line_that_should_cooperate_has_to_exist(said: Said) -> None:
    (sentence,) = said("routing", "cooperating: [market]", "cooperating: [markt]")
    assert 'cooperating "markt" is no department; did you mean "market"?' in sentence


def test_a_topic_that_does_not_exist_is_named(said: Said) -> None:
    (sentence,) = said("routing", "{topics: [house_expropriation], with", "{topics: [house_expropriaton], with")
    assert 'when topics "house_expropriaton" is no topic; did you mean "house_expropriation"?' in sentence


def test_there_is_no_going_on_to_the_next_branch(said: Said) -> None:
    (sentence,) = said("routing", "  - name: 校园食品安全\n", "  - name: 校园食品安全\n    continue: true\n")
    assert '"continue" is no key here' in sentence


def test_the_default_is_mandatory(said: Said) -> None:
    (sentence,) = said("routing", "default:\n", "cases_:\n")[:1]
    assert sentence.startswith("routing.yml, ")
    assert any("default: this key is missing" in one for one in said("routing", "default:\n", "cases_:\n"))


def test_each_of_the_nine_cases_needs_its_basis(said: Said) -> None:
    (sentence,) = said("routing", "  4: 国办发", "  10: 国办发")
    assert "missing: 4" in sentence


def test_an_empty_condition_is_refused_because_it_hides_what_follows(said: Said) -> None:
    (sentence,) = said("routing", "when: {topics: [house_expropriation], with_topics: [land_acquisition]}", "when: {}")
    assert "always true" in sentence


def test_two_branches_of_one_name_are_refused(said: Said) -> None:
    (sentence,) = said("routing", "name: 河道采砂", "name: 农村供水")
    assert 'another branch is called "农村供水"' in sentence


def test_a_case_that_does_not_exist_is_named(said: Said) -> None:
    (sentence,) = said("routing", "when: {topics: [house_expropriation],", "when: {cases: [12], topics: [house_expropriation],")
    assert "there is no case 12" in sentence
