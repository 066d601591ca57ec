"""Copies are found — cut, prefixed, advertised, converted — and nothing else."""

from __future__ import annotations

import json
import random
from difflib import SequenceMatcher
from pathlib import Path

import opencc
import pytest

from nlp.clean import clean
from nlp.near import Near, fingerprints

ADS = ("加微信领取红包，扫码关注我们，官网注册", "【点击关注】更多精彩内容请下载本地客户端，优惠多多", "房产中介 18元开户 免费送礼品")
PREFIXES = ("转：", "【网友爆料】", "快看！", "转发微博//@本地生活:", "求扩散 ")


@pytest.fixture(scope="module")
def texts(shared: Path) -> list[str]:
    rows = [json.loads(line) for line in (shared / "data/stream/posts.jsonl").read_text(encoding="utf-8").splitlines()[::4]]
    return [f"{row['title']}。{row['text']}" for row in rows]


def test_reposts_are_found_and_only_they(texts: list[str]) -> None:
    near, chance = Near(), random.Random(3)
    converter = opencc.OpenCC("s2t")
    known, strangers = texts[::2], texts[1::2]
    for key, text in enumerate(known):
        near.add(key, fingerprints(clean(text).text))
    found = wrong = 0
    for key, text in enumerate(known):
        copy = near.find(fingerprints(clean(_repost(text, chance, converter)).text))
        same = copy is not None and (copy[0] == key or _alike(known[copy[0]], text))
        found += same
        wrong += copy is not None and not same
    for text in strangers:
        copy = near.find(fingerprints(clean(text).text))
        wrong += copy is not None and not _alike(known[copy[0]], text)
    assert found / len(known) >= 0.98
    assert found / (found + wrong) >= 0.97


def test_fingerprints_are_the_same_whatever_stands_around() -> None:
    text = "某小区二期业主反映电梯每天都要停两三次，老人被困半小时，物业说没有钱修，投诉了也没有结果。" * 4
    assert fingerprints(text) <= fingerprints(f"转发：{text}广告请加微信")


def test_what_is_dropped_is_not_found() -> None:
    near, prints = Near(), fingerprints("某小区二期业主反映电梯每天都要停两三次，老人被困半小时。")
    near.add(1, prints)
    assert near.find(prints) == (1, 1.0)
    near.drop(1, prints)
    assert near.find(prints) is None


def _repost(text: str, chance: random.Random, converter: opencc.OpenCC) -> str:
    kind = chance.choice(("cut", "prefixed", "advertised", "converted"))
    if kind == "cut":
        return text[: max(40, int(len(text) * chance.uniform(0.5, 0.9)))]
    if kind == "prefixed":
        return chance.choice(PREFIXES) + text
    return text + chance.choice(ADS) if kind == "advertised" else converter.convert(text)


def _alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other, autojunk=False).ratio() > 0.4 or one[30:60] in other or other[30:60] in one
