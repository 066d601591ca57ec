"""审签 and 保密审查: who still has to sign a draft, and what in its text a reviewer should look at. Pure.

Contents: Hint · SIGNERS · remaining · may_sign · may_grant · secret_words
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.records import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from store.records import Person

SIGNERS = {"office": "承办单位负责人", "duty": "值班室", "leader": "领导"}
DESK = (Role.duty, Role.administrator)
AROUND = 12


@dataclass(frozen=True, slots=True)
class Hint:
    """提示: something in a text that a person should look at. It never holds anything up. `quote` is the words it rests on."""

    kind: str
    quote: str
    said: str


def remaining(chain: Sequence[str], signed: Iterable[str]) -> list[str]:
    """Who of the chain has not signed yet, in order."""
    done = set(signed)
    return [role for role in chain if role not in done]


def may_sign(person: Person, role: str, office: str) -> bool:
    """Whether a person may sign as `role` for a text of `office`; the duty office may note down what an office's head has signed."""
    if role == "office":
        return person.role in DESK or (person.role is Role.office and person.office == office)
    return may_grant(person, role)


def may_grant(person: Person, role: str) -> bool:
    """Whether a person's word is that of the duty office or of the leader."""
    return person.role is Role.leader or (role == "duty" and person.role in DESK)


def secret_words(text: str, words: Mapping[str, str]) -> Iterator[Hint]:
    """Every listed word that stands in the text, with the words around it and what it may mean."""
    for word, meaning in words.items():
        at = text.find(word)
        if at >= 0:
            yield Hint("secret", text[max(0, at - AROUND) : at + len(word) + AROUND], f"出现“{word}”：{meaning}")
