"""考核分: a score from shares, each with its denominator, weighted by timeliness.yml. No rank under the least count, never of persons.

Pure. Contents: Share · score · ranks
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from config.timeliness import Weights


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`; no share where `whole` is nought."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """0..1, or None: no denominator is no nought."""
        return self.part / self.whole if self.whole else None


def score(shares: Mapping[str, Share], weights: Weights) -> float | None:
    """0..100: the weighted mean of the shares that have a denominator; None where none has."""
    known = [(getattr(weights, name), share.value) for name, share in shares.items() if share.value is not None]
    total = sum(weight for weight, _ in known)
    return round(100 * sum(weight * value for weight, value in known if value is not None) / total, 1) if total else None


def ranks(scores: Sequence[float | None]) -> list[int | None]:
    """The place of each score, the best first; equal scores share a place, what has none gets none."""
    known = sorted((one for one in scores if one is not None), reverse=True)
    return [None if one is None else known.index(one) + 1 for one in scores]
