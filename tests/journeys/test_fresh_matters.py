"""A hundred matters by a hand that knew neither the rules nor the other matters: what was right at first sight stays right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.journeys import matters

FRESH = matters.FILE.with_name("fresh_matters.yml")
FIRST_SIGHT = {"office": 0.83, "case": 0.83, "severity": 0.92, "clocks": 0.94}
GRAVE_AT_FIRST_SIGHT = {"f022", "f083", "f098", "f100"}  # to become empty, never to grow


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[dict[str, Any], dict[str, str]]]:
    return matters.compared(FRESH, Path(tmp_path_factory.mktemp("fresh")))


def test_the_fresh_matters_are_a_hundred_over_all_nine_cases_and_grades() -> None:
    written = matters.read(FRESH)
    assert len({matter["id"] for matter in written}) == len(written) == 100
    assert {matter["expected"]["case"] for matter in written} == set(range(1, 10))
    assert {matter["expected"]["grade"] for matter in written} == {"none", "ordinary", "considerable", "major", "extreme"}


def test_no_fresh_matter_is_judged_gravely_wrong_that_was_not_at_first_sight(found: list[tuple[dict[str, Any], dict[str, str]]]) -> None:
    assert [
        (matter["id"], wrong["grave"]) for matter, wrong in found if "grave" in wrong and matter["id"] not in GRAVE_AT_FIRST_SIGHT
    ] == []


@pytest.mark.parametrize("kind", list(FIRST_SIGHT))
def test_the_fresh_matters_stay_at_first_sight(kind: str, found: list[tuple[dict[str, Any], dict[str, str]]]) -> None:
    reached = matters.score([wrong for _, wrong in found])[kind]
    assert reached >= FIRST_SIGHT[kind], [(matter["id"], wrong[kind]) for matter, wrong in found if kind in wrong]
