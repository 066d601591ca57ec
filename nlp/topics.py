"""What a post is about, and whose line it is (主题、条线): rules first, the learned half added where there is a model.

Contents: Topics · shipped
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

from nlp.model import LONGEST, Judge, load, newest, opening
from nlp.topic_rules import TopicRules
from nlp.topic_words import WordFinder
from store.records import Finding, SaidBy

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from config.rules import Rules
    from nlp.model import Head, Judged, Model
    from nlp.topic_rules import Readings

SHIPPED = Path(__file__).parent / "models"
BY_RULES = "rules"
TRUST = 0.9  # of a belief is the learned half's, the rest the rules'
ENOUGH = {"topic": 6.0, "department": 1.0}  # rows from which a class is learned as well as its rules know it
RULED, LEARNED = 0.05, 0.3  # below both, a post is about nothing
TOPIC, DEPARTMENT = 0.2, 0.15  # below, a finding is not listed beside the first
CLEAR = 0.3  # a further topic of which the rules alone believe as much is listed, though the learned half sees only the first
MOST, QUOTED = 3, 4
Found = tuple[tuple[Finding, ...], tuple[Finding, ...]]
Matrix = Any


class Topics:
    """Judges posts by the rules, and by a model of the same rules where one is given; `version` says which."""

    def __init__(self, rules: Rules, model: Model | None) -> None:
        self._names = {id_: topic.name for id_, topic in rules.topics.topics.items()}
        self._department_name = rules.departments.name
        self._rules = TopicRules(rules.topics)
        self._judge = Judge(model, self._rules) if model else None
        self._least = rules.gathering.topics_least  # below, a topic without a word of its own is a guess
        self._threads = ThreadpoolController()
        self._finder = WordFinder(*((model.words, model.title_words) if model else ((), ())), self._rules.atoms)
        learned = [name for name in (model.department.names if model else ()) if name in rules.departments.departments]
        self._departments = (*self._rules.departments, *(name for name in learned if name not in self._rules.departments))
        self._mix_topics = _Mix(self._rules.topics, model.topic if model else None, ENOUGH["topic"])
        self._mix_departments = _Mix(self._departments, model.department if model else None, ENOUGH["department"])
        self.version = model.version if model else BY_RULES

    def assess(self, title: str, text: str) -> Found:
        """Topics and departments of one post, the likeliest first; both empty where it is about nothing public."""
        return self.assess_many([(title, text)])[0]

    def assess_many(self, posts: Sequence[tuple[str, str]]) -> list[Found]:
        """Those of many posts, in their order."""
        if not posts:
            return []
        read, judged = self._read(posts)
        topics, departments = self._mixed(read, judged)
        topics = _with_clear(topics, read.shares)
        something = self._something(topics, read, judged)
        explain = _Explain(self, posts, read, judged)
        return [
            (explain.topics(at, _best(topics[at], TOPIC)), explain.departments(at, _best(departments[at], DEPARTMENT)))
            if something[at]
            else ((), ())
            for at in range(len(posts))
        ]

    def beliefs(self, posts: Sequence[tuple[str, str]]) -> dict[str, Matrix]:
        """How far each topic and each department is believed, post × class, in the order of `class_names`."""
        topics, departments = self._mixed(*self._read(posts))
        return {"topic": topics, "department": departments}

    def learned(self, posts: Sequence[tuple[str, str]], question: str) -> Matrix:
        """What the model alone believes of "topic" or "department", post × class, in the order of its head's names."""
        judged = self._read(posts)[1]
        if judged is None:
            raise ValueError("there is no model; only the rules serve")
        return judged.topics if question == "topic" else judged.departments

    @property
    def class_names(self) -> dict[str, tuple[str, ...]]:
        """The columns of `beliefs`."""
        return {"topic": self._rules.topics, "department": self._departments}

    def _mixed(self, read: Readings, judged: Judged | None) -> tuple[Matrix, Matrix]:
        if judged is None:
            return read.shares, read.departments
        return self._mix_topics.of(read.shares, judged.topics), self._mix_departments.of(read.departments, judged.departments)

    def _something(self, topics: Matrix, read: Readings, judged: Judged | None) -> Matrix:
        """Which posts are about something: the rules or the learned half see it, and the first topic is more than a learned guess."""
        seen = (read.shares.max(1) >= RULED) | (judged.topics.max(1) >= LEARNED if judged else False)
        worded = read.topics[np.arange(len(topics)), topics.argmax(1)] > 0
        return seen & (worded | (topics.max(1) >= self._least))

    def _read(self, posts: Sequence[tuple[str, str]]) -> tuple[Readings, Judged | None]:
        in_title, title_words, rule_title = self._finder.counts([title or opening(text) for title, text in posts])
        of_text, _, rule_text = self._finder.counts([text[:LONGEST] for _, text in posts])
        with self._threads.limit(limits=1, user_api="blas"):  # the matrices are small: threads would wait for each other, burning
            read = self._rules.read(rule_title, rule_text)
            return read, self._judge.judge(title_words, in_title + of_text, read) if self._judge else None


