"""Every piece leaves a stage with exactly one outcome, whatever happens to its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection

from store import documents, stages
from store.records import Document
from store.register import Register
from store.stages import Left, Stage
from tests.store.conftest import NOON, document

ASIDE = "程序处理这一条时出了错，先搁置，请人来看（出错的细节在运行日志里）"


def _stage(poison: str = "") -> Stage[Document]:
    def do(tx: Connection, found: Sequence[Document]) -> list[Left]:
        left = []
        for one in found:
            if one.id == poison:
                raise ZeroDivisionError("division by zero")
            documents.leave(tx, one.id, documents.ASSESSED)
            left.append(Left(one.id, one.source, "assessed"))
        return left

    def aside(tx: Connection, one: Document, why: str) -> Left:
        documents.leave(tx, one.id, documents.SET_ASIDE, because=why)
        return Left(one.id, one.source, stages.SET_ASIDE, why)

    return Stage("assess", lambda tx, limit: documents.pending(tx, documents.COLLECTED, limit), do, aside, batch=4)


def _fill(register: Register) -> None:
    with register.writing() as tx:
        for number in range(10):
            documents.add(tx, document(f"d{number}"))


def test_the_outcomes_of_the_day_add_up_to_its_pieces(register: Register) -> None:
    _fill(register)
    while stages.work(register, _stage("d5"), lambda: NOON):
        pass
    with register.reading() as tx:
        assert stages.day(tx, NOON - timedelta(hours=1), NOON + timedelta(hours=1)) == {
            ("assess", "assessed"): 9,
            ("assess", "set aside"): 1,
        }


def test_one_bad_piece_is_set_aside_with_its_reason_and_the_others_go_on(register: Register) -> None:
    _fill(register)
    while stages.work(register, _stage("d5"), lambda: NOON):
        pass
    with register.reading() as tx:
        assert [(d.id, why) for d, _, why in documents.recent(tx, state=documents.SET_ASIDE)] == [("d5", ASIDE)]
        assert documents.count(tx, documents.ASSESSED) == 9


def test_an_idle_stage_counts_nothing(register: Register) -> None:
    assert not stages.work(register, _stage(), lambda: NOON)


def test_a_piece_is_found_by_its_reason(register: Register) -> None:
    _fill(register)
    while stages.work(register, _stage("d5"), lambda: NOON):
        pass
    with register.reading() as tx:
        assert [row["piece"] for row in stages.search(tx, words="请人来看")] == ["d5"]
        assert len(stages.search(tx, outcome="assessed")) == 9


def test_a_reason_that_was_said_in_chinese_is_kept_as_it_was_said(register: Register) -> None:
    def do(_tx: Connection, _found: Sequence[Document]) -> list[Left]:
        raise ValueError("这条信息的时间在将来")

    with register.writing() as tx:
        documents.add(tx, document())
    stages.work(register, replace(_stage(), do=do), lambda: NOON)
    with register.reading() as tx:
        assert [why for _, _, why in documents.recent(tx, state=documents.SET_ASIDE)] == ["这条信息的时间在将来"]
