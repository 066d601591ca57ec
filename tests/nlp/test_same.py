"""The same matter: what belongs together is together, what is another matter stays apart, and people have the last word."""

from __future__ import annotations

import json
import random
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from nlp.clean import clean
from nlp.same import Matters, Said, Weights, group
from nlp.segment import Segmenter
from nlp.signature import Post, Signer

NOW = datetime(2026, 9, 1, 8, 0)  # noqa: DTZ001
FIRE = {"火灾": ("火灾", "起火", "着火", "失火", "大火")}


@pytest.fixture(scope="module")
def signer() -> Signer:
    return Signer(Segmenter(()), FIRE)


def post(number: int, title: str, text: str, hours: float = 0.0, places: tuple[str, ...] = (), names: tuple[str, ...] = ()) -> Post:
    return Post(str(number), title, text, NOW + timedelta(hours=hours), places, names)


ESTATE = [
    post(1, "锦绣江南小区夜间施工噪音扰民", "锦绣江南小区旁边的工地每晚施工到凌晨两点，打桩机噪音太大，孩子无法睡觉。", 0),
    post(2, "锦绣江南小区工地夜间施工噪音太大", "我是锦绣江南的业主，旁边工地凌晨还在打桩施工，噪音扰民，投诉几次没人管。", 5),
    post(3, "锦绣江南小区停车费乱涨价", "锦绣江南物业把停车费从每月150元涨到300元，没有公示，业主不同意。", 7),
    post(4, "反映锦绣江南停车费涨价不合理", "锦绣江南小区停车费涨到300元，没有经过业主大会，请物价部门查处。", 30),
    post(5, "翠湖名苑工地夜间施工噪音扰民", "翠湖名苑旁边的工地每晚施工到凌晨，噪音太大。", 6),
]


def test_different_problems_at_one_place_stay_apart(signer: Signer) -> None:
    found = group(ESTATE, signer)
    assert found["1"] == found["2"]
    assert found["3"] == found["4"]
    assert len({found["1"], found["3"], found["5"]}) == 3


def test_a_repost_joins_where_its_original_is(signer: Signer) -> None:
    text = "昨天下午三点左右，幸福路与人民路交叉口的自来水管爆裂，水淹了半条街，附近三个小区停水，抢修人员还没有到场。" * 2
    posts = [post(1, "幸福路水管爆裂", text), post(2, "转：快看", f"{text[:60]}扫码领红包", 2), *ESTATE[2:4]]
    found = group(posts, signer)
    assert found["1"] == found["2"] != found["3"]


def test_one_fire_told_by_media_and_neighbours_is_one_matter(signer: Signer) -> None:
    where = {"places": ("451421101",), "names": ("渠黎镇", "扶绥县")}
    posts = [
        post(
            1, "扶绥县渠黎镇一木材厂发生火灾", "9月1日上午，扶绥县渠黎镇一家木材厂发生火灾，消防人员赶到现场扑救，无人员伤亡。", 0, **where
        ),
        post(2, "渠黎镇木材厂起火 消防正在扑救", "记者获悉，渠黎镇一木材厂起火，现场浓烟滚滚，火势已得到控制。", 1, **where),
        post(3, "渠黎镇木材厂着火了", "渠黎这边木材厂着火了，好大的烟，几公里外都看得到。", 1.5, **where),
        post(4, "木材厂大火扑灭", "扶绥渠黎木材厂的大火已经扑灭，没有人受伤。", 6, **where),
        post(5, "大新县一民房失火", "大新县桃城镇一民房失火，无人受伤。", 2, places=("451424100",), names=("大新县", "桃城镇")),
    ]
    found = group(posts, signer)
    assert len({found[str(number)] for number in (1, 2, 3, 4)}) == 1
    assert found["5"] != found["1"]


def test_the_reason_quotes_the_words_of_the_post_and_not_their_kind() -> None:
    signer = Signer(Segmenter(()), {"traffic": ("追尾", "撞上", "相撞")})
    matters = Matters(signer)
    matters.add(matters.sign(post(1, "旧车站门口三车追尾", "旧车站门口三辆车追尾，两人受伤。")), 1)
    told = matters.why(matters.sign(post(2, "旧车站门口货车撞上公交", "旧车站门口货车撞上公交车，两人受伤。", 1)), 1)
    assert "撞上" in told
    assert "traffic" not in told.lower()


