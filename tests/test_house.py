"""The house keeps its shape: floors, sizes, openings, locks."""

from __future__ import annotations

import ast
import json
import re
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ["config", "store", "crawler", "nlp", "response", "api", "dashboards"]
FILES = [
    *(path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")) if "node_modules" not in path.parts),
    *(ROOT / name for name in ("huixiang.py", "parts.py", "doing.py", "running.py")),
]


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imported(path: Path) -> set[str]:
    names = {alias.name for node in ast.walk(tree(path)) if isinstance(node, ast.Import) for alias in node.names}
    return names | {node.module or "" for node in ast.walk(tree(path)) if isinstance(node, ast.ImportFrom)}


def test_the_nouns_import_the_standard_library_only() -> None:
    roots = {name.partition(".")[0] for name in imported(ROOT / "store" / "records.py")}
    assert roots <= {*sys.stdlib_module_names}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_is_where_everything_went(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400
    long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno and node.end_lineno - node.lineno >= 50
    ]
    assert "migrations" in path.parts or long == []  # a migration lists its tables, however many


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_opens_with_what_it_is(path: Path) -> None:
    assert ast.get_docstring(tree(path))


def test_no_page_asks_the_internet_for_anything() -> None:
    files = [path for kind in ("*.html", "*.css", "*.js") for path in (ROOT / "dashboards").rglob(kind)]
    own = [path for path in files if not {"node_modules", "vendor"} & set(path.parts)]
    asked = re.compile(
        r"""(?:src|href|action|hx-get|hx-post)\s*=\s*["']?(?:https?:)?//|url\(["']?(?:https?:)?//|fetch\(["'](?:https?:)?//"""
    )
    assert own
    assert [(path.name, found[0]) for path in own if (found := asked.search(path.read_text("utf-8")))] == []


def test_every_locked_dependency_has_a_digest_and_no_address() -> None:
    for lock in sorted((ROOT / "requirements").glob("*.txt")):
        text = lock.read_text("utf-8")
        pinned = re.findall(r"(?m)^[A-Za-z0-9][^\n=]*==.*\\\n    --hash=sha256:", text)
        assert len(pinned) == len(re.findall(r"(?m)^[A-Za-z0-9]", text)) > 0
        assert re.findall(r"https?://|--(?:extra-)?index-url|--find-links|@ file:", text) == []


def test_the_locks_hold_everything_that_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    for lock, asked in (
        ("run", project["project"]["dependencies"]),
        *((n, project["dependency-groups"][n]) for n in ("build", "node", "dev")),
    ):
        pinned = dict(re.findall(r"(?m)^([^\s=]+)==(\S+)", (ROOT / "requirements" / f"{lock}.txt").read_text("utf-8")))
        named = {canonicalize_name(Requirement(text).name): Requirement(text).specifier for text in asked}
        unmet = [name for name, wanted in named.items() if name not in pinned or not wanted.contains(pinned[name])]
        assert unmet == [], f"requirements/{lock}.txt is behind pyproject.toml; run `make lock`"


def test_every_locked_script_has_a_digest_and_no_address() -> None:
    packages = json.loads((ROOT / "dashboards/package-lock.json").read_text("utf-8"))["packages"]
    scripts = {name: block for name, block in packages.items() if name}
    assert scripts
    assert all("resolved" not in block and block["integrity"].startswith("sha512-") for block in scripts.values())


def commands_of(readme: str) -> list[str]:
    """Every command in the blocks and the inline code of a README, without its comment."""
    blocks = "\n".join(re.findall(r"(?ms)^ *```\n(.*?)^ *```", readme))
    lines = [line.split("#")[0].strip() for line in blocks.splitlines()]
    inline = re.findall(r"`((?:make|huixiang) [^`]+)`", readme)
    return [line for line in [*lines, *inline] if line.startswith(("make", "huixiang", ".venv/bin/"))]


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_every_command_of_the_readme_exists(name: str) -> None:
    targets = set(re.findall(r"(?m)^([a-z]+):", (ROOT / "Makefile").read_text("utf-8")))
    source = (ROOT / "huixiang.py").read_text("utf-8")
    known = set(re.findall(r"@app\.command\(\"([a-z-]+)\"\)", source)) | set(re.findall(r"@app\.command\(\)\ndef ([a-z_]+)", source))
    found = commands_of((ROOT / name).read_text("utf-8"))
    for command in found:
        words = command.removeprefix(".venv/bin/").split()
        if words[0] == "make":
            assert {word for word in words[1:] if "=" not in word} <= targets, command
        elif words[0] == "huixiang":
            assert words[1] in known, command
    assert len(found) > 5


def test_both_readmes_name_the_same_commands() -> None:
    english, chinese = (
        {command.split()[0] + " " + [*command.split(), ""][1] for command in commands_of((ROOT / name).read_text("utf-8"))}
        for name in ("README.md", "README.zh-CN.md")
    )
    assert english == chinese
