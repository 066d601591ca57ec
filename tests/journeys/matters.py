"""Judged matters: how `huixiang judge` is held against what other hands expect of it.

Contents: compared · read · judged · faults · score
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

from tests.journeys.conftest import huixiang

FILE = Path(__file__).with_name("matters.yml")
NATIONAL = {"publish": 5, "press_conference": 24, "respond": 48}
ABOVE = ("major", "extreme")


def compared(file: Path, folder: Path) -> list[tuple[dict[str, Any], dict[str, str]]]:
    """Each matter of a file with what is wrong with its judgement."""
    written = read(file)
    return [(matter, faults(matter, one)) for matter, one in zip(written, judged(written, folder), strict=True)]


def read(file: Path = FILE) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(file.read_text("utf-8"))["matters"]
    return found


def judged(matters: list[dict[str, Any]], folder: Path) -> list[dict[str, Any]]:
    """Each matter as the command judges it."""
    lines = folder / "matters.jsonl"
    lines.write_text("".join(json.dumps({"id": m["id"], "posts": m["posts"]}, ensure_ascii=False) + "\n" for m in matters), "utf-8")
    return [json.loads(line) for line in huixiang("judge", str(lines)).stdout.splitlines()]


def faults(matter: dict[str, Any], got: dict[str, Any]) -> dict[str, str]:
    """What is wrong with a judgement: `case`, `office`, `severity`, `clocks`, and `grave` for what may never happen."""
    expected, found = matter["expected"], {}
    if got["case"] != expected["case"]:
        found["case"] = f"{got['case']} instead of {expected['case']}"
    office = got["responsible"] and (got["responsible"]["department"], got["responsible"]["region"])
    wanted = (expected["department"], expected["region"]) if expected.get("department") else None
    if office != wanted and not (wanted and office and wanted[0] == "值班室" == office[0]):
        found["office"] = f"{office} instead of {wanted}"
    if got["severity"]["grade"] != expected["grade"]:
        found["severity"] = f"{got['severity']['grade']} instead of {expected['grade']}"
    clocks = {c["name"]: c["hours"] for c in got["clocks"] if c["name"] in NATIONAL}
    should = (
        {n: NATIONAL[n] for n in (("publish", "press_conference") if expected["grade"] in ABOVE else ("respond",))}
        if wanted or expected["case"] == 2
        else {}
    )
    if clocks != should:
        found["clocks"] = f"{clocks} instead of {should}"
    if grave := _grave(matter, got):
        found["grave"] = grave
    return found


def _grave(matter: dict[str, Any], got: dict[str, Any]) -> str:
    expected = matter["expected"]
    ours = got["responsible"] and got["responsible"]["department"] != "值班室"
    if expected["case"] in (1, 8) and ours and not expected.get("region"):
        return "a matter that is not ours or has no place went to an office of ours"
    if "never_extreme" in matter.get("kind", "") and got["severity"]["grade"] == "extreme":
        return "a drill, a refutation or dead animals graded extreme"
    if (
        expected["grade"] == "extreme"
        and expected["case"] == 9
        and not (got["leader"] and {"publish", "press_conference"} <= {c["name"] for c in got["clocks"]})
    ):
        return "an extreme matter without its clocks or its leader"
    if expected["case"] == 2 and ours:
        return "a higher level's policy left with an office of ours"
    return ""


def score(all_faults: list[dict[str, str]]) -> dict[str, float]:
    """The share of matters without each kind of fault, and the number of grave ones."""
    wrong = Counter(kind for one in all_faults for kind in one)
    return {kind: 1 - wrong[kind] / len(all_faults) for kind in ("office", "case", "severity", "clocks")} | {"grave": wrong["grave"]}
