"""The grouping against a naive one: how the cost of placing a post grows with the number of open matters.

Made of the development stream: its posts again and again, with other names in them, until 50,000 matters are open. The naive grouping
compares each post with every open matter. Run: python benchmarks/bench_same.py
"""

from __future__ import annotations

import json
import random
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from nlp.clean import clean  # noqa: E402
from nlp.same import Matters  # noqa: E402
from nlp.segment import Segmenter  # noqa: E402
from nlp.signature import Post, Signer, cosine  # noqa: E402

STREAM = ROOT.parent / "shared" / "data" / "stream" / "posts.jsonl"
START = datetime(2026, 1, 1, tzinfo=None)  # noqa: DTZ001  (any moment does)


def main(open_matters: int = 50_000) -> None:
    rows = [json.loads(line) for line in STREAM.read_text(encoding="utf-8").splitlines()]
    texts = [(clean(row["title"]).text, clean(row["text"]).text) for row in rows]
    matters = Matters(Signer(Segmenter(())))
    costs: dict[int, float] = {}
    marks = sorted({1_000, open_matters // 5, open_matters})
    fresh = renamed(texts)
    for number in range(open_matters):
        signature = matters.sign(next(fresh))
        if number in {mark - 300 for mark in marks}:
            costs[number + 300] = cost(matters, fresh)
        matters.add(signature, number + 1)
    for mark, milliseconds in costs.items():
        print(f"{mark:>6} open: {milliseconds:.3f} ms of processor time to place a post (signature apart)")
    print(f"cost at {marks[-1]} over cost at {marks[0]}: {costs[marks[-1]] / costs[marks[0]]:.2f}")
    naive = naive_cost(matters, fresh)
    print(f"naive comparison with every open matter: {naive:.1f} ms; ratio {naive / costs[marks[-1]]:.0f}")


def renamed(texts: list[tuple[str, str]]) -> Any:  # noqa: ANN401
    """The texts without end, each time with other rare characters, so that no matter comes twice."""
    characters = sorted({c for title, _ in texts for c in title if "\u4e00" <= c <= "\u9fff"})
    chance, round_ = random.Random(7), 0
    while True:
        other = characters[:]
        chance.shuffle(other)
        table = {ord(a): b for a, b in zip(characters, other, strict=True) if chance.random() < 0.5}
        for number, (title, text) in enumerate(texts):
            at = START + timedelta(minutes=round_ * len(texts) + number)
            yield Post(f"{round_}-{number}", title.translate(table), text.translate(table), at)
        round_ += 1


def cost(matters: Matters, fresh: Any, posts: int = 300) -> float:  # noqa: ANN401
    signatures = [matters.sign(next(fresh)) for _ in range(posts)]
    started = time.process_time()
    for signature in signatures:
        matters.ranked(signature)
    return (time.process_time() - started) / posts * 1000


def naive_cost(matters: Matters, fresh: Any, posts: int = 3) -> float:  # noqa: ANN401
    faces = [matter.faces[0] for matter in matters._open.values()]  # noqa: SLF001
    signatures = [matters.sign(next(fresh)) for _ in range(posts)]
    started = time.process_time()
    for signature in signatures:
        max(cosine(signature, face) for face in faces)
    return (time.process_time() - started) / posts * 1000


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
