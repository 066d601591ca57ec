"""What the commands and the roles do with the parts: judge, collect, work, replay, look at links, and the jobs that run again and again.

Contents: replayed · started · adopted · corrections · judged · collect · declared · take_in · new_password · work · look_at_links ·
scheduled · crawl_jobs · work_jobs · clock_jobs
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from config.base import Refusal, did_you_mean
from config.rules import load
from parts import now, replayed_by
from store.records import Medium
from store.tables import BEIJING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from config.sources import Source
    from crawler.run import Piece
    from parts import Parts
    from response.replay import Replayed
    from response.taught import Correction
    from store.jobs import Job, Schedule
    from store.records import Document


def replayed(parts: Parts, folder: Path | None, since: datetime, step: Callable[[int, int], None] = lambda _n, _of: None) -> Replayed:
    """What the rules of a folder would have made of the incidents found since then, beside those in force. Raises `Faults`."""
    from response.versions import of_texts
    from store import versions

    with parts.register.reading() as tx:
        current = versions.in_force(tx)
    holding = of_texts(current.files) if current else parts.rules
    return replayed_by(parts, holding, load(folder) if folder else parts.rules, since, step)


def started(since: str) -> datetime:
    """The moment that "30d", "12h" or an ISO moment means. Raises `Refusal`."""
    amount, unit = since[:-1], since[-1:]
    if amount.isdigit() and unit in "dh":
        return now() - timedelta(**{"d": {"days": int(amount)}, "h": {"hours": int(amount)}}[unit])
    try:
        moment = datetime.fromisoformat(since)
    except ValueError:
        raise Refusal(f"看不懂“{since}”：请写成 30d、12h，或 2026-11-01T00:00 的样子。") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)


def adopted(parts: Parts, version: str, by: str, because: str) -> None:
    """Puts a version of the rules in force, signed by somebody who may sign in. Raises `Refusal`."""
    from response.versions import adopt
    from response.words import Missing, Refused
    from store import people

    with parts.register.writing() as tx:
        known = {person.name: person for person in people.all_(tx)}
        if by not in known:
            raise Refusal(f"没有用户“{by}”{did_you_mean(by, known)}。")
        try:
            adopt(tx, version, known[by], because, now())
        except (Missing, Refused) as error:
            raise Refusal(str(error)) from None


def corrections(parts: Parts) -> list[Correction]:
    """What people corrected, for the training; nothing where there is no register yet."""
    if not parts.settings.database and not (parts.settings.data / "register.sqlite").is_file():
        return []
    from response.taught import corrections as taught

    with parts.register.reading() as tx:
        return taught(tx, parts.rules)


def judged(parts: Parts, line: dict[str, Any]) -> dict[str, Any]:
    """One line of `judge`: the posts taken as one matter, from text to office and clocks. Raises `BadLine`."""
    from nlp.lines import BadLine, findings_of, text_of
    from response.facts import decision_json
    from response.gather import Post, facts_of, gather
    from response.routing import route

    texts = [text_of({**post, "id": f"{line['id']}/{number}"}) for number, post in enumerate(line["posts"], 1)]
    if not texts:
        raise BadLine(f"{line['id']}：posts 是空的；至少要有一条信息")
    read = parts.reader.read_many(texts)
    posts = [Post(a, t.published, Medium.self_media, t.title, t.text, t.id) for t, a in zip(texts, read, strict=True)]
    gathered = gather(posts, parts.rules.gathering)
    decision = route(facts_of(gathered, posts), parts.rules)
    return {"id": line["id"], **findings_of(gathered), **decision_json(decision, parts.rules)}


def collect(parts: Parts, only: Iterable[str] | None = None) -> dict[str, dict[str, int]]:
    """Runs the due sources, or those named, in a crawl of their own; returns source → outcome → pieces."""
    from crawler.collecting import collect_due
    from nlp.mask import mask

    return collect_due(parts.register, parts.sources, only, mask, parts.settings, now)


def declared(file: Path) -> tuple[Source, ...]:
    """The sources of another file. Raises `Faults`."""
    from config.base import read
    from config.sources import Sources

    return tuple(read(file, Sources).sources)


def take_in(parts: Parts, file: Path, source: str, shown: Callable[[list[Document]], Iterable[Document]]) -> dict[str, int]:
    """The posts of a file, kept once and masked; returns outcome → pieces. `shown` wraps the work in progress. Raises `Refusal`."""
    from crawler.files import documents_of
    from nlp.mask import mask
    from store import stages
    from store.editions import take

    words = {"new": "kept", "same": "seen before", "changed": "changed"}
    found = list(documents_of(file, source, mask, now()))
    with parts.register.writing() as tx:
        left = [stages.Left(one.url, source, words[take(tx, one, ())]) for one in shown(found)]
        return dict(stages.record(tx, "collect", left, now()))


def new_password(parts: Parts, name: str) -> str:
    """A new password for somebody who may sign in; ends their sessions. Raises `Refusal`."""
    from store import people

    with parts.register.writing() as tx:
        if name not in {person.name for person in people.all_(tx)}:
            raise Refusal(f"没有用户“{name}”{did_you_mean(name, [person.name for person in people.all_(tx)])}。")
        fresh = people.new_password()
        people.change_password(tx, name, fresh)
    return fresh


def work(parts: Parts) -> None:
    """Runs the stages until nothing is pending."""
    from nlp.stage import stage
    from store import stages
    from store.search import refresh

    chain = (stage(parts.reader, now), parts.intake.stage())
    while sum(stages.work(parts.register, one, now).total() for one in chain):
        refresh(parts.register, parts.index)
    refresh(parts.register, parts.index)


def look_at_links(parts: Parts) -> dict[str, int]:
    """Looks at the published answers whose links are due; returns how many were found in each state."""
    from crawler.pages import read_pages
    from nlp.mask import mask
    from response.linking import Page
    from response.looking import look

    def fetch(links: Sequence[str]) -> dict[str, Page]:
        found = read_pages(links, parts.settings, parts.sources, mask=mask, now=now)
        return {url: _page(piece) for url, piece in found.items()}

    def _page(piece: Piece) -> Page:
        one = piece.document
        if one is None:
            return Page(piece.outcome, piece.because)
        return Page(piece.outcome, piece.because, one.title, one.text, one.published, one.digest)

    return dict(look(parts.register, parts.rules, fetch, now))


def scheduled(parts: Parts, jobs: list[Job]) -> Schedule:
    """The jobs, running until the schedule is stopped."""
    from store.jobs import Schedule

    running = Schedule(parts.register, jobs, now)
    running.start()
    return running


def crawl_jobs(parts: Parts) -> list[Job]:
    """Collecting."""
    from store.jobs import Job

    return [Job("collect", 5, lambda: collect(parts))]


def work_jobs(parts: Parts) -> list[Job]:
    """Reading and taking in; and the warnings that nothing follows."""
    from response.cooling import cool
    from store.jobs import Job

    def once() -> None:
        with parts.register.writing() as tx:
            cool(tx, parts.intake.heat, parts.rules, now())

    return [Job("work", 1, lambda: work(parts)), Job("cool", 600, once)]


def clock_jobs(parts: Parts) -> list[Job]:
    """The chase, what carries the notices out of the house, the watch over the sources, and what is kept no longer."""
    from response.alarms import watch
    from response.chase import chase
    from response.delivering import deliver
    from response.retention import erase
    from store.jobs import Job, gone, me

    since = now()

    def look() -> None:
        with parts.register.writing() as tx:
            watch(tx, parts.sources, now(), since)

    return [
        Job("alarms", 60, look),
        Job("links", 60, lambda: look_at_links(parts)),
        Job("erase", 3600, lambda: erase(parts.register, parts.rules, now())),
        Job("chase", 30, lambda: chase(parts.register, parts.rules, now())),
        Job("deliver", 15, lambda: deliver(parts.register, parts.rules, now, parts.sender, me(), gone)),
    ]
