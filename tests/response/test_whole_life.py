"""The rest of the lifecycle: first response, both tracks, dismissal by code, links, handing over, and each office's own task."""

from __future__ import annotations

import pytest

from response import drafting, viewing
from response.desk import Desk
from response.timekeeping import state
from response.words import Refused
from store import history, incidents, people
from store.records import Grade, Person, Role
from tests.response.conftest import Watch
from tests.response.test_desk import HOUSING, TOWN, clocks
from tests.response.world import DUTY, get, officer, opened, part_of

LINK = {"link": "http://127.0.0.1/n"}
WATER = "451421.water"


def test_a_first_response_stops_the_response_clocks_and_is_no_full_answer(desk: Desk) -> None:
    incident = opened(desk, grade=Grade.major).id
    desk.act(incident, "assign", DUTY)
    part = part_of(desk, incident, HOUSING)
    desk.act_on(part, "acknowledge", officer(HOUSING))
    desk.act_on(part, "first_response", officer(HOUSING), details=LINK)
    assert get(desk, incident).status == "first_response"
    assert state(clocks(desk, incident)["publish", None], desk.now()) == "on time"
    assert clocks(desk, incident)["press_conference", None].stopped is None
    with pytest.raises(Refused, match="还没有登记回应"):
        desk.act(incident, "resolve", DUTY, because="办完了")


def test_both_tracks_are_on_record_and_a_part_never_falls_back(desk: Desk, watch: Watch) -> None:
    incident = opened(desk).id
    desk.act(incident, "assign", DUTY)
    part = part_of(desk, incident, HOUSING)
    desk.act_on(part, "acknowledge", officer(HOUSING))
    desk.act_on(part, "report_back", officer(HOUSING), because="已更换管道", details={"track": "offline"})
    watch.go(hours=1)
    desk.act_on(part, "answer", officer(HOUSING), details=LINK)
    done = desk.act_on(part, "report_back", officer(HOUSING), because="已在留言板答复", details={"track": "线上处置"})
    assert done.moments["handled_offline"] < done.moments["handled_online"]
    assert (done.status, get(desk, incident).status) == ("answered", "answered")
    with pytest.raises(Refused, match="可选：线下处置、线上处置"):
        desk.act_on(part, "report_back", officer(HOUSING), because="x", details={"track": "by air"})


def test_a_dismissal_carries_its_code_and_a_reopened_matter_owes_what_it_owed(desk: Desk, watch: Watch) -> None:
    incident = opened(desk).id
    before = clocks(desk, incident)["respond", None]
    with pytest.raises(Refused, match="可选：没有诉求、广告营销"):
        desk.act(incident, "dismiss", DUTY, because="x", details={"reason_code": "boring"})
    desk.act(incident, "dismiss", DUTY, because="警方已通报", details={"reason_code": "refuted"})
    assert clocks(desk, incident)["respond", None].evidence == "权威部门已辟谣：警方已通报"
    watch.go(hours=50)
    desk.act(incident, "reopen", DUTY, because="又有人反映")
    after = clocks(desk, incident)["respond", None]
    assert (after.due, state(after, watch())) == (before.due, "overdue")


def test_a_reopened_matter_gets_its_office_anew_and_is_resolved_by_a_new_answer(desk: Desk) -> None:
    incident = opened(desk).id
    for round_ in (1, 2):
        desk.act(incident, "assign", DUTY)
        with desk.register.reading() as tx:
            (part,) = [one.id for one in incidents.assignments(tx, incident=incident) if (one.office, one.status) == (HOUSING, "assigned")]
        desk.act_on(part, "acknowledge", officer(HOUSING))
        desk.act_on(part, "report_back", officer(HOUSING), because="修好了")
        with pytest.raises(Refused, match="还没有登记回应"):
            desk.act(incident, "resolve", DUTY, because="好了")
        desk.act_on(part, "answer", officer(HOUSING), details=LINK)
        assert desk.act(incident, "resolve", DUTY, because="好了").status == "resolved"
        if round_ == 1:
            desk.act(incident, "reopen", DUTY, because="又停水了")


