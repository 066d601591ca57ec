"""What people do at the desk, and what it leaves behind."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from response.desk import Desk, Missing, Refused
from response.gather import facts_of, post_of
from response.timekeeping import state
from store import documents, history, incidents
from store.history import Stale
from store.records import Clock, Duty, Grade
from tests.response.conftest import Watch
from tests.response.world import DUTY, LEADER, get, officer, opened, part_of

HOUSING, TOWN = "451421.housing", "451421101.township"


def clocks(desk: Desk, incident: int) -> dict[tuple[str, int | None], Clock]:
    with desk.register.reading() as tx:
        return {(clock.name, clock.assignment): clock for clock in incidents.clocks(tx, incident=incident)}


def test_a_confirmed_suggestion_gives_every_office_its_part(desk: Desk) -> None:
    incident = desk.act(opened(desk).id, "assign", DUTY)
    with desk.register.reading() as tx:
        parts = {part.office: part.duty for part in incidents.assignments(tx, incident=incident.id)}
        told = {notice.office for notice in incidents.notices(tx)}
    assert incident.status == "assigned"
    assert parts == {HOUSING: Duty.responsible, TOWN: Duty.cooperating, "451421.government_office": Duty.coordinator}
    assert told == set(parts)


def test_the_whole_way_from_found_to_resolved_stops_every_clock_in_time(desk: Desk, watch: Watch) -> None:
    incident = opened(desk).id
    watch.go(hours=1)
    desk.act(incident, "assign", DUTY)
    part = part_of(desk, incident, HOUSING)
    watch.go(hours=1)
    desk.act_on(part, "acknowledge", officer(HOUSING))
    watch.go(hours=10)
    desk.act_on(part, "answer", officer(HOUSING), details={"channel": "website", "link": "http://127.0.0.1/notice/1", "text": "已抢修"})
    watch.go(hours=1)
    desk.act_on(part, "report_back", officer(HOUSING), because="管道已修复")
    done = desk.act(incident, "resolve", DUTY, because="已恢复供水")
    mine = {name: state(clock, watch()) for (name, owner), clock in clocks(desk, incident).items() if owner in (None, part)}
    assert done.status == "resolved"
    assert mine == {"respond": "on time", "assign": "on time", "acknowledge": "on time", "report_back": "on time", "resolve": "on time"}
    assert clocks(desk, incident)["respond", None].evidence == "http://127.0.0.1/notice/1"


def test_an_answer_after_48_hours_is_late_and_says_so(desk: Desk, watch: Watch) -> None:
    incident = opened(desk).id
    desk.act(incident, "assign", DUTY)
    part = part_of(desk, incident, HOUSING)
    desk.act_on(part, "acknowledge", officer(HOUSING))
    watch.go(hours=49)
    desk.act_on(part, "answer", officer(HOUSING), details={"link": "http://127.0.0.1/notice/1"})
    assert state(clocks(desk, incident)["respond", None], watch()) == "late"


def test_a_clock_stops_at_the_moment_of_publication_not_of_typing(desk: Desk, watch: Watch) -> None:
    incident = opened(desk).id
    desk.act(incident, "assign", DUTY)
    part = part_of(desk, incident, HOUSING)
    desk.act_on(part, "acknowledge", officer(HOUSING))
    watch.go(hours=60)
    desk.act_on(part, "answer", officer(HOUSING), details={"link": "http://127.0.0.1/n", "published": "2026-11-26T09:00"})
    assert state(clocks(desk, incident)["respond", None], watch()) == "on time"


@pytest.mark.parametrize(
    ("details", "sentence"),
    [
        ({}, "回应要有凭证"),
        ({"link": "javascript:alert(1)"}, "不是网址"),
        ({"link": "http://127.0.0.1/n", "published": "2026-12-25T09:00"}, "发布时间在将来"),
        ({"link": "http://127.0.0.1/n", "published": "明天"}, "看不懂发布时间"),
    ],
)
def test_an_answer_without_evidence_is_refused_in_a_sentence(desk: Desk, details: dict[str, str], sentence: str) -> None:
    incident = opened(desk).id
    desk.act(incident, "assign", DUTY)
    part = part_of(desk, incident, HOUSING)
    desk.act_on(part, "acknowledge", officer(HOUSING))
    with pytest.raises(Refused, match=sentence):
        desk.act_on(part, "answer", officer(HOUSING), details=details)


def test_nothing_is_resolved_without_an_answer(desk: Desk) -> None:
    incident = opened(desk).id
    desk.act(incident, "assign", DUTY)
    part = part_of(desk, incident, HOUSING)
    desk.act_on(part, "acknowledge", officer(HOUSING))
    desk.act_on(part, "report_back", officer(HOUSING), because="修好了")
    with pytest.raises(Refused, match="还没有登记回应"):
        desk.act(incident, "resolve", DUTY, because="办完了")


def test_a_return_goes_to_the_duty_office_and_never_straight_to_another(desk: Desk) -> None:
    incident = opened(desk).id
    desk.act(incident, "assign", DUTY)
    details = {"reason_code": "not_our_duty", "basis": "三定规定", "office": "451421.water"}
    desk.act_on(part_of(desk, incident, HOUSING), "return", officer(HOUSING), because="农村供水归水利", details=details)
    with desk.register.reading() as tx:
        offices = [part.office for part in incidents.assignments(tx, incident=incident)]
        told = [notice.office for notice in incidents.notices(tx) if "退回" in notice.text]
    assert get(desk, incident).status == "assessed"
    assert "451421.water" not in offices
    assert told == ["451400.duty"]


def test_after_two_returns_no_third_is_open_and_the_coordinator_is_told(desk: Desk) -> None:
    incident = opened(desk).id
    offices = [HOUSING, "451421.water", "451421.agriculture"]
    for office, other in zip(offices, [*offices[1:], HOUSING], strict=True):
        desk.act(incident, "assign", DUTY, details={"responsible": office})
        back = {"reason_code": "not_our_duty", "basis": "三定规定", "office": other}
        if office is offices[2]:
            with pytest.raises(Refused, match="已两次退回，由协调单位决定"):
                desk.act_on(part_of(desk, incident, office), "return", officer(office), because="不归我们", details=back)
        else:
            desk.act_on(part_of(desk, incident, office), "return", officer(office), because="不归我们", details=back)
    with desk.register.reading() as tx:
        assert any("两次退回" in notice.text for notice in incidents.notices(tx, office="451421.government_office"))


def test_a_raised_severity_adds_clocks_keeps_the_old_promises_and_tells_the_leader(desk: Desk) -> None:
    incident = opened(desk).id
    before = clocks(desk, incident)
    raised = desk.act(incident, "raise", DUTY, because="造成多人死亡", details={"grade": "extreme"})
    after = clocks(desk, incident)
    assert {key: (c.started, c.due) for key, c in before.items()}.items() <= {key: (c.started, c.due) for key, c in after.items()}.items()
    assert {"publish", "press_conference"} <= {name for name, _ in after}
    assert raised.severity.grade is Grade.extreme
    with desk.register.reading() as tx:
        assert [notice.office for notice in incidents.notices(tx, office="451421.government")] == ["451421.government"]


def test_raising_goes_up_and_lowering_down(desk: Desk) -> None:
    incident = opened(desk, grade=Grade.major).id
    with pytest.raises(Refused, match="升级后的级别应高于现在的级别"):
        desk.act(incident, "raise", DUTY, because="x", details={"grade": "ordinary"})
    with pytest.raises(Refused, match="降级后的级别应低于现在的级别"):
        desk.act(incident, "lower", DUTY, because="x", details={"grade": "extreme"})


def test_a_persons_correction_of_the_place_sends_the_matter_elsewhere(desk: Desk) -> None:
    corrected = desk.act(opened(desk).id, "correct", DUTY, details={"places": ["451423100"]})
    assert corrected.decision is not None
    assert corrected.decision.responsible == "451423.housing"
    assert corrected.places[0].said_by == "person"


def test_merging_moves_the_posts_for_good(desk: Desk) -> None:
    one, other = opened(desk, posts=2), opened(desk, posts=3)
    desk.act(one.id, "merge", DUTY, details={"into": other.id})
    with desk.register.reading() as tx:
        said = incidents.constraints(tx)
    assert get(desk, one.id).status == "merged"
    assert get(desk, other.id).posts == 5
    assert [(kind, incident) for kind, _, incident in said] == [("belongs", other.id)] * 2


def test_splitting_opens_an_incident_of_its_own_for_good(desk: Desk) -> None:
    incident = opened(desk, posts=3)
    desk.act(incident.id, "split", DUTY, because="另一件事", details={"documents": [f"d{incident.id}-2"]})
    with desk.register.reading() as tx:
        said = {(kind, number) for kind, _, number in incidents.constraints(tx)}
        fresh = incidents.find(tx)[0][0]
    assert (get(desk, incident.id).posts, fresh.posts, fresh.status) == (2, 1, "assessed")
    assert said == {("belongs", fresh.id), ("apart", incident.id)}
    with pytest.raises(Refused, match="拆分要选出一部分"):
        desk.act(incident.id, "split", DUTY, because="全部", details={"documents": [f"d{incident.id}-0", f"d{incident.id}-1"]})


def test_an_extension_is_asked_for_before_the_clock_runs_out_and_once(desk: Desk, watch: Watch) -> None:
    incident = opened(desk).id
    desk.act(incident, "assign", DUTY)
    part = part_of(desk, incident, HOUSING)
    clock = clocks(desk, incident)["resolve", part].id
    desk.act_on(part, "extend", officer(HOUSING), because="材料未到", details={"clock": clock, "limit": "5 working days"})
    with pytest.raises(Refused, match="已延期一次"):
        desk.act_on(part, "extend", officer(HOUSING), because="材料未到", details={"clock": clock, "limit": "5 working days"})
    watch.go(days=3)
    late = clocks(desk, incident)["acknowledge", part].id
    with pytest.raises(Refused, match="已经逾期"):
        desk.act_on(part, "extend", officer(HOUSING), because="材料未到", details={"clock": late, "limit": "1 days"})
    respond = clocks(desk, incident)["respond", None].id
    with pytest.raises(Refused, match="是国家时限，不能延期"):
        desk.act_on(part, "extend", officer(HOUSING), because="材料未到", details={"clock": respond, "limit": "1 days"})


def test_an_office_acts_on_its_own_part_only(desk: Desk) -> None:
    incident = opened(desk).id
    desk.act(incident, "assign", DUTY)
    with pytest.raises(Refused, match="不是给您单位的") as refused:
        desk.act_on(part_of(desk, incident, HOUSING), "acknowledge", officer(TOWN))
    assert refused.value.forbidden
    with pytest.raises(Missing):
        desk.act(incident, "note", officer("451423.housing"), because="看看")


def test_a_leader_may_urge_and_not_assign(desk: Desk) -> None:
    incident = opened(desk).id
    with pytest.raises(Refused, match="您的身份不能做“交办”") as refused:
        desk.act(incident, "assign", LEADER)
    assert refused.value.forbidden
    desk.act(incident, "assign", DUTY)
    desk.act(incident, "supervise", LEADER, because="群众反映强烈")


def test_what_somebody_changed_in_between_is_not_overwritten(desk: Desk) -> None:
    seen = opened(desk)
    desk.act(seen.id, "note", DUTY, version=seen.version, because="先看看")
    with pytest.raises(Stale, match="在您打开之后已被 zhiban 改动（批注），请刷新后再试"):
        desk.act(seen.id, "assign", DUTY, version=seen.version)


def test_two_people_at_once_lose_no_act(desk: Desk) -> None:
    incident = opened(desk).id
    failed: list[Exception] = []

    def note(letter: str) -> None:
        for number in range(20):
            try:
                desk.act(incident, "note", DUTY, because=f"{letter}{number}")
            except Exception as error:  # noqa: BLE001
                failed.append(error)

    people = [threading.Thread(target=note, args=(letter,)) for letter in "ab"]
    for person in people:
        person.start()
    for person in people:
        person.join()
    with desk.register.reading() as tx:
        told = {entry.because for entry in history.of(tx, incident)}
        assert not list(history.verify(tx))
    assert not failed
    assert {f"{letter}{number}" for letter in "ab" for number in range(20)} <= told


def test_an_unknown_office_is_refused_with_the_nearest_name(desk: Desk) -> None:
    with pytest.raises(Refused, match=r'451421\.educaton.*did you mean "451421\.education"'):
        desk.act(opened(desk).id, "assign", DUTY, details={"responsible": "451421.educaton"})


def test_the_words_that_a_rule_asks_for_are_looked_for_in_the_posts_and_not_only_in_the_title(desk: Desk) -> None:
    incident = opened(desk)
    with desk.register.reading() as tx:
        posts = [post_of(document, read) for document, read in documents.of_incident(tx, incident.id)]
    assert "已经停水三天了" in facts_of(incident, posts).words
    assert facts_of(incident).words == incident.title


def test_a_clock_that_nobody_owes_any_more_is_ended_and_neither_kept_nor_late(desk: Desk, watch: Watch) -> None:
    incident = opened(desk).id
    desk.act(incident, "assign", DUTY)
    part = part_of(desk, incident, HOUSING)
    back = {"reason_code": "not_our_duty", "basis": "三定规定", "office": "451421.water"}
    desk.act_on(part, "return", officer(HOUSING), because="农村供水归水利", details=back)
    mine = {name: state(clock, watch()) for (name, owner), clock in clocks(desk, incident).items() if owner == part}
    assert set(mine.values()) == {"ended"}


def test_what_was_overdue_when_it_ended_stays_late(desk: Desk, watch: Watch) -> None:
    incident = opened(desk).id
    watch.go(hours=60)
    desk.act(incident, "dismiss", DUTY, because="不实信息", details={"reason_code": "refuted"})
    assert state(clocks(desk, incident)["respond", None], watch()) == "late"


def test_after_a_return_the_suggestion_is_the_office_proposed_with_the_reason(desk: Desk) -> None:
    incident = opened(desk).id
    desk.act(incident, "assign", DUTY)
    back = {"reason_code": "not_our_duty", "basis": "三定规定", "office": "451421.water"}
    desk.act_on(part_of(desk, incident, HOUSING), "return", officer(HOUSING), because="农村供水归水利", details=back)
    decision = get(desk, incident).decision
    assert decision is not None
    assert decision.responsible == "451421.water"
    assert decision.because[0] == "扶绥县住房和城乡建设局退回（农村供水归水利；依据：三定规定），建议由扶绥县水利局承办"


def test_merging_a_grave_matter_into_a_light_one_makes_that_grave(desk: Desk) -> None:
    grave, light = opened(desk, grade=Grade.considerable, posts=2), opened(desk, posts=1)
    desk.act(grave.id, "merge", DUTY, details={"into": light.id})
    after = get(desk, light.id)
    assert (after.severity.grade, after.posts, after.voices) == (Grade.considerable, 3, 3)
    assert ("verify" in {clock.name for clock in after.decision.clocks}) if after.decision else False


def test_nothing_is_merged_into_a_closed_matter(desk: Desk) -> None:
    one, other = opened(desk), opened(desk)
    desk.act(other.id, "dismiss", DUTY, because="不实信息", details={"reason_code": "refuted"})
    with pytest.raises(Refused, match="已经了结"):
        desk.act(one.id, "merge", DUTY, details={"into": other.id})


def test_a_matter_split_off_keeps_the_promise_from_when_it_was_found(desk: Desk, watch: Watch) -> None:
    incident = opened(desk, posts=3)
    before = clocks(desk, incident.id)["respond", None].due
    watch.go(hours=5)
    desk.act(incident.id, "split", DUTY, because="另一件事", details={"documents": [f"d{incident.id}-2"]})
    assert clocks(desk, incident.id + 1)["respond", None].due == before


def test_an_empty_correction_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused, match="没有要更正的内容"):
        desk.act(opened(desk).id, "correct", DUTY)


def test_an_office_that_the_matter_was_taken_from_gets_no_new_clock(desk: Desk) -> None:
    incident = opened(desk).id
    desk.act(incident, "assign", DUTY)
    before = part_of(desk, incident, HOUSING)
    desk.act(incident, "assign", DUTY, details={"responsible": "451421.water"})
    desk.act(incident, "raise", DUTY, because="造成多人死亡", details={"grade": "major"})
    found = clocks(desk, incident)
    assert ("verify", part_of(desk, incident, "451421.water")) in found
    assert ("verify", before) not in found


def resolvable(desk: Desk) -> int:
    """An incident that its responsible office has answered, while a cooperating one has not even signed for it."""
    incident = desk.act(opened(desk).id, "assign", DUTY).id
    part = part_of(desk, incident, "451421.housing")
    desk.act_on(part, "acknowledge", officer("451421.housing"))
    desk.act_on(part, "answer", officer("451421.housing"), details={"link": "http://127.0.0.1/n"})
    return incident


def test_nothing_runs_any_more_once_a_matter_is_resolved_and_who_never_signed_did_not_resolve_it(desk: Desk) -> None:
    incident = resolvable(desk)
    desk.act(incident, "resolve", DUTY, because="已恢复供水")
    with desk.register.reading() as tx:
        assert incidents.clocks(tx, incident=incident, running=True) == []
        parts = {part.duty: part.status for part in incidents.assignments(tx, incident=incident)}
    assert parts[Duty.responsible] == "resolved"
    assert parts[Duty.cooperating] == "withdrawn"


def test_an_answer_whose_link_does_not_hold_resolves_nothing_unless_somebody_says_why(desk: Desk) -> None:
    incident = resolvable(desk)
    with desk.register.writing() as tx:
        answer = incidents.answers(tx, incident)[0]
        incidents.save_answer(tx, replace(answer, link_state="closed", link_because="连接被拒绝"))
    with pytest.raises(Refused, match="回应的链接打不开，还不能办结"):
        desk.act(incident, "resolve", DUTY, because="已恢复供水")
    assert desk.act(incident, "resolve", DUTY, because="公告栏照片在案", details={"unproven": "yes"}).status == "resolved"


@pytest.mark.parametrize("code", ["999999", "100000", "001234"])
def test_a_place_of_no_province_is_refused(desk: Desk, code: str) -> None:
    with pytest.raises(Refused, match="没有以"):
        desk.act(opened(desk).id, "correct", DUTY, because="在外地", details={"places": [code]})
