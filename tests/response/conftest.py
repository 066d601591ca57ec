"""The rules that come with the program, and a desk over an empty register."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from config.rules import Rules, load
from response.desk import Desk
from store.register import Register
from store.tables import BEIJING

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=BEIJING)


class Watch:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at

    def go(self, **span: float) -> None:
        self.at += timedelta(**span)


@pytest.fixture(scope="session")
def rules() -> Rules:
    return load()


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def desk(tmp_path: Path, rules: Rules, watch: Watch) -> Iterator[Desk]:
    register = Register(f"sqlite:///{tmp_path / 'register.sqlite'}")
    yield Desk(register, rules, watch)
    register.close()