def test_the_characters_of_a_place_are_no_words_that_posts_share(signer: Signer) -> None:
    where = {"places": ("451421100",), "names": ("扶绥县", "新宁镇", "扶绥", "新宁")}
    matters = Matters(signer)
    for number, text in enumerate(("扶绥县新宁镇停水三天没人管", "新宁镇的停水什么时候恢复"), start=1):
        signature = matters.sign(post(number, "", text, 0, **where))
        shared = {*signature.words, *dict(signature.title), *dict(signature.name), *dict(signature.brief)}
        assert any("停水" in one for one in shared)
        assert not [one for one in shared if set(one) & set("扶绥县新宁镇")]


def test_people_have_the_last_word(signer: Signer) -> None:
    apart = group(ESTATE, signer, said=Said(apart=[("1", "2")]))
    assert apart["1"] != apart["2"]
    together = group(ESTATE, signer, said=Said(together=[("1", "5")]))
    assert together["1"] == together["5"]


def test_the_memory_can_be_made_again_from_what_is_known(signer: Signer) -> None:
    first, again = Matters(signer), Matters(signer)
    for one in ESTATE[:4]:
        signature = first.sign(one)
        key = next((key for likeness, key in first.ranked(signature) if likeness >= Weights().join), int(one.id))
        first.add(signature, key)
        again.add(again.sign(one), key)
    new = post(9, "锦绣江南小区停车费涨价", "停车费涨到300元，锦绣江南物业不公示。", 40)
    assert [key for _, key in again.ranked(again.sign(new))] == [key for _, key in first.ranked(first.sign(new))]
    assert again.ranked(again.sign(new))[0][1] == 3


def test_a_matter_without_posts_closes(signer: Signer) -> None:
    matters = Matters(signer)
    matters.add(matters.sign(ESTATE[0]), 1)
    matters.close(matters.sign(ESTATE[0]).day + 1)
    assert len(matters) == 0
    assert matters.ranked(matters.sign(ESTATE[1])) == []


@pytest.fixture(scope="module")
def stream(shared: Path) -> Any:
    rows = [json.loads(line) for line in (shared / "data/stream/posts.jsonl").read_text(encoding="utf-8").splitlines()]
    moments = [datetime.strptime(row["published"], "%Y-%m-%d %H:%M:%S") for row in rows]  # noqa: DTZ007
    posts = [Post(row["id"], clean(row["title"]).text, clean(row["text"]).text, at) for row, at in zip(rows, moments, strict=True)]
    return posts, {row["id"]: row["issue"] for row in rows if row.get("issue")}


@pytest.fixture(scope="module")
def grouped(stream: Any, signer: Signer) -> dict[str, int]:
    return group(stream[0], signer)


def test_the_labelled_incidents_of_a_year_are_found(stream: Any, grouped: dict[str, int]) -> None:
    labels = stream[1]
    together, clusters, issues = (
        Counter((labels[i], grouped[i]) for i in labels),
        Counter(grouped[i] for i in labels),
        Counter(labels.values()),
    )
    precision = sum(together[labels[i], grouped[i]] / clusters[grouped[i]] for i in labels) / len(labels)
    recall = sum(together[labels[i], grouped[i]] / issues[labels[i]] for i in labels) / len(labels)
    whole = Counter(grouped.values())
    drawn = sum(whole[key] - clusters[key] for key in clusters) / sum(whole[key] for key in clusters)
    assert 2 * precision * recall / (precision + recall) >= 0.93
    assert drawn <= 0.1


def test_the_order_within_an_hour_changes_little(stream: Any, signer: Signer) -> None:
    chance = random.Random(5)
    early = sorted(stream[0], key=lambda one: one.at)[:1500]
    straight = group(early, signer)
    shuffled = group([Post(p.id, p.title, p.text, p.at + timedelta(minutes=chance.uniform(-30, 30))) for p in early], signer)
    assert _agreement(straight, shuffled) >= 0.97


def _agreement(one: Any, other: Any) -> float:
    """The share of posts whose companions are the same."""
    mates: list[dict[Any, set[str]]] = [{}, {}]
    for book, found in zip(mates, (one, other), strict=True):
        for id_, key in found.items():
            book.setdefault(key, set()).add(id_)
    return float(sum(mates[0][one[i]] == mates[1][other[i]] for i in one) / len(one))
