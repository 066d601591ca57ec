"""renamed.yml: divisions that were renamed or merged (更名与撤并), and names that people use for a place without being its name (通称).

Contents: Renaming · Renamed · faults
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field

from config.base import Block, dangling, read

if TYPE_CHECKING:
    from collections.abc import Collection

FILE = Path(__file__).with_suffix(".yml")


class Renaming(Block):
    """One old name and today's code; `within` is the region it must follow where it says nothing by itself (矿区)."""

    was: str
    now: str
    within: str | None = Field(default=None, alias="in")


class Renamed(Block):
    """All old names and all common names."""

    renamed: tuple[Renaming, ...] = ()
    known_as: dict[str, str] = Field(default_factory=dict)


def load(file: Path = FILE) -> Renamed:
    """The names of `file`, by default those that come with the program."""
    return read(file, Renamed)


def faults(renamed: Renamed, codes: Collection[str]) -> list[str]:
    """A sentence for each code that is no division of the gazetteer."""
    said = [(f"renamed.yml, {one.was}: now", one.now) for one in renamed.renamed]
    said += [(f"renamed.yml, {one.was}: in", one.within) for one in renamed.renamed if one.within]
    said += [(f"renamed.yml, known_as {name}:", code) for name, code in renamed.known_as.items()]
    return [dangling(where, code, "division", codes) for where, code in said if code not in codes]
