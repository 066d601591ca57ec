"""What an installation is made of: here, and nowhere else, an implementation is chosen for each thing the rooms ask for.

Contents: now · Parts · reader_of · replayed_by · personal · tried · with_sample · first_people · plain_logs. What is done with
them stands in doing.py.
"""

from __future__ import annotations

import logging
import os
import sys
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

import structlog

from config.base import Refusal
from config.rules import Rules, load
from store.records import Person, Role
from store.tables import BEIJING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

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


def replayed_by(parts: Parts, old: Rules, new: Rules, since: datetime, step: Callable[[int, int], None] = lambda _n, _of: None) -> Replayed:
    """The same for two sets of rules."""
    from nlp.reader import Text
    from response.replay import replay

    def reading(rules: Rules) -> Callable[[Sequence[Document]], Sequence[Assessment]]:
        reader = reader_of(rules, parts.settings)
        return lambda posts: reader.read_many([Text.of(post) for post in posts])

    with parts.register.reading() as tx:
        return replay(tx, (old, reading(old)), (new, reading(new)), since, step)


def personal(_tx: Connection, _incident: Incident, text: str) -> Iterator[Hint]:
    """What in a draft would be masked in a post: it is about a person and goes out only on purpose."""
    from nlp.mask import masked_spans
    from response.approval import Hint

    for span in masked_spans(text):
        yield Hint("personal", text[max(0, span.start - 8) : span.end], "像是个人信息（电话、证件、门牌号等），公开前请核对")


def tried(settings: Settings, url: str, told: Callable[[Piece], None], *, private: bool) -> Trial:
    """What a source would give before it is added. Raises `Refusal`."""
    from crawler.trying import try_url
    from nlp.mask import mask

    return try_url(url, settings, mask=mask, now=now, allow_private=private, told=told)


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
