"""The name under which the program acts, and the two ways in which an act is not done.

Contents: SYSTEM · Missing · Refused
"""

from __future__ import annotations

SYSTEM = "系统"


class Missing(Exception):
    """There is no such thing, or not for this person."""


class Refused(Exception):
    """It is not done, and the sentence says why and what instead. `forbidden`: this person never may."""

    def __init__(self, sentence: str, *, forbidden: bool = False) -> None:
        super().__init__(sentence)
        self.forbidden = forbidden
