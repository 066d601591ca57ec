"""Contacts in the register (联络人): who is told at an office, by their duty there. Official data only.

Every function takes the transaction first. Contents: ROLES · Contact · add · change · remove · get · of_office · every
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from sqlalchemy import Connection, delete, insert, select, update

from store.duty_tables import contacts

ROLES = {"contact": "联络人", "handler": "承办人", "head": "主要负责人", "substitute": "备岗"}


@dataclass(frozen=True, slots=True)
class Contact:
    """Who stands for an office in one role; `address` is an office e-mail address."""

    id: int
    office: str
    role: str
    name: str
    phone: str = ""
    address: str = ""


def add(tx: Connection, contact: Contact) -> Contact:
    """Keeps a contact; the same name in the same role of an office is changed, not doubled."""
    fields = {name: value for name, value in asdict(contact).items() if name != "id"}
    same = (contacts.c.office == contact.office, contacts.c.role == contact.role, contacts.c.name == contact.name)
    known = tx.execute(select(contacts.c.id).where(*same)).scalar_one_or_none()
    if known is not None:
        tx.execute(update(contacts).where(contacts.c.id == known).values(**fields))
        return replace(contact, id=known)
    key = tx.execute(insert(contacts).values(**fields)).inserted_primary_key
    assert key is not None
    return replace(contact, id=key[0])


def change(tx: Connection, contact: Contact) -> None:
    """Writes a contact's fields."""
    fields = {name: value for name, value in asdict(contact).items() if name != "id"}
    tx.execute(update(contacts).where(contacts.c.id == contact.id).values(**fields))


def remove(tx: Connection, id_: int) -> None:
    """Forgets a contact."""
    tx.execute(delete(contacts).where(contacts.c.id == id_))


def get(tx: Connection, id_: int) -> Contact | None:
    """The contact with this id."""
    row = tx.execute(select(contacts).where(contacts.c.id == id_)).one_or_none()
    return None if row is None else _contact(row._mapping)  # noqa: SLF001


def every(tx: Connection, office: str | None = None) -> list[Contact]:
    """Every contact, or those of one office, by office, role and name."""
    query = select(contacts).order_by(contacts.c.office, contacts.c.role, contacts.c.name)
    chosen = query if office is None else query.where(contacts.c.office == office)
    return [_contact(row._mapping) for row in tx.execute(chosen)]  # noqa: SLF001


def _contact(fields: object) -> Contact:
    given = dict(fields)  # type: ignore[call-overload]
    return Contact(**{**given, "phone": given["phone"] or "", "address": given["address"] or ""})
