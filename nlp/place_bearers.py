"""Bearers of a name (重名): which of several divisions of one name is meant, by the other mentions, then by the source; else it stays open.

Contents: resolve
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from config.regions import ABROAD
from nlp.divisions import ancestors, inside
from nlp.place_names import COUNTY, Kind, within

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nlp.place_mentions import Mention


def resolve(found: list[Mention], source: str | None) -> None:
    """Settle mentions that several divisions bear: by the other mentions, the nearer the better, then the source."""
    settled = [(one.start, one.codes[0]) for one in found if one.code and one.kind <= Kind.short and one.code != ABROAD]
    for one in found:
        if len(one.codes) > 1:
            one.codes = _meant(one, settled, source)
            if one.code:
                settled.append((one.start, one.codes[0]))


def _meant(one: Mention, settled: Iterable[tuple[int, str]], source: str | None) -> tuple[str, ...]:
    for level in (2, 1, 0):  # the same county, city, province
        near = sorted((abs(at - one.start), code) for at, code in settled)
        for _, code in near:
            held = _shared(one.codes, code, level)
            if len(held) == 1:
                return held
    for region in ancestors(source) if source else ():
        held = within(one.codes, region)
        if len(held) == 1:
            return held
    return _common(one.codes, named=one.last > one.start)


def _shared(codes: tuple[str, ...], other: str, level: int) -> tuple[str, ...]:
    """Those that lie in the other's county (2), city (1) or province (0); a coarse other says nothing about a fine level."""
    line = [code for code in ancestors(other) if len(code) == COUNTY]
    region = line[::-1][level] if len(line) > level else None
    return within(codes, region) if region else ()


def _common(codes: tuple[str, ...], *, named: bool) -> tuple[str, ...]:
    """The county or city that holds all bearers of the name, or the province where that is `named` before it (河北桥西区); else open."""
    for region in ancestors(codes[0])[1:]:
        if (named or not region.endswith("0000")) and all(inside(code, region) for code in codes):
            return (region,)
    return codes
