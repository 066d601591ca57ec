"""Who answers: the nine cases, and what holds for any facts at all."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from config.regions import COUNTRY
from config.rules import Rules, load
from response.routing import route
from store.records import Decision, Facts, Grade

RULES = load()
OURS = sorted(RULES.regions.names)
ELSEWHERE = ["450100", "440100", "110105", "430104", "530300", "451022", "810000", "910000"]
WORDS = ["", "食堂饭菜变质", "蔗款拖欠", "车祸相撞", "拖欠工资"]

facts = some.builds(
    Facts,
    places=some.lists(some.sampled_from([*OURS, *ELSEWHERE, "450000"]), max_size=4).map(tuple),
    topics=some.lists(some.sampled_from([*RULES.topics.topics, "no_such_topic"]), max_size=4, unique=True).map(tuple),
    departments=some.lists(some.sampled_from(sorted(RULES.departments.departments)), max_size=3, unique=True).map(tuple),
    named=some.lists(some.sampled_from(sorted(RULES.offices)), max_size=2, unique=True).map(tuple),
    severity=some.sampled_from(list(Grade)),
    policy=some.sampled_from([None, None, None, COUNTRY, "450000"]),
    words=some.sampled_from(WORDS),
)


def offices(decision: Decision) -> list[str]:
    return [office for office in (decision.responsible, *decision.cooperating, decision.coordinator, decision.leader) if office]


@given(facts)
@settings(max_examples=400, deadline=None)
def test_a_matter_is_never_without_somebody_who_acts(found: Facts) -> None:
    decision = route(found, RULES)
    assert decision.responsible or decision.forward
    assert (decision.forward is None) == (decision.responsible is not None)
    assert decision.forward is None or decision.case in (1, 2, 9)


@given(facts)
@settings(max_examples=400, deadline=None)
def test_every_office_of_a_decision_exists_and_lies_in_our_jurisdiction(found: Facts) -> None:
    for office in offices(route(found, RULES)):
        assert RULES.regions.ours(RULES.offices[office].region)


@given(facts)
@settings(max_examples=400, deadline=None)
def test_an_office_never_cooperates_with_itself(found: Facts) -> None:
    decision = route(found, RULES)
    parts = [decision.responsible, *decision.cooperating, decision.coordinator]
    assert len([p for p in parts if p]) == len({p for p in parts if p}) or decision.responsible == decision.coordinator
    assert decision.responsible not in decision.cooperating


@given(facts, some.randoms(use_true_random=False))
@settings(max_examples=300, deadline=None)
def test_the_same_places_and_units_in_any_order_give_the_same_answer(found: Facts, chance: random.Random) -> None:
    places, named = list(found.places), list(found.named)
    chance.shuffle(places)
    chance.shuffle(named)
    assert route(replace(found, places=tuple(places), named=tuple(named)), RULES) == route(found, RULES)


@given(facts)
@settings(max_examples=400, deadline=None)
def test_a_matter_without_a_place_of_ours_never_goes_to_an_office_of_ours(found: Facts) -> None:
    decision = route(found, RULES)
    if not any(RULES.regions.ours(place) for place in found.places):
        assert decision.responsible in (None, "451400.duty")


@given(facts)
@settings(max_examples=400, deadline=None)
def test_an_extreme_matter_of_ours_has_both_national_clocks_and_its_leader(found: Facts) -> None:
    decision = route(replace(found, severity=Grade.extreme), RULES)
    if any(RULES.regions.ours(place) for place in found.places):
        hours = {clock.name: clock.limit for clock in decision.clocks}
        assert decision.case == 9
        assert (hours["publish"], hours["press_conference"]) == ("5 hours", "24 hours")
        assert decision.leader is not None
        assert RULES.offices[decision.leader].department == "government"


@given(facts)
@settings(max_examples=400, deadline=None)
def test_a_higher_levels_policy_is_never_left_with_our_own_office(found: Facts) -> None:
    if found.policy:
        decision = route(found, RULES)
        assert decision.responsible is None
        assert decision.forward == found.policy


@given(facts)
@settings(max_examples=200, deadline=None)
def test_every_decision_says_why_and_on_what_it_rests(found: Facts) -> None:
    decision = route(found, RULES)
    assert any("国办发" in why for why in decision.because)
    assert decision.rule
    assert decision.version == RULES.version


@pytest.mark.parametrize(
    ("case", "found", "responsible"),
    [
        (1, Facts(("450100",), ("environment",)), None),
        (2, Facts(("451400",), ("social_insurance",), policy=COUNTRY), None),
        (3, Facts(("451421101",), ("telecom_energy",), ("power",)), "451421.power"),
        (4, Facts(("451421",), ("healthcare",), named=("451421.health.人民医院",)), "451421.health.人民医院"),
        (5, Facts(("451421101",), ("municipal_services",), ("housing",)), "451421.housing"),
        (6, Facts(("451421", "451423"), ("transport",), ("transport",)), "451400.transport"),
        (7, Facts(("451481",), ("environment", "agriculture"), ("ecology",)), "451481.ecology"),
        (8, Facts((), ("environment",)), "451400.duty"),
        (8, Facts(("451421",), ()), "451400.duty"),
        (9, Facts(("451422",), ("work_safety",), ("emergency",), severity=Grade.extreme), "451422.emergency"),
    ],
)
def test_each_case_of_the_table(case: int, found: Facts, responsible: str | None, rules: Rules) -> None:
    decision = route(found, rules)
    assert (decision.case, decision.responsible) == (case, responsible)


def test_a_matter_of_the_province_goes_to_the_province_and_one_of_another_to_the_country(rules: Rules) -> None:
    assert route(Facts(("451000",), ()), rules).forward == "450000"
    assert route(Facts(("440100",), ()), rules).forward == "000000"


def test_a_vertical_unit_is_coordinated_by_its_own_superior_with_the_township_beside_it(rules: Rules) -> None:
    decision = route(Facts(("451421101",), ("telecom_energy",), ("power",)), rules)
    assert (decision.coordinator, decision.cooperating) == ("451400.power", ("451421101.township",))


def test_several_places_keep_each_places_own_office_beside_the_common_one(rules: Rules) -> None:
    decision = route(Facts(("451421", "451423"), ("transport",), ("transport",)), rules)
    assert decision.cooperating == ("451421.transport", "451423.transport")


def test_what_lies_half_outside_is_ours_as_far_as_it_is_ours_and_says_the_rest(rules: Rules) -> None:
    decision = route(Facts(("451421", "450100"), ("transport",), ("transport",)), rules)
    assert decision.responsible == "451421.transport"
    assert any("南宁市" in why and "转送" in why for why in decision.because)


def test_a_coarse_place_beside_a_finer_one_in_it_does_not_make_two_places(rules: Rules) -> None:
    assert route(Facts(("451400", "451421"), ("transport",), ("transport",)), rules).responsible == "451421.transport"


def test_an_extreme_matter_without_a_place_is_a_question_and_told_to_the_leader_of_the_city(rules: Rules) -> None:
    decision = route(Facts((), ("work_safety",), severity=Grade.extreme), rules)
    assert (decision.case, decision.responsible, decision.leader) == (8, "451400.duty", "451400.government")


def test_what_happens_abroad_is_forwarded_and_said_to_be_abroad(rules: Rules) -> None:
    decision = route(Facts(("910000",), ("work_safety",)), rules)
    assert (decision.case, decision.forward, decision.clocks) == (1, "000000", ())
    assert decision.because[0].startswith("事发地国外不在")


def test_an_extreme_matter_elsewhere_is_not_told_to_our_leader(rules: Rules) -> None:
    decision = route(Facts(("410100",), ("work_safety",), severity=Grade.extreme), rules)
    assert (decision.case, decision.leader, decision.forward) == (1, None, "000000")
