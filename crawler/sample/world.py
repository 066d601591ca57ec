"""What the sample world says: posts read from world/*.yml, with times told from the moment the world started.

A file holds matters (同一事件). A matter has a name, `about` for the reader, `answers` (the offices of which one should come out
responsible; empty where nobody here is), `happened: 9h` before the start or `happened: yesterday 06:40`, and its posts by site: `news`,
`town`, `board`, `social`. A post has `text`, its time — `ago: 5h20m` before the start, `after: 40s` from it, or `since: 8m` from what
happened —, a `title` (a short post has none) and a `reply` where the board shows one. `{月}` `{日}` `{时}` in a text stand for the
moment it happened. Copies of a matter may stand in another file under the same name.

Contents: Post · Matter · matters · posts · moment · span
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).with_name("world")
SITES = ("news", "town", "board", "social")
BEIJING = timezone(timedelta(hours=8))
PATHS = {"news": "/a/{}.html", "town": "/a/{}.html", "board": "/t/{}", "social": "/s/{}"}


@dataclass(frozen=True, slots=True)
class Post:
    """One published text of one site. `number` counts within its site, in the order of the files."""

    site: str
    number: int
    matter: str
    title: str
    text: str
    published: datetime
    reply: str | None = None

    @property
    def path(self) -> str:
        """Where its page is on its site."""
        return PATHS[self.site].format(self.number)


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter of the world, as written in its file."""

    name: str
    about: str
    answers: tuple[str, ...]
    happened: str
    blocks: tuple[tuple[str, dict[str, str]], ...]


def matters(folder: Path = FOLDER) -> tuple[Matter, ...]:
    """All matters, in the order of the files."""
    return tuple(_matter(block) for file in sorted(folder.glob("*.yml")) for block in yaml.safe_load(file.read_text("utf-8")))


def _matter(block: dict[str, Any]) -> Matter:
    written = tuple((site, post) for site in SITES for post in block.get(site, []))
    return Matter(block["matter"], block.get("about", ""), tuple(block.get("answers", [])), block.get("happened", "0s"), written)


def posts(started: datetime, folder: Path = FOLDER) -> tuple[Post, ...]:
    """Every post with its moment, newest first."""
    counts = dict.fromkeys(SITES, 0)
    found = []
    for matter in matters(folder):
        for site, block in matter.blocks:
            counts[site] += 1
            found.append(_post(matter, site, counts[site], block, started))
    return tuple(sorted(found, key=lambda post: post.published, reverse=True))


def _post(matter: Matter, site: str, number: int, block: dict[str, str], started: datetime) -> Post:
    happened = moment(matter.happened, started)
    text = block["text"].strip()
    for mark, value in (("{月}", happened.month), ("{日}", happened.day), ("{时}", happened.hour)):
        text = text.replace(mark, str(value))
    if "since" in block:
        published = happened + span(block["since"])
    else:
        published = started + span(block["after"]) if "after" in block else started - span(block["ago"])
    return Post(site, number, matter.name, block.get("title", text[:24]), text, published.astimezone(BEIJING), block.get("reply"))


def moment(words: str, started: datetime) -> datetime:
    """When something happened: `9h` before the start, or `yesterday 06:40`."""
    started = started.astimezone(BEIJING)
    if not words.startswith("yesterday "):
        return started - span(words)
    hour, minute = words.removeprefix("yesterday ").split(":")
    return (started - timedelta(days=1)).replace(hour=int(hour), minute=int(minute), second=0, microsecond=0)


def span(words: str) -> timedelta:
    """`5h20m` → 5 hours and 20 minutes; also s and d."""
    parts = re.findall(r"(\d+)([dhms])", words)
    if "".join(number + unit for number, unit in parts) != words or not parts:
        raise ValueError(f'crawler/sample/world: "{words}" is no span of time; write it like 5h20m, 40s or 2d')
    units = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
    return timedelta(**{units[unit]: int(number) for number, unit in parts})
