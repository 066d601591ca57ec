"""What is watched, pushed and reported, the same on either database."""

from __future__ import annotations

from datetime import timedelta

from config.rules import Rules
from response import reports
from response.alarms import standing, watch
from response.blind_spots import blind_spots
from response.brought import Item, settle, take
from response.desk import Desk
from response.source_runs import runs_of
from response.sources import every
from store import keys
from store.records import Medium
from store.register import Register
from tests.response.collected import board, ran
from tests.response.conftest import NOON
from tests.response.test_reports import WATER
from tests.response.world import DUTY
from tests.store.conftest import address, postgres, register

__all__ = ["address", "postgres", "register"]


def test_a_quiet_source_is_found_and_its_runs_and_days_are_read(register: Register, rules: Rules) -> None:
    source = board(at_least=2)
    with register.writing() as tx:
        for hours in (50, 26, 1):
            ran(tx, "board", NOON - timedelta(hours=hours), kept=3 if hours > 24 else 1)
        assert watch(tx, [source], NOON, NOON) == (1, 0)
        assert watch(tx, [source], NOON, NOON) == (0, 0)
        assert [one.because for one in standing(tx)] == ["24小时内 1 条，少于预期的 2 条"]
        assert [run.new for run in runs_of(tx, "board", source, 30)] == [1, 3, 3]
        assert {line.id: line.state for line in every(tx, [source], NOON)} == {"board": "quiet", "report": "never"}
        assert len(blind_spots(tx, rules, NOON).strips) > 40


def test_a_push_and_a_report_are_kept_once_and_a_report_is_taken_back(register: Register, rules: Rules) -> None:
    with register.writing() as tx:
        key, word = keys.make(tx, "热线", "hotline", "guanli", NOON)
        assert keys.check(tx, word, NOON) == key
        kept = [take(tx, Item("7", "停水", text, Medium.board, "451421", NOON), "hotline", str, NOON) for text in ("停水", "停水", "来水")]
        assert settle(tx, "hotline", kept, NOON) == {"kept": 1, "seen before": 1, "changed": 1}
        told = reports.report(tx, rules, DUTY, WATER, str, NOON)
    reports.undo(Desk(register, rules, lambda: NOON), DUTY, str(told.document))
    with register.reading() as tx:
        assert [one.sentence for one in reports.latest(tx, rules, DUTY, NOON)] == ["已撤回"]
