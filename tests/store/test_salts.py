from __future__ import annotations

from datetime import date

from sqlalchemy import select

from store.register import Register
from store.salts import daily_salt
from store.tables import settings

TODAY, TOMORROW = date(2026, 11, 25), date(2026, 11, 26)


def test_every_crawler_gets_the_same_salt_on_a_day_and_another_the_next_day(register: Register) -> None:
    salts = []
    for day in (TODAY, TODAY, TOMORROW):
        with register.writing() as tx:
            salts.append(daily_salt(tx, day))
    assert salts[0] == salts[1] != salts[2]
    assert len(salts[0]) == 32


def test_yesterdays_salt_is_gone(register: Register) -> None:
    with register.writing() as tx:
        first = daily_salt(tx, TODAY)
        daily_salt(tx, TOMORROW)
        assert first not in tx.execute(select(settings.c.value)).scalars().all()
