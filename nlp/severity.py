"""分级: how serious a matter is, from the evidence in its text — none, ordinary, considerable, major, extreme.

Deaths, grave injuries and an accident's direct loss decide by the statutory thresholds; without them the evidence (kind of emergency,
damage, danger now, vulnerable people) decides between none and ordinary. A text that is a drill, a refutation, an anniversary, statistics
or fiction is capped, whatever figures it names. "Solved" lowers evidence and never a death. All words are found in one pass (Aho–Corasick).

Contents: Severities
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ahocorasick_rs import AhoCorasick

from nlp.clean import compatible
from nlp.harm import KINDS, UNKNOWN, Harm, Harms
from nlp.loss import Loss, Losses
from nlp.mood import Moods
from nlp.numbers import value
from store.records import Grade, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from config.severity import Severity as SeverityRules
    from config.severity import TextRole

_ORDER = list(Grade)
_MAGNITUDE = re.compile(r"([\d一二三四五六七八九](?:[.点][\d一二三四五六七八九零])?)级")
_CLAUSE = re.compile(r"[^,;:，；：。！？!?\n、]+")
_LABEL = dict(zip(KINDS, ("死亡", "失踪", "重伤", "受伤", "中毒或发病", "送医", "被困", "疏散转移"), strict=True))
_NAMES = dict(zip(Grade, ("不属突发事件", "一般", "较大", "重大", "特别重大"), strict=True))
_NOT_HERE = ("carried", "supposed", "negated")
_SENTENCE = re.compile(r"[^。！？!?\n]+")
_STALE = re.compile(
    r".{0,6}?(?<![\d第])(?:半|[\d一二三四五六七八九十两几数多好]{1,3})(?:年|个多?月)[多余]?(?:了|过去|至今|都?还?一?直?(?:没|未|无人)|[,，]|$)"
)
_CLAUSEWISE = ("damage", "danger")
_WHOLE = ("vulnerable", "harmless", "trifling", "solved", "complaint")


@dataclass(frozen=True, slots=True)
class _Reading:
    """A text with the words of severity.yml that stand in it, all of them and those of the title."""

    title: str
    text: str
    words: frozenset[str]
    named: frozenset[str]
    year: int

    def of(self, words: Iterable[str]) -> list[str]:
        """Those of `words` that stand in the text, in the order of the file."""
        return [] if self.words.isdisjoint(words) else [word for word in words if word in self.words]


class Severities:
    """Grades texts, and reads their mood, by the rules of severity.yml."""

    def __init__(self, rules: SeverityRules) -> None:
        self._rules = rules
        self._harms = Harms(rules.harm, rules.contexts)
        self._losses = Losses(
            rules.losses, lambda sentence, year: not (self._harms.elsewhere(sentence) or self._harms.before(sentence, year))
        )
        self._moods = Moods(rules.mood)
        self._supposed = _pattern([word for name in _NOT_HERE for word in getattr(rules.contexts, name)])
        self._harmful = frozenset(
            [*(word for kind in KINDS for word in getattr(rules.harm, kind)), *rules.harm.crowds, *"死伤亡", "生还", "幸存"]
        )
        self._kind_words = [(kind, frozenset(kind.words)) for kind in rules.kinds.values()]
        self._role_words = [(role, frozenset((*role.alone, *role.title, *role.text))) for role in rules.roles.values()]
        self._find = AhoCorasick({*_words(rules), *self._harmful}).find_matches_as_strings

    def grade(self, title: str, text: str, published: datetime | None = None) -> Severity:
        """The grade of the matter, with the words it rests on."""
        reading = self._read(title, text, published.year if published else UNKNOWN)
        harm = Harm({}, {}, headed=False)
        if not reading.words.isdisjoint(self._harmful):
            harm = self._harms.read(reading.title, reading.text, published.year if published else None)
        evidence = list(self._evidence(reading, harm))
        score = sum(weight for weight, _ in evidence)
        grade, reasons = self._step(harm, self._loss(reading), score, [words for _, words in evidence])
        role, hits = self._role(reading, harm)
        if role and _ORDER.index(grade) > _ORDER.index(Grade(role.cap)):
            grade = Grade(role.cap)
            reasons.insert(0, f"文中“{'、'.join(hits)}”，属于{role.name}，所述情况不计入")
        return Severity(grade, _because(grade, reasons), _score(grade, score), dict(harm.counts))

    def mood(self, text: str) -> float:
        """情绪: the negative share of what the text feels, 0..1, apart from its severity."""
        return self._moods.negative(text)

    def _read(self, title: str, text: str, year: int) -> _Reading:
        title, text = compatible(title), compatible(text)
        named = frozenset(self._find(title, overlapping=True))
        return _Reading(title, text, named.union(self._find(text, overlapping=True)), named, year)

    def _evidence(self, reading: _Reading, harm: Harm) -> Iterator[tuple[float, str]]:
        happened = list(self._kinds(reading))
        hurt, treated = harm.of("injured", "heavy", "trapped", "moved"), self._rules.evidence.treatment
        if (
            hurt > 1
            or (hurt and (happened or len(reading.of(treated.words)) < treated.least))
            or max(harm.of("ill"), harm.of("care")) > 1
            or (happened and harm.of("ill", "care"))
        ):
            yield self._rules.evidence.hurt, "有人受伤、发病、被困或被疏散"
        yield from happened
        for name in (*_CLAUSEWISE, *_WHOLE):
            block = getattr(self._rules.evidence, name)
            hits = reading.of(block.words)
            if name in _CLAUSEWISE:
                hits = [word for word in hits if self._happens((word,), f"{reading.title}。{reading.text}", reading.year)]
            if len(hits) >= block.least:
                yield block.weight, f"“{'、'.join(hits[:3])}”"
        yield from self._quake(reading)

    def _kinds(self, reading: _Reading) -> Iterator[tuple[float, str]]:
        """The kinds of emergency that happen in the text; in the title they weigh more."""
        for kind, words in self._kind_words:
            hits = () if reading.words.isdisjoint(words) else reading.of(kind.words)
            found = self._happens(hits, reading.title, reading.year) if hits else None
            if found:
                yield kind.weight * self._rules.evidence.title_factor, f"{kind.name}（标题“{found}”）"
            elif hits and (found := self._happens(hits, reading.text, reading.year)):
                yield kind.weight, f"{kind.name}（“{found}”）"

    def _happens(self, words: Iterable[str], text: str, year: int) -> str | None:
        """The first of `words` in a clause that supposes and denies nothing, and that has not been waiting for months (塌方一年没修)."""
        for sentence in _SENTENCE.findall(text):
            for clause in _CLAUSE.findall(sentence):
                found = next((word for word in words if word in clause), None)
                if not found or self._supposed.search(clause) or self._harms.elsewhere(sentence, year):
                    continue
                if not _STALE.match(sentence.partition(found)[2]):
                    return found
        return None

    def _quake(self, reading: _Reading) -> Iterator[tuple[float, str]]:
        rules = self._rules.evidence
        magnitude = _MAGNITUDE.search(f"{reading.title}。{reading.text}") if "地震" in reading.words else None
        if magnitude:
            reached = [weight for least, weight in rules.quake_from.items() if _decimal(magnitude[1]) >= least]
            yield max(reached, default=0.0), f"震级“{magnitude[0]}”"
            at_sea = reading.of(rules.offshore.words)
            if at_sea:
                yield rules.offshore.weight, f"震中在海中（“{at_sea[0]}”）"

    def _loss(self, reading: _Reading) -> Loss:
        """The loss by an accident that happens in the text."""
        rules, whole = self._rules.losses, f"{reading.title}。{reading.text}"
        if "损失" not in whole or any(word in whole for word in rules.natural):
            return Loss()
        if not any(self._happens(reading.of(self._rules.kinds[kind].words), whole, reading.year) for kind in rules.kinds):
            return Loss()
        return self._losses.read(reading.title, reading.text, reading.year)

    def _step(self, harm: Harm, loss: Loss, score: float, evidence: list[str]) -> tuple[Grade, list[str]]:
        """The highest grade whose step is reached, and why."""
        dead, grave = harm.of("deaths", "missing"), self._grave(harm, evidence)
        said = [f"{_LABEL[kind]}{count}人（“{harm.quotes[kind]}”）" for kind, count in harm.counts.items()]
        for grade in reversed(_ORDER[1:]):
            step = self._rules.grades[grade]
            if step.dead is not None and dead >= step.dead:
                return grade, [*said, f"死亡和失踪达到{step.dead}人"]
            if step.grave is not None and grave >= step.grave:
                return grade, [*said, f"重伤或中毒达到{step.grave}人"]
            if step.loss is not None and loss.yuan >= step.loss:
                return grade, [*said, f"“{loss.quote}”", f"直接经济损失达到{step.loss // 10_000}万元"]
            if step.evidence is not None and score >= step.evidence:
                return grade, [*said, *evidence]
        return Grade.none, [*said, *evidence]

    def _grave(self, harm: Harm, evidence: list[str]) -> int:
        """Those gravely hurt, and with them those poisoned; 其中26人病情危重 are of these already."""
        if not _poisoned(evidence) and "中毒" not in harm.quotes.get("ill", ""):
            return harm.of("heavy")
        ill = self._ill(harm)
        return max(ill, harm.of("heavy")) if "heavy" in harm.parts else ill + harm.of("heavy")

    def _ill(self, harm: Harm) -> int:
        """Those taken ill; those only brought to hospital count below the step to major."""
        return max(harm.of("ill"), min(harm.of("care"), (self._rules.grades["major"].grave or 1) - 1))

    def _role(self, reading: _Reading, harm: Harm) -> tuple[TextRole | None, list[str]]:
        """The role of the text that caps its grade, and the words that say so."""
        for role, words in self._role_words:
            if reading.words.isdisjoint(words):
                continue
            if harm.headed and role.unless is not None and not any(word in reading.title for word in role.unless):
                continue
            alone = [word for word in role.alone if word in reading.named and not _inside(word, role.not_, reading.title)]
            alone += [found.group() for pattern in role.lead if (found := re.search(pattern, _lead(reading)))]
            named = alone + [word for word in role.title if word in reading.named and not _inside(word, role.not_, reading.title)]
            hits = list(dict.fromkeys([*named, *(w for w in reading.of(role.text) if not _inside(w, role.not_, reading.text))]))
            if (alone or (named and len(hits) > 1) or len(hits) >= role.least) and not reading.of(role.floor):
                return role, hits[:3]
        return None, []


def _lead(reading: _Reading) -> str:
    """The title, and the first sentence of the text: a text of remembrance begins with it."""
    first = _SENTENCE.search(reading.text)
    return f"{reading.title}。{first.group() if first else ''}"


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)) or "(?!)")


def _words(rules: SeverityRules) -> Iterator[str]:
    """Every word that is looked for in a text as a whole."""
    for kind in rules.kinds.values():
        yield from kind.words
    for name in (*_CLAUSEWISE, *_WHOLE, "offshore", "treatment"):
        yield from getattr(rules.evidence, name).words
    for role in rules.roles.values():
        yield from (*role.alone, *role.title, *role.text, *role.floor)


def _decimal(word: str) -> float:
    """六点一 → 6.1."""
    return float("".join("." if c in ".点" else str(value(c)) for c in word))


def _poisoned(evidence: list[str]) -> bool:
    """Whether people fell ill by an emergency: only then those taken ill count as gravely harmed."""
    return any(words.startswith(("中毒", "疫情", "泄漏")) for words in evidence)


def _inside(word: str, longer: Iterable[str], text: str) -> bool:
    """Whether `word` stands in `text` only as a part of a longer word (电影 in 电影院)."""
    for whole in longer:
        text = text.replace(whole, "")
    return word not in text


def _because(grade: Grade, reasons: list[str]) -> str:
    return f"{_NAMES[grade]}：{'；'.join(reasons)}" if reasons else f"{_NAMES[grade]}：文中没有伤亡、险情或突发事件的表述"


def _score(grade: Grade, evidence: float) -> float:
    """0..1: the grade's fifth of the scale, and within it the evidence."""
    return round((_ORDER.index(grade) + min(1.0, max(0.0, evidence) / 4)) / len(_ORDER), 3)
