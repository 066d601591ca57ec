"""The rules that come with the program, and what is said of a copy of them in which something is wrong."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from config.base import Faults
from config.rules import HERE, Rules, load


@pytest.fixture(scope="session")
def rules() -> Rules:
    return load()


@pytest.fixture
def said(tmp_path: Path) -> Callable[..., list[str]]:
    """What is said when, in a copy of the rules, in `file` the first `old` reads `new`."""

    def change(file: str, old: str, new: str, *more: tuple[str, str, str]) -> list[str]:
        for source in HERE.glob("*.yml"):
            shutil.copy(source, tmp_path)
        for name, before, after in ((file, old, new), *more):
            path = tmp_path / f"{name}.yml"
            text = path.read_text("utf-8")
            assert before in text, f"{name}.yml has no {before!r}"
            path.write_text(text.replace(before, after, 1), "utf-8")
        try:
            load(tmp_path)
        except Faults as faults:
            return faults.sentences
        return []

    return change
