"""No runtime package under a licence that an office could not live with.

Walks from the dependencies in pyproject.toml over everything they bring along, as installed, and the same for the npm lock.
"""

from __future__ import annotations

import json
import re
import tomllib
from importlib.metadata import PackageNotFoundError, distribution, metadata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).resolve().parents[1]
WEAK = {  # LGPL: used as it comes, replaceable by the one who runs it
    "chardet": "LGPL; readability-lxml imports it to guess an encoding, unmodified",
}


def fault(name: str, licence: str) -> str | None:
    """The sentence about one package, or nothing where its licence is fine."""
    if not licence:
        return f"{name}: says nothing about its licence; read it, then replace the package or list it here"
    choices = [part for part in re.split(r"\s+OR\s+", licence) if not re.search(r"\b(A?GPL|Affero|GNU General Public)", part)]
    if not choices:
        return f"{name}: {licence!r} would bind the whole program; use a package under a permissive licence instead"
    if all(re.search(r"\bLGPL|Lesser General Public", part) for part in choices) and name not in WEAK:
        return f"{name}: {licence!r} is allowed only with a reason in tests/test_licences.py"
    return None


def licence_of(name: str) -> str:
    """What the package says: the expression, else its classifiers, else the free text (its first line)."""
    said = metadata(name)
    expression, free, classifiers = (said.get_all(field, []) or [] for field in ("License-Expression", "License", "Classifier"))
    classified = [line.rsplit(" :: ", 1)[1] for line in classifiers if line.startswith("License ::")]
    return "".join(expression[:1]) or " OR ".join(classified) or "".join(free[:1]).strip().partition("\n")[0][:80]


def closure(requirements: Iterable[str]) -> set[str]:
    """Every installed package that the requirements bring along, by canonical name."""
    seen: set[tuple[str, str]] = set()
    todo = [(Requirement(text), "") for text in requirements]
    while todo:
        wanted, extra = todo.pop()
        if wanted.marker and not wanted.marker.evaluate({"extra": extra}):
            continue
        name = canonicalize_name(wanted.name)
        for part in ("", *sorted(wanted.extras)):
            if (name, part) not in seen:
                seen.add((name, part))
                todo += [(Requirement(text), part) for text in required_by(name)]
    return {name for name, _ in seen}


def required_by(name: str) -> list[str]:
    try:
        return distribution(name).requires or []
    except PackageNotFoundError:
        pytest.fail(f"{name}: required at run time and not installed; run `make test`, which installs it")


def test_no_runtime_package_binds_the_program_to_its_licence() -> None:
    names = closure(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"])
    assert len(names) > 50
    assert [sentence for name in sorted(names) if (sentence := fault(name, licence_of(name)))] == []


def test_every_weak_licence_listed_is_still_needed() -> None:
    names = closure(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"])
    assert [name for name in WEAK if name not in names or not re.search("Lesser|LGPL", licence_of(name))] == []


def test_no_script_of_the_pages_binds_the_program_to_its_licence() -> None:
    packages = json.loads((ROOT / "dashboards/package-lock.json").read_text("utf-8"))["packages"]
    assert [sentence for name, p in packages.items() if name and (sentence := fault(name, p.get("license", "")))] == []


@pytest.mark.parametrize(
    ("licence", "word"),
    [("GPL-3.0-only", "bind"), ("GNU Affero General Public License v3", "bind"), ("LGPL-2.1-or-later", "reason"), ("", "nothing")],
)
def test_a_binding_or_unknown_licence_is_refused_with_a_sentence(licence: str, word: str) -> None:
    assert word in (fault("somebody", licence) or "")


@pytest.mark.parametrize("licence", ["MIT", "Apache-2.0 OR GPL-2.0-only", "BSD-3-Clause", "MPL-2.0"])
def test_a_permissive_licence_or_the_choice_of_one_is_fine(licence: str) -> None:
    assert fault("somebody", licence) is None
