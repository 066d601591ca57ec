"""150 matters in the voices that people use, written by other hands than the rules: the right office, and no grave error."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.journeys import matters

FLOORS = {"office": 0.90, "case": 0.90, "severity": 0.95, "clocks": 0.95}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[dict[str, object], dict[str, str]]]:
    return matters.compared(matters.FILE, Path(tmp_path_factory.mktemp("matters")))


def test_the_matters_cover_all_nine_cases() -> None:
    written = matters.read()
    cases = Counter(matter["expected"]["case"] for matter in written)
    assert len(written) >= 150
    assert set(cases) == set(range(1, 10))
    assert len({matter["id"] for matter in written}) == len(written)


def test_no_matter_is_judged_gravely_wrong(found: list[tuple[dict[str, object], dict[str, str]]]) -> None:
    assert [(matter["id"], wrong["grave"]) for matter, wrong in found if "grave" in wrong] == []


@pytest.mark.parametrize("kind", list(FLOORS))
def test_the_matters_reach_the_floor(kind: str, found: list[tuple[dict[str, object], dict[str, str]]]) -> None:
    reached = matters.score([wrong for _, wrong in found])[kind]
    assert reached >= FLOORS[kind], [(matter["id"], wrong[kind]) for matter, wrong in found if kind in wrong]
