"""One crawl run (一次采集): a process of its own, so that nothing a site sends can take the service down with it.

    collect(sources, known, deliver, settings, mask=mask, now=now) → source → outcome → pieces

Contents: Piece · Limits · collect · job_of · pieces
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import subprocess
import sys
import threading
from collections import Counter
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.outcomes import AGAIN, CUT_SHORT, END, KEPT, LISTED
from store.documents import document_id
from store.records import Document, Medium

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from config.settings import Settings
    from config.sources import Source

    Seen = Mapping[str, Mapping[str, str | None]]

ROOT = Path(__file__).resolve().parents[1]
VERSION = "0.1"
GRACE = 60


@dataclass(frozen=True, slots=True)
class Piece:
    """How one piece left: one outcome word and the reason; the document where it was kept; what its server is asked with next time.

    `kind` is the kind of source that a list was read as. `is_list`: the list itself and not one of its items. `page`: what was seen of
    it is kept for the next run.
    """

    source: str
    url: str
    outcome: str
    because: str
    fetched: datetime
    document: Document | None = None
    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None
    kind: str | None = None
    is_list: bool = False
    page: bool = True


@dataclass(frozen=True, slots=True)
class Limits:
    """What one run may take; whether the kind of a source is to be guessed; whether the addresses are articles and not lists."""

    run_seconds: float = 900
    request_seconds: float = 15
    most_bytes: int = 5_000_000
    guess: bool = False
    articles: bool = False


def collect(
    sources: Sequence[Source],
    known: Mapping[str, Seen],
    deliver: Callable[[Piece], None],
    settings: Settings,
    *,
    mask: Callable[[str], str],
    now: Callable[[], datetime],
    limits: Limits | None = None,
    pauses: dict[str, float] | None = None,
    salt: str = "",
) -> dict[str, Counter[str]]:
    """Runs the sources and delivers every piece as it comes. Sources that are off, or wait for an RSSHub address, are left out.

    `known` is what was seen of each source before: url → etag, last_modified, digest, outcome, and `again` where it is time to look
    again. `pauses` learns how long each host wants to be left alone between two requests. `salt` hides whose voice is whose; without one
    the voices of this run are its own.
    """
    limits = limits or Limits()
    addresses = {one.id: address for one in sources if one.enabled and one.crawled and (address := one.address(settings.rsshub))}
    running = [one for one in sources if one.id in addresses]
    counts: dict[str, Counter[str]] = {one.id: Counter() for one in running}
    if not running:
        return counts
    job = job_of(running, addresses, known, settings.contact, salt or secrets.token_hex(16), limits)
    with _process(job, limits.run_seconds + GRACE) as lines:
        for piece in pieces(lines, running, mask, now, pauses):
            counts[piece.source][piece.outcome] += 1
            deliver(piece)
    return counts


def job_of(
    sources: Iterable[Source], addresses: Mapping[str, str], known: Mapping[str, Seen], contact: str, salt: str, limits: Limits
) -> dict[str, Any]:
    """What the process is told to do."""
    whom = f"+{contact}" if contact else "contact: see the operator of this address"
    return {
        "sources": [one.model_dump(mode="json") for one in sources],
        "addresses": dict(addresses),
        "known": {id_: {url: dict(seen) for url, seen in pages.items()} for id_, pages in known.items() if id_ in addresses},
        "salt": salt,
        "user_agent": f"Huixiang/{VERSION} ({whom})",
        **asdict(limits),
    }


@contextmanager
def _process(job: dict[str, Any], seconds: float) -> Iterator[Iterable[str]]:
    """The crawl process while it runs, as the lines it writes. It ends with this block, after `seconds`, or with this process."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    process = subprocess.Popen(
        [sys.executable, "-m", "crawler.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": path},
    )
    assert process.stdin is not None
    assert process.stdout is not None
    watch = threading.Timer(seconds, process.kill)
    watch.daemon = True
    watch.start()
    try:
        with process.stdin, process.stdout:
            process.stdin.write(json.dumps(job) + "\n")
            process.stdin.flush()
            yield process.stdout
    finally:
        watch.cancel()
        process.kill()
        process.wait()


def pieces(
    lines: Iterable[str],
    sources: Iterable[Source],
    mask: Callable[[str], str],
    now: Callable[[], datetime],
    pauses: dict[str, float] | None = None,
) -> Iterator[Piece]:
    """The pieces in the lines of a crawl process. A process that did not come to its end was cut short, and that is said.

    A list comes after its items, and is asked conditionally the next time only if every item of its source was settled: what a run
    that breaks off anywhere has not delivered is read again.
    """
    by_id = {one.id: one for one in sources}
    lists: list[Piece] = []
    unsettled: set[str] = set()
    ended = False
    for told in filter(None, map(_told, lines)):
        if END in told:
            ended = True
            (pauses if pauses is not None else {}).update(told.get("pauses", {}))
            continue
        piece = _piece(told, by_id[told["source"]], mask)
        if piece.outcome in AGAIN:
            unsettled.add(piece.source)
        if piece.outcome == LISTED:
            lists.append(piece)
        else:
            yield piece
    for piece in lists:
        yield piece if ended and piece.source not in unsettled else replace(piece, etag=None, last_modified=None, digest=None)
    if not ended:
        why = "采集进程中断，这个信息源没有跑完"
        yield from (Piece(id_, one.url, CUT_SHORT, why, now(), is_list=True, page=False) for id_, one in by_id.items())


def _told(line: str) -> dict[str, Any] | None:
    try:
        told = json.loads(line)
    except ValueError:
        return None
    return told if isinstance(told, dict) else None


def _piece(told: dict[str, Any], source: Source, mask: Callable[[str], str]) -> Piece:
    return Piece(
        source=source.id,
        url=told["url"],
        outcome=told["outcome"],
        because=told["because"],
        fetched=datetime.fromisoformat(told["fetched"]),
        document=_document(told, source, mask) if told["outcome"] == KEPT else None,
        etag=told.get("etag"),
        last_modified=told.get("last_modified"),
        digest=told.get("digest"),
        kind=told.get("kind"),
        is_list=told.get("is_list", False),
        page=not (told.get("is_list") and told["outcome"] in AGAIN),
    )


def _document(told: dict[str, Any], source: Source, mask: Callable[[str], str]) -> Document:
    """The document, masked before anything else sees it."""
    title, text = mask(told["title"]), mask(told["text"])
    digest = hashlib.sha256(f"{title}\n{text}".encode()).hexdigest()
    return Document(
        id=document_id(source.id, told["url"], digest),
        source=source.id,
        url=told["url"],
        title=title,
        text=text,
        medium=Medium(source.medium),
        source_region=source.region,
        published=datetime.fromisoformat(told["published"]) if told["published"] else None,
        fetched=datetime.fromisoformat(told["fetched"]),
        digest=digest,
        publisher=told.get("publisher"),
        voice=told.get("voice"),
        engagement=told.get("engagement") or {},
    )
