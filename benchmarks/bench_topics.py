"""Topics against the pipeline everybody starts with (jieba, TfidfVectorizer, LinearSVC), on the same posts in the same run.

    python benchmarks/bench_topics.py [FOLDER with labelled.jsonl]

Prints posts per second and accuracy on the rows that neither learned from, and the ratio.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jieba
import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.svm import LinearSVC

from config.rules import load
from nlp.topic_data import Row, read
from nlp.topic_fit import see
from nlp.topic_rules import TopicRules
from nlp.topics import Topics
from nlp.train import tried

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from config.rules import Rules

HERE = Path(__file__).resolve().parents[2] / "shared" / "data" / "messages"
TIMES = 3


def naive(learned: Sequence[Row]) -> Callable[[list[Row]], tuple[Any, Any]]:
    """Two pipelines, one for each question, reading post by post as a first try does."""
    machines = [make_pipeline(TfidfVectorizer(tokenizer=jieba.lcut, token_pattern=None), LinearSVC()) for _ in range(2)]
    texts = [row.title + row.text for row in learned]
    for machine, question in zip(machines, ("topic", "department"), strict=True):
        machine.fit(texts, [getattr(row, question) for row in learned])
    topic, department = machines

    def ask(machine: Pipeline, rows: list[Row]) -> Any:  # noqa: ANN401  (numpy's array)
        return np.array([machine.predict([row.title + row.text])[0] for row in rows])

    return lambda rows: (ask(topic, rows), ask(department, rows))


def ours(
    rules: Rules, rows: Sequence[Row], learned: Sequence[int], measured: Sequence[Row], *, model: bool
) -> Callable[[list[Row]], tuple[Any, Any]]:
    """Rules, with the model learned from the same rows."""
    topics = Topics(rules, tried(rules, see(rows, TopicRules(rules.topics)), rows, learned, measured, lambda _: None)[0] if model else None)

    def judge(posts: list[Row]) -> tuple[Any, Any]:
        found = topics.assess_many([(row.title, row.text) for row in posts])
        first, second = (np.array([half[at][0].value if half[at] else "" for half in found]) for at in range(2))
        return first, second

    return judge


def run(name: str, judge: Callable[[list[Row]], tuple[Any, Any]], rows: list[Row], times: int) -> float:
    judge(rows[:50])
    best = min(_seconds(judge, rows) for _ in range(times))
    topic, department = judge(rows)
    right = np.mean([said == row.topic for said, row in zip(topic, rows, strict=True)])
    led = np.mean([said == row.department for said, row in zip(department, rows, strict=True)])
    print(f"{name:<24} {len(rows) / best:>9,.0f} posts/s   topic {right:.3f}   department {led:.3f}")
    return len(rows) / best


def _seconds(judge: Callable[[list[Row]], tuple[Any, Any]], rows: list[Row]) -> float:
    start = time.perf_counter()
    judge(rows)
    return time.perf_counter() - start


def main(folder: Path) -> None:
    rules = load()
    data = read(folder, rules.departments.ids, rules.topics.topics)
    rows = data.rows
    learned, measured = data.split()
    print(f"{len(learned)} rows learned from, {len(measured)} measured; best of {TIMES}, one core")
    slow = run("jieba + TF-IDF + SVC", naive([rows[at] for at in learned]), measured, 1)
    run("rules alone", ours(rules, rows, learned, measured, model=False), measured, TIMES)
    fast = run("rules and model", ours(rules, rows, learned, measured, model=True), measured, TIMES)
    print(f"ratio {fast / slow:.1f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
