"""A draft is signed by whom the severity asks for, reviewed for secrets, and only then becomes the answer."""

from __future__ import annotations

import pytest

from response import drafting
from response.approval import Hint
from response.desk import Desk
from response.words import Refused
from store import drafts, incidents
from store.drafts import Draft
from store.records import Grade, Person, Role
from tests.response.test_desk import HOUSING, TOWN, clocks
from tests.response.test_levels import COUNTY, with_places
from tests.response.test_levels import desk as several
from tests.response.world import DUTY, LEADER, get, officer, opened, part_of

__all__ = ["several"]
HEAD = Person("head", Role.office, HOUSING, "451421", "住建局局长")
LINK = {"link": "http://127.0.0.1/n"}
TEXT = "管道爆裂，11月26日恢复供水，3个村停水"


def in_hand(desk: Desk, grade: Grade = Grade.none) -> tuple[int, int]:
    """An incident that its responsible office has acknowledged, and the office's part."""
    incident = opened(desk, grade=grade).id
    desk.act(incident, "assign", DUTY)
    part = part_of(desk, incident, HOUSING)
    desk.act_on(part, "acknowledge", officer(HOUSING))
    return incident, part


def written(desk: Desk, part: int, text: str = TEXT) -> Draft:
    whole = desk.act_on(part, "draft", officer(HOUSING), details={"text": text})
    with desk.register.reading() as tx:
        return drafts.of_incident(tx, whole.incident)[-1]


def test_an_ordinary_draft_goes_out_without_a_signature_and_is_the_answer(desk: Desk) -> None:
    incident, part = in_hand(desk)
    draft = written(desk, part)
    assert draft.state == "approved"
    released = desk.act_on_draft(draft.id, "release", officer(HOUSING), details=LINK)
    with desk.register.reading() as tx:
        (answer,) = incidents.answers(tx, incident)
    assert released.state == "released"
    assert (answer.text, answer.channel, answer.link) == (TEXT, "website", LINK["link"])
    assert (get(desk, incident).status, clocks(desk, incident)["respond", None].evidence) == ("answered", LINK["link"])


def test_a_considerable_matter_is_answered_after_head_duty_office_and_review(desk: Desk) -> None:
    _, part = in_hand(desk, Grade.considerable)
    with pytest.raises(Refused, match="先经承办单位负责人、值班室审签"):
        desk.act_on(part, "answer", officer(HOUSING), details=LINK)
    draft = written(desk, part).id
    with pytest.raises(Refused, match="拟稿人不能审签自己的稿件"):
        desk.act_on_draft(draft, "approve", officer(HOUSING))
    with pytest.raises(Refused, match="现在等承办单位负责人审签"):
        desk.act_on_draft(draft, "approve", LEADER)
    desk.act_on_draft(draft, "approve", HEAD)
    with pytest.raises(Refused, match="不能登记发布"):
        desk.act_on_draft(draft, "release", officer(HOUSING), details=LINK)
    assert desk.act_on_draft(draft, "approve", DUTY, because="同意").state == "approved"
    with pytest.raises(Refused, match="发布前要有人作保密审查"):
        desk.act_on_draft(draft, "release", officer(HOUSING), details=LINK)
    with pytest.raises(Refused, match="拟稿人不能给自己的稿件作保密审查"):
        desk.act_on_draft(draft, "clear", officer(HOUSING), because="不涉及国家秘密", details={"reviewer": "张审"})
    desk.act_on_draft(draft, "clear", HEAD, because="不涉及国家秘密", details={"reviewer": "张审"})
    assert desk.act_on_draft(draft, "release", officer(HOUSING), details=LINK).cleared_by == "张审"


def test_one_person_signs_a_draft_once_whatever_roles_they_stand_for(desk: Desk) -> None:
    _, part = in_hand(desk, Grade.considerable)
    draft = written(desk, part).id
    desk.act_on_draft(draft, "approve", DUTY, because="局长已签")
    with pytest.raises(Refused, match="下一道审签要由另一个人"):
        desk.act_on_draft(draft, "approve", DUTY)
    assert desk.act_on_draft(draft, "approve", LEADER).state == "approved"


