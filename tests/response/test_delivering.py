"""Notices leave the house together, in their hours, once; what is not certain is left to a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from config.channels import Channel, Channels, Route
from config.rules import Rules
from response.chase import chase
from response.delivering import deliver
from response.desk import Desk
from response.sending import Message, Outcome, blackhole
from store import contacts, deliveries, incidents
from store.contacts import Contact
from store.deliveries import BLACKHOLE, FAILED, NOT_NEEDED, PENDING, SENDING, SENT, UNKNOWN, Delivery
from store.records import Grade, Notice
from tests.response.conftest import Watch
from tests.response.world import DUTY, opened

HOUSING = "451421.housing"


class Outside:
    """What stands for the world outside: keeps what arrived, and answers as it is told."""

    def __init__(self) -> None:
        self.got: list[Message] = []
        self.answers: Iterator[str] = iter(())

    def __call__(self, channel: Channel, message: Message) -> Outcome:
        assert channel.id == "hook"
        self.got.append(message)
        return Outcome(next(self.answers, SENT), "对方回答 503")


@pytest.fixture
def outside() -> Outside:
    return Outside()


@pytest.fixture
def rules(rules: Rules) -> Rules:
    """One channel for everything."""
    one = Channel(id="hook", title="接口", kind="webhook", address="HUIXIANG_HOOK")
    return replace(rules, channels=Channels(channels=(one,), routes=(Route(channels=("hook",)),), retry_minutes=(1, 5)))


def run(desk: Desk, outside: Outside, now: datetime | None = None, *, gone: bool = False) -> dict[str, int]:
    at = now or desk.now()
    return dict(deliver(desk.register, desk.rules, lambda: at, outside, "here:1:1", lambda _: gone))


def say(desk: Desk, incident: int, text: str, office: str = HOUSING, *, clock: int | None = None, rung: str = "act") -> None:
    with desk.register.writing() as tx:
        assert incidents.add_notice(tx, Notice(0, incident, clock, rung, office, text, desk.now()))


def states(desk: Desk) -> dict[str, str]:
    """Each notice's text with how its delivery stands."""
    with desk.register.reading() as tx:
        notices = {n.id: n.text for n in incidents.notices(tx, limit=1000)}
        return {notices[id_]: found[0].state for id_, found in deliveries.of_notices(tx, notices).items()}


def one_of(desk: Desk, text: str) -> Delivery:
    with desk.register.reading() as tx:
        notice = next(n for n in incidents.notices(tx, limit=1000) if n.text == text)
        return deliveries.of_notices(tx, [notice.id])[notice.id][0]


def test_notices_of_one_office_within_the_window_leave_as_one_message(desk: Desk, watch: Watch, outside: Outside) -> None:
    incident = opened(desk).id
    say(desk, incident, "甲")
    run(desk, outside)
    watch.go(minutes=3)
    say(desk, incident, "乙")
    say(desk, incident, "丙", "451421.water")
    run(desk, outside)
    assert outside.got == []
    watch.go(minutes=2)
    run(desk, outside)
    assert [(message.office, len(message.notices)) for message in outside.got] == [(HOUSING, 2)]
    watch.go(minutes=3)
    run(desk, outside)
    assert [message.office for message in outside.got] == [HOUSING, "451421.water"]
    assert set(states(desk).values()) == {SENT}
    watch.go(minutes=60)
    assert run(desk, outside) == {}


def test_at_night_only_what_is_grave_leaves_and_the_rest_goes_as_one_in_the_morning(desk: Desk, watch: Watch, outside: Outside) -> None:
    plain, grave = opened(desk).id, opened(desk, grade=Grade.major).id
    watch.at = watch.at.replace(hour=22, minute=30)
    say(desk, plain, "夜里的一件")
    say(desk, grave, "重大的一件")
    run(desk, outside)
    assert [message.notices[0]["text"] for message in outside.got] == ["重大的一件"]
    watch.go(hours=3)
    say(desk, plain, "夜里的又一件")
    run(desk, outside)
    watch.at = watch.at.replace(hour=6, minute=59)
    run(desk, outside)
    assert len(outside.got) == 1
    watch.go(minutes=1)
    run(desk, outside)
    assert [notice["text"] for notice in outside.got[1].notices] == ["夜里的一件", "夜里的又一件"]


def test_what_was_read_or_whose_clock_stands_or_that_a_later_rung_says_too_is_not_sent(desk: Desk, watch: Watch, outside: Outside) -> None:
    incident = opened(desk).id
    with desk.register.reading() as tx:
        first, second, *_ = incidents.clocks(tx)
    say(desk, incident, "读过的", "451421.water")
    say(desk, incident, "前一级", clock=first.id, rung="before")
    say(desk, incident, "后一级", clock=first.id, rung="due")
    say(desk, incident, "停了的", clock=second.id, rung="before")
    run(desk, outside)
    with desk.register.writing() as tx:
        incidents.see_notices(tx, "451421.water", watch())
        incidents.save_clock(tx, replace(second, stopped=watch(), evidence="链接"))
    watch.go(minutes=5)
    run(desk, outside)
    assert states(desk) == {"读过的": NOT_NEEDED, "前一级": NOT_NEEDED, "停了的": NOT_NEEDED, "后一级": SENT}
    assert [[notice["text"] for notice in message.notices] for message in outside.got] == [["后一级"]]


