"""The nouns of the house: what every room hands to the next one (信息, 研判, 事件, 交办, 时限, 回应, 流转记录).

Standard library only. All values are frozen; all moments are aware datetimes.

Contents: words (enumerations) · Finding · Document · Assessment · Facts · Decision · Incident ·
Assignment · Clock · Answer · Entry · Notice · Person
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime  # noqa: TC003  (dataclass fields are read at run time)
from enum import StrEnum
from typing import Any


class Medium(StrEnum):
    """媒体类别: the class of the source a document was published in."""

    central = "central"
    provincial = "provincial"
    city = "city"
    county = "county"
    self_media = "self_media"
    board = "board"


class Grade(StrEnum):
    """分级 of an incident (国家突发公共事件总体应急预案: 一般 较大 重大 特别重大); `none` = no emergency at all."""

    none = "none"
    ordinary = "ordinary"
    considerable = "considerable"
    major = "major"
    extreme = "extreme"


class Warning_(StrEnum):  # noqa: N801  (`Warning` is a builtin)
    """预警: a forecast of how fast a matter grows, apart from its severity."""

    blue = "blue"
    yellow = "yellow"
    orange = "orange"
    red = "red"


class SaidBy(StrEnum):
    """Who said a finding."""

    rule = "rule"
    learned = "learned"
    person = "person"


class Duty(StrEnum):
    """The role of an office in an incident: 主办, 协办, 协调."""

    responsible = "responsible"
    cooperating = "cooperating"
    coordinator = "coordinator"


class Role(StrEnum):
    """What a signed-in person is: 值班员, 承办单位, 领导, 管理员."""

    duty = "duty"
    office = "office"
    leader = "leader"
    administrator = "administrator"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the program holds true of a text, and why.

    `value` is a topic id, a region code, an office id or a plain name; `name` is what a person reads.
    `score` is 0..1. `because` quotes the words, the rule or the source it rests on (Chinese, for the page).
    `span` is the evidence in the stored text, as (start, end) characters, where there is one.
    """

    value: str
    name: str
    because: str
    said_by: SaidBy = SaidBy.rule
    score: float = 1.0
    span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """信息: one published text, masked, without its author.

    `voice` is a salted daily key to count distinct voices, never an identity. `source_region` is the region the
    source speaks for ("我县" of a county board). `engagement` holds likes, comments, reposts, reads where given. A page that changed is
    a new document: its `edition` counts up, `replaces` is the id of the one before.
    """

    id: str
    source: str
    url: str
    title: str
    text: str
    medium: Medium
    source_region: str | None
    published: datetime | None
    fetched: datetime
    digest: str
    publisher: str | None = None
    voice: str | None = None
    engagement: dict[str, int] = field(default_factory=dict)
    edition: int = 1
    replaces: str | None = None


@dataclass(frozen=True, slots=True)
class Severity:
    """分级 with its evidence. `harm` counts what the text says: deaths, missing, injured."""

    grade: Grade
    because: str
    score: float = 0.0
    harm: dict[str, int] = field(default_factory=dict)
    said_by: SaidBy = SaidBy.rule


