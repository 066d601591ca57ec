"""How many posts a second the places are found in, against a naive baseline measured in the same run.

Run: `python benchmarks/bench_places.py [FILE.jsonl …]`; without files it makes posts of its own, from sentences that name places.
The baseline is what one writes first: every name of a division looked for in the text, longest first, the county's kept.

Contents: main · posts · Naive · rate
"""

from __future__ import annotations

import json
import random
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from nlp import divisions
from nlp.places import Places

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[1]
Post = tuple[str, str]


class Regions:
    """The home region of the benchmark."""

    home = "451400"


class Naive:
    """All names of provinces, cities and counties, full and without their ending, looked for one by one."""

    def __init__(self, gazetteer: divisions.Gazetteer) -> None:
        names = {name: code for code, name in gazetteer.names.items() if len(code) == 6}
        names |= {name[:-1]: code for name, code in names.items() if len(name) > 2}
        self._names = sorted(names.items(), key=lambda item: -len(item[0]))

    def find(self, title: str, text: str) -> list[str]:
        """The codes of all names that occur."""
        return [code for name, code in self._names if name in title or name in text]


def posts(files: list[str]) -> list[Post]:
    if files:
        rows = (json.loads(line) for file in files for line in Path(file).read_text(encoding="utf-8").splitlines())
        return [(row.get("title", ""), row["text"]) for row in rows]
    said = [row["text"] for row in yaml.safe_load((ROOT / "tests/nlp/places.yml").read_text(encoding="utf-8"))]
    dice = random.Random(1)
    filler = "小区物业一直没有答复，希望有关部门尽快处理，给居民一个说法。垃圾没人清运，晚上施工噪音很大，孩子没法休息。"
    return [(dice.choice(said)[:20], dice.choice(said) + "。" + filler * dice.randint(1, 4)) for _ in range(10_000)]


def rate(find: Callable[[str, str], object], some: list[Post]) -> float:
    start = time.process_time()
    for title, text in some:
        find(title, text)
    return len(some) / (time.process_time() - start)


def main() -> None:
    some = posts(sys.argv[1:])
    start = time.perf_counter()
    places = Places(divisions.load(), Regions())
    print(f"loaded in {time.perf_counter() - start:.2f} s")
    places.find("", "广西崇左扶绥")  # the dictionary of words is read once, by whoever needs it first
    naive = rate(Naive(divisions.load()).find, some[:300])
    ours = max(rate(places.find, some) for _ in range(2))
    print(f"{len(some):,} posts of {sum(len(text) for _, text in some) // len(some)} characters on one core")
    print(f"places {ours:,.0f} posts/s; naive {naive:,.0f} posts/s; {ours / naive:.1f} times as fast")


if __name__ == "__main__":
    main()
