"""How good a reading of topics is, measured on labelled rows that it was not made from.

Contents: Scores · measure
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nlp.topic_data import Row
    from nlp.topics import Topics

COVERAGES = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)
BINS = 10
Matrix = Any


@dataclass(frozen=True)
class Scores:
    """Shares of `rows` rows. `topic` counts the main topic only, `either` also the second one that a reader found present.

    `coverage`: right among the surest part, by (main topic, either, department). `calibration`: (believed, right, rows) by belief.
    `per_topic`: (precision, recall, rows). `confused`: the commonest (was, taken for, times).
    """

    rows: int
    topic: float
    either: float
    department: float
    macro_f1: float
    error_of_belief: float
    coverage: dict[str, tuple[float, ...]]
    calibration: tuple[tuple[float, float, int], ...]
    per_topic: dict[str, tuple[float, float, int]]
    confused: tuple[tuple[str, str, int], ...]
    confused_departments: tuple[tuple[str, str, int], ...]


def measure(topics: Topics, rows: Sequence[Row]) -> Scores:
    """The scores of a reading on rows."""
    beliefs, names = topics.beliefs([(row.title, row.text) for row in rows]), topics.class_names
    said = np.array(names["topic"])[beliefs["topic"].argmax(1)]
    line = np.array(names["department"])[beliefs["department"].argmax(1)]
    was, second, led = (np.array([getattr(row, field) for row in rows]) for field in ("topic", "second", "department"))
    right, either, leads = said == was, (said == was) | (said == second), line == led
    sure, sure_line = beliefs["topic"].max(1), beliefs["department"].max(1)
    by_belief = ((right, sure), (either, sure), (leads, sure_line))
    bins = _bins(sure, right)
    per_topic = _per_topic(was, said)
    return Scores(
        rows=len(rows),
        topic=float(right.mean()),
        either=float(either.mean()),
        department=float(leads.mean()),
        macro_f1=float(np.mean([_f1(precision, recall) for precision, recall, _ in per_topic.values()])),
        error_of_belief=sum(abs(believed - true) * count for believed, true, count in bins) / len(rows),
        coverage={f"{share:.0%}": tuple(_surest(*pair, share) for pair in by_belief) for share in COVERAGES},
        calibration=tuple(bins),
        per_topic=per_topic,
        confused=_confused(was, said),
        confused_departments=_confused(led, line),
    )


def _surest(right: Matrix, sure: Matrix, share: float) -> float:
    return float(right[np.argsort(-sure, kind="stable")[: max(1, round(len(sure) * share))]].mean())


def _bins(sure: Matrix, right: Matrix) -> list[tuple[float, float, int]]:
    number = np.minimum((sure * BINS).astype(int), BINS - 1)
    groups = [number == at for at in sorted(set(number.tolist()))]
    return [(float(sure[group].mean()), float(right[group].mean()), int(group.sum())) for group in groups]


def _per_topic(was: Matrix, said: Matrix) -> dict[str, tuple[float, float, int]]:
    found = {}
    for topic in sorted(set(was.tolist())):
        hits = int(((was == topic) & (said == topic)).sum())
        found[topic] = (hits / max(1, int((said == topic).sum())), hits / int((was == topic).sum()), int((was == topic).sum()))
    return found


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _confused(was: Matrix, said: Matrix, most: int = 15) -> tuple[tuple[str, str, int], ...]:
    pairs = Counter((true, taken) for true, taken in zip(was.tolist(), said.tolist(), strict=True) if true != taken)
    return tuple((true, taken, times) for (true, taken), times in pairs.most_common(most))