def test_what_belongs_together_says_so_on_both_sides_and_can_be_parted(desk: Desk) -> None:
    one, other = opened(desk), opened(desk)
    desk.act(one.id, "link", DUTY, because="同一条管道", details={"other": other.id})
    with desk.register.reading() as tx:
        for here, there in ((one, other), (other, one)):
            (related,) = drafting.related_to(tx, here, desk.rules, DUTY)
            assert (related.id, related.because) == (there.id, "同一条管道")
            last = history.of(tx, here.id)[-1]
            assert (last.action, last.details["other"]) == ("link", there.id)
    with pytest.raises(Refused, match="已经关联"):
        desk.act(other.id, "link", DUTY, because="再来", details={"other": one.id})
    with pytest.raises(Refused, match="就是本事件"):
        desk.act(one.id, "link", DUTY, because="自己", details={"other": one.id})
    desk.act(other.id, "unlink", DUTY, because="不是一条", details={"other": one.id})
    with desk.register.reading() as tx:
        assert drafting.related_to(tx, one, desk.rules, DUTY) == []
        assert not list(history.verify(tx))


def test_a_matter_handed_over_leaves_the_note_with_whoever_takes_it(desk: Desk) -> None:
    incident = opened(desk).id
    with pytest.raises(Refused, match="还缺移交给谁"):
        desk.act(incident, "hand_over", DUTY, because="下班")
    with pytest.raises(Refused, match="没有叫“值班员乙”的值班员"):
        desk.act(incident, "hand_over", DUTY, because="下班", details={"receiver": "值班员乙"})
    with desk.register.writing() as tx:
        people.add(tx, Person("yi", Role.duty, None, "451400", "值班员乙"), "long enough 1")
    desk.act(incident, "hand_over", DUTY, because="盯住 18 时的通报", details={"receiver": "值班员乙"})
    with desk.register.reading() as tx:
        assert any("移交值班员乙" in notice.text and "盯住 18 时的通报" in notice.text for notice in incidents.notices(tx))
        assert history.of(tx, incident)[-1].details["receiver"] == "值班员乙"


def test_every_office_is_asked_its_own_share_and_the_duty_office_may_word_it(desk: Desk) -> None:
    incident = opened(desk).id
    details = {"responsible": HOUSING, "cooperating": [TOWN, WATER], "tasks": {WATER: "查清水源水量，今晚八点前报"}}
    desk.act(incident, "assign", DUTY, details=details)
    with desk.register.reading() as tx:
        asked = {part.office: part.task for part in incidents.assignments(tx, incident=incident)}
        told = [notice.text for notice in incidents.notices(tx, office=WATER)]
    assert asked[HOUSING].startswith("牵头核查事实、处置并公开回应，汇总")
    assert asked[TOWN] == "就近到扶绥县渠黎镇现场核实情况，做好现场处置和解释，报扶绥县住房和城乡建设局汇总"
    assert asked[WATER] == "查清水源水量，今晚八点前报"
    assert "查清水源水量" in told[0]
    desk.act(incident, "assign", DUTY, details={**details, "tasks": {WATER: "改为每日报"}})
    with desk.register.reading() as tx:
        (part,) = viewing.parts_for(tx, desk.rules, officer(WATER), desk.now())
    assert part.task == "改为每日报"
    with pytest.raises(Refused, match="不在交办的单位之内"):
        desk.act(incident, "assign", DUTY, details={"tasks": {"451423.water": "x"}})


def test_an_office_added_later_sends_nobody_back_to_the_start(desk: Desk) -> None:
    incident = opened(desk).id
    desk.act(incident, "assign", DUTY)
    part = part_of(desk, incident, HOUSING)
    desk.act_on(part, "acknowledge", officer(HOUSING))
    desk.act_on(part, "report_back", officer(HOUSING), because="已更换管道")
    added = desk.act(incident, "assign", DUTY, details={"cooperating": [TOWN, WATER]})
    assert added.status == "handled"


def test_what_else_was_considered_says_why(desk: Desk) -> None:
    incident = opened(desk)
    with desk.register.reading() as tx:
        shown = viewing.whole(tx, incident.id, desk.rules, DUTY, desk.now()).suggested
    assert shown is not None
    assert shown.considered["451400.housing"] == "同属住房城乡建设局条线，上一级；由就近的单位回应"
    assert set(shown.considered) == {other.id for other in shown.alternatives}
