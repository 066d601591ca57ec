"""Assessed posts become incidents, each post leaves with one outcome, and the machine never undoes a person."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from nlp.grouping import Grouping
from response.desk import Desk
from response.intake import Intake
from store import documents, history, incidents, stages
from store.records import Assessment, Document, Finding, Grade, Incident, Medium, Severity
from tests.response.conftest import Watch
from tests.response.world import DUTY

CUT = "渠黎镇渠黎街从昨天早上开始停水，水厂电话打不通，家里老人小孩没法做饭，请有关部门尽快抢修恢复供水。"
BUS = "桃城镇3路公交车经常不按时发车，早上等了一个小时，上班迟到好几次。"
WATER = Finding("municipal_services", "市政服务", "“停水”")
TOWN = Finding("451421101", "扶绥县渠黎镇", "“渠黎镇”")


@pytest.fixture
def intake(desk: Desk) -> Intake:
    grouping = Grouping(desk.rules.regions.home, desk.rules.severity.kinds)
    return Intake(desk, desk.rules, grouping, lambda posts, *_: (float(len(posts)), None, ""), desk.now)


def take(
    intake: Intake,
    id_: str,
    text: str,
    *,
    topics: tuple[Finding, ...] = (WATER,),
    places: tuple[Finding, ...] = (TOWN,),
    grade: Grade = Grade.none,
    needless: str = "",
) -> str:
    """One assessed post through the stage; its outcome."""
    now = intake.now()
    with intake.desk.register.writing() as tx:
        documents.add(tx, Document(id_, "board", f"http://127.0.0.1/{id_}", text[:8], text, Medium.board, "451421", now, now, id_))
        severity = Severity(grade, "原文", harm={"deaths": 1} if grade is not Grade.none else {})
        read = Assessment(id_, topics, places, (), (), severity, needless=needless)
        documents.save_assessment(tx, read, now)
        documents.leave(tx, id_, documents.ASSESSED)
    outcome: Counter[str] = stages.work(intake.desk.register, intake.stage(), intake.now)
    return next(iter(outcome))


def all_of(desk: Desk) -> list[Incident]:
    with desk.register.reading() as tx:
        return incidents.find(tx, order="opened")[0]


def test_a_new_matter_opens_an_incident_with_its_suggestion_and_clocks(intake: Intake) -> None:
    assert take(intake, "a", CUT) == "opened"
    incident = all_of(intake.desk)[0]
    assert incident.decision is not None
    assert (incident.status, incident.decision.responsible) == ("assessed", "451421.housing")
    with intake.desk.register.reading() as tx:
        assert {clock.name for clock in incidents.clocks(tx, incident=incident.id)} == {"respond", "assign"}
        assert [entry.action for entry in history.of(tx, incident.id)] == ["opened", "assessed"]


def test_a_copy_joins_and_another_matter_opens_its_own(intake: Intake) -> None:
    assert take(intake, "a", CUT) == "opened"
    assert take(intake, "b", "转发：" + CUT) == "joined"
    bus = (Finding("transport", "交通运输", "“公交车”"),)
    assert take(intake, "c", BUS, topics=bus, places=(Finding("451424100", "大新县桃城镇", "“桃城镇”"),)) == "opened"
    assert sorted(incident.posts for incident in all_of(intake.desk)) == [1, 2]


def test_a_post_without_any_concern_is_told_apart_and_kept(intake: Intake) -> None:
    assert take(intake, "a", "今天天气真好，晒晒太阳", topics=(), places=()) == "no concern"
    with intake.desk.register.reading() as tx:
        assert [(one.id, why) for one, _, why in documents.recent(tx, state=documents.NO_CONCERN)] == [
            ("a", "没有看出需要回应的事项：无领域、无伤亡、无险情")
        ]


def test_an_advertisement_opens_nothing_whatever_it_is_about(intake: Intake) -> None:
    because = "看来是广告（“价格公道、随叫随到”），没有诉求"
    assert take(intake, "a", "专业疏通下水道，价格公道，随叫随到", needless=because) == "no concern"
    with intake.desk.register.reading() as tx:
        assert [why for _, _, why in documents.recent(tx, state=documents.NO_CONCERN)] == [because]


def test_an_extreme_matter_is_told_to_its_leader_at_once_and_once(intake: Intake) -> None:
    take(intake, "a", CUT, grade=Grade.extreme)
    take(intake, "b", "转发：" + CUT, grade=Grade.extreme)
    with intake.desk.register.reading() as tx:
        told = incidents.notices(tx, office="451421.government")
    assert len(told) == 1
    assert "待值班室确认" in told[0].text


def test_a_graver_post_adds_clocks_to_an_incident_in_hand(intake: Intake) -> None:
    take(intake, "a", CUT)
    incident = all_of(intake.desk)[0]
    intake.desk.act(incident.id, "assign", DUTY)
    take(intake, "b", "转发：" + CUT, grade=Grade.major)
    after = all_of(intake.desk)[0]
    with intake.desk.register.reading() as tx:
        names = {clock.name for clock in incidents.clocks(tx, incident=incident.id)}
    assert after.severity.grade is Grade.major
    assert {"respond", "publish", "press_conference"} <= names
    assert after.status == "assigned"


def test_the_machine_never_undoes_what_a_person_said(intake: Intake) -> None:
    take(intake, "a", CUT)
    incident = all_of(intake.desk)[0]
    intake.desk.act(incident.id, "correct", DUTY, details={"places": ["451423100"], "topics": ["agriculture"]})
    take(intake, "b", "转发：" + CUT)
    after = all_of(intake.desk)[0]
    assert [place.value for place in after.places] == ["451423100"]
    assert [topic.value for topic in after.topics] == ["agriculture"]
    assert after.posts == 2


def test_a_post_of_a_merged_incident_goes_where_that_went(intake: Intake) -> None:
    take(intake, "a", CUT)
    bus = (Finding("transport", "交通运输", "“公交车”"),)
    take(intake, "c", BUS, topics=bus, places=(Finding("451424100", "大新县桃城镇", "“桃城镇”"),))
    other, water = sorted(all_of(intake.desk), key=lambda incident: -incident.id)
    intake.desk.act(water.id, "merge", DUTY, details={"into": other.id})
    assert take(intake, "b", "转发：" + CUT) == "joined"
    assert next(incident for incident in all_of(intake.desk) if incident.id == other.id).posts == 3


def test_a_memory_made_again_from_the_register_groups_as_before(intake: Intake, watch: Watch) -> None:
    take(intake, "a", CUT)
    watch.go(hours=1)
    intake.warm_up()
    assert take(intake, "b", "转发：" + CUT) == "joined"


def test_what_the_rules_confirm_themselves_is_assigned_at_once(intake: Intake) -> None:
    rules = intake.rules
    default = rules.routing.default.model_copy(update={"confirm": "automatic"})
    intake.rules = replace(rules, routing=rules.routing.model_copy(update={"default": default}))
    take(intake, "a", CUT)
    incident = all_of(intake.desk)[0]
    with intake.desk.register.reading() as tx:
        assert {part.office for part in incidents.assignments(tx, incident=incident.id)} >= {"451421.housing"}
    assert incident.status == "assigned"


def test_a_matter_that_was_ended_and_is_spoken_of_again_is_told_once_until_it_is_read(intake: Intake, watch: Watch) -> None:
    take(intake, "a", CUT)
    incident = all_of(intake.desk)[0]
    intake.desk.act(incident.id, "dismiss", DUTY, because="已有人在修", details={"reason_code": "elsewhere"})
    for number, id_ in enumerate("bcd"):
        watch.go(hours=1)
        assert take(intake, id_, f"转发{number}：" + CUT) == "joined"
    with intake.desk.register.reading() as tx:
        told = [notice.text for notice in incidents.notices(tx, incident=incident.id) if notice.rung == "again"]
        assert told == [f"不予受理之后又有新的信息（共 2 条）：{incident.title}"]
        after = incidents.get(tx, incident.id)
    assert after is not None
    assert (after.status, after.posts) == ("dismissed", 4)
    with intake.desk.register.writing() as tx:
        incidents.see_notices(tx, "451400.duty", intake.now(), "zhiban")
    take(intake, "e", "又来：" + CUT)
    with intake.desk.register.reading() as tx:
        assert [notice.rung for notice in incidents.notices(tx, incident=incident.id)].count("again") == 2
