"""采集 as the register sees it: due sources are claimed, crawled in a process of their own, and every piece is kept as it comes.

A piece, its document, what its page is asked with next time and its outcome are one transaction: a crawl that is cut off anywhere
loses nothing that was delivered, and fetches again only what was not. With a source goes its whole site, so that a site is asked by
one crawler at a time, and rests between two crawlers as long as between two requests. (Where a page redirects to another site, that
site is asked with the pauses of this crawler alone.)

Contents: Unknown · collect_due
"""

from __future__ import annotations

import time
from collections import Counter
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from config.base import Refusal, did_you_mean
from crawler import folders
from crawler.addresses import site_of
from crawler.keeping import keep
from crawler.outcomes import CHANGED, CHANGED_LAYOUT, CUT_SHORT, KEPT, LISTED, NOT_MODIFIED, UNREAD_ARTICLES
from crawler.run import GRACE, Limits, collect
from store import documents, editions, sources
from store.salts import daily_salt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from config.settings import Settings
    from config.sources import Source
    from crawler.run import Piece, Seen
    from store.register import Register
    from store.sources import Health

AT_ONCE = 12
UNKNOWN_PAUSE = 60.0  # seconds a site rests after a run that could not say what the site asked for
SEVERAL = 3  # articles of which nothing can be read, and none of which something can, are no accident
SPEAKS = (LISTED, NOT_MODIFIED, CUT_SHORT)  # what these say of a list holds for the source, whatever came before
HELD = timedelta(seconds=Limits().run_seconds + 2 * GRACE)


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
    sites = {one.id: _site(one, settings) for one in declared if one.enabled and (one.kind == "files" or _site(one, settings))}
    able = {one.id: one for one in declared if one.id in sites}
    wanted = _named(declared, only)
    if wanted:
        time.sleep(_still_resting(register, {sites[id_] for id_ in wanted if id_ in able}, now()))
    chosen = [able[id_] for id_ in _claim(register, sites, wanted, now())]
    run = _Run(register, {source.id: source for source in chosen})
    pauses: dict[str, float] = {}
    try:
        known = _known(register, chosen, now())
        if crawled := [source for source in chosen if source.crawled]:
            with register.writing() as tx:
                salt = daily_salt(tx, now().date())
            collect(crawled, known, run.deliver, settings, mask=mask, now=now, pauses=pauses, salt=salt)
        for source in chosen:
            if source.kind == "files":
                run.deliver_all(source, folders.taken(source, settings.data, known[source.id], mask, now))
    finally:
        _release(run, now)
        _rest(register, {sites[source.id]: source for source in chosen if source.crawled}, pauses, now())
    return {id_: dict(outcomes) for id_, outcomes in run.counts.items()}


def _site(source: Source, settings: Settings) -> str:
    return site_of(source.address(settings.rsshub) or "") if source.crawled else ""


def _named(declared: Sequence[Source], only: Iterable[str] | None) -> list[str]:
    wanted, ids = list(only or ()), [source.id for source in declared]
    for id_ in wanted:
        if id_ not in ids:
            raise Unknown(f"没有编号为“{id_}”的信息源{did_you_mean(id_, ids)}。")
    return wanted


def _still_resting(register: Register, sites: set[str], now: datetime) -> float:
    """How many seconds until the sites that rest after a run may be asked again; a site that somebody asks now is not waited for."""
    with register.reading() as tx:
        ends = [end for site, (end, by) in sources.held_hosts(tx, now).items() if site in sites and by is None]
    return min(UNKNOWN_PAUSE, max(((end - now).total_seconds() for end in ends), default=0.0))


def _claim(register: Register, sites: Mapping[str, str], wanted: Sequence[str], now: datetime) -> list[str]:
    """The sources to run now, claimed with their sites."""
    with register.writing() as tx:
        held = sources.held_hosts(tx, now)
        ready = [id_ for id_ in wanted if id_ in sites] if wanted else sources.due(tx, sites, now)
        free = [id_ for id_ in ready if sites[id_] not in held]
        chosen = free if wanted else free[:AT_ONCE]
        mine = sources.claim_hosts(tx, {sites[id_] for id_ in chosen} - {""}, now, now + HELD) | {""}
        taken = sources.claim(tx, [id_ for id_ in chosen if sites[id_] in mine], now, now + HELD, due_only=not wanted)
        for site in mine - {sites[id_] for id_ in taken} - {""}:
            sources.rest(tx, site, now)
    return [id_ for id_ in chosen if id_ in taken]


def _known(register: Register, chosen: Sequence[Source], now: datetime) -> dict[str, Seen]:
    """What was seen of each source before, with a mark on what it is time to look at again."""
    known: dict[str, Seen] = {}
    with register.writing() as tx:
        for source in chosen:
            again = set(editions.due_again(tx, source.id, source.ages, now, source.items))
            pages = documents.known_pages(tx, source.id)
            known[source.id] = {url: seen | ({"again": "yes"} if url in again else {}) for url, seen in pages.items()}
    return known


class _Run:
    """What has come of a run so far."""

    def __init__(self, register: Register, running: Mapping[str, Source]) -> None:
        self.register, self.running = register, running
        self.counts: dict[str, Counter[str]] = {id_: Counter() for id_ in running}
        self.told: dict[str, tuple[str, str]] = {}

    def deliver(self, piece: Piece) -> None:
        """One piece into the register."""
        self.deliver_all(self.running[piece.source], ([piece],))

    def deliver_all(self, source: Source, batches: Iterable[Sequence[Piece]]) -> None:
        """Pieces into the register, a transaction for each batch of them."""
        for batch in batches:
            with self.register.writing() as tx:
                left = [keep(tx, piece, source) for piece in batch]
            for piece, outcome in zip(batch, left, strict=True):
                self.counts[source.id][outcome] += 1
                if source.id not in self.told or (piece.is_list and piece.outcome in SPEAKS):
                    self.told[source.id] = (piece.outcome, piece.because)


def _release(run: _Run, now: Callable[[], datetime]) -> None:
    with run.register.writing() as tx:
        before = sources.health(tx)
        for id_, source in sorted(run.running.items()):
            why = _none_read(run.counts[id_], before[id_]) or run.told.get(id_, (CUT_SHORT, "采集没有跑完"))
            sources.release(tx, id_, run.counts[id_], why, now(), now() + timedelta(minutes=source.minutes))


def _none_read(counts: Mapping[str, int], before: Health) -> tuple[str, str] | None:
    """Where a list has news and nothing can be read of any of it: the articles are made another way, or never could be read."""
    unread = {word: counts[word] for word in UNREAD_ARTICLES if counts.get(word)}
    if counts.get(KEPT) or counts.get(CHANGED) or not counts.get(LISTED) or sum(unread.values()) < SEVERAL:
        return None
    told = f"列表上新的 {sum(unread.values())} 条，一条也读不出正文"
    return (CHANGED_LAYOUT, f"{told}，以前读得出，多半是改版了") if before.last_new else (max(unread, key=lambda word: unread[word]), told)


def _rest(register: Register, sites: Mapping[str, Source], pauses: Mapping[str, float], now: datetime) -> None:
    """The sites, each with one of its sources, are left alone for as long as they want it between two requests."""
    with register.writing() as tx:
        for site, source in sorted(sites.items(), key=lambda pair: pair[0]):
            asked = [seconds for netloc, seconds in pauses.items() if site_of(f"http://{netloc}") == site]
            unknown = source.pause if pauses or source.allow_private else UNKNOWN_PAUSE
            sources.rest(tx, site, now + timedelta(seconds=max(asked, default=unknown)))
