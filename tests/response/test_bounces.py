from __future__ import annotations

from datetime import timedelta

from response.bounces import bounces
from response.desk import Desk
from tests.response.conftest import NOON
from tests.response.world import DUTY, officer, opened, part_of

HOUSING, WATER = "451421.housing", "451421.water"
WHY = {"office": WATER, "reason_code": "not_our_duty", "basis": "三定规定第三条"}


def returned(desk: Desk) -> int:
    incident = desk.act(opened(desk).id, "assign", DUTY).id
    desk.act_on(part_of(desk, incident, HOUSING), "return", officer(HOUSING), because="农村供水归水利", details=WHY)
    return incident


def test_who_returned_to_whom_and_who_has_it_in_the_end(desk: Desk) -> None:
    taken, other = returned(desk), returned(desk)
    desk.act(taken, "assign", DUTY)
    with desk.register.reading() as tx:
        found = bounces(tx, NOON - timedelta(days=1), NOON + timedelta(days=1))
    assert [(one.office, one.proposed, one.times, one.taken, one.incidents) for one in found] == [(HOUSING, WATER, 2, 1, (taken, other))]


def test_only_the_span_asked_for(desk: Desk) -> None:
    returned(desk)
    with desk.register.reading() as tx:
        assert bounces(tx, NOON - timedelta(days=3), NOON - timedelta(days=1)) == []
