"""What nobody has to answer opens no incident; a complaint that looks like an advertisement does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from nlp.needless import Needless

WRITTEN: dict[str, list[str]] = yaml.safe_load((Path(__file__).parent / "needless.yml").read_text(encoding="utf-8"))
MATTERS = WRITTEN.pop("matters")


@pytest.fixture(scope="module")
def needless() -> Needless:
    return Needless()


@pytest.mark.parametrize("text", MATTERS)
def test_a_matter_in_the_dress_of_an_advertisement_is_a_matter(needless: Needless, text: str) -> None:
    assert needless.why(text) == ""


@pytest.mark.parametrize("kind", WRITTEN)
def test_most_of_each_kind_is_told_apart_by_its_words(needless: Needless, kind: str) -> None:
    told = [bool(needless.why(text)) for text in WRITTEN[kind]]
    assert sum(told) / len(told) >= 0.6


def test_nine_of_ten_are_told_apart(needless: Needless) -> None:
    texts = [text for kind in WRITTEN.values() for text in kind]
    assert sum(bool(needless.why(text)) for text in texts) / len(texts) >= 0.85


def test_because_names_the_kind_and_quotes_its_words(needless: Needless) -> None:
    because = needless.why("诚聘收银员两名，待遇从优，有意者请带简历到店面试。")
    assert because.startswith("看来是招聘（“")
    assert "诚聘" in because


def test_hardly_any_message_of_a_citizen_is_taken_for_needless(shared: Path, needless: Needless) -> None:
    files = [shared / f"data/{name}.jsonl" for name in ("messages/labelled", "messages/unlabelled", "messages/coarse7", "stream/posts")]
    rows = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    lost = [row["title"] for row in rows if needless.why(f"{row['title']}。{row['text']}")]
    assert len(rows) > 18_000
    assert len(lost) <= 5, lost
