"""A register on either database, and what goes into it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from store.records import Document, Grade, Incident, Medium, Severity
from store.register import Register
from store.tables import BEIJING

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=BEIJING)
_TOOLS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")) if Path("/usr/lib/postgresql").is_dir() else []


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A real PostgreSQL of its own on loopback, thrown away afterwards. It does not run as root, so it takes another user."""
    if not _TOOLS:
        pytest.skip("needs PostgreSQL's server programs (Debian: postgresql), which are not here")
    tools, folder = _TOOLS[-1].parent, Path(tempfile.mkdtemp(prefix="register-"))
    as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
    if as_user:
        shutil.chown(folder, "postgres", "postgres")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    subprocess.run(
        [*as_user, tools / "initdb", "-D", folder / "db", "-U", "huixiang", "-A", "trust", "-E", "UTF8"],
        check=True,
        capture_output=True,
        cwd=folder,
    )
    settings = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    subprocess.run(
        [*as_user, tools / "pg_ctl", "-D", folder / "db", "-w", "-l", folder / "log", "-o", settings, "start"],
        check=True,
        capture_output=True,
        cwd=folder,
    )
    yield f"postgresql+psycopg://huixiang@127.0.0.1:{port}"
    subprocess.run(
        [*as_user, tools / "pg_ctl", "-D", folder / "db", "-m", "immediate", "stop"], check=False, capture_output=True, cwd=folder
    )
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database, of either kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'register.sqlite'}"
        return
    server = request.getfixturevalue("postgres")
    name = f"t{abs(hash(request.node.nodeid))}"
    engine = create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    yield f"{server}/{name}"


@pytest.fixture
def register(address: str) -> Iterator[Register]:
    opened = Register(address)
    yield opened
    opened.close()


def document(id_: str = "d1", text: str = "渠黎镇停水三天了", **changes: object) -> Document:
    fields: dict[str, object] = {
        "id": id_,
        "source": "board",
        "url": f"http://127.0.0.1/t/{id_}",
        "title": "停水",
        "text": text,
        "medium": Medium.board,
        "source_region": "451421",
        "published": NOON,
        "fetched": NOON,
        "digest": id_,
    }
    return Document(**{**fields, **changes})  # type: ignore[arg-type]


def incident(title: str = "渠黎镇停水") -> Incident:
    severity = Severity(Grade.none, "没有伤亡")
    return Incident(0, title, "found", severity, (), (), (), (), None, None, 0.0, None, 1, 1, 0, "", {"found": NOON})