def test_a_failed_message_is_tried_again_later_each_time_as_the_same_message_and_then_left_to_a_person(
    desk: Desk, watch: Watch, outside: Outside
) -> None:
    outside.answers = iter([FAILED] * 3)
    say(desk, opened(desk).id, "甲")
    run(desk, outside)
    for minutes, sent in ((5, 1), (0.5, 1), (0.6, 2), (4, 2), (1.1, 3), (300, 3)):
        watch.go(minutes=minutes)
        run(desk, outside)
        assert len(outside.got) == sent
    assert len({message.key for message in outside.got}) == 1
    left = one_of(desk, "甲")
    assert (left.state, left.because) == (FAILED, "对方回答 503；试了 3 次")
    with desk.register.writing() as tx:
        assert deliveries.again(tx, left.id, watch(), "值班员")
    run(desk, outside)
    assert states(desk) == {"甲": SENT}


def test_what_a_dead_process_was_sending_is_left_to_a_person_and_never_sent_again_by_itself(
    desk: Desk, watch: Watch, outside: Outside
) -> None:
    say(desk, opened(desk).id, "甲")
    run(desk, outside)
    watch.go(minutes=5)
    with desk.register.writing() as tx:
        assert deliveries.claim(tx, [one_of(desk, "甲").id], "here:9:9", watch())
    assert one_of(desk, "甲").state == SENDING
    assert run(desk, outside) == {}
    assert run(desk, outside, gone=True) == {UNKNOWN: 1}
    watch.go(hours=5)
    assert run(desk, outside) == {}
    assert outside.got == []
    assert "请核实" in (one_of(desk, "甲").because or "")
    with desk.register.writing() as tx:
        assert deliveries.again(tx, one_of(desk, "甲").id, watch(), "值班员")
        assert not deliveries.again(tx, one_of(desk, "甲").id, watch(), "值班员")
    run(desk, outside)
    assert states(desk) == {"甲": SENT}


def test_a_claim_that_nobody_settles_is_given_up_after_a_while_even_on_another_machine(desk: Desk, watch: Watch, outside: Outside) -> None:
    say(desk, opened(desk).id, "甲")
    run(desk, outside)
    with desk.register.writing() as tx:
        deliveries.claim(tx, [one_of(desk, "甲").id], "elsewhere:9:9", watch())
    watch.go(minutes=16)
    assert run(desk, outside) == {UNKNOWN: 1}


def test_in_rehearsal_nothing_is_sent_and_every_notice_says_so(desk: Desk, watch: Watch) -> None:
    say(desk, opened(desk).id, "甲")
    for _ in range(2):
        deliver(desk.register, desk.rules, desk.now, blackhole, "here:1:1", lambda _: False)
        watch.go(minutes=5)
    assert one_of(desk, "甲").state == BLACKHOLE
    assert "没有外发" in (one_of(desk, "甲").because or "")


def test_a_rung_for_the_head_reaches_the_head_and_one_for_the_office_its_contact(desk: Desk, watch: Watch, outside: Outside) -> None:
    with desk.register.writing() as tx:
        contacts.add(tx, Contact(0, HOUSING, "contact", "办公室联络岗"))
        contacts.add(tx, Contact(0, HOUSING, "head", "局主要负责人"))
    desk.act(opened(desk).id, "assign", DUTY)
    watch.go(hours=1.6)
    run(desk, outside)
    for hours, person in ((0, "办公室联络岗"), (1, "局主要负责人")):
        watch.go(hours=hours)
        chase(desk.register, desk.rules, desk.now())
        outside.got.clear()
        run(desk, outside)
        run(desk, outside, watch() + timedelta(minutes=6))
        assert {message.person for message in outside.got if message.office == HOUSING} == {person}


def test_a_notice_whose_channel_was_taken_out_of_the_rules_is_left_to_a_person(desk: Desk, watch: Watch, outside: Outside) -> None:
    say(desk, opened(desk).id, "甲")
    run(desk, outside)
    watch.go(minutes=5)
    without = replace(desk.rules, channels=Channels(channels=(), routes=(Route(channels=()),)))
    deliver(desk.register, without, desk.now, outside, "here:1:1", lambda _: False)
    assert (one_of(desk, "甲").state, outside.got) == (FAILED, [])


def test_an_old_notice_is_no_news_and_stays_on_the_page(desk: Desk, watch: Watch, outside: Outside) -> None:
    say(desk, opened(desk).id, "甲")
    watch.go(hours=25)
    run(desk, outside)
    watch.go(minutes=10)
    run(desk, outside)
    assert outside.got == []
    assert states(desk) == {}


def test_a_message_waits_for_its_turn_as_pending(desk: Desk, outside: Outside) -> None:
    say(desk, opened(desk).id, "甲")
    run(desk, outside)
    assert one_of(desk, "甲").state == PENDING
