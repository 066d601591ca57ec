"""Signing in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from store import people
from store.records import Person, Role
from store.register import Register
from store.tables import people as table
from store.tables import sessions
from tests.store.conftest import NOON

OFFICER = Person("zhiban", Role.duty, None, "451400", "值班员")


def test_the_right_password_opens_a_session_for_twelve_hours(register: Register) -> None:
    with register.writing() as tx:
        people.add(tx, OFFICER, "correct horse")
        token = people.sign_in(tx, "zhiban", "correct horse", NOON)
        assert token is not None
        assert people.who(tx, token, NOON + timedelta(hours=11)) == OFFICER
        assert people.who(tx, token, NOON + timedelta(hours=12)) is None


def test_a_wrong_password_or_name_opens_nothing(register: Register) -> None:
    with register.writing() as tx:
        people.add(tx, OFFICER, "correct horse")
        assert people.sign_in(tx, "zhiban", "wrong horse!", NOON) is None
        assert people.sign_in(tx, "nobody", "correct horse", NOON) is None


def test_neither_password_nor_token_stands_in_the_register(register: Register) -> None:
    with register.writing() as tx:
        people.add(tx, OFFICER, "correct horse")
        token = people.sign_in(tx, "zhiban", "correct horse", NOON)
        assert tx.execute(select(table.c.password)).scalar_one().startswith("$argon2id$")
        assert tx.execute(select(sessions.c.token)).scalar_one() != token


def test_a_new_password_ends_the_old_sessions(register: Register) -> None:
    with register.writing() as tx:
        people.add(tx, OFFICER, "correct horse")
        token = people.sign_in(tx, "zhiban", "correct horse", NOON)
        people.change_password(tx, "zhiban", "battery staple")
        assert token is not None
        assert people.who(tx, token, NOON) is None


def test_a_short_password_is_refused_in_a_sentence(register: Register) -> None:
    with register.writing() as tx, pytest.raises(ValueError, match="密码至少要有 10 个字符"):
        people.add(tx, OFFICER, "short")
