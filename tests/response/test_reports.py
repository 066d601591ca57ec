"""What is told at a telephone goes the way of every post, and can be taken back for a minute."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import update

from response import reports
from response.desk import Desk
from response.intake import Intake
from response.reports import Became, Report
from response.words import Missing, Refused
from store import documents, history, incidents, stages
from store.records import Person, Role
from store.tables import documents as table
from tests.api.seeding import ByTitle, Matter, read_as
from tests.response.conftest import NOON, Watch
from tests.response.world import DUTY, officer

WATER = Report("渠黎镇停水三天", "街上停水三天了", "451421101", None, "phone")
OTHER = officer("451421.housing")
MATTER = Matter("停水", "街上停水三天了", (("451421101", "渠黎镇", "渠黎镇"),), (("municipal_services", "停水"),))


@pytest.fixture
def work(desk: Desk) -> Callable[[], None]:
    """Reads and takes in what waits, as the stages do."""
    intake = Intake(desk, desk.rules, ByTitle(), lambda *_: (1.0, None, ""), desk.now)

    def once() -> None:
        with desk.register.writing() as tx:
            for document in documents.pending(tx, documents.COLLECTED, 100):
                documents.save_assessment(tx, read_as(MATTER, document, desk.rules), desk.now())
                documents.leave(tx, document.id, documents.ASSESSED)
        while stages.work(desk.register, intake.stage(), desk.now):
            pass

    return once


def told(desk: Desk, report: Report = WATER, person: Person = DUTY) -> tuple[str, str]:
    with desk.register.writing() as tx:
        kept = reports.report(tx, desk.rules, person, report, lambda text: text.replace("13800001234", "*" * 11), desk.now())
    return kept.outcome, str(kept.document)


def now(desk: Desk, id_: str, person: Person = DUTY) -> Became:
    with desk.register.reading() as tx:
        return reports.became(tx, desk.rules, person, id_, desk.now())


def test_a_report_opens_an_incident_and_says_so(desk: Desk, work: Callable[[], None]) -> None:
    _, id_ = told(desk)
    before = now(desk, id_)
    assert (before.done, before.sentence, before.undo_until) == (False, "已收下，等待研判", NOON + timedelta(minutes=1))
    work()
    after = now(desk, id_)
    assert (after.done, after.outcome, after.sentence) == (True, "opened", "立案：事件 1")
    assert (after.incident, after.incident_title) == (1, "渠黎镇停水三天")


def test_the_place_that_was_picked_is_said_in_the_text_and_the_caller_is_not_kept(desk: Desk) -> None:
    _, id_ = told(desk, Report("停水三天", "停水，电话13800001234", "451421101", NOON - timedelta(hours=2), "visit"))
    with desk.register.reading() as tx:
        kept = documents.get(tx, id_)
    assert kept is not None
    assert (kept.text, kept.source_region, kept.publisher) == ("地点：扶绥县渠黎镇。\n停水，电话" + "*" * 11, "451421", "人工上报（来访）")
    assert (kept.voice, kept.published) == (None, NOON - timedelta(hours=2))


def test_the_same_words_twice_are_said_to_be_there(desk: Desk, work: Callable[[], None]) -> None:
    first = told(desk)
    work()
    assert told(desk, person=OTHER) == ("seen before", first[1])
    with desk.register.reading() as tx:
        assert len(documents.of_incident(tx, 1)) == 1


def test_what_joins_another_matter_says_which(desk: Desk, work: Callable[[], None]) -> None:
    told(desk)
    work()
    _, second = told(desk, Report("渠黎镇停水三天", "隔壁村也停水", "451421101", None, "group"))
    work()
    assert now(desk, second).sentence == "归入已有的事件：事件 1"


def test_taken_back_in_time_its_own_incident_is_dismissed(desk: Desk, watch: Watch, work: Callable[[], None]) -> None:
    _, id_ = told(desk)
    work()
    watch.go(seconds=50)
    reports.undo(desk, DUTY, id_)
    with desk.register.reading() as tx:
        here = incidents.get(tx, 1)
        assert here is not None
        assert (here.status, here.posts) == ("dismissed", 0)
        assert incidents.clocks(tx, incident=1, running=True) == []
        assert history.of(tx, 1)[-1].because == "上报人在一分钟内撤回了这条上报"
        assert list(history.verify(tx)) == []
    after = now(desk, id_)
    assert (after.sentence, after.because, after.undo_until) == ("已撤回", "值班员撤回", None)
    with pytest.raises(Refused, match="已经撤回"):
        reports.undo(desk, DUTY, id_)


def test_taken_back_out_of_a_matter_of_others_that_matter_goes_on(desk: Desk, work: Callable[[], None]) -> None:
    told(desk, person=OTHER)
    work()
    _, second = told(desk, Report("渠黎镇停水三天", "隔壁村也停水", "451421101", None, "group"))
    work()
    reports.undo(desk, DUTY, second)
    with desk.register.reading() as tx:
        here = incidents.get(tx, 1)
    assert here is not None
    assert (here.status, here.posts) == ("assessed", 1)


def test_taken_back_before_it_was_read_it_is_never_read(desk: Desk, work: Callable[[], None]) -> None:
    _, id_ = told(desk)
    reports.undo(desk, DUTY, id_)
    work()
    assert now(desk, id_).sentence == "已撤回"
    with desk.register.reading() as tx:
        assert incidents.get(tx, 1) is None


def test_a_report_that_was_taken_back_can_be_made_again(desk: Desk, work: Callable[[], None]) -> None:
    _, id_ = told(desk)
    work()
    reports.undo(desk, DUTY, id_)
    assert told(desk, person=OTHER) == ("kept", id_)
    work()
    after = now(desk, id_, OTHER)
    assert (after.state, after.outcome) == ("grouped", "opened")
    with desk.register.reading() as tx:
        (here,) = (one for one in (incidents.get(tx, n) for n in (1, 2)) if one and one.status == "assessed")
        assert here.posts == 1
        assert incidents.clocks(tx, incident=here.id, running=True) != []


def test_what_is_late_in_hand_or_somebody_elses_is_not_taken_back(desk: Desk, watch: Watch, work: Callable[[], None]) -> None:
    _, id_ = told(desk)
    work()
    with pytest.raises(Missing, match="不是您录入的"):
        reports.undo(desk, OTHER, id_)
    desk.act(1, "assign", DUTY)
    with pytest.raises(Refused, match="事件 1 已经有人在办"):
        reports.undo(desk, DUTY, id_)
    watch.go(seconds=61)
    with pytest.raises(Refused, match="超过一分钟"):
        reports.undo(desk, DUTY, id_)
    assert now(desk, id_).undo_until is None


def test_an_office_sees_its_own_reports_alone(desk: Desk, work: Callable[[], None]) -> None:
    told(desk)
    _, own = told(desk, Report("", "路灯坏了\n请修", None, None, "patrol"), OTHER)
    work()
    with desk.register.reading() as tx:
        assert [one.id for one in reports.latest(tx, desk.rules, OTHER, NOON)] == [own]
        assert len(reports.latest(tx, desk.rules, DUTY, NOON)) == 2
    assert now(desk, own, OTHER).incident is None
    assert now(desk, own, OTHER).title == "路灯坏了"
    with pytest.raises(Missing):
        now(desk, "nothing")


def test_another_countys_duty_office_is_not_told_of_ours(desk: Desk, work: Callable[[], None]) -> None:
    elsewhere = Person("daxin", Role.duty, None, "451424", "大新县值班员")
    _, id_ = told(desk)
    work()
    with desk.register.reading() as tx:
        assert reports.latest(tx, desk.rules, elsewhere, NOON) == []
        assert [one.id for one in reports.latest(tx, desk.rules, DUTY, NOON)] == [id_]
    with pytest.raises(Missing):
        now(desk, id_, elsewhere)


def test_an_office_whose_report_joined_anothers_matter_reads_nothing_of_that_matter(desk: Desk, work: Callable[[], None]) -> None:
    told(desk)
    work()
    _, own = told(desk, Report("渠黎镇停水三天", "隔壁村也停水", "451421101", None, "patrol"), OTHER)
    work()
    after = now(desk, own, OTHER)
    assert (after.sentence, after.because, after.incident_title) == ("归入已有的事件：事件 1（由值班室处理）", "", None)


def test_what_nobody_understood_says_so(desk: Desk) -> None:
    _, id_ = told(desk)
    with desk.register.writing() as tx:
        tx.execute(update(table).where(table.c.id == id_).values(state=documents.SET_ASIDE, because="读不懂"))
    assert (now(desk, id_).sentence, now(desk, id_).because) == ("机器看不懂，已放到“搁置待看”", "读不懂")


@pytest.mark.parametrize(
    ("report", "sentence"),
    [
        (Report("停水", "停水", "999999", None, "phone"), "没有编号为“999999”的地区"),
        (Report("停水", "停水", None, NOON + timedelta(hours=1), "phone"), "时间在将来"),
    ],
)
def test_a_report_that_cannot_be_is_refused_with_the_reason(desk: Desk, report: Report, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        told(desk, report)
