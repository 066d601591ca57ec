"""A stage takes pending pieces, does one thing to each, and lets each leave with exactly one outcome word.

Contents: Left · record · Stage · work · day
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import structlog
from sqlalchemy import Connection, desc, func, insert, select

from store.tables import pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from store.register import Register

P = TypeVar("P")
SET_ASIDE = "set aside"
HAN = re.compile(r"[\u4e00-\u9fff]")
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Left:
    """How a piece left its stage."""

    piece: str
    source: str
    outcome: str
    because: str = ""


@dataclass(frozen=True)
class Stage(Generic[P]):
    """`take` claims pieces in the transaction; `do` works on them and says how each left; `aside` sets one apart for a person."""

    name: str
    take: Callable[[Connection, int], Sequence[P]]
    do: Callable[[Connection, Sequence[P]], Sequence[Left]]
    aside: Callable[[Connection, P, str], Left]
    undo: Callable[[], None] = lambda: None
    batch: int = 100


def work(register: Register, stage: Stage[Any], now: Callable[[], datetime]) -> Counter[str]:
    """One batch, in one transaction: the count of each outcome, empty where nothing was pending.

    A batch that fails is worked piece by piece, so that one bad piece is set aside and does not hold up the others.
    """
    try:
        return _batch(register, stage, now, stage.batch)
    except Exception:
        log.exception("batch failed, going piece by piece", stage=stage.name)
        stage.undo()
    done: Counter[str] = Counter()
    for _ in range(stage.batch):
        one = _single(register, stage, now)
        if not one:
            break
        done += one
    return done


def _batch(register: Register, stage: Stage[Any], now: Callable[[], datetime], limit: int) -> Counter[str]:
    with register.writing() as tx:
        found = stage.take(tx, limit)
        left = stage.do(tx, found) if found else []
        assert len(left) == len(found), f"{stage.name}: {len(found)} pieces came, {len(left)} left"
        return record(tx, stage.name, left, now())


def _single(register: Register, stage: Stage[Any], now: Callable[[], datetime]) -> Counter[str]:
    try:
        return _batch(register, stage, now, 1)
    except Exception as error:  # whatever a piece breaks, the others go on
        log.exception("piece set aside", stage=stage.name)
        stage.undo()
        with register.writing() as tx:
            found = stage.take(tx, 1)
            return record(tx, stage.name, [stage.aside(tx, piece, _sentence(error)) for piece in found], now())


def _sentence(error: Exception) -> str:
    """Why a piece is set aside, as an officer reads it: what was said in Chinese; of anything else the log knows more."""
    return str(error) if HAN.search(str(error)) else "程序处理这一条时出了错，先搁置，请人来看（出错的细节在运行日志里）"


def record(tx: Connection, stage: str, left: Sequence[Left], at: datetime) -> Counter[str]:
    """Writes how each piece left: at once the log, the counter and the figure on the page."""
    if left:
        rows = [
            {"stage": stage, "piece": p.piece[:1000], "source": p.source, "outcome": p.outcome, "because": p.because, "at": at}
            for p in left
        ]
        tx.execute(insert(pieces), rows)
    counts = Counter(piece.outcome for piece in left)
    if counts:
        log.info(stage, **{word.replace(" ", "_"): number for word, number in counts.items()})
    return counts


def day(tx: Connection, since: datetime, until: datetime) -> dict[tuple[str, str], int]:
    """The outcomes of a span of time: (stage, outcome) → pieces."""
    query = select(pieces.c.stage, pieces.c.outcome, func.count()).where(pieces.c.at >= since, pieces.c.at < until)
    return {(row[0], row[1]): row[2] for row in tx.execute(query.group_by(pieces.c.stage, pieces.c.outcome))}


def search(
    tx: Connection, *, words: str = "", stage: str | None = None, source: str | None = None, outcome: str | None = None, limit: int = 200
) -> list[dict[str, Any]]:
    """The latest pieces with their outcome and reason."""
    query = select(pieces).order_by(desc(pieces.c.id)).limit(limit)
    for column, value in ((pieces.c.stage, stage), (pieces.c.source, source), (pieces.c.outcome, outcome)):
        if value:
            query = query.where(column == value)
    if words:
        query = query.where(pieces.c.piece.contains(words, autoescape=True) | pieces.c.because.contains(words, autoescape=True))
    return [dict(row._mapping) for row in tx.execute(query)]  # noqa: SLF001
