"""The register: the one truth, in SQLite or PostgreSQL, behind transactions.

Contents: TooNew · Held · Register (reading, writing, close) · migrate · hold
"""

from __future__ import annotations

import fcntl
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.engine import make_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

_MIGRATIONS = Path(__file__).with_name("migrations")
BUSY_SECONDS = 30


class TooNew(Exception):
    """The database was written by a newer version of the program."""


class Held(Exception):
    """Another process holds the data folder."""


class Register:
    """Opens the database at `url`, brings it to this version, and hands out transactions."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _engine(url)
        migrate(self.engine)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that holds as a whole or not at all."""
        with self.engine.connect().execution_options(huixiang_writes=True) as connection, connection.begin():
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A consistent view; what is written in it is thrown away."""
        with self.engine.connect() as connection:
            transaction = connection.begin()
            try:
                yield connection
            finally:
                transaction.rollback()

    def close(self) -> None:
        """Gives the connections back."""
        self.engine.dispose()


def _engine(url: str) -> Engine:
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return create_engine(address, pool_pre_ping=True)
    if address.database and address.database != ":memory:":
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(address, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False})
    event.listen(engine, "connect", _sqlite_connect)
    event.listen(engine, "begin", _sqlite_begin)
    return engine


def _sqlite_connect(connection: Any, _record: Any) -> None:  # noqa: ANN401
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _sqlite_begin(connection: Connection) -> None:
    """A writer takes its lock at once (SQLite cannot raise a read lock under another writer without failing)."""
    writes = connection.get_execution_options().get("huixiang_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def migrate(engine: Engine) -> None:
    """Brings the schema to this version. Raises `TooNew` where it is already past it."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    with engine.connect().execution_options(huixiang_writes=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(20160061)"))
        have = MigrationContext.configure(connection).get_current_revision()
        known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
        if have is not None and have not in known:
            raise TooNew(f"数据库的结构版本是 {have}，比本程序新。请升级程序，或用 HUIXIANG_DATABASE 指向另一个数据库。")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def hold(folder: Path) -> IO[str]:
    """Holds a data folder for this process until the file returned is closed or the process ends, however it ends. Raises `Held`."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = (folder / "up.lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        raise Held(str(folder)) from None
    return lock
