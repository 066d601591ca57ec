"""The learned half of topics: what is kept in the model file, and how it judges.

A linear model over character n-grams of title and text and over what the rules found. It was trained with a low-rank term, which is
folded into the weights, so that judging is one sparse product. Weights are stored as whole numbers with one scale per class.

Contents: Head · Model · opening · weighted · rule_names · rule_features · Judge · Judged · softmax · save · load · newest
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED

import numpy as np
from scipy.sparse import csr_matrix, hstack
from skops import io as skops

from config.base import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from nlp.topic_rules import Readings, TopicRules

FORMAT = 1
TEXTS = ("words", "title_words", "rules")
SENTENCE_END, TITLE_LENGTH = re.compile(r"[。！？!?\n]"), 40
LONGEST = 1200  # characters of a text that are read; what a post is about is said before
Matrix = Any


class NotAModel(Refusal):
    """The file is no model of this program's."""


@dataclass(frozen=True)
class Head:
    """One question (topic, or department): its classes, from how many rows each was learned, the weights, and how sure to be."""

    names: tuple[str, ...]
    rows: Matrix
    weights: Matrix
    scales: Matrix
    rule_weights: Matrix
    bias: Matrix
    sharpness: float


@dataclass(frozen=True)
class Model:
    """A trained model. `rules` names the rules' features in their order; `about` says on which data and with which scores."""

    version: str
    about: dict[str, Any]
    words: tuple[str, ...]
    title_words: tuple[str, ...]
    rarity: Matrix
    title_rarity: Matrix
    rules: tuple[str, ...]
    topic: Head
    department: Head

    def ngrams(self, titles: Matrix, texts: Matrix) -> Matrix:
        """Text × n-gram, weighted, given how often `title_words` stand in the titles and `words` in title and text."""
        return hstack([weighted(texts, self.rarity), weighted(titles, self.title_rarity)]).tocsr()


def opening(text: str) -> str:
    """What serves as the title of a post that has none: its first sentence, as far as a title reaches."""
    return SENTENCE_END.split(text.strip(), maxsplit=1)[0][:TITLE_LENGTH]


def weighted(counts: Matrix, rarity: Matrix) -> Matrix:
    """Counts damped, rare words lifted, each row of length 1."""
    made = csr_matrix((1 + np.log(counts.data), counts.indices, counts.indptr), shape=counts.shape)
    made.data = (made.data * rarity[made.indices]).astype(np.float32)
    norms = np.sqrt(np.add.reduceat(np.append(made.data**2, 0), made.indptr[:-1]))
    norms[np.diff(made.indptr) == 0] = 1
    made.data /= np.repeat(norms, np.diff(made.indptr)).astype(np.float32)
    return made


def rule_names(rules: TopicRules) -> tuple[str, ...]:
    """What the rules' features are called; a model finds them again by these names when topics.yml has changed."""
    lines = [f"line {topic} {line}" for topic, line in rules.lines]
    topics, shares = ([f"{what} {topic}" for topic in rules.topics] for what in ("topic", "share"))
    return (*topics, *lines, *shares, *(f"belief {department}" for department in rules.departments))


def rule_features(read: Readings) -> Matrix:
    """The rules' findings as features, in the order of `rule_names`."""
    parts = (np.log1p(read.topics) * 0.2, np.log1p(read.lines) * 0.2, read.shares * 0.35, read.departments * 0.35)
    return np.hstack(parts).astype(np.float32)


class Judge:
    """A model ready to judge texts read by given rules."""

    def __init__(self, model: Model, rules: TopicRules) -> None:
        heads = (model.topic, model.department)
        self.model = model
        self._words = model.words + model.title_words
        self._weights = np.hstack([head.weights.astype(np.float32) * head.scales for head in heads])
        known = {name: at for at, name in enumerate(model.rules)}
        rows = [known.get(name, -1) for name in rule_names(rules)]
        both = np.vstack([np.hstack([head.rule_weights for head in heads]), np.zeros((1, self._weights.shape[1]), np.float32)])
        self._rule_weights = both[rows]
        self._bias = np.concatenate([head.bias for head in heads])
        self.topics = len(model.topic.names)

    def judge(self, titles: Matrix, texts: Matrix, read: Readings) -> Judged:
        """Beliefs in topics and departments, and the n-grams to explain them by."""
        found = self.model.ngrams(titles, texts)
        scores = found @ self._weights + rule_features(read) @ self._rule_weights + self._bias
        topic, department = scores[:, : self.topics], scores[:, self.topics :]
        topics, departments = softmax(topic * self.model.topic.sharpness), softmax(department * self.model.department.sharpness)
        return Judged(topics, departments, found, self._weights)

    def words(self, judged: Judged, text: int, column: int, most: int) -> list[str]:
        """The n-grams of a text that spoke most for a class (`column`: topics first, then departments); none inside another."""
        start, end = judged.found.indptr[text], judged.found.indptr[text + 1]
        indices = judged.found.indices[start:end]
        spoke = judged.found.data[start:end] * judged.weights[indices, column]
        chosen: list[str] = []
        for at in np.argsort(-spoke)[: most * 4].tolist():
            word = self._words[indices[at]]
            if len(chosen) < most and spoke[at] > 0 and len(word) > 1 and not any(word in other or other in word for other in chosen):
                chosen.append(word)
        return chosen


@dataclass(frozen=True)
class Judged:
    """Beliefs, text × class, with what they came from."""

    topics: Matrix
    departments: Matrix
    found: Matrix
    weights: Matrix


def softmax(scores: Matrix) -> Matrix:
    """Beliefs that add up to 1 in each row."""
    raised = np.exp(scores - scores.max(1, keepdims=True))
    return raised / raised.sum(1, keepdims=True)


def save(model: Model, path: Path) -> None:
    """Writes the model, with skops and without pickle, first beside its place so that a reader never sees half of it."""
    plain = {"format": FORMAT, **{field.name: getattr(model, field.name) for field in fields(model)}}
    plain |= {name: "\n".join(plain[name]) for name in TEXTS}
    for head in ("topic", "department"):
        plain[head] = {field.name: getattr(plain[head], field.name) for field in fields(Head)}
    half = path.with_suffix(".half")
    skops.dump(plain, half, compression=ZIP_DEFLATED, compresslevel=9)
    half.replace(path)


def load(path: Path) -> Model:
    """The model in a file. Raises `NotAModel` with a sentence."""
    try:
        plain = skops.load(path, trusted=[])
    except Exception as error:  # noqa: BLE001  (whatever is wrong with a file, it is no model)
        raise NotAModel(f"{path.name}：读不出模型（{error}）；请重新训练（huixiang train），或删掉它，只用规则") from None
    if not isinstance(plain, dict) or plain.pop("format", None) != FORMAT:
        raise NotAModel(f"{path.name}：不是本版本的模型；请重新训练（huixiang train），或删掉它，只用规则")
    plain |= {name: tuple(plain[name].split("\n")) for name in TEXTS}
    heads: dict[str, Any] = {name: Head(**plain.pop(name)) for name in ("topic", "department")}
    return Model(**plain, **heads)


def newest(folders: Sequence[Path]) -> Path | None:
    """The newest model file of the first of the folders that has any."""
    for folder in folders:
        if found := sorted(folder.glob("topics-*.skops")):
            return found[-1]
    return None