def _with_clear(topics: Matrix, ruled: Matrix) -> Matrix:
    """The beliefs with those that the words themselves make clear, none of them above the first."""
    second = np.minimum(ruled, 0.99 * topics.max(1, keepdims=True))
    return np.where(ruled >= CLEAR, np.maximum(topics, second), topics)


class _Mix:
    """Beliefs of the rules and of a head, laid together: the less a class was learned from, the more its rules are heard."""

    def __init__(self, ids: Sequence[str], head: Head | None, enough: float) -> None:
        at = {name: column for column, name in enumerate(head.names)} if head else {}
        self.columns = np.array([at.get(id_, -1) for id_ in ids])  # where the head has each class; -1 where it does not know it
        rows = np.append(head.rows, 0)[self.columns] if head else np.zeros(len(ids))
        self._unlearned = enough / (enough + rows)

    def of(self, ruled: Matrix, learned: Matrix) -> Matrix:
        """Post × class."""
        ruled = np.pad(ruled, ((0, 0), (0, len(self.columns) - ruled.shape[1])))
        learned = np.hstack([learned, np.zeros((len(learned), 1))])[:, self.columns]
        first = ruled * self._unlearned
        left = 1 - first.sum(1, keepdims=True)
        return first + left * (TRUST * learned + (1 - TRUST) * ruled)


class _Explain:
    """Makes findings of beliefs, each with the words of the text that weighed most."""

    def __init__(self, topics: Topics, posts: Sequence[tuple[str, str]], read: Readings, judged: Judged | None) -> None:
        self._of, self._posts, self._read, self._judged = topics, posts, read, judged

    def topics(self, at: int, best: list[tuple[int, float]]) -> tuple[Finding, ...]:
        """Findings of topics."""
        rules = self._of._rules  # noqa: SLF001  (its own other half)
        return tuple(
            self._finding(at, id_, self._of._names[id_], score, rules.topic_words(self._read, at, id_), column)  # noqa: SLF001
            for id_, score, column in ((rules.topics[i], score, self._of._mix_topics.columns[i]) for i, score in best)  # noqa: SLF001
        )

    def departments(self, at: int, best: list[tuple[int, float]]) -> tuple[Finding, ...]:
        """Findings of departments."""
        rules, judge = self._of._rules, self._of._judge  # noqa: SLF001
        after = judge.topics if judge else 0
        columns = self._of._mix_departments.columns  # noqa: SLF001
        return tuple(
            self._finding(
                at,
                self._of._departments[i],  # noqa: SLF001
                self._of._department_name(self._of._departments[i]),  # noqa: SLF001
                score,
                rules.department_words(self._read, at, self._of._departments[i]),  # noqa: SLF001
                columns[i] + after if columns[i] >= 0 else -1,
            )
            for i, score in best
        )

    def _finding(self, at: int, id_: str, name: str, score: float, words: list[str], column: int) -> Finding:
        judge = self._of._judge  # noqa: SLF001
        learned = judge.words(self._judged, at, column, QUOTED) if judge and self._judged and column >= 0 else []
        text = self._posts[at][1]
        span = next(((text.find(word), text.find(word) + len(word)) for word in (*words, *learned) if word in text), None)
        said_by = SaidBy.learned if self._judged and (learned or not words) else SaidBy.rule
        return Finding(id_, name, _because(words[:QUOTED], learned), said_by, min(score, 1.0), span)


def shipped(*folders: Path) -> Model | None:
    """The newest model of the first of the folders that has one, else the one that comes with the program, else none."""
    path = newest([*folders, SHIPPED])
    return load(path) if path else None


def _because(words: list[str], learned: list[str]) -> str:
    parts = []
    if words:
        parts.append(f"规则：写到{_quoted(words)}")
    if learned:
        parts.append(f"学习：写有{_quoted(learned)}的信息多属此类")
    return "；".join(parts) or "没有明显的词，按首要条线或全文用语推断"


def _quoted(words: Iterable[str]) -> str:
    return "".join(f"“{word.replace('+', '”和“')}”" for word in words)


def _best(beliefs: Matrix, least: float) -> list[tuple[int, float]]:
    """The first, and those beside it that are believed enough."""
    order = np.argsort(-beliefs)[:MOST].tolist()
    return [(i, float(beliefs[i])) for rank, i in enumerate(order) if rank == 0 or beliefs[i] >= least]
