"""The stage from documents to assessments. Outcomes: `assessed`, `no text`, `set aside`.

Contents: stage
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlp.reader import Reader, Text
from store import documents, stages
from store.stages import Left, Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from store.records import Document


def stage(reader: Reader, now: Callable[[], datetime]) -> Stage[Document]:
    """Reads collected documents with `reader`."""

    def do(tx: Connection, found: Sequence[Document]) -> list[Left]:
        for assessment in reader.read_many([Text.of(document) for document in found]):
            documents.save_assessment(tx, assessment, now())
            documents.leave(tx, assessment.document, documents.ASSESSED)
        return [Left(document.id, document.source, "assessed", reader.model) for document in found]

    def aside(tx: Connection, document: Document, why: str) -> Left:
        documents.leave(tx, document.id, documents.SET_ASIDE, because=why)
        return Left(document.id, document.source, stages.SET_ASIDE, why)

    return Stage("assess", lambda tx, limit: documents.pending(tx, documents.COLLECTED, limit), do, aside)
