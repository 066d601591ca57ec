"""A register and what goes into it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from store.records import Document, Grade, Incident, Medium, Severity
from store.register import Register
from store.tables import BEIJING

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=BEIJING)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    opened = Register(f"sqlite:///{tmp_path / 'register.sqlite'}")
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
