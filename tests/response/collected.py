"""What collecting would have left in the register, for tests of how sources stand.

ran(tx, "board", NOON, kept=3)     three new posts, and the list that was read
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, update

from config.sources import Expectation, Source
from store import sources, stages
from store.documents import upsert
from store.stages import Left
from store.tables import sources as table

BOARD = Source(id="board", name="左江论坛", kind="listing", url="http://board.example/", region="451421", medium="board")


def board(at_least: int = 0, at_most: int | None = None, **changes: object) -> Source:
    return BOARD.model_copy(update={"per_day": Expectation(at_least=at_least, at_most=at_most), **changes})


def ran(tx: Connection, source: str, at: datetime, kept: int = 0, said: tuple[str, str] = ("listed", "20 条")) -> None:
    """One run: new posts, then the list, and what the source's standing becomes."""
    left = [Left(f"http://{source}.example/{at:%m%d%H%M}/{n}", source, "kept") for n in range(kept)]
    stages.record(tx, "collect", [*left, Left(f"http://{source}.example/", source, *said)], at)
    upsert(tx, table, {"id": source, "streak": 0}, update=False)
    sources.release(tx, source, {"kept": kept, said[0]: 1} if kept else {said[0]: 1}, said, at, at + timedelta(hours=1))


def claimed(tx: Connection, source: str, until: datetime) -> None:
    """Somebody on another machine runs it."""
    tx.execute(update(table).where(table.c.id == source).values(claimed_by="elsewhere:1:2", claimed_until=until))
