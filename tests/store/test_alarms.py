"""Alarms: raised once, cleared by themselves, seen by a person."""

from __future__ import annotations

from datetime import timedelta

from store import alarms
from store.alarms import Wrong
from store.register import Register
from tests.store.conftest import NOON

KINDS = ("quiet", "failing")
QUIET = {("quiet", "a"): Wrong("a 没有新信息", "24小时内 0 条")}


def settle(register: Register, wrong: dict[tuple[str, str], Wrong], minutes: int) -> tuple[int, int]:
    with register.writing() as tx:
        return alarms.settle(tx, KINDS, wrong, NOON + timedelta(minutes=minutes))


def test_an_alarm_is_raised_once_and_cleared_when_it_is_well_again(register: Register) -> None:
    assert [settle(register, QUIET, 0), settle(register, QUIET, 1), settle(register, {}, 2), settle(register, {}, 3)] == [
        (1, 0),
        (0, 0),
        (0, 1),
        (0, 0),
    ]
    with register.reading() as tx:
        (one,) = alarms.all_(tx)
        assert alarms.open_(tx) == []
    assert (one.raised, one.last, one.cleared) == (NOON, NOON + timedelta(minutes=1), NOON + timedelta(minutes=2))


def test_the_same_trouble_a_second_time_is_a_second_alarm(register: Register) -> None:
    for minutes, wrong in enumerate((QUIET, {}, QUIET)):
        settle(register, wrong, minutes)
    with register.reading() as tx:
        assert [one.cleared is None for one in alarms.all_(tx, subject="a")] == [True, False]
        assert alarms.all_(tx, subject="b") == []


def test_alarms_of_other_kinds_are_left_alone(register: Register) -> None:
    with register.writing() as tx:
        alarms.settle(tx, ("disk",), {("disk", "here"): Wrong("磁盘快满了", "")}, NOON)
    settle(register, {}, 1)
    with register.reading() as tx:
        assert [one.kind for one in alarms.open_(tx)] == ["disk"]


def test_a_person_takes_note_once_and_the_alarm_stands_until_it_is_well(register: Register) -> None:
    settle(register, {**QUIET, ("failing", "b"): Wrong("b 失败", "连不上")}, 0)
    with register.writing() as tx:
        first = next(one for one in alarms.open_(tx) if one.subject == "a")
        assert alarms.saw(tx, first.id, "zhiban", NOON)
        assert not alarms.saw(tx, first.id, "guanli", NOON)
    with register.reading() as tx:
        assert [one.subject for one in alarms.open_(tx)] == ["b", "a"]
        found = alarms.of(tx, first.id)
        assert found is not None
        assert (found.seen_by, found.cleared) == ("zhiban", None)
        assert alarms.of(tx, 4711) is None
