"""One installation, several duty offices: each holds its own, hands over with a clock, and sees what concerns it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from config import departments
from config.rules import Rules
from nlp.grouping import Grouping
from response.desk import Desk
from response.intake import Intake
from response.levels import held
from response.scope import may_see, scope
from response.words import Missing, Refused
from store import forwards, history, incidents
from store.records import Finding, Incident, Person, Role
from store.register import Register
from tests.response.conftest import Watch
from tests.response.test_intake import CUT, take
from tests.response.world import DUTY, get, opened

CITY, FUSUI, NINGMING = "451400", "451421", "451422"
COUNTY = Person("fusui", Role.duty, None, FUSUI, "扶绥值班员")
OTHER = Person("ningming", Role.duty, None, NINGMING, "宁明值班员")


@pytest.fixture
def desk(tmp_path: Path, rules: Rules, watch: Watch) -> Iterator[Desk]:
    """A desk over the city with duty offices of its own in two counties."""
    regions = rules.regions.model_copy(update={"duty": (FUSUI, NINGMING)})
    several = replace(rules, regions=regions, offices=departments.offices(rules.departments, regions))
    register = Register(f"sqlite:///{tmp_path / 'levels.sqlite'}")
    yield Desk(register, several, watch)
    register.close()


def with_places(desk: Desk, incident: Incident, *codes: str) -> Incident:
    places = tuple(Finding(code, desk.rules.regions.full_name(code), "原文") for code in codes)
    with desk.register.writing() as tx:
        incidents.save(tx, replace(incident, places=places, holder=desk.rules.regions.held_by(codes)))
    return get(desk, incident.id)


def running(desk: Desk, incident: int, name: str) -> list[object]:
    with desk.register.reading() as tx:
        return [clock for clock in incidents.clocks(tx, incident=incident, running=True) if clock.name == name]


def test_the_lowest_duty_office_that_holds_all_places_holds_the_matter(desk: Desk) -> None:
    one = opened(desk)
    assert with_places(desk, one, "451421101").holder == FUSUI
    assert with_places(desk, one, "451421101", "451422101").holder == CITY
    assert held(replace(one, holder=""), desk.rules) == CITY


def test_handing_up_runs_on_a_clock_until_it_is_accepted_and_the_chain_stays(desk: Desk, watch: Watch) -> None:
    one = with_places(desk, opened(desk), "451421101")
    desk.act(one.id, "hand_over", COUNTY, because="涉及两县，请市里协调", details={"region": CITY})
    assert get(desk, one.id).holder == CITY
    assert len(running(desk, one.id, "accept")) == 1
    watch.go(hours=1)
    desk.act(one.id, "accept", DUTY)
    assert running(desk, one.id, "accept") == []
    with desk.register.reading() as tx:
        chain = forwards.of_incident(tx, one.id)
        stopped = next(clock for clock in incidents.clocks(tx, incident=one.id) if clock.name == "accept")
        assert list(history.verify(tx)) == []
    assert [(link.from_region, link.to_region, link.direction, link.accepted_by) for link in chain] == [(FUSUI, CITY, "up", "zhiban")]
    assert stopped.evidence == "值班员接收"


def test_handing_down_and_across_are_told_apart_and_the_receiver_is_told(desk: Desk) -> None:
    one = opened(desk)
    desk.act(one.id, "hand_over", DUTY, because="属地处理", details={"region": FUSUI})
    desk.act(one.id, "accept", COUNTY)
    desk.act(one.id, "hand_over", COUNTY, because="实际在宁明", details={"region": NINGMING})
    with desk.register.reading() as tx:
        assert [link.direction for link in forwards.of_incident(tx, one.id)] == ["down", "across"]
        assert [link.to_region for link in forwards.waiting(tx, NINGMING)] == [NINGMING]
        assert any(notice.office == f"{NINGMING}.duty" for notice in incidents.notices(tx, incident=one.id))


def test_a_hand_over_that_was_not_accepted_yet_can_be_handed_on(desk: Desk) -> None:
    one = opened(desk)
    desk.act(one.id, "hand_over", DUTY, because="属地处理", details={"region": FUSUI})
    desk.act(one.id, "hand_over", DUTY, because="更正：在宁明", details={"region": NINGMING})
    assert len(running(desk, one.id, "accept")) == 1
    with pytest.raises(Refused, match="由它接收"):
        desk.act(one.id, "accept", replace(COUNTY, region=FUSUI))


def test_a_county_acts_on_what_it_holds_and_only_remarks_on_the_rest(desk: Desk) -> None:
    one = with_places(desk, opened(desk), "451421101", "451422101")
    with pytest.raises(Refused, match="崇左市的值班室办理"):
        desk.act(one.id, "dismiss", COUNTY, because="无诉求", details={"reason_code": "no_request"})
    desk.act(one.id, "note", COUNTY, because="我县已派人查看")
    assert get(desk, one.id).status == "assessed"


def test_each_sees_its_own_and_a_joint_matter_is_seen_by_all_it_touches(desk: Desk) -> None:
    joint = with_places(desk, opened(desk), "451421101", "451422101").id
    own = with_places(desk, opened(desk), "451421101").id
    nowhere = with_places(desk, opened(desk)).id
    with desk.register.reading() as tx:
        visible = {person.name: {one.id for one in incidents.find(tx, **scope(person, desk.rules))[0]} for person in (COUNTY, OTHER, DUTY)}
        for person in (COUNTY, OTHER, DUTY):
            each = {one.id for one in incidents.find(tx)[0] if may_see(tx, person, one, desk.rules)}
            assert each == visible[person.name]
    assert visible == {"fusui": {joint, own}, "ningming": {joint}, "zhiban": {joint, own, nowhere}}
    with pytest.raises(Missing):
        desk.act(own, "note", OTHER, because="看看")


def test_what_a_county_was_handed_it_sees_wherever_it_lies(desk: Desk) -> None:
    one = with_places(desk, opened(desk), "451421101").id
    desk.act(one, "hand_over", DUTY, because="由宁明牵头", details={"region": NINGMING})
    with desk.register.reading() as tx:
        assert [found.id for found in incidents.find(tx, **scope(OTHER, desk.rules))[0]] == [one]


def test_a_region_without_a_duty_office_gets_nothing(desk: Desk) -> None:
    with pytest.raises(Refused, match="没有自己的值班室；可以移交给：扶绥县、宁明县"):
        desk.act(opened(desk).id, "hand_over", DUTY, because="属地", details={"region": "451423"})
    with pytest.raises(Refused, match="没有等待接收的移交"):
        desk.act(opened(desk).id, "accept", DUTY)


def test_what_is_not_ours_is_sent_on_in_time(desk: Desk, watch: Watch) -> None:
    far = (Finding("430100", "长沙市", "“长沙市”"),)
    grouping = Grouping(desk.rules.regions.home, desk.rules.severity.kinds)
    assert take(Intake(desk, desk.rules, grouping, lambda *_: (1.0, None, ""), desk.now), "a", CUT, places=far) == "opened"
    one = get(desk, 1)
    assert one.decision is not None
    assert one.decision.case == 1
    assert len(running(desk, one.id, "forward")) == 1
    watch.go(hours=3)
    desk.act(one.id, "forward", DUTY, because="转送区党委网信办")
    with desk.register.reading() as tx:
        clock = next(clock for clock in incidents.clocks(tx, incident=one.id) if clock.name == "forward")
        assert [(link.direction, link.to_region) for link in forwards.of_incident(tx, one.id)] == [("out", one.decision.forward)]
    assert (clock.stopped, clock.ended, clock.evidence) == (watch(), False, "转送区党委网信办")
