"""Evaluation (评估): rules alone, and rules with what is learned, on the part of the data that is never learned from.

The model measured here is made anew from the other four fifths, because the one in use has learned from all.
Contents: evaluate · Report
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from rich.table import Table

from nlp.topic_data import read
from nlp.topic_fit import see
from nlp.topic_rules import TopicRules
from nlp.topic_scores import measure
from nlp.topics import Topics
from nlp.train import tried

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rich.console import Console

    from config.rules import Rules
    from nlp.topic_scores import Scores

SHARES = (0.25, 0.5)


@dataclass(frozen=True)
class Report:
    """Scores of the rules alone, of rules and model, and of models from a share of the data (the learning curve)."""

    rules: Scores
    both: Scores
    curve: dict[str, Scores]
    names: dict[str, str]
    department_names: dict[str, str]

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        curve = {share: asdict(scores) for share, scores in self.curve.items()}
        return {"rules": asdict(self.rules), "both": asdict(self.both), "learning_curve": curve}

    def show(self, console: Console) -> None:
        """Tables for people."""
        for table in (self._accuracy(), self._coverage(), self._calibration(), self._topics(), *self._confusion()):
            console.print(table)

    def _accuracy(self) -> Table:
        title = f"准确率（留出 {self.both.rows} 条）"
        table = _table(title, "", "领域", "领域或第二领域", "条线", "领域宏平均 F1", "置信误差")
        for name, s in (("只用规则", self.rules), *((f"学 {share}", s) for share, s in self.curve.items()), ("规则 + 学习", self.both)):
            table.add_row(name, *(f"{share:.1%}" for share in (s.topic, s.either, s.department, s.macro_f1, s.error_of_belief)))
        return table

    def _coverage(self) -> Table:
        table = _table("只答最有把握的一部分时的准确率", "答多少", "领域", "领域或第二领域", "条线")
        for share, right in self.both.coverage.items():
            table.add_row(share, *(f"{part:.1%}" for part in right))
        return table

    def _calibration(self) -> Table:
        table = _table("把握与事实（领域）", "自认", "实际", "条数")
        for believed, true, rows in self.both.calibration:
            table.add_row(f"{believed:.0%}", f"{true:.0%}", str(rows))
        return table

    def _topics(self) -> Table:
        table = _table("各领域", "领域", "查准", "查全", "条数")
        for topic, (precision, recall, rows) in sorted(self.both.per_topic.items(), key=lambda pair: -pair[1][2]):
            table.add_row(self.names.get(topic, topic), f"{precision:.0%}", f"{recall:.0%}", str(rows))
        return table

    def _confusion(self) -> list[Table]:
        tables = []
        told = (
            ("最常混淆的领域", self.both.confused, self.names),
            ("最常混淆的条线", self.both.confused_departments, self.department_names),
        )
        for title, pairs, names in told:
            table = _table(title, "应为", "判为", "次数")
            for was, said, times in pairs:
                table.add_row(names.get(was, was), names.get(said, said), str(times))
            tables.append(table)
        return tables


def evaluate(folder: Path, rules: Rules, step: Callable[[str], None] = lambda _: None) -> Report:
    """The report for the data in a folder. Raises `topic_data.NoData`."""
    data = read(folder, rules.departments.ids, rules.topics.topics)
    rows = data.rows
    learned, measured = data.split()
    seen = see(rows, TopicRules(rules.topics))
    curve = {f"{share:.0%}": tried(rules, seen, rows, learned[:: round(1 / share)], measured, step)[1] for share in SHARES}
    both = tried(rules, seen, rows, learned, measured, step)[1]
    names = {id_: topic.name for id_, topic in rules.topics.topics.items()}
    department_names = {id_: department.name for id_, department in rules.departments.departments.items()}
    return Report(measure(Topics(rules, None), measured), both, curve, names, department_names)


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left")
    for at, column in enumerate(columns):
        table.add_column(column, justify="left" if at == 0 else "right")
    return table
