"""Contacts are asked for by office."""

from __future__ import annotations

from store.contacts import Contact, add, every
from store.register import Register


def test_contacts_come_by_office(register: Register) -> None:
    with register.writing() as tx:
        for office in ("b", "a"):
            add(tx, Contact(0, office, "contact", "岗"))
        assert [one.office for one in every(tx)] == ["a", "b"]
        assert [one.office for one in every(tx, "b")] == ["b"]
