"""Who was harmed: deaths, missing, gravely hurt, injured, taken ill — the latest total of *this* event that a text gives.

A clause is read as a row of numbers and harm words: 6人死亡3人重伤 (number first) or 死亡6人受伤3人 (word first). A figure counts only
where its sentence speaks of the event itself: not of other events, of suppositions, of lessons. A figure of the title rules; the body
raises it only with a word of update (截至, 升至). Sums are made only where the text itself adds up (1人当场死亡，另有3人不治).
Where all of those trapped or aboard are dead (14名矿工被困……均已遇难), theirs is the number of the dead; where all are found, none is
missing.

Contents: KINDS · UNKNOWN · Mention · Sentence · Harm · Harms
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nlp.clean import compatible
from nlp.numbers import NUMBER, value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from config.severity import Contexts, HarmWords

KINDS = ("deaths", "missing", "heavy", "injured", "ill", "care", "trapped", "moved")
_LED = ("ill", "care", "injured", "moved")  # of these the first figure is the total, and later ones only parts or updates of it
_WORSE = ("ill", "care", "injured", "heavy", "trapped", "missing")  # 3人送医后不治身亡: the death is what became of them
_MEMORY = 5  # an event of so many years ago is remembered, whatever is told of it; a younger one may be what a trial today is about
_LEAD = 2  # a past event counts as the matter itself where the first sentences tell of it
_REACH, _NEAR, _TOUCH = 18, 8, 3  # characters between a number and its harm word: number first, word first, word first amid others
_SENTENCE = re.compile(r"[^。！？!?\n]+")
_CLAUSE = re.compile(r"[^,;，；：:#]+")
_SPACE = re.compile(r"[^\S\n]+|(?<=\d),(?=\d{3}(?!\d))")
_ASIDE = re.compile(r"\([^()]*\)")
_YEAR = re.compile(r"((?:19|20)\d\d)年")
_PLACE = re.compile(r"\s*(?:其中)?([\u4e00-\u9fff]{1,4}[县市区镇乡村])(?=[^县市区镇乡村]{0,6}\d|[^县市区镇乡村]{0,4}(?:死亡|遇难|失踪))")
_WHOLE = re.compile(
    r"共(?:造成|致|计|有)?[^,，]{0,6}(?:死亡|遇难|失踪|\d+人(?:死亡|遇难|失踪))|合计|累计死亡|累计造成|[升增](?:至|到)|总数"
)
_EVERY = re.compile(
    r"^(?:但|已|最终|不幸|经确认|确认|目前)*(?:(?:被困|被埋|失踪|失联|遇险|[车船机艇]上|屋内|井下|所有|全体|上述)[\u4e00-\u9fff]{0,6})?"
    r"(?:全部|均|都|皆|悉数|无一|无人)"
)
_OF_ALL = re.compile(r"全部|均|都|皆|悉数|无一|无人|生还|幸存")  # only where one of these stands has a crowd to be kept in mind
_FOUND = re.compile(r"(?:失踪|失联|下落不明)[^,，。]{0,8}(?:全部|均|都|悉数)[^,，。]{0,6}(?:找到|获救|取得联系|生还|归)")
_BREAK = re.compile(r"(?<=[\u4e00-\u9fff])[ \u3000]+(?=[\u4e00-\u9fff\d])")  # a title's blank stands for a comma
_THEN = re.compile(r"(?:经[^,，]{0,8})?(?:抢救|医治|救治|治疗)?(?:无效|不治)|先后|相继|最终|不幸|当场")
_SAVED = re.compile(r"(?:救[出起下]?|保住|挽救|搭载)了?$")
_KIN = re.compile(r"家属|亲属|亲友|围观")
_SCHOOL = re.compile(
    r"[高初大][一二三四](?=[学男女班的])|(?<=[县市区镇州])[一二三四五六七八九十]{1,2}中(?=学|的|[初高]|$)"
)  # 高三学生, 县四中
_AND = re.compile(r"[\u4e00-\u9fff]{0,6}(?:和|及|与)")
_HEADS = re.compile(r"[\d一二三四五六七八九十百千万几数多余](?:[头匹尾羽株棵窝]|只(?![手眼脚耳胳]))")
UNKNOWN = 9999  # the year of a text that begins without one: what it dates in a year lies behind it
_RANGE = re.compile(r"[至到~\-—]")
_SPAN = re.compile(
    r"(?:[\d一二三四五六七八九十两几数多]年|[\d一二三四五六七八九十两几数]个月)(?:来|间|以来|里|内)|(?:近|过去)[\d一二三四五六七八九十两几]{1,3}多?年"
    r"|(?:去年|前年|上年|当年|今年)[^,，。]{0,4}(?:全国|全球|全省|全市|全区|全县|我国|我省|我市|各地)"
    r"|(?:\d{2,}|[十百千][一二三四五六七八九十]?)[余多]?起"
)  # figures of many years or many accidents
_DATED = re.compile(r"\d[月日]|发生|曾")


@dataclass(frozen=True, slots=True)
class Sentence:
    """Where a figure stands: the number of its sentence, and what that says of its figures."""

    number: int
    past: bool = False
    update: bool = False
    dated: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """One figure of harm: what, how many, and the words that say so.

    `bare`: somebody, without a number; `every`: all of a crowd told of before; `at`: the place it is told of.
    """

    kind: str
    count: int
    quote: str
    sentence: Sentence
    part: bool = False
    rest: bool = False
    bare: bool = False
    every: bool = False
    old: bool = False
    at: str = ""


@dataclass(frozen=True, slots=True)
class Harm:
    """The totals, and the words each rests on. `headed`: the title itself counts the dead; `parts`: totals that are part of another."""

    counts: dict[str, int]
    quotes: dict[str, str]
    headed: bool
    parts: frozenset[str] = frozenset()

    def of(self, *kinds: str) -> int:
        """The sum over `kinds`."""
        return sum(self.counts.get(kind, 0) for kind in kinds)


class Harms:
    """Reads harm out of texts by the words of severity.yml."""

    def __init__(self, words: HarmWords, contexts: Contexts) -> None:
        self._words = words
        self._kind_of = {word: kind for kind in KINDS for word in getattr(words, kind)}
        harm, units = _any(self._kind_of), _any(words.units)
        self._first = re.compile(harm)
        self._harmed = re.compile(rf"{harm}|死|伤|亡|生还|幸存")  # begins with plain characters throughout: ten times as fast
        self._alive = re.compile(rf"[仅只]有?({NUMBER})(?:{units})(?:生还|幸存|活下来)")
        self._many = re.compile(rf"(?<![\d一二三四五六七八九十百千万余])(?:{_any(words.crowds)})")
        self._subject = re.compile(rf"(?:其中|另有|另|还有|但)?({NUMBER})(?:{units})")
        gone = _any([*words.trapped, *words.missing])
        self._crowd = re.compile(
            rf"(?:{gone}|[车船机艇屋家井班]|载|有)[^,，。\d]{{0,6}}?(?P<a>{NUMBER})(?:{units})|(?P<b>{NUMBER})(?:{units})[^,，。]{{0,6}}(?:{gone})"
        )
        self._token = re.compile(
            rf"(?P<number>(?:{NUMBER})(?:[至到~\-—](?:{NUMBER}))?[余多来]?)(?:(?P<loose>个)?(?:{units})(?!次)(?<!人(?=民))|(?P<counted>个)(?=[了吧啊呢吗]*$|[死伤亡])|(?=[死伤亡](?!于)))|(?P<many>[多数][人名位])|(?P<harm>(?:{harm})+)|(?P<short>[死伤亡])",
        )
        self._idiom, self._quoted = re.compile(_any(words.idioms)), re.compile(rf"(?<=[“‘「『\"'])(?:{harm})(?=[”’」』\"'])")
        self._nobody, self._animal = re.compile(_any(words.nobody)), re.compile(_any(words.animals))
        self._person = re.compile(rf"(?:{_any(words.people)})[^,，]{{0,3}}$")
        self._says = {name: re.compile(_any(getattr(contexts, name))).search for name in type(contexts).model_fields}

    def read(self, title: str, text: str, year: int | None = None) -> Harm:
        """The harm of the event that `title` and `text` tell of; `year` is when they were published."""
        head, body = self._plain(_BREAK.sub("，", title)), self._plain(text)
        year = year or max(map(int, _YEAR.findall(head + (_SENTENCE.findall(body) or [""])[0])), default=UNKNOWN)
        nobody, searched = self._nobody_at(head, body), _found_at(head, body)
        named, told = list(self._mentions(head, year)), list(self._mentions(body, year, self._crowded(head)))
        if any(not m.sentence.past for m in (*named, *told)):
            told = [m for m in told if not m.sentence.past]
        told = [m for m in told if m.kind != "missing" or m.sentence.number > searched]
        totals = {kind: self._total([m for m in named if m.kind == kind], [m for m in told if m.kind == kind], nobody) for kind in KINDS}
        headed = any(m.kind == "deaths" and not m.bare for m in named)
        found = {kind: mention for kind, mention in totals.items() if mention}
        parts = frozenset(kind for kind, mention in found.items() if mention.part)
        return Harm({k: m.count for k, m in found.items()}, {k: m.quote for k, m in found.items()}, headed, parts)

    def elsewhere(self, sentence: str, year: int = UNKNOWN) -> bool:
        """Whether a sentence tells of other events, or of many: lessons, statistics, what lies years behind its text's `year`."""
        remembered = year != UNKNOWN and _before(sentence, year - _MEMORY)
        return remembered or bool(self._says["other"](sentence) or _SPAN.search(sentence))

    def before(self, sentence: str, year: int) -> bool:
        """Whether a sentence tells of an earlier year or month than that of its text."""
        return bool(self._says["past"](sentence)) or _before(sentence, year)

    def _plain(self, text: str) -> str:
        """Without spaces and idioms: 笑死 is no death, and neither is “砍死” in quotation marks."""
        plain = _SPACE.sub("", compatible(text))
        for pattern in (_SCHOOL, self._idiom, self._quoted):
            plain = pattern.sub(lambda found: "□" * len(found.group()), plain)
        return plain

    def _nobody_at(self, head: str, body: str) -> int | None:
        """The number of the first sentence that says nobody was harmed; the title is -1."""
        sentences = enumerate([head, *_SENTENCE.findall(body)], start=-1)
        return next((number for number, sentence in sentences if self._nobody.search(sentence)), None)

    def _mentions(self, text: str, year: int, crowd: int = 0) -> Iterator[Mention]:
        """The figures of a text; `crowd`: how many it has told of so far as trapped, missing or aboard."""
        follows = bool(_OF_ALL.search(text))
        for number, sentence in enumerate(_SENTENCE.findall(text)):
            crowd = (follows and self._crowded(sentence)) or crowd
            if not self._harmed.search(sentence) or self.elsewhere(sentence, year):
                continue
            past = self.before(sentence, year)
            where = Sentence(
                number, past, bool(self._says["update"](sentence)), bool(_DATED.search(sentence)), bool(_WHOLE.search(sentence))
            )
            yield from (Mention("deaths", self._words.crowds[words], words, where) for words in self._crowds_in(sentence))
            figures = (
                *self._in_piece(_ASIDE.sub("", sentence), where, part=False),
                *self._in_piece(" ".join(_ASIDE.findall(sentence)), where, part=True),
            )
            yield from (replace(m, count=crowd, bare=False) if m.every and crowd else m for m in figures)
            alive = self._alive.search(sentence)
            if alive and crowd > (left := value(alive[1]) or crowd):
                yield Mention("deaths", crowd - left, f"{crowd}人中{alive[0]}", where)

    def _crowds_in(self, sentence: str) -> Iterator[str]:
        """The words for many dead without a number (多人遇难, not 300多人遇难) in clauses that suppose nothing."""
        for clause in _CLAUSE.findall(sentence):
            if not self._says["supposed"](clause):
                yield from self._many.findall(clause)

    def _crowded(self, text: str) -> int:
        """How many a text tells of last as trapped, missing or aboard; 0 where it tells of none."""
        found = [
            match for match in self._crowd.finditer(text) if not self._says["bystanders"](text[max(0, match.start() - 6) : match.end() + 3])
        ]
        return value(found[-1]["a"] or found[-1]["b"]) or 0 if found else 0

    def _in_piece(self, piece: str, where: Sentence, *, part: bool) -> Iterator[Mention]:
        """The figures of a sentence up to an 如果; after an 其中 they are parts of a total."""
        supposing, at, before = self._says["carried"](piece), "", ""
        for clause in _CLAUSE.findall(piece[: supposing.start()] if supposing else piece):
            part = part or bool(self._says["part"](clause))
            for bit in clause.split("、"):
                found = _PLACE.match(bit)
                at = found[1] if found else at
                if not self._says["supposed"](clause):
                    yield from self._of_those(before, bit, self._in_clause(bit, where, at, part=part))
            before = clause

    def _of_those(self, before: str, clause: str, mentions: Iterable[Mention]) -> Iterator[Mention]:
        """其中3人伤势过重，不治身亡: a clause that goes on without a subject tells of those whom the one before began with."""
        subject = self._subject.match(before) if _THEN.match(clause) else None
        told = value(subject[1]) if subject else None
        yield from (replace(m, count=told, bare=False) if told and m.bare and m.kind == "deaths" else m for m in mentions)

    def _in_clause(self, clause: str, where: Sentence, at: str, *, part: bool) -> Iterator[Mention]:
        rest, old = bool(self._says["rest"](clause)), bool(_YEAR.search(clause))
        for kind, count, start, end in self._figures(clause):
            denied = self._says["negated"](self._first.sub("", clause[max(0, start - 8) : end]))
            bystanders = kind in _LED and self._says["bystanders"](clause[max(0, start - 6) : end])
            if not denied and not bystanders:
                bare = count is None
                every = bare and kind == "deaths" and bool(_EVERY.match(clause))
                adds = rest or (bare and bool(self._says["also"](clause)))
                yield Mention(kind, count or 1, clause[start:end], where, part, adds, bare, every, old, at)

    def _figures(self, clause: str) -> Iterator[tuple[str, int | None, int, int]]:
        """(kind, count, start, end) of each figure; a count of None where somebody is harmed without a number."""
        tokens = list(self._token.finditer(clause))
        used: set[int] = set()
        for i, j in self._partners(tokens):
            first, count, kind = _together(tokens, i, j), _count(tokens[i]), self._kind(tokens[j])
            if count is not None and kind and tokens[i].string.startswith("以上", tokens[i].end()):
                used.add(j)  # 3人以上死亡的事故: a threshold
            elif count is not None and kind and not _of_others(tokens[i], tokens[j]) and not _loosely(tokens[i], tokens[j], kind):
                used |= {i, j} | set(range(first, j))
                count = sum(_count(token) or 0 for token in tokens[first : i + 1])
                yield kind, count, min(tokens[first].start(), tokens[j].start()), max(tokens[i].end(), tokens[j].end())
        for j, word in enumerate(tokens):
            kind = self._kind(word)
            if kind and j not in used and not word["short"] and self._somebody(clause, word):
                yield kind, None, max(0, word.start() - 8), word.end()

    def _partners(self, tokens: list[re.Match[str]]) -> Iterator[tuple[int, int]]:
        """(number, harm word) by their places in the row."""
        behind = self._word_first(tokens)
        for i, number in enumerate(tokens):
            if self._kind(number):
                continue
            if behind or i + 1 == len(tokens) or not self._kind(tokens[i + 1]):
                if i and self._kind(tokens[i - 1]) and number.start() - tokens[i - 1].end() <= (_NEAR if behind else _TOUCH):
                    yield i, i - 1
            elif tokens[i + 1].start() - number.end() <= _REACH:
                yield i, i + 1 + self._died(tokens[i + 1 : i + 3])

    def _died(self, words: list[re.Match[str]]) -> bool:
        """11名被困矿工全部遇难, 3人送医后不治身亡: whether the second word tells of the same people's death."""
        if len(words) < 2 or words[0]["short"] or self._kind(words[0]) not in _WORSE or self._kind(words[1]) != "deaths":  # noqa: PLR2004
            return False
        between = _between(words[0], words[1])
        return len(between) <= _NEAR and "中" not in between and not self._says["negated"](between)

    def _word_first(self, tokens: list[re.Match[str]]) -> bool:
        """死亡6人, 死亡人数升至6人, 死亡3人受伤5人: the row begins with a word, a number at its heels, and ends with a number."""
        first = next((at for at, token in enumerate(tokens) if not self._kind(token)), 0)
        if not first or self._kind(tokens[-1]):
            return False
        return tokens[first].start() - tokens[first - 1].end() <= _NEAR

    def _kind(self, token: re.Match[str]) -> str | None:
        """What kind of harm a token names; None for a number."""
        if token["short"]:
            return "injured" if token["short"] == "伤" else "deaths"
        first = self._first.match(token["harm"] or "")
        return self._kind_of[first.group()] if first else None

    def _somebody(self, clause: str, word: re.Match[str]) -> bool:
        """Whether a harm word without a number says that somebody, not some animal, was harmed."""
        before = clause[: word.start()]
        if self._animal.search(before[-10:]) or _HEADS.search(before[-10:]) or self._animal.match(clause[word.end() : word.end() + 4]):
            return False
        return word.group() not in self._words.weak or bool(self._person.search(before[-6:]))

    def _total(self, named: list[Mention], told: list[Mention], nobody: int | None) -> Mention | None:
        """The title's figure, raised by an update of the body; else the body's greatest, or for the injured and ill its first."""
        head = _greatest(named)
        told = [m for m in told if nobody is None or not (m.bare or m.old or (m.sentence.dated and m.sentence.number > nobody))]
        ours = [m for m in told if not m.sentence.past]
        if not ours and not head and nobody is None:
            ours = [m for m in told if not m.bare and m.sentence.number <= _LEAD]
        counted = [m for m in ours if not m.bare]
        if not head and counted and counted[0].kind in _LED:
            head = _greatest(m for m in counted if m.sentence.number == counted[0].sentence.number)
        raising = [m for m in _with_sums(ours) if m.sentence.update or not head or head.bare]
        return _greatest([head, *raising] if head else raising)


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or "(?!)"


