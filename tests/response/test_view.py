"""How the facts are seen: which lines they speak of, which units can be the one concerned."""

from __future__ import annotations

import pytest

from config.rules import Rules
from response.view import view_of
from store.records import Facts

FUSUI = "451421"


@pytest.mark.parametrize(
    ("topics", "departments", "lines"),
    [
        (("environment",), (), ("ecology",)),
        (("environment",), ("urban_management",), ("urban_management",)),
        (("environment", "urban_enforcement"), ("urban_management",), ("urban_management",)),
        (("property_management", "urban_enforcement"), ("urban_management", "housing"), ("housing", "urban_management")),
        (("environment", "land_acquisition"), ("ecology",), ("ecology", "natural_resources")),
        (("healthcare", "agriculture"), ("water", "health"), ("health", "water")),
        (("employment", "social_insurance"), (), ("human_resources",)),
        (("employment", "social_insurance"), ("human_resources", "medical_insurance"), ("human_resources", "medical_insurance")),
        (("healthcare",), ("health", "public_security"), ("health", "public_security")),
        ((), ("water", "ecology"), ("water", "ecology")),
        (("other",), (), ()),
        (("no_such_topic",), ("no_such_line",), ()),
    ],
)
def test_the_lines_are_those_of_the_topics_as_they_were_read(
    rules: Rules, topics: tuple[str, ...], departments: tuple[str, ...], lines: tuple[str, ...]
) -> None:
    assert view_of(Facts((FUSUI,), topics, departments), rules).lines == lines


def test_a_villages_affairs_are_the_townships_where_the_township_is_known(rules: Rules) -> None:
    assert view_of(Facts(("451421101",), ("village_affairs",)), rules).lines[:1] == ("township",)


@pytest.mark.parametrize(
    ("named", "units"),
    [
        (("451421.health.人民医院", "451421.health"), ["451421.health.人民医院"]),
        (("451421.health.人民医院", "451421.health.中医医院"), ["451421.health.中医医院", "451421.health.人民医院"]),
        (("451423.health.人民医院",), []),
        (("451400.duty", "451421.government"), []),
        (("扶绥县鑫盛房地产开发有限公司",), []),
    ],
)
def test_the_units_are_those_where_the_matter_is_and_no_bureau_beside_its_own(
    rules: Rules, named: tuple[str, ...], units: list[str]
) -> None:
    assert [unit.id for unit in view_of(Facts((FUSUI,), (), (), named), rules).units] == units


def test_a_name_that_is_no_office_is_kept_to_be_told(rules: Rules) -> None:
    view = view_of(Facts((FUSUI,), (), (), ("扶绥县鑫盛房地产开发有限公司", "451421.health")), rules)
    assert view.strangers == ("扶绥县鑫盛房地产开发有限公司",)


def test_a_policy_of_a_region_that_is_not_above_us_is_none(rules: Rules) -> None:
    assert view_of(Facts((FUSUI,), (), policy="440000"), rules).policy is None
    assert view_of(Facts((FUSUI,), (), policy="451400"), rules).policy is None
    assert view_of(Facts((FUSUI,), (), policy="450000"), rules).policy == "450000"
