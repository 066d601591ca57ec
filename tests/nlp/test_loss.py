"""A direct loss is read in whole yuan however it is written, and only where it is one of the event at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

import config
from config.base import read
from config.severity import Severity as SeverityRules
from nlp.loss import Losses

RULES = read(Path(config.__file__).parent / "severity.yml", SeverityRules).losses
LOSSES = Losses(RULES, lambda sentence, _year: "去年" not in sentence)


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("直接经济损失约1.3亿元", 130_000_000),
        ("直接经济损失6200余万元", 62_000_000),
        ("直接经济损失达五千多万元", 50_000_000),
        ("造成1,450万元的直接经济损失", 14_500_000),
        ("直接财产损失上亿元", 100_000_000),
        ("直接经济损失近亿元", 0),
        ("直接经济损失96.5万元人民币", 965_000),
        ("直接经济损失巨大,重建需要3亿元", 0),
        ("成功避免直接经济损失2亿元", 0),
        ("厂里停工损失3000万元", 0),
        ("去年一场火直接经济损失2亿元。这回直接经济损失20万元", 200_000),
    ],
)
def test_a_loss_is_read_in_whole_yuan(text: str, yuan: int) -> None:
    assert LOSSES.read("", text, 2026).yuan == yuan


def test_the_largest_figure_counts_and_is_quoted() -> None:
    found = LOSSES.read("火灾直接经济损失800万元", "经核定,直接经济损失1200万元。", 2026)
    assert (found.yuan, found.quote) == (12_000_000, "直接经济损失1200万元")