def _found_at(head: str, body: str) -> float:
    """The number of the last sentence that says all the missing were found; where the title says so, none counts as missing."""
    if _FOUND.search(head):
        return float("inf")
    return max((number for number, sentence in enumerate(_SENTENCE.findall(body)) if _FOUND.search(sentence)), default=-1)


def _before(sentence: str, year: int) -> bool:
    """Whether the sentence dates itself in a year before `year`; December is told of in January."""
    years = [int(found) for found in _YEAR.findall(sentence)]
    return bool(years and max(years) < year - ("12月" in sentence))


def _count(token: re.Match[str]) -> int | None:
    """The number a token says; 多人 is three at least, 三至五人 three; None for a harm word."""
    return 3 if token["many"] else value(_RANGE.split(token["number"] or "")[0].rstrip("余多来"))


def _together(tokens: list[re.Match[str]], i: int, j: int) -> int:
    """11名士兵和3名平民死亡: the place of the first of the numbers that an “and” binds to number `i`, whose word stands behind it."""
    first = i
    while j > i and first and tokens[first - 1]["number"] and _AND.fullmatch(_between(tokens[first - 1], tokens[first])):
        first -= 1
    return first


def _of_others(number: re.Match[str], word: re.Match[str]) -> bool:
    """救30人离世的司机, 十多名家属向死者: whether the number is not of those whom the word is about."""
    saved = _SAVED.search(number.string[: number.start()])
    return bool(saved) or (number.start() < word.start() and bool(_KIN.search(_between(number, word))))


