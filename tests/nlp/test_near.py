"""Copies are found — cut, prefixed, advertised, converted, broken, forwarded — and nothing else."""

from __future__ import annotations

import json
import random
from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

import opencc
import pytest

from nlp.clean import clean
from nlp.near import Near, fingerprints

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Change = Callable[[str, random.Random], str]

ADS = ("加微信领取红包，扫码关注我们，官网注册", "【点击关注】更多精彩内容请下载本地客户端，优惠多多", "房产中介 18元开户 免费送礼品")
PREFIXES = ("转发：", "震惊！", "【网友爆料】", "快看！", "求扩散 ")
WORDS = ("贷款找小王", "36365", "低价机票", "扫码领券", "bet365")
GLOSSES = {"的": "(dē)", "人": "(rén)", "不": "(bù)", "有": "(yǒu)", "在": "(zài)", "小": "(xiǎo)"}
MARKS = ("。ㄒ唬┮", "。ㄈ┳", "?????")
TRADITIONAL = opencc.OpenCC("s2t")


def _inserted(text: str, chance: random.Random, pieces: tuple[str, ...], every: int) -> str:
    """The text with a piece put in about every so many characters."""
    parts = [text[i : i + every] for i in range(0, len(text), every)]
    return "".join(part + chance.choice(pieces) for part in parts[:-1]) + parts[-1]


CHANGES: dict[str, Change] = {
    "cut to the half": lambda text, _: text[: max(40, len(text) // 2)],
    "cut in front": lambda text, _: text[-max(40, len(text) // 2) :],
    "prefixed": lambda text, chance: chance.choice(PREFIXES) + text,
    "advertised at the end": lambda text, chance: text + chance.choice(ADS),
    "advertised within": lambda text, chance: _inserted(text, chance, WORDS, 60),
    "traditional": lambda text, _: TRADITIONAL.convert(text),
    "zero-width": lambda text, chance: _inserted(text, chance, ("\u200b", "\ufeff", "\u200d"), 3),
    "pinyin": lambda text, _: "".join(c + GLOSSES.get(c, "") for c in text),
    "broken marks": lambda text, chance: _inserted(text, chance, MARKS, 70),
    "forwarded": lambda text, chance: f"转发微博//@本地{chance.randint(1, 99)}:真的吗//@生活{chance.randint(1, 99)}：{text}",
    "all of it": lambda text, chance: f"震惊！{TRADITIONAL.convert(_inserted(text[: max(60, len(text) * 2 // 3)], chance, WORDS, 60))}",
}


@pytest.fixture(scope="module")
def texts(shared: Path) -> list[str]:
    rows = [json.loads(line) for line in (shared / "data/stream/posts.jsonl").read_text(encoding="utf-8").splitlines()[::4]]
    short = [json.loads(line) for line in (shared / "data/posts/weibo_emotion.jsonl").read_text(encoding="utf-8").splitlines()[::40]]
    return [f"{row['title']}。{row['text']}" for row in rows] + [row["text"] for row in short if len(row["text"]) >= 40]


def test_reposts_are_found_and_only_they(texts: list[str]) -> None:
    near, chance = Near(), random.Random(3)
    known, strangers = texts[::2], texts[1::2]
    for key, text in enumerate(known):
        near.add(key, fingerprints(clean(text).text))
    found, made, wrong = Counter[str](), Counter[str](), 0
    for key, text in enumerate(known):
        kind = chance.choice(sorted(CHANGES))
        copy = near.find(fingerprints(clean(CHANGES[kind](text, chance)).text))
        same = copy is not None and (copy[0] == key or _alike(known[copy[0]], text))
        made[kind] += 1
        found[kind] += same
        wrong += copy is not None and not same
    for text in strangers:
        copy = near.find(fingerprints(clean(text).text))
        wrong += copy is not None and not _alike(known[copy[0]], text)
    assert found.total() / made.total() >= 0.98, {kind: f"{found[kind]} of {made[kind]}" for kind in made}
    assert found.total() / (found.total() + wrong) >= 0.97
    assert all(found[kind] >= 0.9 * made[kind] for kind in made), {kind: f"{found[kind]} of {made[kind]}" for kind in made}


def test_fingerprints_are_the_same_whatever_stands_around() -> None:
    text = "某小区二期业主反映电梯每天都要停两三次，老人被困半小时，物业说没有钱修，投诉了也没有结果。" * 4
    assert fingerprints(text) <= fingerprints(f"转发：{text}广告请加微信")


def test_what_is_dropped_is_not_found() -> None:
    near, prints = Near(), fingerprints("某小区二期业主反映电梯每天都要停两三次，老人被困半小时。")
    near.add(1, prints)
    assert near.find(prints) == (1, 1.0)
    near.drop(1, prints)
    assert near.find(prints) is None


def _alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other, autojunk=False).ratio() > 0.4 or one[30:60] in other or other[30:60] in one