def test_an_extreme_matter_is_signed_by_a_leader(desk: Desk) -> None:
    incident, part = in_hand(desk, Grade.extreme)
    draft = written(desk, part).id
    desk.act_on_draft(draft, "approve", DUTY)
    with pytest.raises(Refused, match="现在等领导审签") as refused:
        desk.act_on_draft(draft, "approve", Person("zhiban2", Role.duty, None, "451400"))
    assert refused.value.forbidden
    assert desk.act_on_draft(draft, "approve", LEADER).state == "approved"
    with desk.register.reading() as tx:
        assert any("待领导审签" in notice.text for notice in incidents.notices(tx, office="451421.government", incident=incident))


def test_a_draft_sent_back_says_why_and_a_new_one_takes_its_place(desk: Desk) -> None:
    incident, part = in_hand(desk, Grade.major)
    first = written(desk, part)
    with pytest.raises(Refused, match="退回修改要写明理由"):
        desk.act_on_draft(first.id, "send_back", DUTY)
    desk.act_on_draft(first.id, "send_back", DUTY, because="没有说何时恢复")
    second = written(desk, part, "明早恢复供水")
    with desk.register.reading() as tx:
        assert [draft.state for draft in drafts.of_incident(tx, incident)] == ["replaced", "in_approval"]
        assert any("没有说何时恢复" in notice.text for notice in incidents.notices(tx, office=HOUSING))
    with pytest.raises(Refused, match="现在是“已改稿”"):
        desk.act_on_draft(first.id, "approve", DUTY)
    assert second.cleared_by is None


def test_a_raised_severity_asks_for_more_signatures_before_the_release(desk: Desk) -> None:
    incident, part = in_hand(desk)
    draft = written(desk, part)
    desk.act(incident, "raise", DUTY, because="多人受伤", details={"grade": "major"})
    with pytest.raises(Refused, match="还要经值班室、领导审签"):
        desk.act_on_draft(draft.id, "release", officer(HOUSING), details=LINK)


def test_a_reviewer_is_shown_the_words_to_look_at_and_what_was_handed_in(desk: Desk) -> None:
    looked = Desk(desk.register, desk.rules, desk.now, (lambda _tx, _incident, text: [Hint("personal", text[-11:], "像是电话")],))
    _, part = in_hand(looked)
    draft = written(looked, part, "内部调查已启动，联系人13977112345")
    kinds = {hint["kind"]: hint["quote"] for hint in draft.hints}
    assert "内部" in kinds["secret"]
    assert kinds["personal"] == "13977112345"


def test_what_two_offices_say_differently_is_a_hint_and_holds_nothing_up(desk: Desk) -> None:
    incident, part = in_hand(desk)
    other = part_of(desk, incident, TOWN)
    desk.act_on(other, "acknowledge", officer(TOWN))
    desk.act_on(other, "draft", officer(TOWN), details={"text": "11月28日恢复供水"})
    draft = written(desk, part)
    (hint,) = [hint for hint in draft.hints if hint["kind"] == "date"]
    assert (hint["quote"], "11月28日恢复供水" in hint["said"]) == ("11月26日恢复供水", True)
    assert draft.state == "approved"


def test_an_office_reads_its_own_drafts_only(desk: Desk) -> None:
    incident, part = in_hand(desk, Grade.considerable)
    draft = written(desk, part).id
    with desk.register.reading() as tx:
        one = incidents.get(tx, incident)
        assert one is not None
        shown = {person.name: drafting.drafts_of(tx, one, desk.rules, person) for person in (officer(HOUSING), officer(TOWN), DUTY)}
        waits = [draft.id for draft in drafting.waiting_for(tx, desk.rules, HEAD).drafts]
    assert [len(found) for found in shown.values()] == [1, 0, 1]
    assert waits == [draft]
    with pytest.raises(Refused, match="不是给您单位的"):
        desk.act_on_draft(draft, "clear", officer(TOWN), because="可以", details={"reviewer": "李"})


def test_a_duty_office_that_does_not_hold_the_matter_signs_nothing(several: Desk) -> None:
    incident = with_places(several, opened(several, grade=Grade.major), "451421101", "451422101").id
    several.act(incident, "assign", DUTY, details={"responsible": HOUSING})
    part = part_of(several, incident, HOUSING)
    several.act_on(part, "acknowledge", officer(HOUSING))
    draft = written(several, part).id
    with pytest.raises(Refused, match="由崇左市的值班室办理"):
        several.act_on_draft(draft, "approve", COUNTY)
    assert several.act_on_draft(draft, "approve", DUTY).state == "in_approval"
