from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta

from response.desk import Desk
from response.linking import Page
from response.looking import look
from store import history, incidents
from store.history import verify
from tests.response.conftest import NOON, Watch
from tests.response.world import DUTY, officer, opened, part_of

HOUSING = "451421.housing"
LINK = "http://127.0.0.1/n"
TEXT = "渠黎镇停水三天的情况：主管道爆裂，已经停水三天，正在抢修。"


def answered(desk: Desk, watch: Watch) -> int:
    incident = desk.act(opened(desk).id, "assign", DUTY).id
    part = part_of(desk, incident, HOUSING)
    desk.act_on(part, "acknowledge", officer(HOUSING))
    watch.go(hours=50)
    desk.act_on(part, "answer", officer(HOUSING), details={"link": LINK})
    return incident


def brings(page: Page) -> Callable[[Sequence[str]], Mapping[str, Page]]:
    return lambda links: dict.fromkeys(links, page)


def test_the_clock_stops_at_the_time_the_page_says(desk: Desk, watch: Watch) -> None:
    incident = answered(desk, watch)
    said = NOON + timedelta(hours=30)
    page = Page("kept", "正文完整", "停水情况通报", TEXT, said, "d")
    assert look(desk.register, desk.rules, brings(page), desk.now) == {"public": 1}
    with desk.register.reading() as tx:
        answer = incidents.answers(tx, incident)[0]
        respond = next(clock for clock in incidents.clocks(tx, incident=incident) if clock.name == "respond")
        entry = history.of(tx, incident)[-1]
        whole = incidents.get(tx, incident)
        assert list(verify(tx)) == []
    assert whole is not None
    assert (answer.published, respond.stopped, whole.moments["first_response"]) == (said, said, said)
    assert entry.action == "link_checked"
    assert "以页面为准" in entry.because


def test_a_link_that_cannot_be_opened_is_told_to_the_office_and_the_duty_office_once(desk: Desk, watch: Watch) -> None:
    incident = answered(desk, watch)
    closed = brings(Page("gone", "页面已不存在（404）"))
    look(desk.register, desk.rules, closed, desk.now)
    watch.go(hours=1)
    look(desk.register, desk.rules, closed, desk.now)
    with desk.register.reading() as tx:
        told = [notice.office for notice in incidents.notices(tx, incident=incident) if notice.rung == "link"]
    assert sorted(told) == ["451400.duty", HOUSING]


def test_a_page_that_vanishes_later_shows(desk: Desk, watch: Watch) -> None:
    incident = answered(desk, watch)
    look(desk.register, desk.rules, brings(Page("kept", "正文完整", "通报", TEXT, None, "d")), desk.now)
    watch.go(days=2)
    assert look(desk.register, desk.rules, brings(Page("gone", "页面已不存在（404）")), desk.now) == {"gone": 1}
    with desk.register.reading() as tx:
        answer = incidents.answers(tx, incident)[0]
        assert "现在没有了" in history.of(tx, incident)[-1].because
    assert (answer.link_state, answer.page_text) == ("gone", TEXT)


def test_nothing_is_fetched_where_nothing_is_due(desk: Desk) -> None:
    def fetch(links: Sequence[str]) -> Mapping[str, Page]:
        raise AssertionError(links)

    assert look(desk.register, desk.rules, fetch, desk.now) == {}
