"""The search index over documents, embedded: SQLite FTS5 over character bigrams.

Segmented words miss what a person sees as a match; bigrams with a phrase query find every occurrence of two characters or more.
The index lives in a file of its own and can be thrown away: `rebuild` makes it again from the register.

Contents: Hit · Index (add, find, clear) · refresh · rebuild · bigrams
"""

from __future__ import annotations

import re
import sqlite3
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store import documents

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from store.records import Document
    from store.register import Register

_SCHEMA = """
CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5(id UNINDEXED, body, tokenize = "unicode61 remove_diacritics 0");
CREATE TABLE IF NOT EXISTS place (id TEXT PRIMARY KEY, row INTEGER NOT NULL);
"""
_RUNS = re.compile(r"[\u3400-\u9fff]+|[a-zA-Z0-9]+")


@dataclass(frozen=True, slots=True)
class Hit:
    """A document found, best first."""

    id: str
    rank: float


class Index:
    """FTS5 in the file at `path`."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=30)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.executescript(_SCHEMA)

    def add(self, found: Iterable[Document]) -> None:
        """Puts documents in; one that is there already is replaced."""
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            for document in found:
                self._drop(document.id)
                body = " ".join(bigrams(document.title)) + " \n " + " ".join(bigrams(document.text))
                row = self._db.execute("INSERT INTO search (id, body) VALUES (?, ?)", (document.id, body)).lastrowid
                self._db.execute("INSERT INTO place (id, row) VALUES (?, ?)", (document.id, row))
            self._db.execute("COMMIT")

    def _drop(self, id_: str) -> None:
        found = self._db.execute("SELECT row FROM place WHERE id = ?", (id_,)).fetchone()
        if found:
            self._db.execute("DELETE FROM search WHERE rowid = ?", found)
            self._db.execute("DELETE FROM place WHERE id = ?", (id_,))

    def find(self, query: str, limit: int = 100) -> list[Hit]:
        """Documents that contain every word of `query` (words are parted by spaces), best first by BM25."""
        words = [phrase for word in query.split() if (phrase := _phrase(word))]
        if not words:
            return []
        with self._lock:
            rows = self._db.execute(
                "SELECT id, bm25(search) FROM search WHERE search MATCH ? ORDER BY 2 LIMIT ?", (" AND ".join(words), limit)
            ).fetchall()
        return [Hit(id_, -rank) for id_, rank in rows]

    def clear(self) -> None:
        """Empties the index."""
        with self._lock:
            self._db.executescript("DELETE FROM search; DELETE FROM place;")

    def close(self) -> None:
        """Closes the file."""
        self._db.close()


def refresh(register: Register, index: Index, batch: int = 500) -> int:
    """Puts into the index what it does not have yet; returns how many documents that were. Safe to break off and to repeat."""
    done = 0
    while True:
        with register.reading() as tx:
            found = documents.unindexed(tx, batch)
        if not found:
            return done
        index.add(found)
        with register.writing() as tx:
            documents.mark_indexed(tx, [document.id for document in found])
        done += len(found)


def rebuild(register: Register, index: Index) -> int:
    """Makes the whole index again from the register."""
    index.clear()
    with register.writing() as tx:
        documents.forget_indexed(tx)
    return refresh(register, index)


def bigrams(text: str) -> Iterator[str]:
    """Han text as overlapping pairs (a run of one as itself), anything else as lower-case words."""
    for run in _RUNS.findall(text):
        if run[0].isascii():
            yield run.lower()
        elif len(run) == 1:
            yield run
        else:
            yield from (run[i : i + 2] for i in range(len(run) - 1))


def _phrase(word: str) -> str:
    """A word as an FTS5 phrase; a single Han character as a prefix, for it begins a pair wherever it stands but at an end."""
    parts = list(bigrams(word))
    if len(parts) == 1 and len(parts[0]) == 1 and not parts[0].isascii():
        return f'"{parts[0]}" *'
    return '"' + " ".join(parts) + '"' if parts else ""
