"""severity.yml: 分级、情绪、热度、预警 — every word list, weight and threshold by which the program judges how serious a matter is.

Contents: Severity (the file) · Step · HarmWords · Contexts · TextRole · Marks · Weighted · Kind · Evidence · Losses · Mood · Heat
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator, model_validator

from config.base import Block

GRADES = ("none", "ordinary", "considerable", "major", "extreme")
Grade = Literal["none", "ordinary", "considerable", "major", "extreme"]
Words = tuple[str, ...]


class Step(Block):
    """What lifts a matter to a grade: any one of these."""

    dead: int | None = None
    grave: int | None = None
    loss: int | None = None
    evidence: float | None = None


class HarmWords(Block):
    """How a text says that people were harmed."""

    units: Words
    deaths: Words
    missing: Words
    heavy: Words
    injured: Words
    ill: Words
    care: Words
    trapped: Words
    moved: Words
    weak: Words
    people: Words
    animals: Words
    nobody: Words
    crowds: dict[str, int]
    idioms: Words


class Contexts(Block):
    """What in a sentence says that a figure is not, or is, one of the event at hand."""

    negated: Words
    carried: Words
    supposed: Words
    past: Words
    other: Words
    update: Words
    part: Words
    rest: Words
    also: Words
    bystanders: Words


class TextRole(Block):
    """A kind of text that tells of no emergency at hand: drill, refutation, anniversary and the like."""

    name: str
    alone: Words = ()
    lead: Words = ()
    title: Words = ()
    text: Words = ()
    not_: Words = Field(default=(), alias="not")
    least: int = Field(ge=1)
    cap: Grade
    floor: Words = ()
    unless: Words | None = None


class Marks(Block):
    """Words that say something where at least `least` of them are found."""

    words: Words
    least: int = 1


class Weighted(Marks):
    """Words and the evidence they give together, once."""

    weight: float


class Kind(Weighted):
    """A kind of emergency."""

    name: str


class Evidence(Block):
    """What lifts a matter without deaths to ordinary, or speaks against it."""

    title_factor: float
    hurt: float
    treatment: Marks
    damage: Weighted
    danger: Weighted
    vulnerable: Weighted
    quake_from: dict[float, float]
    offshore: Weighted
    harmless: Weighted
    trifling: Weighted
    solved: Weighted
    complaint: Weighted


class Losses(Block):
    """How a text states the direct economic loss of an accident, and of which kinds of emergency it counts."""

    words: Words
    kinds: Words
    not_: Words = Field(alias="not")
    natural: Words


class Mood(Block):
    """Words of feeling by their weight; `calm` is how much text without feeling weighs, `neutral` what it then says."""

    neutral: float
    calm: float
    negations: Words
    negative: dict[float, Words]
    positive: dict[float, Words]


class Heat(Block):
    """How heat adds up, and from when growth is a warning."""

    voices: float
    media: dict[str, float]
    engaged: float
    engagement: dict[str, float]
    growth: float
    windows: tuple[float, ...] = Field(min_length=1)
    past_hours: float = Field(gt=0)
    prior_posts: float = Field(gt=0)
    prior_hours: float = Field(gt=0)
    clump: float = Field(gt=0)
    tide_prior: float = Field(gt=0)
    tide_most: float = Field(ge=1)
    alarm: float = Field(gt=0, lt=0.1)
    least_posts: int = Field(ge=2)
    colours: dict[Literal["blue", "yellow", "orange", "red"], float]


class Severity(Block):
    """The whole file."""

    grades: dict[str, Step]
    harm: HarmWords
    contexts: Contexts
    roles: dict[str, TextRole]
    kinds: dict[str, Kind]
    evidence: Evidence
    losses: Losses
    mood: Mood
    heat: Heat

    @field_validator("grades")
    @classmethod
    def _rising(cls, grades: dict[str, Step]) -> dict[str, Step]:
        if sorted(grades) != sorted(GRADES[1:]):
            raise ValueError(f"the grades are {', '.join(GRADES[1:])}, each once")
        dead = [grades[grade].dead or 0 for grade in GRADES[1:]]
        if dead != sorted(dead):
            raise ValueError("the deaths must rise from ordinary to extreme; put the lower number at the lower grade")
        return grades

    @model_validator(mode="after")
    def _kinds_known(self) -> Severity:
        unknown = [kind for kind in self.losses.kinds if kind not in self.kinds]
        if unknown:
            raise ValueError(f"losses.kinds names {', '.join(unknown)}; write keys of kinds: {', '.join(self.kinds)}")
        return self
