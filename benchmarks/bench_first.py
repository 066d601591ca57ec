"""The whole reading of a post — clean, mask, assess, group — beside a naive pipeline, on the same posts in the same run, on one core.

The naive pipeline is what one writes first: jieba, TfidfVectorizer and LinearSVC for the topic, every division's name looked for in the
text, a simhash compared with all before. Half of the posts are citizens' messages, half short posts. Ours reads in batches of 200.
Run: python benchmarks/bench_first.py [POSTS]; with a third word, how the memory grows: python benchmarks/bench_first.py 2000 200000
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import md5
from pathlib import Path
from typing import TYPE_CHECKING

import jieba
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from config.settings import Settings  # noqa: E402
from nlp.divisions import load as gazetteer  # noqa: E402
from nlp.grouping import Grouping  # noqa: E402
from nlp.mask import mask  # noqa: E402
from nlp.reader import Text  # noqa: E402
from parts import Parts  # noqa: E402
from store.records import Assessment, Document, Medium  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA = ROOT.parent / "shared" / "data"
BATCH = 200
START = datetime(2026, 1, 1, tzinfo=UTC)


def main(count: int = 2_000, long: int = 0) -> None:
    texts = posts(count)
    ours = Ours()
    ours.read(texts[:BATCH])
    mine = speed(lambda: ours.read(texts), count)
    naive = Naive()
    few = texts[: max(100, count // 4)]
    theirs = speed(lambda: [naive.read(text) for text in few], len(few))
    length = sum(len(text.title) + len(text.text) for text in texts) / count
    print(f"{count} posts of {length:.0f} characters in the mean, processor time of one core")
    print(f"ours : {mine:7.0f} posts/s (clean, mask, topics, places, units, severity, mood, policy, grouping)")
    print(f"naive: {theirs:7.0f} posts/s (jieba, TF-IDF + LinearSVC, names of divisions, simhash; over {len(few)} of them)")
    print(f"ratio: {mine / theirs:.1f}")
    if long:
        memory(texts, long)


def posts(count: int) -> list[Text]:
    """Messages and short posts by turns, one a minute."""
    messages = rows("stream/posts.jsonl")[: count // 2]
    short = rows("posts/weibo_emotion.jsonl")[: count - count // 2]
    mixed = [row for pair in zip(messages, short, strict=False) for row in pair]
    return [Text(str(n), row.get("title", ""), row["text"], START + timedelta(minutes=n)) for n, row in enumerate(mixed)]


def rows(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


def speed(work: object, count: int) -> float:
    started = time.process_time()
    work()  # type: ignore[operator]
    return count / (time.process_time() - started)


class Ours:
    """The stages as the worker runs them, without the register."""

    def __init__(self) -> None:
        parts = Parts(Settings())
        self.reader, self.opened = parts.reader, 0
        self.grouping = Grouping(parts.rules.regions.home, parts.rules.severity.kinds)

    def read(self, texts: list[Text]) -> None:
        """The posts in batches."""
        for at in range(0, len(texts), BATCH):
            batch = [replace(text, title=mask(text.title), text=mask(text.text)) for text in texts[at : at + BATCH]]
            for text, assessment in zip(batch, self.reader.read_many(batch), strict=True):
                self.group(text, assessment)

    def group(self, text: Text, assessment: Assessment) -> None:
        """One read post into its matter."""
        at = text.published or START
        document = Document(text.id, "bench", "", text.title, text.text, Medium.board, None, at, at, "")
        found, _ = self.grouping.place(document, assessment)
        if found is None:
            self.opened += 1
        self.grouping.joined(document, assessment, found or self.opened)


class Naive:
    """What one writes first."""

    def __init__(self) -> None:
        labelled = rows("messages/labelled.jsonl")
        self.words = TfidfVectorizer(tokenizer=jieba.lcut, token_pattern=None)
        self.topic = LinearSVC().fit(
            self.words.fit_transform([f"{row['title']} {row['text']}" for row in labelled]), [row["topic"] for row in labelled]
        )
        self.names = sorted(set(gazetteer().names.values()))
        self.seen: list[int] = []

    def read(self, text: Text) -> tuple[str, list[str], int | None]:
        """Topic, places, and the post that it copies."""
        whole = f"{text.title} {text.text}"
        topic = self.topic.predict(self.words.transform([whole]))[0]
        places = [name for name in self.names if name in whole]
        mine = simhash(jieba.lcut(whole))
        same = next((number for number, other in enumerate(self.seen) if (mine ^ other).bit_count() <= 3), None)
        self.seen.append(mine)
        return topic, places, same


def simhash(words: list[str]) -> int:
    sums = [0] * 64
    for word in words:
        value = int.from_bytes(md5(word.encode(), usedforsecurity=False).digest()[:8], "big")
        for bit in range(64):
            sums[bit] += 1 if value >> bit & 1 else -1
    return sum(1 << bit for bit in range(64) if sums[bit] > 0)


def memory(texts: list[Text], long: int) -> None:
    """The resident memory while the same posts come again and again, a year of them, each round in other words."""
    ours = Ours()
    for number, batch in enumerate(rounds(texts, long)):
        ours.read(batch)
        done = (number + 1) * BATCH
        if done in (long // 4, long // 2, long):
            print(f"{done:>8} posts: {resident():.0f} MB, {ours.opened} matters opened")


def rounds(texts: list[Text], long: int) -> Iterator[list[Text]]:
    step = timedelta(days=730) / long
    for at in range(0, long, BATCH):
        round_, first = divmod(at, len(texts))
        shift = {ord(c): chr(0x4E00 + (ord(c) - 0x4E00 + 37 * round_) % 0x51A5) for c in "路区市县院校车水电楼房村镇公司桥园城人民"}
        yield [
            replace(text, id=f"{round_}-{text.id}", text=text.text.translate(shift), published=START + step * (at + n))
            for n, text in enumerate(texts[first : first + BATCH])
        ]


def resident() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
