"""A hundred matters by a hand that knew neither the rules nor the other matters: what is right stays right, nothing is gravely wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.journeys import matters

FRESH = matters.FILE.with_name("fresh_matters.yml")
# At first sight 83 offices, 83 cases, 92 severities and 94 sets of clocks were right, and four matters gravely wrong.
REACHED = {"office": 0.97, "case": 0.98, "severity": 1.0, "clocks": 1.0}  # to rise, never to fall


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[dict[str, Any], dict[str, str]]]:
    return matters.compared(FRESH, Path(tmp_path_factory.mktemp("fresh")))


def test_the_fresh_matters_are_a_hundred_over_all_nine_cases_and_grades() -> None:
    written = matters.read(FRESH)
    assert len({matter["id"] for matter in written}) == len(written) == 100
    assert {matter["expected"]["case"] for matter in written} == set(range(1, 10))
    assert {matter["expected"]["grade"] for matter in written} == {"none", "ordinary", "considerable", "major", "extreme"}


def test_no_fresh_matter_is_judged_gravely_wrong(found: list[tuple[dict[str, Any], dict[str, str]]]) -> None:
    assert [(matter["id"], wrong["grave"]) for matter, wrong in found if "grave" in wrong] == []


@pytest.mark.parametrize("kind", list(REACHED))
def test_the_fresh_matters_stay_at_what_was_reached(kind: str, found: list[tuple[dict[str, Any], dict[str, str]]]) -> None:
    reached = matters.score([wrong for _, wrong in found])[kind]
    assert reached >= REACHED[kind], [(matter["id"], wrong[kind]) for matter, wrong in found if kind in wrong]
