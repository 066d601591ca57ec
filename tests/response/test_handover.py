"""A handover holds what stood at that moment, is signed by two, and never changes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from response import handover
from response.chase import chase
from response.desk import Desk
from response.words import Missing, Refused
from store import handovers
from store.handovers import Handover
from store.records import Person, Role
from tests.response.conftest import Watch
from tests.response.world import DUTY, officer, opened, part_of

HOUSING = "451421.housing"
NEXT = replace(DUTY, name="jieban", shown="接班员")


def body(desk: Desk, person: Person = DUTY) -> dict[str, list[dict[str, object]]]:
    with desk.register.reading() as tx:
        return handover.body(tx, desk.rules, person, desk.now())


def give(desk: Desk, notes: str = "水厂下午再来电") -> Handover:
    with desk.register.writing() as tx:
        return handover.give(tx, desk.rules, DUTY, desk.now(), notes)


def test_it_holds_the_clocks_of_twelve_hours_who_was_told_and_what_nobody_has_signed_for(desk: Desk, watch: Watch) -> None:
    incident = desk.act(opened(desk).id, "assign", DUTY).id
    watch.go(hours=1.6)
    chase(desk.register, desk.rules, desk.now())
    found = body(desk)
    assert {row["clock"] for row in found["clocks"]} >= {"签收"}
    assert "回应" not in {row["clock"] for row in found["clocks"]}  # it runs for forty-eight hours
    assert ("扶绥县住房和城乡建设局", incident) in {(row["office"], row["incident"]) for row in found["unacknowledged"]}
    assert {"即将到期"} == {str(row["text"])[:4] for row in found["told"] if "应于" in str(row["text"])}
    assert len(found["unread"]) == len(found["told"])
    desk.act_on(part_of(desk, incident, HOUSING), "acknowledge", officer(HOUSING))
    assert "扶绥县住房和城乡建设局" not in {row["office"] for row in body(desk)["unacknowledged"]}


def test_a_matter_that_an_office_gave_back_waits_in_it(desk: Desk) -> None:
    incident = desk.act(opened(desk).id, "assign", DUTY).id
    details = {"reason_code": "不属本单位职责", "basis": "“三定”规定", "office": "451421.water"}
    desk.act_on(part_of(desk, incident, HOUSING), "return", officer(HOUSING), because="属水利局", details=details)
    assert [row["incident"] for row in body(desk)["returned"]] == [incident]


def test_sources_that_are_not_as_expected_stand_in_it_and_those_never_run_do_not(desk: Desk) -> None:
    assert body(desk)["sources"] == []


def test_what_was_signed_stays_as_it_was(desk: Desk, watch: Watch) -> None:
    desk.act(opened(desk).id, "assign", DUTY)
    before = body(desk)
    given = give(desk)
    watch.go(hours=3)
    chase(desk.register, desk.rules, desk.now())
    with desk.register.reading() as tx:
        kept = handovers.get(tx, given.id)
    assert kept is not None
    assert kept.body == given.body == before
    assert kept.digest == given.digest
    assert kept.body != body(desk)


def test_two_people_sign_and_never_one_for_both(desk: Desk, watch: Watch) -> None:
    given = give(desk)
    with desk.register.writing() as tx, pytest.raises(Refused, match="不能自己接班"):
        handover.take(tx, given.id, DUTY, watch())
    with desk.register.writing() as tx:
        taken = handover.take(tx, given.id, NEXT, watch())
    assert (taken.by, taken.taken_by, taken.digest) == ("zhiban", "jieban", given.digest)
    with desk.register.writing() as tx, pytest.raises(Refused, match="已经有人签收"):
        handover.take(tx, given.id, replace(NEXT, name="third"), watch())


def test_who_has_handed_over_waits_for_the_taker_before_the_next_one(desk: Desk, watch: Watch) -> None:
    given = give(desk)
    with pytest.raises(Refused, match="还没有人接"):
        give(desk)
    with desk.register.writing() as tx:
        handover.take(tx, given.id, NEXT, watch())
    watch.go(hours=1)
    assert give(desk).body["since"] == given.at.isoformat()


@pytest.mark.parametrize("role", [Role.leader, Role.office])
def test_only_the_desk_hands_over(desk: Desk, role: Role) -> None:
    given = give(desk)
    stranger = Person("x", role, None, "451400")
    with desk.register.writing() as tx, pytest.raises(Refused):
        handover.give(tx, desk.rules, stranger, desk.now(), "")
    with desk.register.writing() as tx, pytest.raises(Refused):
        handover.take(tx, given.id, stranger, desk.now())


def test_another_county_s_desk_does_not_see_it(desk: Desk) -> None:
    given = give(desk)
    with desk.register.writing() as tx, pytest.raises(Missing):
        handover.take(tx, given.id, Person("x", Role.duty, None, "451421"), desk.now())
