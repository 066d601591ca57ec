"""Matters from text to office and clocks: how often it is right (the goal is nine of ten), and the errors never to be made."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from config.settings import Settings
from doing import judged
from parts import Parts

MATTERS = yaml.safe_load(Path(__file__).with_name("matters.yml").read_text(encoding="utf-8"))
OUTSIDE, UNKNOWN, POLICY, EXTREME = 1, 8, 2, 9
DUTY = "451400.duty"


@cache
def results() -> list[tuple[dict[str, Any], dict[str, Any]]]:
    parts = Parts(Settings())
    return [(matter, judged(parts, {"id": str(number), "posts": matter["posts"]})) for number, matter in enumerate(MATTERS)]


def office(told: dict[str, Any]) -> str | None:
    return told["responsible"]["id"] if told["responsible"] else None


def share(right: list[bool]) -> float:
    return sum(right) / len(right)


def text(matter: dict[str, Any]) -> str:
    return str(matter["posts"][0]["text"])[:30]


def test_every_case_is_among_the_matters() -> None:
    assert {matter["case"] for matter in MATTERS} == {1, 2, 3, 4, 5, 6, 7, 8, 9}
    assert len(MATTERS) >= 149


def test_most_matters_reach_the_right_office_or_region() -> None:
    right = [
        office(told) == matter["office"] if "office" in matter else (told["forward"] or {}).get("region") == matter["to"]
        for matter, told in results()
    ]
    assert share(right) >= 0.90


def test_the_case_is_right() -> None:
    assert share([told["case"] == matter["case"] for matter, told in results()]) >= 0.90


def test_the_grade_and_the_national_clocks_are_right() -> None:
    graded = [(matter["grade"], told) for matter, told in results() if "grade" in matter]
    high = {"major", "extreme"}
    right = [
        (told["severity"]["grade"] in high) == (grade in high)
        and ({"publish", "press_conference"} <= {clock["name"] for clock in told["clocks"]}) == (grade in high)
        for grade, told in graded
    ]
    assert share(right) >= 0.85


@pytest.mark.parametrize("case", [OUTSIDE, UNKNOWN])
def test_a_matter_that_is_not_ours_or_has_no_place_never_goes_to_an_office_of_ours(case: int) -> None:
    wrong = [text(matter) for matter, told in results() if matter["case"] == case and office(told) not in (None, DUTY)]
    assert wrong == []


def test_a_drill_a_refutation_or_dead_cattle_is_never_grave() -> None:
    harmless = [(matter, told) for matter, told in results() if matter.get("grade") == "none"]
    assert [text(matter) for matter, told in harmless if told["severity"]["grade"] in ("major", "extreme")] == []
    assert len(harmless) >= 6


def test_an_extreme_matter_has_its_clocks_and_its_leader() -> None:
    extreme = [(matter, told) for matter, told in results() if matter["case"] == EXTREME]
    for matter, told in extreme:
        assert told["leader"]["id"] == matter["leader"]
        assert {clock["name"]: clock["hours"] for clock in told["clocks"] if clock["name"] in ("publish", "press_conference")} == {
            "publish": 5,
            "press_conference": 24,
        }


def test_a_higher_levels_policy_is_never_left_with_our_own_office() -> None:
    wrong = [text(matter) for matter, told in results() if matter["case"] == POLICY and office(told) not in (None, DUTY)]
    assert wrong == []
