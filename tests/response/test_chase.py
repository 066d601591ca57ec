"""The chase tells before, at and after, and nobody twice."""

from __future__ import annotations

from datetime import timedelta

from response.chase import chase
from response.desk import Desk
from store import history, incidents
from store.records import Grade
from tests.response.conftest import Watch
from tests.response.world import DUTY, officer, opened, part_of

HOUSING = "451421.housing"


def run(desk: Desk) -> dict[str, int]:
    with desk.register.writing() as tx:
        return dict(chase(tx, desk.rules, desk.now()))


def told(desk: Desk) -> set[tuple[str, str]]:
    with desk.register.reading() as tx:
        return {(notice.rung, notice.office) for notice in incidents.notices(tx, limit=1000) if notice.clock}


def test_no_rung_is_told_twice_however_often_the_chase_runs(desk: Desk, watch: Watch) -> None:
    desk.act(opened(desk).id, "assign", DUTY)
    watch.go(hours=1.6)
    first = run(desk)
    assert first["before"] > 0
    assert run(desk) == {}
    watch.go(minutes=1)
    assert run(desk) == {}


def test_the_ladder_climbs_from_the_office_to_its_superior_to_the_leader(desk: Desk, watch: Watch) -> None:
    desk.act(opened(desk).id, "assign", DUTY)
    watch.go(hours=1.6)
    run(desk)
    assert ("before", HOUSING) in told(desk)
    watch.go(hours=1)
    run(desk)
    assert {("due", HOUSING), ("overdue", "451400.housing"), ("overdue", "451400.duty")} <= told(desk)
    watch.go(hours=2)
    run(desk)
    assert ("leader", "451421.government") in told(desk)


def test_a_kept_promise_means_silence(desk: Desk, watch: Watch) -> None:
    incident = desk.act(opened(desk).id, "assign", DUTY).id
    desk.act_on(part_of(desk, incident, HOUSING), "acknowledge", officer(HOUSING))
    watch.go(hours=3)
    run(desk)
    with desk.register.reading() as tx:
        clocks = {clock.id: clock.name for clock in incidents.clocks(tx)}
        spoken = {clocks[notice.clock] for notice in incidents.notices(tx) if notice.clock and notice.office == HOUSING}
    assert "acknowledge" not in spoken


def test_at_night_only_what_is_grave_is_chased(desk: Desk, watch: Watch) -> None:
    opened(desk)
    grave = opened(desk, grade=Grade.major).id
    watch.at = watch.at.replace(hour=23) + timedelta(days=1)
    run(desk)
    with desk.register.reading() as tx:
        assert {notice.incident for notice in incidents.notices(tx, limit=1000) if notice.clock} == {grave}


def test_what_nobody_has_in_hand_is_owed_by_the_duty_office(desk: Desk, watch: Watch) -> None:
    opened(desk)
    watch.go(hours=3.5)
    run(desk)
    assert told(desk) == {("before", "451400.duty")}


def test_urging_stands_in_the_history_and_leaves_the_status_alone(desk: Desk, watch: Watch) -> None:
    incident = desk.act(opened(desk).id, "assign", DUTY)
    watch.go(hours=5)
    run(desk)
    with desk.register.reading() as tx:
        actions = [entry.action for entry in history.of(tx, incident.id)]
        after = incidents.get(tx, incident.id)
        assert not list(history.verify(tx))
    assert {"remind", "escalate"} <= set(actions)
    assert after is not None
    assert after.status == incident.status
