"""Every figure of lateness has its denominator, and what was late."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from response.desk import Desk
from response.timeliness import BYS, Asked, table
from tests.response.conftest import NOON, Watch
from tests.response.world import DUTY, officer, opened, part_of

HOUSING = "451421.housing"


def rows(desk: Desk, by: str, **asked: Any) -> dict[str, dict[str, Any]]:
    question = replace(Asked(NOON - timedelta(days=1), NOON + timedelta(days=9), by), **asked)
    with desk.register.reading() as tx:
        return {row["key"]: row for row in table(tx, desk.rules, question, desk.now())}


def answered(desk: Desk, watch: Watch, *, after: float, acknowledged: float = 0) -> None:
    incident = desk.act(opened(desk).id, "assign", DUTY).id
    part = part_of(desk, incident, HOUSING)
    watch.go(hours=acknowledged)
    desk.act_on(part, "acknowledge", officer(HOUSING))
    watch.go(hours=after - acknowledged)
    desk.act_on(part, "answer", officer(HOUSING), details={"link": "http://127.0.0.1/n"})


def test_the_states_of_the_promises_add_up_to_the_promises(desk: Desk, watch: Watch) -> None:
    answered(desk, watch, after=10)
    answered(desk, watch, after=50)
    for by in BYS:
        for row in rows(desk, by).values():
            states = [row[state] for state in ("on_time", "late", "running", "overdue")]
            assert sum(states) == row["promises"]


def test_each_late_promise_has_one_cause(desk: Desk, watch: Watch) -> None:
    answered(desk, watch, after=50)
    answered(desk, watch, after=200, acknowledged=150)
    for by in BYS:
        for row in rows(desk, by).values():
            causes = sum(number for cause, number in row["late_by"].items() if cause != "returned")
            assert causes == row["late"] + row["overdue"]


def test_a_late_answer_is_counted_as_answered_late(desk: Desk, watch: Watch) -> None:
    answered(desk, watch, after=50)
    row = rows(desk, "office")[HOUSING]
    assert row["late_by"]["answered"] >= 1
    assert row["late_by"]["acknowledged"] == 0
    assert (row["median_hours"], row["measured"]) == (50.0, 1)


def test_an_answer_that_is_late_because_nobody_signed_is_put_down_to_that(desk: Desk, watch: Watch) -> None:
    answered(desk, watch, after=60, acknowledged=55)
    row = rows(desk, "office")[HOUSING]
    assert row["late_by"]["acknowledged"] >= 2
    assert row["late_by"]["answered"] == 0


def test_hours_are_counted_from_the_moment_asked_for(desk: Desk, watch: Watch) -> None:
    answered(desk, watch, after=30, acknowledged=20)
    assert rows(desk, "office")[HOUSING]["median_hours"] == 30.0
    assert rows(desk, "office", start="acknowledged")[HOUSING]["median_hours"] == 10.0
    assert rows(desk, "office", start="happened")[HOUSING]["median_hours"] is None


def test_filters_leave_the_others_out(desk: Desk, watch: Watch) -> None:
    answered(desk, watch, after=1)
    assert list(rows(desk, "office", region="451421")) == [HOUSING]
    assert rows(desk, "office", region="451422") == {}
    assert rows(desk, "department", department="housing")["housing"]["count"] == 1
    assert rows(desk, "office", department="education") == {}
    assert rows(desk, "office", grade="major") == {}


def test_few_incidents_are_too_few_to_compare_score_or_rank(desk: Desk, watch: Watch) -> None:
    answered(desk, watch, after=1)
    row = rows(desk, "office")[HOUSING]
    assert (row["enough"], row["score"], row["rank"]) == (False, None, None)
    for _ in range(4):
        answered(desk, watch, after=1)
    row = rows(desk, "office")[HOUSING]
    assert (row["enough"], row["count"], row["score"], row["rank"]) == (True, 5, 100.0, 1)
    assert rows(desk, "topic")["municipal_services"]["rank"] is None


def test_an_answer_is_owed_only_after_the_national_limit(desk: Desk, watch: Watch) -> None:
    desk.act(opened(desk).id, "assign", DUTY)
    assert rows(desk, "grade")["none"]["owed"] == 0
    watch.go(hours=48)
    assert (rows(desk, "grade")["none"]["answered"], rows(desk, "grade")["none"]["owed"]) == (0, 1)


def test_each_view_names_its_rows_in_chinese(desk: Desk, watch: Watch) -> None:
    answered(desk, watch, after=1)
    names = {by: next(iter(rows(desk, by).values()))["name"] for by in BYS}
    assert names == {
        "office": "扶绥县住房和城乡建设局",
        "department": "住房城乡建设局",
        "topic": "市政服务",
        "region": "扶绥县",
        "grade": "无",
    }
