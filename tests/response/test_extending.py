"""More time is asked for and granted, or a clock stands still where a rule says so; the arithmetic shows it, national limits never move."""

from __future__ import annotations

import pytest

from response.asked import requests
from response.desk import Desk
from response.timekeeping import state
from response.words import Refused
from store import history, incidents
from store.records import Clock, Grade
from tests.response.conftest import Watch
from tests.response.test_desk import HOUSING, clocks
from tests.response.world import DUTY, LEADER, officer, opened, part_of

BY = officer(HOUSING)
WHY = {"reason": "检验检测鉴定", "evidence": "委托书〔2026〕15号"}


def in_hand(desk: Desk, grade: Grade = Grade.none) -> tuple[int, int]:
    incident = opened(desk, grade=grade).id
    desk.act(incident, "assign", DUTY)
    return incident, part_of(desk, incident, HOUSING)


def clock(desk: Desk, incident: int, name: str, part: int | None) -> Clock:
    return clocks(desk, incident)[name, part]


def test_where_a_grant_is_owed_the_clock_moves_only_when_it_is_given(desk: Desk, watch: Watch) -> None:
    incident, part = in_hand(desk, Grade.considerable)
    resolve = clock(desk, incident, "resolve", part)
    details = {"clock": resolve.id, "limit": "5 working days"}
    desk.act_on(part, "extend", BY, because="检验未出结果", details=details)
    assert clock(desk, incident, "resolve", part) == resolve
    with pytest.raises(Refused, match="还在等值班室答复"):
        desk.act_on(part, "extend", BY, because="再问一次", details=details)
    with desk.register.reading() as tx:
        (request,) = requests(tx, incident)
        assert any("申请延期" in notice.text for notice in incidents.notices(tx, office="451400.duty"))
    assert (request.by, request.asked_of, request.because) == (BY.name, "duty", "检验未出结果")
    watch.go(hours=3)
    desk.act_on(part, "grant", DUTY)
    moved = clock(desk, incident, "resolve", part)
    assert (moved.due, moved.extended and moved.extended > resolve.due) == (resolve.due, True)
    assert "延期：" in moved.arithmetic
    with desk.register.reading() as tx:
        asked, granted = [entry for entry in history.of(tx, incident) if entry.action in ("extend", "grant")]
        assert requests(tx, incident) == []
    assert (asked.by, granted.by, granted.details["asked_by"]) == (BY.name, DUTY.name, BY.name)


def test_a_refused_request_leaves_the_clock_and_tells_the_office_why(desk: Desk) -> None:
    incident, part = in_hand(desk, Grade.major)
    resolve = clock(desk, incident, "resolve", part)
    desk.act_on(part, "extend", BY, because="人手不足", details={"clock": resolve.id, "limit": "5 working days"})
    with pytest.raises(Refused, match="这件延期要由领导答复") as refused:
        desk.act_on(part, "grant", DUTY)
    assert refused.value.forbidden
    desk.act_on(part, "refuse", LEADER, because="群众等不起")
    assert clock(desk, incident, "resolve", part) == resolve
    with desk.register.reading() as tx:
        assert any("群众等不起" in notice.text for notice in incidents.notices(tx, office=HOUSING))
    with pytest.raises(Refused, match="没有等待答复的延期申请"):
        desk.act_on(part, "grant", LEADER)


@pytest.mark.parametrize("limit", ["两天", "0 days", "soon"])
def test_a_limit_that_is_none_is_refused_in_a_sentence(desk: Desk, limit: str) -> None:
    incident, part = in_hand(desk)
    details = {"clock": clock(desk, incident, "resolve", part).id, "limit": limit}
    with pytest.raises(Refused, match="看不懂延长时间"):
        desk.act_on(part, "extend", BY, because="材料未到", details=details)


def test_a_clock_stands_still_for_a_reason_of_the_rules_and_goes_on_with_what_was_left(desk: Desk, watch: Watch) -> None:
    incident, part = in_hand(desk)
    before = clock(desk, incident, "report_back", part)
    desk.act_on(part, "pause", BY, because="送检", details={"clock": before.id, **WHY})
    watch.go(days=14)
    assert state(clock(desk, incident, "report_back", part), watch()) == "paused"
    desk.act_on(part, "resume", BY, because="报告已出", details={"clock": before.id})
    after = clock(desk, incident, "report_back", part)
    assert (before.due.date().isoformat(), after.due) == ("2026-12-02", before.due)
    assert after.extended is not None
    assert after.extended.date().isoformat() == "2026-12-16"
    assert "暂停计时：检验检测鉴定（送检；凭证：委托书〔2026〕15号）" in after.arithmetic
    assert "还剩 5 个工作日" in after.arithmetic


def test_a_pause_is_no_extension_and_one_may_still_be_asked_for(desk: Desk, watch: Watch) -> None:
    incident, part = in_hand(desk)
    id_ = clock(desk, incident, "report_back", part).id
    desk.act_on(part, "pause", BY, because="送检", details={"clock": id_, **WHY})
    with pytest.raises(Refused, match="正在暂停，不需要延期"):
        desk.act_on(part, "extend", BY, because="不够", details={"clock": id_, "limit": "1 days"})
    watch.go(days=1)
    desk.act_on(part, "resume", BY, because="报告已出", details={"clock": id_})
    desk.act_on(part, "extend", BY, because="不够", details={"clock": id_, "limit": "2 working days"})


def test_what_is_done_during_a_pause_is_in_time(desk: Desk, watch: Watch) -> None:
    incident, part = in_hand(desk)
    desk.act_on(part, "acknowledge", BY)
    id_ = clock(desk, incident, "report_back", part).id
    desk.act_on(part, "pause", BY, because="送检", details={"clock": id_, **WHY})
    watch.go(days=30)
    desk.act_on(part, "report_back", BY, because="报告已出，已更换管道")
    assert state(clock(desk, incident, "report_back", part), watch()) == "on time"


@pytest.mark.parametrize(
    ("name", "details", "sentence"),
    [
        ("respond", WHY, "“回应”不能暂停"),
        ("acknowledge", WHY, "“签收”不能暂停"),
        ("report_back", {**WHY, "reason": "人手不足"}, "可以暂停的事由：检验检测鉴定、材料补正"),
        ("report_back", {"reason": "材料补正"}, "还缺凭证"),
    ],
)
def test_no_clock_stands_still_without_a_rule_a_reason_and_evidence(desk: Desk, name: str, details: dict[str, str], sentence: str) -> None:
    incident, part = in_hand(desk)
    wanted = clock(desk, incident, name, None if name == "respond" else part).id
    with pytest.raises(Refused, match=sentence):
        desk.act_on(part, "pause", BY, because="等结果", details={"clock": wanted, **details})


def test_a_raised_severity_and_a_pause_keep_the_promise_that_was_made(desk: Desk, watch: Watch) -> None:
    incident, part = in_hand(desk)
    before = clocks(desk, incident)
    desk.act_on(part, "pause", BY, because="送检", details={"clock": before["resolve", part].id, **WHY})
    desk.act(incident, "raise", DUTY, because="多人受伤", details={"grade": "major"})
    watch.go(days=2)
    desk.act_on(part, "resume", BY, because="好了", details={"clock": before["resolve", part].id})
    after = clocks(desk, incident)
    assert {key: one.due for key, one in before.items()}.items() <= {key: one.due for key, one in after.items()}.items()
    assert {"publish", "press_conference"} <= {name for name, _ in after}
