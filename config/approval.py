"""approval.yml: 审签与保密审查 — who signs an answer before it goes out, who grants more time, which words a reviewer looks at.

Contents: Signer · Approval (chain, granter)
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator

from config.base import Block
from config.deadlines import GradeWord  # noqa: TC001  (pydantic reads it at run time)

Signer = Literal["office", "duty", "leader"]


class Approval(Block):
    """By severity: the chain of an answer, whether it is reviewed for secrets, who grants an extension; and the words to look at."""

    chains: dict[GradeWord, tuple[Signer, ...]] = Field(default_factory=dict)
    clearance: tuple[GradeWord, ...] = ()
    extensions: dict[GradeWord, Literal["duty", "leader"]] = Field(default_factory=dict)
    words: dict[str, str] = Field(default_factory=dict)

    def chain(self, grade: str) -> tuple[Signer, ...]:
        """Who signs an answer to a matter of this severity, in order."""
        return next((chain for word, chain in self.chains.items() if word == grade), ())

    def granter(self, grade: str) -> str | None:
        """Who grants more time in a matter of this severity; None where a reason is enough."""
        return next((role for word, role in self.extensions.items() if word == grade), None)

    @field_validator("chains")
    @classmethod
    def _once(cls, chains: dict[GradeWord, tuple[Signer, ...]]) -> dict[GradeWord, tuple[Signer, ...]]:
        for grade, chain in chains.items():
            if len(set(chain)) != len(chain):
                raise ValueError(f"{grade}: each signer stands in a chain once")
        return chains
