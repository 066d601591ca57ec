"""A watched folder (文件夹): every file that is new or has changed is taken in once, row by row, when nobody writes to it any more.

Rows come in batches, each a transaction of its own: a run that is cut off has kept what it had, and takes the file in again, where
what is kept already is `seen before`. A row that cannot be read is set aside with its line number, and the others go on.

Contents: taken
"""

from __future__ import annotations

import time
from itertools import islice
from typing import TYPE_CHECKING

from crawler import outcomes
from crawler.files import Unreadable, read
from crawler.run import Piece
from store.records import Document
from store.stages import SET_ASIDE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from config.sources import Source
    from crawler.run import Seen

SETTLED = 5.0  # seconds without a change after which a file is whole
BATCH = 200
UNFINISHED = (".part", ".tmp", ".crdownload", ".download", ".filepart", ".swp")


def taken(source: Source, base: Path, known: Seen, mask: Callable[[str], str], now: Callable[[], datetime]) -> Iterator[list[Piece]]:
    """The pieces of the folder, in batches: its rows, then each file, last the folder itself. A relative folder lies in `base`."""
    folder = base / source.url
    try:
        files = sorted((one for one in folder.iterdir() if _is_one(one)), key=lambda one: (one.stat().st_mtime, one.name))
    except OSError:
        yield [
            Piece(
                source.id, source.url, outcomes.UNREACHABLE, f"文件夹 {folder} 不存在，或者没有读它的权限", now(), is_list=True, page=False
            )
        ]
        return
    fresh = [one for one in files if (known.get(one.name) or {}).get("last_modified") != _stamp(one)]
    for file in fresh:
        yield from _file(source, file, mask, now)
    outcome = outcomes.NO_ITEMS if not files else outcomes.LISTED if fresh else outcomes.NOT_MODIFIED
    told = f"{len(files)} 个文件，其中新的或改过的 {len(fresh)} 个" if files else "文件夹是空的"
    yield [Piece(source.id, source.url, outcome, told, now(), is_list=True, page=False)]


def _is_one(file: Path) -> bool:
    return file.is_file() and not file.name.startswith((".", "~")) and file.suffix.lower() not in UNFINISHED


def _stamp(file: Path) -> str:
    found = file.stat()
    return f"{found.st_size} {found.st_mtime_ns}"


def _file(source: Source, file: Path, mask: Callable[[str], str], now: Callable[[], datetime]) -> Iterator[list[Piece]]:
    found, stamp = file.stat(), _stamp(file)
    if abs(time.time() - max(found.st_mtime, found.st_ctime)) < SETTLED:
        yield [Piece(source.id, file.name, outcomes.WAITING, f"刚刚还在写，{SETTLED:.0f} 秒没有变化再采", now(), page=False)]
        return
    good = bad = 0
    try:
        pieces = _rows(source, file, mask, now())
        while batch := list(islice(pieces, BATCH)):
            good += sum(piece.document is not None for piece in batch)
            bad += sum(piece.document is None for piece in batch)
            yield batch
        outcome, because = outcomes.LISTED, f"读出 {good} 行" + (f"，搁置 {bad} 行" if bad else "")
    except (Unreadable, OSError) as error:
        told = str(error) if isinstance(error, Unreadable) else f"{file.name}：读到一半读不下去了"
        outcome, because = outcomes.UNREADABLE, told + (f"；已读出 {good} 行" if good else "")
    yield [Piece(source.id, file.name, outcome, because, now(), last_modified=stamp)]


def _rows(source: Source, file: Path, mask: Callable[[str], str], now: datetime) -> Iterator[Piece]:
    for line, one in read(file, source.id, mask, now, source.medium, source.region):
        where = f"{file.name} 第 {line} 行"
        if isinstance(one, Document):
            yield Piece(source.id, where, outcomes.KEPT, "取自文件", now, document=one, page=False)
        else:
            yield Piece(source.id, where, SET_ASIDE, str(one), now, page=False)
