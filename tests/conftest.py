"""What every test may ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

LONG = (
    "tests/journeys",
    "tests/crawler",
    "tests/response/test_delivering",
    "tests/dashboards",
    "tests/test_build",
    "tests/response/test_lifecycle",
)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The development data beside the project; a test that needs it is skipped, with the reason, where it is absent."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not (folder / "data").is_dir():
        pytest.skip("needs the development data in ../shared, which is not here")
    return folder


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first, so that no worker waits for another at the end."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))
