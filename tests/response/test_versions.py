from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from config.base import Faults
from config.rules import HERE, Rules
from response import versions as rules_of
from response.desk import Desk
from response.words import Missing, Refused
from store import versions
from tests.response.conftest import NOON
from tests.response.world import DUTY, LEADER


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of rules of somebody's own."""
    own = tmp_path / "rules"
    own.mkdir()
    for file in HERE.glob("*.yml"):
        shutil.copy(file, own)
    return own


def settled(desk: Desk, folder: Path | None) -> tuple[Rules, str | None]:
    with desk.register.writing() as tx:
        return rules_of.settle(tx, folder, NOON)


def changed(folder: Path, file: str = "deadlines.yml") -> None:
    path = folder / file
    path.write_text(path.read_text("utf-8") + "\n# 改过\n", "utf-8")


def test_the_first_start_puts_the_rules_in_force(desk: Desk, folder: Path) -> None:
    rules, waits = settled(desk, folder)
    with desk.register.reading() as tx:
        held = versions.in_force(tx)
    assert held is not None
    assert (held.version, held.because, waits) == (rules.version, "首次启动", None)


def test_a_change_of_ones_own_rules_waits_until_a_person_puts_it_in_force(desk: Desk, folder: Path) -> None:
    first, _ = settled(desk, folder)
    changed(folder)
    held, waits = settled(desk, folder)
    assert held.version == first.version
    assert waits not in (None, first.version)
    with desk.register.writing() as tx:
        rules_of.adopt(tx, str(waits), LEADER, "看过重演", NOON)
    after, none = settled(desk, folder)
    assert (after.version, none) == (waits, None)


def test_a_new_source_needs_no_review(desk: Desk, folder: Path) -> None:
    first, _ = settled(desk, folder)
    changed(folder, "sources.yml")
    after, waits = settled(desk, folder)
    assert after.version != first.version
    assert waits is None


def test_rules_that_come_with_a_new_program_hold_at_once(desk: Desk) -> None:
    with desk.register.writing() as tx:
        versions.add(tx, "earlier", NOON, "系统", "首次启动", {"routing": ""})
        versions.put_in_force(tx, "earlier", "系统", NOON, "首次启动", reviewed=False)
    after, waits = settled(desk, None)
    with desk.register.reading() as tx:
        held = versions.in_force(tx)
    assert held is not None
    assert (held.version, held.because, held.reviewed_by, waits) == (after.version, "随程序更新", None, None)


def test_a_start_that_forgets_the_folder_does_not_swap_ones_own_rules_away(desk: Desk, folder: Path) -> None:
    changed(folder)
    own, _ = settled(desk, folder)
    held, waits = settled(desk, None)
    assert held.version == own.version
    assert waits is not None


def test_a_kept_version_that_this_program_cannot_read_gives_way_to_the_files(desk: Desk, folder: Path) -> None:
    with desk.register.writing() as tx:
        versions.add(tx, "old", NOON, "系统", "首次启动", {"routing": "no_such_key: 1"})
        versions.put_in_force(tx, "old", "系统", NOON, "首次启动", reviewed=False)
    rules, waits = settled(desk, folder)
    assert waits is None
    with desk.register.reading() as tx:
        held = versions.in_force(tx)
    assert held is not None
    assert held.version == rules.version
    assert "不能再被本程序读取" in held.because


def test_a_faulty_folder_starts_nothing(desk: Desk, folder: Path) -> None:
    settled(desk, folder)
    (folder / "chase.yml").write_text("rungs: 3\n", "utf-8")
    with pytest.raises(Faults):
        settled(desk, folder)


def test_kept_texts_give_the_same_rules_again(desk: Desk, folder: Path) -> None:
    rules, _ = settled(desk, folder)
    assert rules_of.of_texts(rules_of.texts(folder)).version == rules.version


def test_putting_in_force_needs_a_known_version_a_reason_and_sound_files(desk: Desk, folder: Path) -> None:
    settled(desk, folder)
    with desk.register.writing() as tx:
        versions.add(tx, "bad", NOON, "系统", "规则文件有改动", {"chase": "rungs: 3\n"})
        with pytest.raises(Missing, match="没有规则版本 none"):
            rules_of.adopt(tx, "none", LEADER, "看过", NOON)
        with pytest.raises(Refused, match="写明理由"):
            rules_of.adopt(tx, "bad", LEADER, "  ", NOON)
        with pytest.raises(Refused, match="版本 bad 有误"):
            rules_of.adopt(tx, "bad", DUTY, "看过", NOON)


def test_what_changed_is_told_file_by_file() -> None:
    told = rules_of.diff({"chase": "a\nb\n", "topics": "x\n"}, {"chase": "a\nc\nd\n", "topics": "x\n"})
    assert [(one.file, one.added, one.removed) for one in told] == [("chase.yml", 2, 1)]
    assert "+c" in told[0].lines