@dataclass(frozen=True, slots=True)
class Assessment:
    """研判 of one document. `topics` ranked, best first; `departments` ranked department ids; `named` 涉事单位.

    `policy` is a finding when a major policy of a higher level is meant: its value is that level's region code.
    `needless` says why nobody has to answer (an advertisement, mere praise …); empty where somebody may have to.
    `mood` is the negative share 0..1. `model` is the version of the learned half, "rules" where it had no part.
    """

    document: str
    topics: tuple[Finding, ...]
    places: tuple[Finding, ...]
    named: tuple[Finding, ...]
    departments: tuple[Finding, ...]
    severity: Severity
    policy: Finding | None = None
    mood: float = 0.0
    model: str = "rules"
    at: datetime | None = None
    needless: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What routing looks at: an incident boiled down. Codes and ids only, so that equal facts route equally."""

    places: tuple[str, ...]
    topics: tuple[str, ...]
    departments: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    severity: Grade = Grade.none
    policy: str | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class ClockRule:
    """One promise of deadlines.yml: `limit` as written there ("48 hours", "5 working days")."""

    name: str
    title: str
    limit: str
    starts: str
    basis: str
    role: Duty = Duty.responsible


@dataclass(frozen=True, slots=True)
class Decision:
    """交办建议: who answers, in which of the nine cases, and why. Offices are office ids of the rules.

    `responsible` is None only where `forward` (case 1 转送 / case 2 上报) names the region that is to answer, as a region code.
    """

    case: int
    responsible: str | None
    cooperating: tuple[str, ...]
    coordinator: str | None
    leader: str | None
    forward: str | None
    clocks: tuple[ClockRule, ...]
    because: tuple[str, ...]
    rule: str
    alternatives: tuple[str, ...] = ()
    confirm: str = "person"
    version: str = ""


@dataclass(frozen=True, slots=True)
class Incident:
    """事件: the posts that are the same matter, and where it stands. `version` counts its entries.

    `topics`, `places`, `named`, `departments` and `severity` hold the incident's findings, a person's before the machine's.
    The moments are kept apart on purpose: the official texts do not say when a clock starts. `holder` is the region whose duty office
    has the matter in hand; empty = the home region's.
    """

    id: int
    title: str
    status: str
    severity: Severity
    topics: tuple[Finding, ...]
    places: tuple[Finding, ...]
    named: tuple[Finding, ...]
    departments: tuple[Finding, ...]
    policy: Finding | None
    decision: Decision | None
    heat: float
    warning: Warning_ | None
    posts: int
    voices: int
    version: int
    head: str
    moments: dict[str, datetime] = field(default_factory=dict)
    merged_into: int | None = None
    shard: str = ""
    holder: str = ""


@dataclass(frozen=True, slots=True)
class Assignment:
    """交办: one office's part in an incident, with its own status and clocks. `task`: what this office is to do, in words."""

    id: int
    incident: int
    office: str
    duty: Duty
    status: str
    returns: int = 0
    rules_version: str = ""
    moments: dict[str, datetime] = field(default_factory=dict)
    task: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """时限: one promise running. `stopped` is set only with `evidence`. `assignment` is None where the incident as a whole owes it.

    `provisional` (暂定): the due date lies beyond the published holiday calendar. `ended`: stopped without having been kept, because
    nobody owes it any more (returned, merged, dismissed); it counts neither as kept nor as late. `paused`: since when it stands still.
    """

    id: int
    incident: int
    assignment: int | None
    name: str
    title: str
    limit: str
    starts: str
    basis: str
    started: datetime
    due: datetime
    arithmetic: str
    provisional: bool = False
    stopped: datetime | None = None
    evidence: str | None = None
    extended: datetime | None = None
    ended: bool = False
    paused: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """回应: what an office said in public. `channel` e.g. website, press_conference, board; `link` or `evidence` proves it.

    `link_state` is what our own look at the link found (None = not looked yet); the page's text, digest and time are kept as found.
    """

    id: int
    incident: int
    assignment: int | None
    channel: str
    text: str
    link: str | None
    evidence: str | None
    published: datetime
    by: str
    link_state: str | None = None
    link_because: str | None = None
    link_checked: datetime | None = None
    page_digest: str | None = None
    page_title: str | None = None
    page_text: str | None = None
    page_published: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """流转记录: one line of an incident's history. `digest` covers this entry and the digest of the one before."""

    incident: int
    number: int
    action: str
    by: str
    at: datetime
    because: str
    details: dict[str, Any]
    before: str
    digest: str


@dataclass(frozen=True, slots=True)
class Notice:
    """催办 / 督办 / 通知: one message of the chase. Unique per (clock, rung), so that none goes out twice."""

    id: int
    incident: int
    clock: int | None
    rung: str
    office: str
    text: str
    at: datetime
    seen: datetime | None = None
    seen_by: str | None = None
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who may sign in. `office` for the office role, `region` bounds what is seen."""

    name: str
    role: Role
    office: str | None
    region: str
    shown: str = ""
