"""Every figure of lateness shows its arithmetic, and what was late."""

from __future__ import annotations

from datetime import timedelta

from response.desk import Desk
from response.timeliness import table
from tests.response.conftest import NOON, Watch
from tests.response.world import DUTY, officer, opened, part_of

HOUSING = "451421.housing"


def rows(desk: Desk, by: str) -> dict[str, dict[str, object]]:
    with desk.register.reading() as tx:
        return {row["key"]: row for row in table(tx, desk.rules, NOON - timedelta(days=1), NOON + timedelta(days=9), by, desk.now())}


def answered(desk: Desk, watch: Watch, *, after: float) -> None:
    incident = desk.act(opened(desk).id, "assign", DUTY).id
    part = part_of(desk, incident, HOUSING)
    desk.act_on(part, "acknowledge", officer(HOUSING))
    watch.go(hours=after)
    desk.act_on(part, "answer", officer(HOUSING), details={"link": "http://127.0.0.1/n"})


def test_the_states_of_the_promises_add_up_to_the_promises(desk: Desk, watch: Watch) -> None:
    answered(desk, watch, after=10)
    answered(desk, watch, after=50)
    for by in ("office", "topic", "region", "grade"):
        for row in rows(desk, by).values():
            states = [row[state] for state in ("on_time", "late", "running", "overdue")]
            assert sum(states) == row["promises"]  # type: ignore[arg-type]


def test_a_late_answer_is_counted_as_answered_late(desk: Desk, watch: Watch) -> None:
    answered(desk, watch, after=50)
    row = rows(desk, "office")[HOUSING]
    assert row["late_by"]["answered"] >= 1  # type: ignore[index]
    assert row["late_by"]["acknowledged"] == 0  # type: ignore[index]
    assert row["median_hours"] == 50.0


def test_few_incidents_are_too_few_to_compare(desk: Desk, watch: Watch) -> None:
    answered(desk, watch, after=1)
    assert rows(desk, "office")[HOUSING]["enough"] is False
    for _ in range(4):
        answered(desk, watch, after=1)
    assert rows(desk, "office")[HOUSING]["enough"] is True
    assert rows(desk, "office")[HOUSING]["count"] == 5


def test_each_view_names_its_rows_in_chinese(desk: Desk, watch: Watch) -> None:
    answered(desk, watch, after=1)
    names = {by: next(iter(rows(desk, by).values()))["name"] for by in ("office", "topic", "region", "grade")}
    assert names == {"office": "扶绥县住房和城乡建设局", "topic": "市政服务", "region": "扶绥县", "grade": "无"}
