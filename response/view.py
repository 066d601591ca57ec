"""The facts of a matter as the nine cases ask for them: our places and those elsewhere, the lines in order, the units named.

Contents: View · view_of · the lines · the units · offices (office_of, own_offices, towns, coordinator_of, leader_of)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from config.regions import COUNTRY, ancestors, inside, level, lowest_common

if TYPE_CHECKING:
    from collections.abc import Sequence

    from config.departments import Office
    from config.rules import Rules
    from config.topics import Topic
    from store.records import Facts

NOBODYS = ("other", "duty", "government", "government_office")


@dataclass(frozen=True)
class View:
    """`ours` and `elsewhere` are the finest places, `policy` the higher region whose policy is meant.

    `units` are the named offices that can be the one concerned; `strangers` are names that are no offices of ours.
    """

    facts: Facts
    rules: Rules
    ours: tuple[str, ...]
    elsewhere: tuple[str, ...]
    policy: str | None = None
    lines: tuple[str, ...] = ()
    units: tuple[Office, ...] = ()
    strangers: tuple[str, ...] = ()

    @property
    def home(self) -> str:
        """The region we answer for."""
        return self.rules.regions.home

    @property
    def duty(self) -> str:
        """Our duty office."""
        return f"{self.home}.duty"

    @property
    def scope(self) -> str:
        """The lowest region of ours that holds all our places."""
        common = lowest_common(self.ours)
        return common if common and self.rules.regions.ours(common) else self.home

    def called(self, regions: Sequence[str]) -> str:
        """Regions as a person reads them."""
        return "、".join(map(self.rules.regions.full_name, regions))

    def lines_called(self) -> str:
        """The lines as a person reads them."""
        return "、".join(map(self.rules.departments.name, self.lines))


def view_of(facts: Facts, rules: Rules) -> View:
    """What the cases look at; places and units in an order of their own, so that equal facts are seen equally."""
    places = sorted(set(facts.places))
    finest = tuple(place for place in places if not any(other != place and inside(other, place) for other in places))
    ours = tuple(place for place in finest if rules.regions.ours(place))
    view = View(facts, rules, ours, tuple(place for place in finest if place not in ours))
    if facts.policy and inside(rules.regions.home, facts.policy) and facts.policy != rules.regions.home:
        view = replace(view, policy=facts.policy)
    view = replace(view, lines=_lines(view), units=_units(view))
    return replace(view, strangers=tuple(sorted({name for name in facts.named if name and name not in rules.offices})))


# ── the lines ──


def _lines(view: View) -> tuple[str, ...]:
    """The lines in the order of the topics, each the line that was read for its topic, else the topic's own; then what else was read."""
    known = view.rules.departments.departments
    read = [line for line in dict.fromkeys(view.facts.departments) if line in known and line not in NOBODYS]
    topics = [topic for id_ in dict.fromkeys(view.facts.topics) if (topic := view.rules.topics.topics.get(id_))]
    wanted: list[Sequence[str]] = [] if topics else [read[:1]]
    for topic in topics:
        others = [line for line in read if all(line != lines[0] for lines in wanted)]
        meant = _first(topic, topics, read) if topic is topics[0] else _further(topic, read, others)
        wanted.append((*meant, *topic.departments))
    chosen = [*(_held(lines, view) for lines in wanted), *(line for line in read if office_of(line, view.scope, view.rules))]
    return tuple(dict.fromkeys(line for line in chosen if line and line not in NOBODYS))


def _first(topic: Topic, topics: Sequence[Topic], read: Sequence[str]) -> Sequence[str]:
    """The first topic's read line: the best one, unless that is another topic's and this one's own was read as well."""
    own = topic.departments[0]
    anothers = any(
        line == other.departments[0] or (_knows(other, line) and not _knows(topic, line)) for other in topics[1:] for line in read[:1]
    )
    return [own] if anothers and own in read else read[:1]


def _further(topic: Topic, read: Sequence[str], others: Sequence[str]) -> Sequence[str]:
    """A further topic's read line: its own, else the best one that it knows, those first that no topic before it has taken."""
    own = topic.departments[0]
    known = [line for line in others if _knows(topic, line)]
    return [own] if own in others else [*known, *([own] if own in read else [])][:1]


def _knows(topic: Topic, line: str) -> bool:
    return line in topic.departments or line in topic.lines


def _held(lines: Sequence[str], view: View) -> str | None:
    """The first line that has an office for the place: a village's affairs are the township's only where the township is known."""
    return next((line for line in lines if office_of(line, view.scope, view.rules)), next(iter(lines), None))


# ── the units ──


def _units(view: View) -> tuple[Office, ...]:
    """The named offices that can be the one concerned: where the matter is, and no bureau beside an institution of its own."""
    listed = [view.rules.offices[id_] for id_ in sorted(set(view.facts.named)) if id_ in view.rules.offices]
    here = [office for office in listed if office.department not in NOBODYS and _near(office, view)]
    bureaus = {office.superior for office in here if office.unit}
    return tuple(office for office in here if office.id not in bureaus)


def _near(office: Office, view: View) -> bool:
    return any(inside(place, office.region) or inside(office.region, place) for place in view.ours)


# ── offices ──


def office_of(line: str, region: str, rules: Rules) -> str | None:
    """The line's office nearest to a region, looking upward, never beyond home."""
    return next((id_ for here in ancestors(region) if (id_ := f"{here}.{line}") in rules.offices), None)


def own_offices(line: str, view: View) -> list[str]:
    """The line's office of each place, and the township governments among the places."""
    own = [office for place in view.ours if (office := office_of(line, place, view.rules))]
    return [*own, *towns(view)]


def towns(view: View) -> list[str]:
    """The governments of the townships among the places."""
    return [office for place in view.ours if level(place) == "town" and (office := f"{place}.township") in view.rules.offices]


def coordinator_of(office: str, view: View) -> str:
    """The government office, with publicity, of the level of `office`; of a township its county's."""
    region = view.rules.offices[office].region
    return next(id_ for here in (*ancestors(region), view.home) if (id_ := f"{here}.government_office") in view.rules.offices)


def region_called(code: str, rules: Rules) -> str:
    """A higher region as a person reads it."""
    return "国家" if code == COUNTRY else rules.regions.name(code)


def leader_of(office: str, rules: Rules) -> str:
    """The government whose leader an office answers to."""
    region = rules.offices[office].region if office in rules.offices else rules.regions.home
    return next(id_ for here in (*ancestors(region), rules.regions.home) if (id_ := f"{here}.government") in rules.offices)
