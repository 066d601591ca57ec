"""The register opens, migrates, refuses, and keeps a transaction whole."""

from __future__ import annotations

import threading
from datetime import datetime

import pytest
from sqlalchemy import inspect, text

from store import documents, duty_tables, watch_tables  # noqa: F401  (their tables join the metadata)
from store.register import Register, TooNew
from store.tables import metadata
from tests.store.conftest import document


def test_the_migrations_make_exactly_the_tables_of_the_code(register: Register) -> None:
    with register.engine.connect() as connection:
        found = inspect(connection)
        tables = {
            name: {column["name"] for column in found.get_columns(name)} for name in found.get_table_names() if name != "alembic_version"
        }
    assert tables == {table.name: {column.name for column in table.columns} for table in metadata.sorted_tables}


def test_opening_again_keeps_the_data(address: str) -> None:
    first = Register(address)
    with first.writing() as tx:
        documents.add(tx, document())
    first.close()
    with Register(address).reading() as tx:
        assert documents.get(tx, "d1") == document()


def test_a_database_of_a_newer_version_is_refused_in_a_sentence(address: str) -> None:
    first = Register(address)
    with first.writing() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    first.close()
    with pytest.raises(TooNew, match="数据库的结构版本是 9999，比本程序新"):
        Register(address)


def test_a_transaction_that_fails_leaves_nothing(register: Register) -> None:
    def fail() -> None:
        with register.writing() as tx:
            documents.add(tx, document())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with register.reading() as tx:
        assert documents.get(tx, "d1") is None


def test_two_writers_wait_for_each_other(register: Register) -> None:
    def add(letter: str) -> None:
        for number in range(40):
            with register.writing() as tx:
                documents.add(tx, document(f"{letter}{number}"))

    writers = [threading.Thread(target=add, args=(letter,)) for letter in "abcd"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with register.reading() as tx:
        assert documents.count(tx, documents.COLLECTED) == 160


def test_a_moment_without_time_zone_is_refused(register: Register) -> None:
    with pytest.raises(Exception, match="has no time zone"), register.writing() as tx:
        documents.add(tx, document(fetched=datetime(2026, 1, 1)))  # noqa: DTZ001


def test_two_workers_never_claim_the_same_piece(register: Register) -> None:
    if register.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    with register.writing() as tx:
        for number in range(10):
            documents.add(tx, document(f"d{number}"))
    with register.writing() as one, register.writing() as other:
        mine = {d.id for d in documents.pending(one, documents.COLLECTED, 5)}
        yours = {d.id for d in documents.pending(other, documents.COLLECTED, 10)}
    assert len(mine) == len(yours) == 5
    assert not mine & yours
