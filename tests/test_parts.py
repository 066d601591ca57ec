"""What the parts hand to the rooms."""

from __future__ import annotations

from typing import Any, cast

from parts import personal


def test_what_a_post_would_have_masked_is_a_hint_on_a_draft() -> None:
    nothing = cast("Any", None)
    (hint,) = personal(nothing, nothing, "联系人王某，电话13977112345，办公电话0771-12345")
    assert (hint.kind, hint.quote.endswith("13977112345")) == ("personal", True)
