"""规则变更: which version of the rules holds. A change of the files is a proposal until a person has put it in force.

The rules that come with the program hold as they are (a new program may bring new ones). Those of a folder of your own change by an
entry with a name and a reason; its sources and examples decide nothing and change at once. Every process reads the version in force
from the register, so that all work by the same rules.

Contents: Difference · settle · texts · of_texts · adopt · diff
"""

from __future__ import annotations

import difflib
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from config.base import Faults
from config.rules import FILES, HERE, Rules, load
from response.words import SYSTEM, Missing, Refused
from store import versions

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from store.records import Person
    from store.versions import Version

FREE = ("sources", "examples")


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed in one rule file, as unified lines."""

    file: str
    lines: tuple[str, ...]
    added: int
    removed: int


def settle(tx: Connection, folder: Path | None, now: datetime) -> tuple[Rules, str | None]:
    """The rules that hold, and the version that waits for review where the folder's is another. Raises `Faults` for the folder's."""
    found = load(folder)
    current = versions.in_force(tx)
    if current and current.version == found.version:
        return found, None
    mine, own = texts(folder or HERE), folder is not None
    versions.add(tx, found.version, now, SYSTEM, "规则文件有改动" if current else "首次启动", mine, own=own)
    if current and (own or current.own) and _weighty(current.files, mine):
        try:
            return of_texts(current.files), found.version
        except Faults:
            why = f"版本 {current.version} 不能再被本程序读取，改用文件中的规则"
    else:
        why = ("信息源或例子有改动" if own else "随程序更新") if current else "首次启动"
    versions.put_in_force(tx, found.version, SYSTEM, now, why, reviewed=False)
    return found, None


def _weighty(before: Mapping[str, str], after: Mapping[str, str]) -> bool:
    """Whether more changed than where posts come from and how the rules are tried out."""
    return any(before.get(file) != text for file, text in after.items() if file not in FREE)


def texts(folder: Path) -> dict[str, str]:
    """The text of every rule file of a folder, by its name."""
    return {name: (folder / f"{name}.yml").read_text("utf-8") for name in FILES}


def of_texts(files: Mapping[str, str]) -> Rules:
    """The rules from kept texts; a file that there was not yet is the program's own. Raises `Faults`."""
    with tempfile.TemporaryDirectory(prefix="huixiang-rules-") as name:
        for file in FILES:
            text = files.get(file)
            (Path(name) / f"{file}.yml").write_text((HERE / f"{file}.yml").read_text("utf-8") if text is None else text, "utf-8")
        return load(Path(name))


def adopt(tx: Connection, version: str, person: Person, because: str, now: datetime) -> Version:
    """Puts a kept version in force: the reviewed entry of a change. Raises `Missing`, `Refused`."""
    wanted, current = versions.get(tx, version), versions.in_force(tx)
    if wanted is None:
        raise Missing(f"没有规则版本 {version}。")
    if current and current.version == version and current.reviewed_by:
        raise Refused(f"版本 {version} 已经生效，并由 {current.reviewed_by} 审核。")
    if not because.strip():
        raise Refused("启用或复核一个规则版本要写明理由。")
    try:
        of_texts(wanted.files)
    except Faults as faults:
        raise Refused(f"版本 {version} 有误，不能启用：{faults.sentences[0]}") from None
    versions.put_in_force(tx, version, person.name, now, because.strip(), reviewed=True)
    found = versions.get(tx, version)
    assert found is not None
    return found


def diff(before: Mapping[str, str], after: Mapping[str, str], around: int = 2) -> list[Difference]:
    """What differs, file by file; files that are the same are left out."""
    found = []
    for file in sorted({*before, *after}):
        one, other = before.get(file, "").splitlines(), after.get(file, "").splitlines()
        lines = tuple(difflib.unified_diff(one, other, lineterm="", n=around))[2:]
        if lines:
            signs = [line[:1] for line in lines]
            found.append(Difference(f"{file}.yml", lines, signs.count("+"), signs.count("-")))
    return found
