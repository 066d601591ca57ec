"""What a desk watches is counted right in both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from store import documents, watching
from store.records import Document, Medium

if TYPE_CHECKING:
    from store.register import Register

NOON = datetime(2026, 9, 3, 12, 0, tzinfo=UTC)


def post(id_: str, source: str, at: datetime | None) -> Document:
    return Document(id_, source, f"http://127.0.0.1/{id_}", "", id_, Medium.board, None, at, NOON, id_)


def test_the_posts_of_each_source_are_counted_by_the_hour(register: Register) -> None:
    told = [("a", "board", NOON), ("b", "board", NOON + timedelta(minutes=59)), ("c", "board", NOON + timedelta(hours=1))]
    others = [("d", "paper", NOON), ("e", "board", NOON - timedelta(days=9)), ("f", "board", None)]
    with register.writing() as tx:
        for one in (*told, *others):
            documents.add(tx, post(*one))
    with register.reading() as tx:
        carried = watching.carried(tx, NOON - timedelta(days=7))
    assert carried == {"board": {NOON: 2, NOON + timedelta(hours=1): 1}, "paper": {NOON: 1}}
