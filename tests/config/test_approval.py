"""The chain of an answer is written once per severity; a wrong signer is refused in a sentence."""

from __future__ import annotations

from collections.abc import Callable

Said = Callable[..., list[str]]


def test_a_signer_that_is_none_is_refused_with_the_choices(said: Said) -> None:
    (sentence,) = said("approval", "  major: [duty, leader]", "  major: [duty, mayor]")
    assert sentence.startswith("approval.yml, chains → major → item 2:")
    assert "'office', 'duty' or 'leader'" in sentence


def test_nobody_signs_twice_in_one_chain(said: Said) -> None:
    (sentence,) = said("approval", "  major: [duty, leader]", "  major: [duty, duty]")
    assert "major: each signer stands in a chain once" in sentence


def test_a_grade_that_is_none_is_refused(said: Said) -> None:
    assert said("approval", "clearance: [considerable, major", "clearance: [considerable, grave")[0].startswith("approval.yml, clearance")
