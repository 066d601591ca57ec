"""Who may sign in, and their sessions. Passwords are kept as Argon2id, sessions as the digest of a random token.

Contents: add · all_ · change_password · sign_in · who · sign_out
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from functools import cache

from pwdlib import PasswordHash
from sqlalchemy import Connection, delete, insert, select, update

from store.codec import decode
from store.records import Person
from store.tables import people, sessions

SESSION = timedelta(hours=12)
MIN_PASSWORD = 10


@cache
def _hasher() -> PasswordHash:
    return PasswordHash.recommended()


def new_password() -> str:
    """A random password that can be read aloud: no look-alike letters, 15 characters, 74 bits."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(5)) for _ in range(3))


def add(tx: Connection, person: Person, password: str) -> None:
    """Lets a person sign in."""
    if len(password) < MIN_PASSWORD:
        raise ValueError(f"密码至少要有 {MIN_PASSWORD} 个字符。")
    tx.execute(
        insert(people).values(
            name=person.name,
            role=person.role.value,
            office=person.office,
            region=person.region,
            shown=person.shown or person.name,
            password=_hasher().hash(password),
        )
    )


def all_(tx: Connection) -> list[Person]:
    """Everybody who may sign in."""
    return [_person(row) for row in tx.execute(select(people).order_by(people.c.name))]


def change_password(tx: Connection, name: str, password: str) -> None:
    """Sets a new password and ends the person's sessions."""
    if len(password) < MIN_PASSWORD:
        raise ValueError(f"密码至少要有 {MIN_PASSWORD} 个字符。")
    tx.execute(update(people).where(people.c.name == name).values(password=_hasher().hash(password)))
    tx.execute(delete(sessions).where(sessions.c.person == name))


def remove(tx: Connection, name: str) -> None:
    """Takes a person's right to sign in; what they did stays in the histories."""
    tx.execute(delete(sessions).where(sessions.c.person == name))
    tx.execute(delete(people).where(people.c.name == name))


def sign_in(tx: Connection, name: str, password: str, now: datetime) -> str | None:
    """A new session's token, or None. A wrong name takes as long as a wrong password."""
    row = tx.execute(select(people).where(people.c.name == name)).one_or_none()
    known = row.password if row else _nobody()
    if not _hasher().verify(password, known) or row is None:
        return None
    token = secrets.token_urlsafe(32)
    tx.execute(delete(sessions).where(sessions.c.until < now))
    tx.execute(insert(sessions).values(token=_digest(token), person=name, until=now + SESSION))
    return token


def who(tx: Connection, token: str, now: datetime) -> Person | None:
    """Whose session this is, while it lasts."""
    query = (
        select(people).join(sessions, sessions.c.person == people.c.name).where(sessions.c.token == _digest(token), sessions.c.until > now)
    )
    row = tx.execute(query).one_or_none()
    return None if row is None else _person(row)


def sign_out(tx: Connection, token: str) -> None:
    """Ends a session."""
    tx.execute(delete(sessions).where(sessions.c.token == _digest(token)))


@cache
def _nobody() -> str:
    return _hasher().hash(secrets.token_hex())


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _person(row: object) -> Person:
    return decode(Person, {name: getattr(row, name) for name in Person.__dataclass_fields__})
