"""The grouping as the desk uses it: short posts of one matter meet, those of another stay away, and what people said stands."""

from __future__ import annotations

import random
from collections import Counter
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import yaml

from config.rules import load
from nlp.grouping import TOWN_DIGITS, Grouping
from store.records import Assessment, Document, Finding, Grade, Medium, Severity

START = datetime(2026, 9, 1, 8, 0, tzinfo=timezone(timedelta(hours=8)))
MATTERS: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("short_matters.yml").read_text(encoding="utf-8"))
POSTS = [(hours + block["at"], block["matter"], text) for block in MATTERS for hours, text in block["posts"]]
RULES = load()
TOWNS = [(code, name) for code, name in RULES.regions.all.items() if len(code) == TOWN_DIGITS]


WHERE = Grouping(RULES.regions.home, RULES.severity.kinds)


def grouping() -> Grouping:
    """One that remembers nothing yet."""
    WHERE.reset(())
    return WHERE


def read(id_: str, text: str, hours: float) -> tuple[Document, Assessment]:
    """A short post, and a reading of it that knows its township where the text says it in full."""
    at = START + timedelta(hours=hours)
    places = tuple(Finding(code, name, "原文") for code, name in TOWNS if name in text)
    return Document(id_, "s", "", "", text, Medium.board, None, at, at, ""), Assessment(id_, (), places, (), (), Severity(Grade.none, ""))


def arrive(where: Grouping, id_: str, text: str, hours: float, opened: int) -> int:
    document, assessment = read(id_, text, hours)
    found, _ = where.place(document, assessment)
    where.joined(document, assessment, found or opened)
    return found or opened


def test_short_posts_of_one_matter_meet_and_of_two_do_not() -> None:
    where, found, truth = grouping(), dict[str, int](), dict[str, str]()
    for number, (hours, matter, text) in enumerate(sorted(POSTS), start=1):
        truth[str(number)] = matter
        found[str(number)] = arrive(where, str(number), text, hours, number)
    both = Counter((truth[i], found[i]) for i in truth)
    clusters, matters = Counter(found.values()), Counter(truth.values())
    assert sum(both[truth[i], found[i]] / clusters[found[i]] for i in truth) / len(truth) >= 0.95
    assert sum(both[truth[i], found[i]] / matters[truth[i]] for i in truth) / len(truth) >= 0.6


@pytest.mark.parametrize("seed", range(12))
def test_what_people_merged_or_split_stands_whatever_comes_after(seed: int) -> None:
    chance, where, home, said, fresh = random.Random(seed), grouping(), dict[str, int](), set[str](), 1000
    for number, (hours, _, text) in enumerate(sorted(POSTS)):
        post = str(number)
        home[post] = arrive(where, post, text, hours, number + 1)
        held = [other for other in home if home[other] == home[chance.choice(sorted(home))]]
        act = chance.choice(("none", "none", "merge", "split"))
        fresh += 1
        into = home[chance.choice(sorted(home))] if act == "merge" else fresh
        for moved in held if act == "merge" else held[: len(held) // 2] if act == "split" else ():
            where.moved(moved, into)
            home[moved] = into
            said.add(moved)
        assert {other: where.incident_of(other) for other in home} == home
    for number, post in enumerate(sorted(said)):
        copy = arrive(where, f"c{number}", f"转发：{sorted(POSTS)[int(post)][2]}", 60, 2000 + number)
        assert copy == home[post]
    assert {other: where.incident_of(other) for other in home} == home


def test_a_copy_of_a_post_that_was_split_off_goes_where_it_is_now() -> None:
    where = grouping()
    lamp, again = "那隆镇桥头那一段路灯全黑，下晚自习的学生摸黑走，太吓人了", "那隆桥头的路灯坏了快一个月，晚上骑车差点撞到人"
    assert arrive(where, "a", lamp, 0, 1) == 1
    where.joined(*read("b", again, 1), 1)
    where.moved("b", 7)
    assert arrive(where, "c", f"转发：{again}", 2, 9) == 7
    assert arrive(where, "d", f"转发：{lamp}", 2, 9) == 1


@pytest.mark.parametrize("into", [1, 2])
def test_a_copy_of_a_post_that_was_merged_goes_where_it_is_now(into: int) -> None:
    where = grouping()
    texts = ["金龙湾小区3栋电梯又困人了，里面有个老人和小孩", "金龙湾停车费从一百二涨到两百，业主会都没开"]
    for number, text in enumerate(texts, start=1):
        assert arrive(where, str(number), text, number, number) == number
    where.moved(str(3 - into), into)
    assert [arrive(where, f"c{n}", f"转发：{text}", 5, 9) for n, text in enumerate(texts)] == [into, into]
