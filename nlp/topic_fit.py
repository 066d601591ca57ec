"""Fitting a topic model: n-grams, a low-rank view learned from all texts, the rules' findings; two linear heads over all of it.

The low-rank view lets a word that no labelled message has borrow from words it stands beside; being linear, it is folded into the
weights when the heads are made. What people corrected counts more than the rest, so that it is not corrected again.

Contents: Seen · see · fit · sharpness
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, hstack
from sklearn.decomposition import TruncatedSVD
from sklearn.svm import LinearSVC

from nlp.model import LONGEST, Head, Model, opening, rule_features, rule_names, softmax, weighted
from nlp.topic_vocabulary import vocabularies
from nlp.topic_words import WordFinder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from nlp.topic_data import Row
    from nlp.topic_rules import TopicRules

RANK, COST, SEED = 300, 0.3, 0
KEPT = 12_000  # n-grams; more of them cost time and add nothing
CORRECTED = 5.0  # what a corrected row weighs beside the others
LEVELS = 127
QUESTIONS = ("topic", "department")
Matrix = Any


@dataclass(frozen=True)
class Seen:
    """Rows as the learner sees them: how often each n-gram stands in the text and in the title, and what the rules found."""

    words: tuple[str, ...]
    title_words: tuple[str, ...]
    texts: Matrix
    titles: Matrix
    findings: Matrix
    rules: tuple[str, ...]


def see(rows: Sequence[Row], rules: TopicRules) -> Seen:
    """What the learner sees of rows, labelled or not."""
    words, title_words = vocabularies(rows)
    finder = WordFinder(words, title_words, rules.atoms)
    in_words, in_title, rule_title = finder.counts([row.title or opening(row.text) for row in rows])
    of_text, _, rule_text = finder.counts([row.text[:LONGEST] for row in rows])
    return Seen(words, title_words, in_words + of_text, in_title, rule_features(rules.read(rule_title, rule_text)), rule_names(rules))


def fit(seen: Seen, rows: Sequence[Row], at: Sequence[int], step: Callable[[str], None] = lambda _: None) -> Model:
    """A model from the rows at the positions `at`. `step` is told what is being done."""
    examples = {question: _examples(rows, at, question) for question in QUESTIONS}
    step("choosing words")
    seen = _kept(seen, examples)
    rarity, title_rarity = _rarity(seen.texts), _rarity(seen.titles)
    grams = _grams(seen)
    step("low-rank view")
    axes = TruncatedSVD(min(RANK, min(grams.shape) - 1), n_iter=2, random_state=SEED).fit(grams).components_.astype(np.float32)
    features = hstack([grams, csr_matrix(grams @ axes.T), csr_matrix(seen.findings)]).tocsr()
    heads = {}
    for question, (where, labels, weights) in examples.items():
        step(question)
        machine = LinearSVC(C=COST, random_state=SEED).fit(features[where], labels, weights)
        heads[question] = _head(machine, grams.shape[1], axes, labels)
    return Model("", {}, seen.words, seen.title_words, rarity, title_rarity, seen.rules, **heads)


def sharpness(scores: Matrix, right: Matrix) -> float:
    """By what to multiply scores so that beliefs are true as often as they say: the likeliest, given the column that was right."""

    def surprise(factor: float) -> float:
        return float(-np.log(softmax(scores * factor)[np.arange(len(right)), right] + 1e-9).mean())

    return float(minimize_scalar(surprise, bounds=(0.5, 10), method="bounded").x)


def _examples(rows: Sequence[Row], at: Sequence[int], question: str) -> tuple[list[int], list[str], list[float]]:
    """Positions, labels and weights of the rows that answer the question."""
    where = [one for one in at if getattr(rows[one], question)]
    return where, [getattr(rows[one], question) for one in where], [CORRECTED if rows[one].corrected else 1.0 for one in where]


def _kept(seen: Seen, examples: dict[str, tuple[list[int], list[str], list[float]]]) -> Seen:
    """Only the n-grams that weigh most when heads are fitted without the low-rank view."""
    grams = _grams(seen)
    features = hstack([grams, csr_matrix(seen.findings)]).tocsr()
    weights = [LinearSVC(C=COST, random_state=SEED).fit(features[w], labels, weight).coef_ for w, labels, weight in examples.values()]
    strongest = np.abs(np.vstack(weights)[:, : grams.shape[1]]).max(0)
    matters = strongest * np.sqrt(np.asarray(grams.multiply(grams).sum(0)).ravel())
    kept = np.sort(np.argsort(-matters, kind="stable")[:KEPT])
    text, title = kept[kept < len(seen.words)], kept[kept >= len(seen.words)] - len(seen.words)
    words, title_words = tuple(seen.words[i] for i in text), tuple(seen.title_words[i] for i in title)
    return Seen(words, title_words, seen.texts[:, text], seen.titles[:, title], seen.findings, seen.rules)


def _grams(seen: Seen) -> Matrix:
    return hstack([weighted(seen.texts, _rarity(seen.texts)), weighted(seen.titles, _rarity(seen.titles))]).tocsr()


def _rarity(counts: Matrix) -> Matrix:
    rows = np.bincount(counts.indices, minlength=counts.shape[1])
    return (np.log(counts.shape[0] / (1 + rows)) + 1).astype(np.float32)


def _head(machine: LinearSVC, grams: int, axes: Matrix, labels: Sequence[str]) -> Head:
    """The machine's weights, the low-rank view folded in, as whole numbers."""
    weights, bias = machine.coef_.astype(np.float32), machine.intercept_.astype(np.float32)
    names = tuple(str(name) for name in machine.classes_)
    if len(weights) == 1:  # of two classes the machine keeps one row
        weights, bias = np.vstack([-weights, weights]), np.concatenate([-bias, bias])
    rank = grams + len(axes)
    folded = (weights[:, :grams] + weights[:, grams:rank] @ axes).T
    scales = np.maximum(np.abs(folded).max(0) / LEVELS, 1e-9)
    rows = np.array([labels.count(name) for name in names])
    return Head(names, rows, np.round(folded / scales).astype(np.int8), scales.astype(np.float32), weights[:, rank:].T.copy(), bias, 2.5)
