"""A slip is taken back within the minute by whoever made it, as long as nobody else has seen it; the history keeps both."""

from __future__ import annotations

import pytest

from response import undo
from response.desk import Desk
from response.words import Refused
from store import deliveries, history, incidents, snapshots
from store.records import Person, Role
from tests.response.conftest import Watch
from tests.response.test_desk import HOUSING, clocks
from tests.response.world import DUTY, get, officer, opened, part_of

SECOND = Person("zhiban2", Role.duty, None, "451400", "值班员乙")


def test_a_wrong_assignment_taken_back_leaves_no_part_no_clock_and_no_notice(desk: Desk, watch: Watch) -> None:
    before = opened(desk)
    running = clocks(desk, before.id)
    desk.act(before.id, "assign", DUTY, details={"responsible": "451421.water"})
    watch.go(seconds=59)
    after = desk.act(before.id, "undo", DUTY)
    with desk.register.reading() as tx:
        assert incidents.assignments(tx, incident=before.id) == []
        assert incidents.notices(tx, incident=before.id) == []
        entries = history.of(tx, before.id)
        assert not list(history.verify(tx))
    assert clocks(desk, before.id) == running
    assert (after.status, after.moments, after.decision) == (before.status, before.moments, before.decision)
    assert [entry.action for entry in entries][-2:] == ["assign", "undo"]
    assert entries[-1].details["undone"] == entries[-2].number == before.version + 1


def test_an_office_that_was_chosen_by_mistake_never_sees_the_matter(desk: Desk) -> None:
    incident = opened(desk).id
    desk.act(incident, "assign", DUTY, details={"responsible": "451421.water"})
    desk.act(incident, "undo", DUTY)
    with desk.register.reading() as tx:
        assert incidents.find(tx, office="451421.water") == ([], 0)


@pytest.mark.parametrize(
    ("seconds", "person", "sentence"),
    [(61, DUTY, "已超过 60 秒"), (10, SECOND, "只能由本人撤销")],
)
def test_it_is_too_late_after_a_minute_and_not_for_another_person(
    desk: Desk, watch: Watch, seconds: int, person: Person, sentence: str
) -> None:
    incident = opened(desk).id
    desk.act(incident, "assign", DUTY)
    watch.go(seconds=seconds)
    with pytest.raises(Refused, match=sentence):
        desk.act(incident, "undo", person)
    assert get(desk, incident).status == "assigned"


def test_what_an_office_has_read_is_not_taken_back(desk: Desk) -> None:
    incident = opened(desk).id
    desk.act(incident, "assign", DUTY)
    with desk.register.writing() as tx:
        incidents.see_notices(tx, HOUSING, desk.now())
    with pytest.raises(Refused, match="通知已有人看到"):
        desk.act(incident, "undo", DUTY)


@pytest.mark.parametrize(
    ("state", "left"), [("sent", True), ("sending", True), ("unknown", True), ("pending", False), ("page only", False)]
)
def test_what_may_have_left_the_house_is_not_taken_back_and_what_waits_is_not_sent(desk: Desk, state: str, left: bool) -> None:
    incident = opened(desk).id
    desk.act(incident, "assign", DUTY)
    with desk.register.writing() as tx:
        for notice in incidents.notices(tx, incident=incident):
            deliveries.plan(tx, notice.id, "wecom", state, desk.now(), "")
    if left:
        with pytest.raises(Refused, match="通知已有人看到"):
            desk.act(incident, "undo", DUTY)
    else:
        desk.act(incident, "undo", DUTY)
        with desk.register.reading() as tx:
            assert deliveries.waiting(tx) == []


def test_what_somebody_acted_on_is_not_taken_back(desk: Desk) -> None:
    incident = opened(desk).id
    desk.act(incident, "assign", DUTY)
    desk.act_on(part_of(desk, incident, HOUSING), "acknowledge", officer(HOUSING))
    with pytest.raises(Refused, match="“签收”不是您做的"):
        desk.act(incident, "undo", DUTY)
    desk.act(incident, "undo", officer(HOUSING))
    with pytest.raises(Refused, match="已有新的记录"):
        desk.act(incident, "undo", DUTY)


def test_a_registered_answer_taken_back_lets_its_clocks_run_again(desk: Desk) -> None:
    incident = opened(desk).id
    desk.act(incident, "assign", DUTY)
    part = part_of(desk, incident, HOUSING)
    desk.act_on(part, "acknowledge", officer(HOUSING))
    before = clocks(desk, incident)
    desk.act_on(part, "answer", officer(HOUSING), details={"link": "http://127.0.0.1/wrong"})
    desk.act(incident, "undo", officer(HOUSING))
    with desk.register.reading() as tx:
        assert incidents.answers(tx, incident) == []
    assert clocks(desk, incident) == before


def test_a_merge_is_not_taken_back_for_it_touched_another_matter(desk: Desk) -> None:
    one, other = opened(desk), opened(desk)
    desk.act(one.id, "note", DUTY, because="先看看")
    desk.act(one.id, "merge", DUTY, details={"into": other.id})
    with pytest.raises(Refused, match="现在是“已合并”，不能撤销"):
        desk.act(one.id, "undo", DUTY)
    with pytest.raises(Refused, match="没有可以撤销的操作"):
        desk.act(other.id, "undo", DUTY)


def test_it_is_offered_to_whom_it_would_be_done_for(desk: Desk, watch: Watch) -> None:
    incident = desk.act(opened(desk).id, "raise", DUTY, because="有人受伤", details={"grade": "ordinary"})
    with desk.register.reading() as tx:
        mine, another = (undo.offered(tx, incident, person, watch()) for person in (DUTY, SECOND))
        watch.go(seconds=61)
        late = undo.offered(tx, incident, DUTY, watch())
        assert snapshots.last(tx, incident.id) is not None
    assert (mine and mine.label, another, late) == ("升级", None, None)
