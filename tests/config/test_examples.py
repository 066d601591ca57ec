"""The examples cover the nine cases, and a wrong examples.yml is refused in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from config.rules import Rules

Said = Callable[..., list[str]]


def test_at_least_120_examples_cover_the_nine_cases(rules: Rules) -> None:
    cases = Counter(example.expected.case for example in rules.examples.examples)
    assert cases.total() >= 120
    assert set(cases) == set(range(1, 10))
    assert min(cases.values()) >= 5


def test_each_example_has_a_name_of_its_own(rules: Rules) -> None:
    names = [example.name for example in rules.examples.examples]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_an_office_expected_that_does_not_exist_is_refused_with_the_nearest(said: Said) -> None:
    (sentence,) = said("examples", "responsible: 451421.housing,", "responsible: 451421.housng,")
    assert sentence == 'examples.yml, example 1 (渠黎镇停水三天): office "451421.housng" is no office; did you mean "451421.housing"?'


def test_a_topic_of_an_example_has_to_exist(said: Said) -> None:
    (sentence,) = said("examples", "topics: [municipal_services]", "topics: [municipal_service]")
    assert 'did you mean "municipal_services"?' in sentence


def test_a_clock_expected_has_to_exist(said: Said) -> None:
    (sentence,) = said("examples", "clocks: [respond, assign, acknowledge]", "clocks: [respnd]")
    assert 'clock "respnd" is no clock; did you mean "respond"?' in sentence
