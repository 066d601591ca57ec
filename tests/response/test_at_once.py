"""Two people acting at once, on either database: one of them wins, the other is told who was faster, and nothing is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from config.rules import Rules
from response import viewing
from response.desk import Desk
from response.words import Refused
from store import drafts, history, incidents
from store.history import Stale
from store.records import Grade, Person, Role
from store.register import Register
from tests.response.conftest import Watch
from tests.response.world import DUTY, LEADER, get, officer, opened, part_of
from tests.store.conftest import address, postgres

__all__ = ["address", "postgres"]
HOUSING = "451421.housing"
SECOND = Person("zhiban2", Role.duty, None, "451400", "值班员乙")


@pytest.fixture
def desk(address: str, rules: Rules, watch: Watch) -> Iterator[Desk]:
    register = Register(address)
    yield Desk(register, rules, watch)
    register.close()


def at_once(*acts: Callable[[], object]) -> list[Exception]:
    """Does everything at the same moment; what was raised."""
    raised: list[Exception] = []
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        start.wait()
        try:
            act()
        except Exception as error:  # noqa: BLE001
            raised.append(error)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return raised


def actions(desk: Desk, incident: int) -> list[str]:
    with desk.register.reading() as tx:
        assert not list(history.verify(tx))
        return [entry.action for entry in history.of(tx, incident)]


def test_of_two_who_saw_the_same_page_one_acts_and_one_is_told(desk: Desk) -> None:
    for _ in range(5):
        seen = opened(desk)
        raised = at_once(
            lambda seen=seen: desk.act(seen.id, "assign", DUTY, version=seen.version),  # type: ignore[misc]
            lambda seen=seen: desk.act(  # type: ignore[misc]
                seen.id, "dismiss", SECOND, version=seen.version, because="旧闻", details={"reason_code": "old_news"}
            ),
        )
        (error,) = raised
        assert isinstance(error, Stale)
        done = get(desk, seen.id)
        faster, word = ("zhiban", "交办") if done.status == "assigned" else ("zhiban2", "不予受理")
        assert str(error) == f"事件 {seen.id} 在您打开之后已被 {faster} 改动（{word}），请刷新后再试。"
        assert len(actions(desk, seen.id)) == done.version == seen.version + 1


def test_an_office_acknowledges_once_however_often_it_presses(desk: Desk) -> None:
    incident = desk.act(opened(desk).id, "assign", DUTY).id
    part = part_of(desk, incident, HOUSING)
    raised = at_once(*(lambda: desk.act_on(part, "acknowledge", officer(HOUSING)) for _ in range(4)))
    assert [str(error).split("；")[0] for error in raised] == ["现在是“已签收”，不能签收"] * 3
    assert all(isinstance(error, Refused) for error in raised)
    assert actions(desk, incident).count("acknowledge") == 1


def test_notes_of_several_at_once_are_all_there(desk: Desk) -> None:
    incident = opened(desk).id
    people = (DUTY, SECOND)
    acts = [
        lambda person=person, n=n: desk.act(incident, "note", person, because=f"{person.name}{n}") for person in people for n in range(4)
    ]
    assert at_once(*acts) == []
    with desk.register.reading() as tx:
        said = {entry.because for entry in history.of(tx, incident) if entry.action == "note"}
    assert said == {f"{person.name}{n}" for person in people for n in range(4)}


def test_two_matters_merged_into_each_other_at_once_end_as_one(desk: Desk) -> None:
    for _ in range(3):
        one, other = opened(desk, posts=2), opened(desk, posts=3)
        raised = at_once(
            lambda one=one, other=other: desk.act(one.id, "merge", DUTY, details={"into": other.id}),  # type: ignore[misc]
            lambda one=one, other=other: desk.act(other.id, "merge", SECOND, details={"into": one.id}),  # type: ignore[misc]
        )
        assert [type(error) for error in raised] == [Refused]
        assert sorted(get(desk, one_.id).status for one_ in (one, other)) == ["assessed", "merged"]
        assert sum(get(desk, one_.id).posts for one_ in (one, other)) == 5


def test_what_is_undone_while_the_office_acknowledges_is_one_or_the_other(desk: Desk) -> None:
    for _ in range(3):
        incident = desk.act(opened(desk).id, "assign", DUTY).id
        part = part_of(desk, incident, HOUSING)
        raised = at_once(
            lambda incident=incident: desk.act(incident, "undo", DUTY),  # type: ignore[misc]
            lambda part=part: desk.act_on(part, "acknowledge", officer(HOUSING)),  # type: ignore[misc]
        )
        assert len(raised) == 1
        done = get(desk, incident)
        with desk.register.reading() as tx:
            parts = incidents.assignments(tx, incident=incident)
        assert (done.status, bool(parts)) in (("assessed", False), ("acknowledged", True))


def test_a_post_that_joined_in_between_makes_nobody_start_again(desk: Desk) -> None:
    seen = opened(desk)
    with desk.register.writing() as tx:
        history.append(tx, seen.id, "joined", "系统", desk.now(), "标题相同")
    assert desk.act(seen.id, "assign", DUTY, version=seen.version).status == "assigned"


def test_two_who_sign_one_draft_at_once_are_one_signature(desk: Desk) -> None:
    incident = desk.act(opened(desk, grade=Grade.major).id, "assign", DUTY).id
    part = part_of(desk, incident, HOUSING)
    desk.act_on(part, "acknowledge", officer(HOUSING))
    desk.act_on(part, "draft", officer(HOUSING), details={"text": "11月26日恢复供水，内部调查已启动"})
    with desk.register.reading() as tx:
        draft = drafts.of_incident(tx, incident)[-1].id
    raised = at_once(*(lambda person=person: desk.act_on_draft(draft, "approve", person) for person in (DUTY, SECOND)))
    assert [str(error) for error in raised] == ["这份稿件现在等领导审签。"]
    with desk.register.reading() as tx:
        shown = viewing.whole(tx, incident, desk.rules, LEADER, desk.now()).drafts[0]
    assert (len(shown.signatures), shown.to_sign, "approve" in [action.name for action in shown.actions]) == (1, ["领导"], True)


def test_two_answers_to_one_request_are_one_decision(desk: Desk) -> None:
    incident = desk.act(opened(desk, grade=Grade.considerable).id, "assign", DUTY).id
    part = part_of(desk, incident, HOUSING)
    with desk.register.reading() as tx:
        clock = next(one for one in incidents.clocks(tx, incident=incident) if one.name == "resolve")
    desk.act_on(part, "extend", officer(HOUSING), because="检验未出", details={"clock": clock.id, "limit": "5 working days"})
    raised = at_once(
        lambda: desk.act_on(part, "grant", DUTY),
        lambda: desk.act_on(part, "refuse", SECOND, because="群众等不起"),
    )
    assert ["没有等待答复的延期申请" in str(error) for error in raised] == [True]
    assert len({"grant", "refuse"} & set(actions(desk, incident))) == 1
