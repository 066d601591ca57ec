"""Offices are made of lines and regions, carry their official names, and a wrong departments.yml is refused in sentences."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from config.departments import offices
from config.regions import level
from config.rules import Rules

Said = Callable[..., list[str]]
OFFICIAL = {
    "义务教育": "education",
    "医疗卫生": "health",
    "生态环境": "ecology",
    "城市综合执法": "urban_management",
    "税收管理": "tax",
    "户籍管理": "public_security",
    "财政预决算": "finance",
    "公共法律服务": "justice",
    "食品药品监管": "market",
    "公共资源交易": "public_resources",
    "重大建设项目": "development_reform",
    "城乡规划": "natural_resources",
}


@pytest.mark.parametrize(
    ("office", "name"),
    [
        ("451400.education", "崇左市教育局"),
        ("451421.education", "扶绥县教育局"),
        ("451400.health", "崇左市卫生健康委员会"),
        ("451421.health", "扶绥县卫生健康局"),
        ("451400.urban_management", "崇左市城乡综合执法管理局"),
        ("451421.tax", "国家税务总局扶绥县税务局"),
        ("451400.power", "广西电网有限责任公司崇左供电局"),
        ("451421.ecology", "崇左市扶绥生态环境局"),
        ("451481.customs", "友谊关海关"),
        ("451421.health.人民医院", "扶绥县人民医院"),
        ("451421101.township", "扶绥县渠黎镇人民政府"),
        ("451402001.township", "江州区太平街道办事处"),
        ("451402201.township", "江州区罗白乡人民政府"),
        ("451400.government_office", "崇左市人民政府办公室（会同宣传部）"),
        ("451423.government", "龙州县人民政府"),
        ("451400.duty", "崇左市委网信办值班室"),
    ],
)
def test_an_office_is_called_as_it_calls_itself(rules: Rules, office: str, name: str) -> None:
    assert rules.offices[office].name == name


def test_every_line_has_one_office_in_the_city_and_in_each_county(rules: Rules) -> None:
    counties = [region for region in rules.regions.names if level(region) == "county"]
    assert len(counties) == 7
    lines = {id_: line for id_, line in rules.departments.departments.items() if id_ != "duty"}
    for id_, line in lines.items():
        for at, regions in (("city", [rules.regions.home]), ("county", counties)):
            expected = {f"{region}.{id_}" for region in regions if at in line.levels} - set(rules.departments.without)
            assert expected <= set(rules.offices), id_


def test_a_county_has_a_duty_office_only_where_the_rules_say_so(rules: Rules) -> None:
    assert [id_ for id_ in rules.offices if id_.endswith(".duty")] == ["451400.duty"]
    levels = rules.regions.model_copy(update={"duty": ("451421",)})
    made = offices(rules.departments, levels)
    assert [id_ for id_ in made if id_.endswith(".duty")] == ["451400.duty", "451421.duty"]
    assert made["451421.duty"].name == "扶绥县委网信办值班室"


def test_each_township_has_its_government(rules: Rules) -> None:
    towns = [region for region in rules.regions.names if level(region) == "town"]
    assert len(towns) > 80
    assert all(f"{town}.township" in rules.offices for town in towns)


def test_no_two_offices_have_one_name(rules: Rules) -> None:
    names = [office.name for office in rules.offices.values()]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_no_office_is_called_by_its_region_twice(rules: Rules) -> None:
    assert [o.name for o in rules.offices.values() if o.name.count(rules.regions.names[o.region[:6]]) > 1] == []


@pytest.mark.parametrize(("topic", "line"), OFFICIAL.items())
def test_the_official_areas_are_led_by_the_departments_of_the_citys_own_table(rules: Rules, topic: str, line: str) -> None:
    assert next(t.departments[0] for t in rules.topics.topics.values() if t.name == topic) == line


@pytest.mark.parametrize(
    ("word", "office"),
    [("扶绥人社局", "451421.human_resources"), ("扶绥县医院", "451421.health.人民医院"), ("大新县城管", "451424.urban_management")],
)
def test_an_office_is_known_by_what_people_call_it(rules: Rules, word: str, office: str) -> None:
    assert rules.office_names[word] == office


def test_what_is_above_a_county_office_is_the_same_line_of_the_city_and_above_that_its_own_superior(rules: Rules) -> None:
    assert rules.offices["451421.tax"].superior == "451400.tax"
    assert rules.offices["451400.tax"].superior == "国家税务总局广西壮族自治区税务局"
    assert rules.offices["451421.health.人民医院"].superior == "451421.health"


def test_a_name_for_an_office_that_does_not_exist_is_refused_with_the_nearest(said: Said) -> None:
    (sentence,) = said("departments", '"451481.customs": 友谊关海关', '"451481.custom": 友谊关海关')
    assert sentence == 'departments.yml, names: "451481.custom" is no office; did you mean "451481.customs"?'


def test_a_contact_of_an_office_that_does_not_exist_is_refused(said: Said) -> None:
    (sentence,) = said("departments", "contacts: {}", 'contacts: {"451421.educaton": {name: 办公室}}')
    assert 'contacts: "451421.educaton" is no office; did you mean "451421.education"?' in sentence


def test_a_line_the_routing_cannot_do_without_is_missed(said: Said) -> None:
    sentences = said("departments", "  duty: {", "  dutty: {")
    assert any('"duty" is missing' in sentence for sentence in sentences)


def test_an_unknown_key_is_refused_with_the_nearest(said: Said) -> None:
    (sentence,) = said("departments", "vertical: true", "verticle: true")
    assert '"verticle" is no key here; did you mean "vertical"?' in sentence


def test_braces_that_name_nothing_are_refused(said: Said) -> None:
    (sentence,) = said("departments", "国家税务总局{region}税务局", "国家税务总局{place}税务局")
    assert "{region} or {short}" in sentence


def test_all_faults_are_told_at_once(said: Said) -> None:
    sentences = said("departments", "vertical: true", "verticle: true", ("calendar", "free: {}", "fre: {}"), ("routing", "cases:", "case:"))
    assert {sentence.split(",")[0].split(":")[0] for sentence in sentences} == {"departments.yml", "calendar.yml", "routing.yml"}
