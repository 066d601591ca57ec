"""The chase tells before, at and after, and nobody twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from config.chase import Rung
from response.chase import chase, silenced
from response.desk import Desk
from store import history, incidents
from store.records import Assignment, Duty, Grade, Notice
from tests.response.conftest import NOON, Watch
from tests.response.world import DUTY, officer, opened, part_of

HOUSING = "451421.housing"


def run(desk: Desk) -> dict[str, int]:
    return dict(chase(desk.register, desk.rules, desk.now()))


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
    steps = []
    for hours in (1.6, 0.5, 0.5, 0.5, 1.0):
        before = told(desk)
        watch.go(hours=hours)
        run(desk)
        steps.append(told(desk) - before)
    assert ("before", HOUSING) in steps[0]
    assert {("due", HOUSING), ("due", "451400.duty")} <= steps[1]
    assert {("overdue", HOUSING), ("overdue", "451400.duty")} <= steps[2]
    assert ("superior", "451400.housing") in steps[3]
    assert ("leader", "451421.government") in steps[4]


def test_after_an_outage_an_office_hears_the_highest_rung_and_not_the_lower_ones_too(desk: Desk, watch: Watch) -> None:
    desk.act(opened(desk).id, "assign", DUTY)
    watch.go(hours=2.6)
    run(desk)
    with desk.register.reading() as tx:
        acknowledge = next(clock for clock in incidents.clocks(tx) if clock.name == "acknowledge")
        assert {(n.rung, n.office) for n in incidents.told(tx, acknowledge.id)} == {("overdue", HOUSING), ("overdue", "451400.duty")}


def test_an_office_that_has_read_the_first_notice_is_left_in_peace_at_the_due_moment_but_not_after_it(desk: Desk, watch: Watch) -> None:
    desk.act(opened(desk).id, "assign", DUTY)
    watch.go(hours=1.6)
    run(desk)
    with desk.register.writing() as tx:
        assert incidents.see_notices(tx, HOUSING, watch(), "zhujian") > 0
    watch.go(hours=0.5)
    run(desk)
    assert ("due", HOUSING) not in told(desk)
    assert ("due", "451400.duty") in told(desk)
    watch.go(hours=0.5)
    run(desk)
    assert ("overdue", HOUSING) in told(desk)


def test_a_signature_silences_only_when_it_came_after_an_earlier_notice() -> None:
    rung = Rung(name="due", title="已到期", at=1.0, to=("office",), action="remind", silent_after=("acknowledged",))
    part = Assignment(1, 1, HOUSING, Duty.responsible, "acknowledged", moments={"acknowledged": NOON})
    earlier = Notice(1, 1, 1, "before", HOUSING, "", NOON - timedelta(minutes=5))
    assert silenced(rung, [earlier], part)
    assert not silenced(rung, [replace(earlier, at=NOON + timedelta(minutes=5))], part)
    assert not silenced(rung, [], part)
    assert not silenced(rung.model_copy(update={"silent_after": ()}), [replace(earlier, seen=NOON)], part)


def test_a_kept_promise_means_silence(desk: Desk, watch: Watch) -> None:
    incident = desk.act(opened(desk).id, "assign", DUTY).id
    desk.act_on(part_of(desk, incident, HOUSING), "acknowledge", officer(HOUSING))
    watch.go(hours=3)
    run(desk)
    with desk.register.reading() as tx:
        clocks = {clock.id: clock.name for clock in incidents.clocks(tx)}
        spoken = {clocks[notice.clock] for notice in incidents.notices(tx) if notice.clock and notice.office == HOUSING}
    assert "acknowledge" not in spoken


def test_a_clock_that_stands_still_is_not_chased(desk: Desk, watch: Watch) -> None:
    opened(desk)
    with desk.register.writing() as tx:
        for clock in incidents.clocks(tx):
            incidents.save_clock(tx, replace(clock, paused=watch()))
    watch.go(hours=100)
    assert run(desk) == {}


def test_what_is_grave_is_marked_urgent(desk: Desk, watch: Watch) -> None:
    plain, grave = opened(desk).id, opened(desk, grade=Grade.major).id
    watch.go(hours=4)
    run(desk)
    with desk.register.reading() as tx:
        assert {(n.incident, n.urgent) for n in incidents.notices(tx, limit=1000) if n.clock} == {(plain, False), (grave, True)}


def test_what_nobody_has_in_hand_is_owed_by_the_duty_office(desk: Desk, watch: Watch) -> None:
    opened(desk)
    watch.go(hours=3.5)
    run(desk)
    assert told(desk) == {("before", "451400.duty")}


def test_urging_stands_in_the_history_and_leaves_the_status_alone(desk: Desk, watch: Watch) -> None:
    incident = desk.act(opened(desk).id, "assign", DUTY)
    watch.go(hours=1.6)
    run(desk)
    watch.go(hours=4)
    run(desk)
    with desk.register.reading() as tx:
        actions = [entry.action for entry in history.of(tx, incident.id)]
        after = incidents.get(tx, incident.id)
        assert not list(history.verify(tx))
    assert {"remind", "escalate"} <= set(actions)
    assert after is not None
    assert after.status == incident.status
