"""config/README.md explains every key that a rule file may have."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from config import renamed
from config.rules import FILES

README = (Path(__file__).parents[2] / "config" / "README.md").read_text(encoding="utf-8")
SHAPES: dict[str, type[BaseModel]] = {**FILES, "renamed": renamed.Renamed}


def keys(shape: type[BaseModel]) -> set[str]:
    """Every key of a type and of the blocks inside it, as it is written in the file."""
    found: set[str] = set()
    todo: list[Any] = [shape]
    done: list[Any] = []
    while todo:
        here = todo.pop()
        if here in done:
            continue
        done.append(here)
        if isinstance(here, type) and issubclass(here, BaseModel):
            found |= {info.alias or name for name, info in here.model_fields.items()}
            todo += [info.annotation for info in here.model_fields.values()]
        todo += get_args(here)
    return found


@pytest.mark.parametrize("file", SHAPES)
def test_every_key_of_every_rule_file_is_explained(file: str) -> None:
    told = README.split(f"## {file}.yml", 1)[1].split("\n## ", 1)[0]
    assert [key for key in sorted(keys(SHAPES[file])) if f"`{key}`" not in told] == []


def test_the_keys_of_blocks_within_blocks_are_looked_for_too() -> None:
    assert {"branches", "with_topics", "confirm"} <= keys(FILES["routing"])
