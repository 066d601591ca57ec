"""What an installation is made of: here, and nowhere else, an implementation is chosen for each thing the rooms ask for.

Contents: now · Parts · reader_of · replayed · replayed_by · started · adopted · personal · judged · collect · tried · work · declared ·
take_in · new_password · the jobs · with_sample · first_people · plain_logs
"""

from __future__ import annotations

import logging
import os
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import structlog

from config.base import Refusal, did_you_mean
from config.rules import Rules, load
from store.records import Medium, Person, Role
from store.tables import BEIJING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from fastapi import FastAPI
    from sqlalchemy import Connection

    from config.settings import Settings
    from config.sources import Source
    from crawler.run import Piece
    from crawler.trying import Report as Trial
    from nlp.reader import Reader
    from response.approval import Hint
    from response.desk import Desk
    from response.intake import Intake
    from response.replay import Replayed
    from response.sending import Sender
    from store.jobs import Job, Schedule
    from store.records import Assessment, Document, Incident
    from store.register import Register
    from store.search import Index


def now() -> datetime:
    """The one clock that everything is handed."""
    return datetime.now(BEIJING)


class Parts:
    """What an installation is made of; each part is made when it is first asked for."""

    def __init__(self, settings: Settings, sources: tuple[Source, ...] | None = None, *, in_force: bool = False) -> None:
        """`in_force`: work by the version of the rules that holds in the register; else by the files as they are."""
        self.settings = settings
        self._sources, self._in_force = sources, in_force

    @cached_property
    def rules(self) -> Rules:
        """The rules, loaded once; sources given instead stand in the place of those of the file."""
        rules = self._settled[0] if self._in_force else load(self.settings.rules)
        return rules if self._sources is None else replace(rules, sources=rules.sources.model_copy(update={"sources": self._sources}))

    @property
    def waiting_version(self) -> str | None:
        """The version of the files, where it is not the one that holds."""
        return self._settled[1] if self._in_force else None

    @cached_property
    def _settled(self) -> tuple[Rules, str | None]:
        from response.versions import settle

        with self.register.writing() as tx:
            return settle(tx, self.settings.rules, now())

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources to collect from."""
        return tuple(self.rules.sources.sources)

    @cached_property
    def register(self) -> Register:
        """The register, brought to this version."""
        from store.register import Register

        return Register(self.settings.database_url)

    @cached_property
    def index(self) -> Index:
        """The search index."""
        from store.search import Index

        return Index(self.settings.data / "search.sqlite")

    @cached_property
    def reader(self) -> Reader:
        """What reads a post."""
        return reader_of(self.rules, self.settings)

    @cached_property
    def desk(self) -> Desk:
        """What people act through."""
        from response.desk import Desk

        return Desk(self.register, self.rules, now, (personal,))

    @cached_property
    def intake(self) -> Intake:
        """What makes incidents of assessed posts."""
        from nlp.grouping import Grouping
        from nlp.heat import Heats
        from response.intake import Intake

        intake = Intake(
            self.desk, self.rules, Grouping(self.rules.regions.home, self.rules.severity.kinds), Heats(self.rules.severity.heat), now
        )
        intake.warm_up()
        return intake

    @cached_property
    def sender(self) -> Sender:
        """What sends notices: for real only where the settings say production; the addresses come from the environment and `.env`."""
        from dotenv import dotenv_values

        from response.sending import Over, blackhole

        said = {**dotenv_values(".env"), **os.environ}
        return Over({key: value for key, value in said.items() if value}) if self.settings.production == "yes" else blackhole

    @cached_property
    def web(self) -> FastAPI:
        """The API with the pages on it."""
        from api.app import create_app
        from dashboards.pages import mount

        api = create_app(self.desk, self.register, self.rules, self.index, self.settings, replay=self._replay)
        mount(api, self.desk, self.register, self.rules, self.index)
        return api

    def _replay(self, changed: Rules, since: datetime) -> Replayed:
        return replayed_by(self, self.rules, changed, since)


def reader_of(rules: Rules, settings: Settings) -> Reader:
    """What reads a post by these rules."""
    from config import renamed
    from nlp.asked import Asked
    from nlp.divisions import load as gazetteer
    from nlp.named import Named
    from nlp.places import Places
    from nlp.policy import Policy
    from nlp.reader import Reader
    from nlp.severity import Severities
    from nlp.topics import Topics, shipped

    places = Places(gazetteer(), rules.regions, renamed.load())
    named = Named(rules.offices, rules.regions.names)
    policy = Policy(rules.policies, rules.regions.all)
    asked = Asked(rules.departments, rules.topics)
    return Reader(Topics(rules, shipped(settings.data / "models")), asked, places, named, Severities(rules.severity), policy)


def replayed(parts: Parts, folder: Path | None, since: datetime, step: Callable[[int, int], None] = lambda _n, _of: None) -> Replayed:
    """What the rules of a folder would have made of the incidents found since then, beside those in force. Raises `Faults`."""
    from response.versions import of_texts
    from store import versions

    with parts.register.reading() as tx:
        current = versions.in_force(tx)
    holding = of_texts(current.files) if current else parts.rules
    return replayed_by(parts, holding, load(folder) if folder else parts.rules, since, step)


def replayed_by(parts: Parts, old: Rules, new: Rules, since: datetime, step: Callable[[int, int], None] = lambda _n, _of: None) -> Replayed:
    """The same for two sets of rules."""
    from nlp.reader import Text
    from response.replay import replay

    def reading(rules: Rules) -> Callable[[Sequence[Document]], Sequence[Assessment]]:
        reader = reader_of(rules, parts.settings)
        return lambda posts: reader.read_many([Text.of(post) for post in posts])

    with parts.register.reading() as tx:
        return replay(tx, (old, reading(old)), (new, reading(new)), since, step)


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


def personal(_tx: Connection, _incident: Incident, text: str) -> Iterator[Hint]:
    """What in a draft would be masked in a post: it is about a person and goes out only on purpose."""
    from nlp.mask import masked_spans
    from response.approval import Hint

    for span in masked_spans(text):
        yield Hint("personal", text[max(0, span.start - 8) : span.end], "像是个人信息（电话、证件、门牌号等），公开前请核对")


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
    posts = [Post(a, t.published, Medium.self_media, t.title, t.text) for t, a in zip(texts, read, strict=True)]
    gathered = gather(posts, parts.rules.gathering)
    decision = route(facts_of(gathered, posts), parts.rules)
    return {"id": line["id"], **findings_of(gathered), **decision_json(decision, parts.rules)}


def collect(parts: Parts, only: Iterable[str] | None = None) -> dict[str, dict[str, int]]:
    """Runs the due sources, or those named, in a crawl of their own; returns source → outcome → pieces."""
    from crawler.collecting import collect_due
    from nlp.mask import mask

    return collect_due(parts.register, parts.sources, only, mask, parts.settings, now)


def tried(settings: Settings, url: str, told: Callable[[Piece], None], *, private: bool) -> Trial:
    """What a source would give before it is added. Raises `Refusal`."""
    from crawler.trying import try_url
    from nlp.mask import mask

    return try_url(url, settings, mask=mask, now=now, allow_private=private, told=told)


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
    """Reading and taking in."""
    from store.jobs import Job

    return [Job("work", 1, lambda: work(parts))]


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
        Job("erase", 3600, lambda: erase(parts.register, parts.rules, now())),
        Job("chase", 30, lambda: chase(parts.register, parts.rules, now())),
        Job("deliver", 15, lambda: deliver(parts.register, parts.rules, now, parts.sender, me(), gone)),
    ]


def declared(file: Path) -> tuple[Source, ...]:
    """The sources of another file. Raises `Faults`."""
    from config.base import read
    from config.sources import Sources

    return tuple(read(file, Sources).sources)


def take_in(parts: Parts, file: Path, source: str, shown: Callable[[list[Document]], Iterable[Document]]) -> dict[str, int]:
    """The posts of a file, kept once and masked; returns outcome → pieces. `shown` wraps the work in progress. Raises `Refusal`."""
    from crawler.files import documents_of
    from nlp.mask import mask
    from store import documents, stages

    found = list(documents_of(file, source, mask, now()))
    with parts.register.writing() as tx:
        left = [stages.Left(one.url, source, "kept" if documents.add(tx, one) else "seen before") for one in shown(found)]
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


def with_sample(parts: Parts) -> Parts:
    """The parts with the sample world's site as their sources; the site tells the same story again at every start."""
    from crawler.sample.site import Taken, sources, start

    try:
        return Parts(parts.settings, sources(start(parts.settings.data)), in_force=True)
    except Taken as error:
        raise Refusal(str(error)) from None


def first_people(parts: Parts, *, sample: bool) -> list[tuple[Person, str]]:
    """The first administrator, and in the sample world one person for each desk, with their passwords.

    Nobody can read the passwords again. Empty where somebody may sign in already.
    """
    from store import people

    home = parts.rules.regions.home
    wanted = [Person("admin", Role.administrator, None, home, "管理员")]
    if sample:
        wanted += [
            Person("zhiban", Role.duty, None, home, "值班员"),
            Person("fusui", Role.office, f"{home[:4]}21.housing", home, "扶绥县住建局"),
            Person("lingdao", Role.leader, None, home, "分管领导"),
        ]
    with parts.register.writing() as tx:
        fresh = [] if people.all_(tx) else [(person, people.new_password()) for person in wanted]
        for person, password in fresh:
            people.add(tx, person, password)
    return fresh


def plain_logs(level: str) -> None:
    """Logs on standard error from `level` on; a traceback without the local variables, for they hold texts of posts."""
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a run that lasts over the next one's turn is no news
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper("iso", utc=False),
            structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level, logging.WARNING)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
