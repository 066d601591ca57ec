from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

import config
from config import topics
from config.base import Faults, read
from config.topics import Topics

FILE = Path(config.__file__).parent / "topics.yml"
# the leading departments of the table of the 26 areas
TABLE = {
    "urban_planning": ["natural_resources"],
    "major_projects": ["development_reform"],
    "public_procurement": ["public_resources"],
    "budget": ["finance"],
    "work_safety": ["emergency"],
    "tax": ["tax"],
    "land_acquisition": ["natural_resources"],
    "house_expropriation": ["housing", "natural_resources"],
    "public_housing": ["housing"],
    "rural_housing": ["housing"],
    "environment": ["ecology"],
    "culture": ["culture_tourism"],
    "legal_services": ["justice"],
    "poverty_alleviation": ["agriculture"],
    "disaster_relief": ["emergency"],
    "food_drug": ["market"],
    "urban_enforcement": ["urban_management"],
    "employment": ["human_resources"],
    "social_insurance": ["human_resources", "medical_insurance"],
    "social_assistance": ["civil_affairs"],
    "elderly_care": ["civil_affairs"],
    "household_registration": ["public_security"],
    "farm_subsidy": ["agriculture", "water", "development_reform", "forestry", "sugar"],
    "compulsory_education": ["education"],
    "healthcare": ["health"],
    "municipal_services": ["housing"],
}


def changed(tmp_path: Path, topic: str, **keys: Any) -> list[str]:
    """The sentences for the shipped file with some keys of one topic changed."""
    content = yaml.safe_load(FILE.read_text("utf-8"))
    content["topics"][topic] |= keys
    path = tmp_path / "topics.yml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    with pytest.raises(Faults) as faults:
        read(path, Topics)
    return faults.value.sentences


def test_the_official_areas_are_led_as_their_table_says() -> None:
    found = read(FILE, Topics).topics
    assert {id_: list(topic.departments) for id_, topic in found.items() if topic.area} == TABLE
    assert len(found) == 41


def test_an_unknown_key_of_a_topic_is_a_sentence(tmp_path: Path) -> None:
    (sentence,) = changed(tmp_path, "tax", wrods={})
    assert 'did you mean "words"?' in sentence


def test_a_pair_with_an_empty_part_is_a_sentence(tmp_path: Path) -> None:
    (sentence,) = changed(tmp_path, "tax", words={"税+": 2})
    assert "甲+乙" in sentence


def test_an_exclusion_that_excludes_nothing_is_a_sentence(tmp_path: Path) -> None:
    (sentence,) = changed(tmp_path, "tax", **{"not": ["完全无关"]})
    assert "完全无关" in sentence


def test_a_topic_too_many_among_the_areas_is_a_sentence(tmp_path: Path) -> None:
    (sentence,) = changed(tmp_path, "tourism", area=True)
    assert "27" in sentence


def test_a_dangling_department_is_a_sentence_with_a_suggestion() -> None:
    found = read(FILE, Topics)
    known = {id_ for topic in found.topics.values() for id_ in (*topic.departments, *topic.lines)}
    rules: Any = SimpleNamespace(topics=found, departments=SimpleNamespace(departments=(known - {"education"}) | {"eduction"}))
    sentences = topics.faults(rules)
    assert 'topics.yml, compulsory_education: departments "education" is no department; did you mean "eduction"?' in sentences
