from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from response.aftermath import aftermath, around
from response.desk import Desk
from store.tables import documents
from tests.response.conftest import NOON, Watch
from tests.response.world import DUTY, officer, opened, part_of

HOUSING = "451421.housing"
DAY = timedelta(days=1)


def test_day_nought_is_the_day_after_the_answer() -> None:
    posts = [NOON - timedelta(hours=1), NOON, NOON + timedelta(hours=23), NOON + timedelta(hours=25), NOON - 9 * DAY]
    assert around(posts, NOON) == {-1: 1, 0: 2, 1: 1}


def test_a_day_that_is_not_over_is_not_counted_as_nought(desk: Desk, watch: Watch) -> None:
    watch.go(days=3)
    incident = desk.act(opened(desk, posts=4).id, "assign", DUTY).id
    part = part_of(desk, incident, HOUSING)
    desk.act_on(part, "acknowledge", officer(HOUSING))
    desk.act_on(part, "answer", officer(HOUSING), details={"link": "http://127.0.0.1/n"})
    answer = desk.now()
    with desk.register.writing() as tx:
        for number, at in enumerate((answer - DAY / 2, answer - DAY / 2, answer - 2 * DAY, answer + DAY / 2)):
            tx.execute(update(documents).where(documents.c.id == f"d{incident}-{number}").values(published=at))
    watch.go(days=2)
    with desk.register.reading() as tx:
        early = aftermath(tx, NOON, desk.now(), desk.now())
    assert (early.incidents, early.watched, early.known[1], early.known[2]) == (1, 0, 1, 0)
    watch.go(days=2)
    with desk.register.reading() as tx:
        found = aftermath(tx, NOON, desk.now(), desk.now())
    assert (found.watched, found.quieter, found.louder) == (1, 1, 0)
    assert {day: number for day, number in found.days.items() if number} == {-2: 1, -1: 2, 0: 1}
