"""采集 as the register sees it: due sources are claimed, crawled in a process of their own, and every piece is kept as it comes.

A piece, its document, what its page is asked with next time and its outcome are one transaction: a crawl that is cut off anywhere
loses nothing that was delivered, and fetches again only what was not.

Contents: Unknown · collect_due
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from config.base import Refusal, did_you_mean
from crawler.outcomes import AGAIN, KEPT, LISTED, NO_ITEMS, NOT_MODIFIED, SEEN
from crawler.run import GRACE, Limits, collect
from store import documents, sources, stages
from store.stages import Left

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from config.settings import Settings
    from config.sources import Source
    from crawler.run import Piece
    from store.register import Register

AT_ONCE = 12
LISTS = (LISTED, NOT_MODIFIED, NO_ITEMS)


class Unknown(Refusal):
    """A source that is not declared."""


def collect_due(
    register: Register,
    declared: Sequence[Source],
    only: Iterable[str] | None,
    mask: Callable[[str], str],
    settings: Settings,
    now: Callable[[], datetime],
) -> dict[str, dict[str, int]]:
    """Runs the sources that are due (or those named, due or not) and returns source → outcome → pieces. Raises `Unknown`."""
    chosen = _claim(register, declared, only, settings, now())
    if not chosen:
        return {}
    told: dict[str, tuple[str, str]] = {}
    counts: dict[str, Counter[str]] = {source.id: Counter() for source in chosen}

    def deliver(piece: Piece) -> None:
        outcome = _keep(register, piece)
        counts[piece.source][outcome] += 1
        if piece.outcome in LISTS or piece.source not in told:
            told[piece.source] = (piece.outcome, piece.because)

    try:
        with register.reading() as tx:
            known = {source.id: documents.known_pages(tx, source.id) for source in chosen}
        collect(chosen, known, deliver, settings, mask=mask, now=now)
    finally:
        _release(register, chosen, counts, told, now())
    return {id_: dict(outcomes) for id_, outcomes in counts.items()}


def _claim(register: Register, declared: Sequence[Source], only: Iterable[str] | None, settings: Settings, now: datetime) -> list[Source]:
    """The sources to run now, claimed: never two of one host at once, wherever they run."""
    able = {source.id: source for source in declared if source.enabled and source.kind != "files" and source.address(settings.rsshub)}
    wanted = list(only or ())
    for id_ in wanted:
        if id_ not in {source.id for source in declared}:
            raise Unknown(f"没有编号为“{id_}”的信息源{did_you_mean(id_, [source.id for source in declared])}。")
    with register.writing() as tx:
        taken = sources.claimed(tx, now)
        busy = {_host(able[id_], settings) for id_ in taken if id_ in able}
        ready = [id_ for id_ in wanted if id_ in able and id_ not in taken] if wanted else sources.due(tx, able, now)
        chosen = [able[id_] for id_ in ready if _host(able[id_], settings) not in busy]
        chosen = chosen if wanted else chosen[:AT_ONCE]
        sources.claim(tx, [source.id for source in chosen], now + timedelta(seconds=Limits().run_seconds + 2 * GRACE))
    return chosen


def _host(source: Source, settings: Settings) -> str:
    return urlsplit(source.address(settings.rsshub) or "").netloc


def _keep(register: Register, piece: Piece) -> str:
    """One piece into the register; a document that is there already is `seen before`. Returns the outcome word."""
    with register.writing() as tx:
        fresh = piece.document is not None and documents.add(tx, piece.document)
        outcome = SEEN if piece.outcome == KEPT and not fresh else piece.outcome
        if piece.outcome not in AGAIN and piece.outcome != SEEN:
            seen = {"etag": piece.etag, "last_modified": piece.last_modified, "digest": piece.digest, "outcome": piece.outcome}
            documents.remember_page(tx, piece.source, piece.url, piece.fetched, **seen)
        stages.record(tx, "collect", [Left(piece.url, piece.source, outcome, piece.because)], piece.fetched)
    return outcome


def _release(
    register: Register, chosen: Sequence[Source], counts: dict[str, Counter[str]], told: dict[str, tuple[str, str]], now: datetime
) -> None:
    with register.writing() as tx:
        for source in chosen:
            why = told.get(source.id, ("cut short", "采集没有跑完"))
            if AGAIN & counts[source.id].keys():
                documents.forget_pages(tx, source.id, LISTS)
            sources.release(tx, source.id, counts[source.id], why, now, now + timedelta(minutes=source.minutes))
