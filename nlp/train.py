"""Training (训练): a model from a folder of labelled data, measured on what it did not see, kept only where it is no worse.

Contents: train · Report
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from nlp.model import NotAModel, load, newest, save
from nlp.topic_data import read
from nlp.topic_fit import fit, see, sharpness
from nlp.topic_rules import TopicRules
from nlp.topic_scores import measure
from nlp.topics import SHIPPED, Topics

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from config.rules import Rules
    from nlp.model import Model
    from nlp.topic_data import Correction, Row
    from nlp.topic_fit import Seen
    from nlp.topic_scores import Scores

STEPS = 11
WORSE = 0.005  # by so much topic and department together may be lower before a new model is refused
SAID = {"choosing words": "选词", "low-rank view": "降维", "topic": "学领域", "department": "学条线"}


class Progress(Protocol):
    """What shows how far the training is (rich's Progress is one)."""

    def add_task(self, description: str, *, total: float) -> Any:  # noqa: ANN401  (rich's TaskID)
        """A new bar."""

    def update(self, task_id: Any, *, description: str | None = None, advance: float | None = None) -> None:  # noqa: ANN401
        """One step further."""


@dataclass(frozen=True)
class Report:
    """What came of a training. `adopted` says whether the model was written, to `path`."""

    adopted: bool
    sentence: str
    version: str
    path: Path | None
    scores: Scores

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return {**asdict(self), "path": str(self.path) if self.path else None}


def train(folder: Path, out: Path, rules: Rules, progress: Progress, corrections: Iterable[Correction] = ()) -> Report:
    """Learns from the data in `folder` and from corrections (title, text, topic, department); puts the model into `out`.

    The older models in `out` stay. Raises `topic_data.NoData` where there is nothing to learn from.
    """
    bar = progress.add_task("读数据", total=STEPS)

    def step(what: str) -> None:
        progress.update(bar, description=SAID.get(what, what), advance=1)

    data = read(folder, rules.departments.ids, rules.topics.topics, corrections)
    rows = data.rows
    learned, measured = data.split()
    step("看全部信息")
    seen = see(rows, TopicRules(rules.topics))
    step("在八成上学")
    trial, scores = tried(rules, seen, rows, learned, measured, step)
    old = _old(out)
    if old and _worse(scores, old.about["scores"]):
        return Report(False, _refused(scores, old), old.version, None, scores)
    step("在全部上学")
    counts = {name: len(getattr(data, name)) for name in ("labelled", "corrected", "annotated", "more")}
    source = {"data": data.digest, "rules": rules.version, "rows": counts}
    model = _named(fit(seen, rows, range(len(data.taught)), step), trial, scores, old, source)
    path = out / f"topics-{model.version}.skops"
    out.mkdir(parents=True, exist_ok=True)
    save(model, path)
    step("完成")
    return Report(
        True, f"已采用模型 {model.version}：{_told(scores)}；{_learned_from(counts)}；旧模型还在原处", model.version, path, scores
    )


def tried(
    rules: Rules, seen: Seen, rows: Sequence[Row], learned: Sequence[int], measured: Sequence[Row], step: Callable[[str], None]
) -> tuple[Model, Scores]:
    """A model from the rows at `learned`, how sure to be set by the rows `measured`, and its scores on them."""
    model = fit(seen, rows, learned, step)
    model = replace(model, topic=_sure(model, rules, measured, "topic"), department=_sure(model, rules, measured, "department"))
    return model, measure(Topics(rules, model), measured)


def _sure(model: Model, rules: Rules, rows: Sequence[Row], question: str) -> Any:  # noqa: ANN401  (a Head)
    head = getattr(model, question)
    plain = replace(model, **{question: replace(head, sharpness=1.0)})
    at = {name: column for column, name in enumerate(head.names)}
    known = [row for row in rows if getattr(row, question) in at]
    beliefs = Topics(rules, plain).learned([(row.title, row.text) for row in known], question)
    return replace(head, sharpness=sharpness(np.log(beliefs + 1e-12), np.array([at[getattr(row, question)] for row in known])))


def _named(model: Model, trial: Model, scores: Scores, old: Model | None, source: dict[str, Any]) -> Model:
    """The model with its version, and with what it was learned from and how it was measured written into it."""
    number = int(old.version.partition("-")[0]) + 1 if old else 1
    about = {
        **source,
        "measured": "a fifth of the labelled rows, by the hash of the id, with nothing near them learned; then learned again from all",
        "scores": {name: round(getattr(scores, name), 4) for name in ("topic", "either", "department", "macro_f1", "error_of_belief")},
        "surest_80%": [round(share, 4) for share in scores.coverage["80%"]],
    }
    topic = replace(model.topic, sharpness=trial.topic.sharpness)
    department = replace(model.department, sharpness=trial.department.sharpness)
    return replace(model, version=f"{number:04}-{source['data'][:8]}", about=about, topic=topic, department=department)


def _old(out: Path) -> Model | None:
    path = newest([out, SHIPPED])
    try:
        return load(path) if path else None
    except NotAModel:
        return None


def _worse(new: Scores, old: dict[str, float]) -> bool:
    return new.topic + new.department < old["topic"] + old["department"] - WORSE


def _refused(scores: Scores, old: Model) -> str:
    was = old.about["scores"]
    return (
        f"不采用：新模型{_told(scores)}，不如现用的 {old.version}（领域 {was['topic']:.1%}、条线 {was['department']:.1%}）；"
        "仍用旧模型，请检查数据"
    )


def _learned_from(counts: dict[str, int]) -> str:
    return "学自标注 {labelled} 条、人工更正 {corrected} 条、补标 {annotated} 条，另看了 {more} 条没有标注的".format_map(counts)


def _told(scores: Scores) -> str:
    return f"在没有学过的 {scores.rows} 条上，领域 {scores.topic:.1%}（算上第二领域 {scores.either:.1%}）、条线 {scores.department:.1%}"