def _loosely(number: re.Match[str], word: re.Match[str], kind: str) -> bool:
    """两个人在医院, 死者三个小孩: with 个 a number counts only the dead, the missing, the gravely hurt and the poisoned."""
    said = word["harm"] or ""
    grave = kind in ("deaths", "missing", "heavy") or "毒" in said
    return bool(number["loose"] or number["counted"]) and (not grave or said == "死者")


def _between(one: re.Match[str], other: re.Match[str]) -> str:
    return one.string[one.end() : other.start()]


def _greatest(mentions: Iterable[Mention]) -> Mention | None:
    return max(mentions, key=lambda m: m.count, default=None)


def _with_sums(mentions: list[Mention]) -> Iterator[Mention]:
    """The mentions, and for each sentence the sum of what it adds up itself: 另有, 其余, 抢救无效, or place by place."""
    yield from mentions
    for sentence in {m.sentence for m in mentions}:
        here = [m for m in mentions if m.sentence == sentence and (m.rest or not m.bare)]
        parts = [m for m in here if not m.part] or here
        if any(m.rest for m in parts[1:]) and not sentence.whole and len({m.quote for m in parts}) > 1:
            yield Mention(parts[0].kind, sum(m.count for m in parts), "，".join(m.quote for m in parts), sentence)
        elif len({m.at for m in parts if m.at}) > 1 and not any(m.part for m in here) and not sentence.whole:
            each = {m.at: m for m in parts if m.at}
            said = "，".join(f"{m.at}{m.quote}" for m in each.values())
            yield Mention(parts[0].kind, sum(m.count for m in each.values()), said, sentence)
