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
from nlp import divisions
from nlp.grouping import TOWN_DIGITS, Grouping
from nlp.places import Places
from store.records import Assessment, Document, Finding, Grade, Medium, Severity

START = datetime(2026, 9, 1, 8, 0, tzinfo=timezone(timedelta(hours=8)))
MATTERS: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("short_matters.yml").read_text(encoding="utf-8"))
POSTS = [(hours + block["at"], block["matter"], text) for block in MATTERS for hours, text in block["posts"]]
RULES = load()
TOWNS = [(code, name) for code, name in RULES.regions.all.items() if len(code) == TOWN_DIGITS]


# Different matters of one town, all invented: (matter, title, text, topic), an hour apart.
TOWN = [
    (
        "入学",
        "扶绥县新宁镇金桂苑小区孩子入学问题",
        "我们在扶绥县新宁镇金桂苑买房时说好配套小学，房子住了两年，学校还是空地，孩子被分到三公里外。请教育局说明学区怎么划。",
        "schools",
    ),
    (
        "材料",
        "外来务工子女在扶绥上小学要什么材料",
        "我们在扶绥打工，租房住在新宁镇，孩子明年上小学，居住证没有满一年，可以报名吗？要准备哪些材料？",
        "schools",
    ),
    ("停车", "扶绥旧车站停车场乱收费", "扶绥县新宁镇旧车站旁边的停车场停一次收十块，没有牌子没有发票，出口窄得常常追尾。", "traffic"),
    ("瓷砖", "外墙瓷砖脱落", "扶绥县新宁镇紫荆花园3栋外墙瓷砖脱落，差点砸到人，物业一直不处理。", "property"),
    ("停水", "新宁镇停水三天", "扶绥县新宁镇这边停水三天了，没有通知，老人小孩用水困难。", "services"),
    ("瓷砖", "", "新宁镇紫荆花园的瓷砖又掉下来了，砸坏了一辆车，谁来管", "property"),
    ("路灯", "", "新宁镇人民路的路灯坏了半个月没人修", "services"),
    ("噪声", "新宁镇夜间施工噪声扰民", "扶绥县新宁镇新华路工地夜间施工到两点，噪声太大，孩子没法睡。", "environment"),
    ("停水", "", "新宁镇停水第三天了，什么时候来水", "services"),
    ("音响", "", "扶绥县新宁镇人民广场跳舞的音响太吵", "environment"),
    ("垃圾", "新宁镇垃圾没人清运", "扶绥县新宁镇兴宁路垃圾堆了一周没人清运，臭气熏天。", "environment"),
    ("停水", "转发：新宁镇停水三天", "扶绥县新宁镇这边停水三天了，没有通知，老人小孩用水困难。", "services"),
    ("公交", "", "扶绥县新宁镇2路公交车一个小时才来一趟", "traffic"),
    ("校车", "扶绥县新宁镇校车超载", "扶绥县新宁镇城东幼儿园的校车坐了二十几个孩子，请教育局查一查。", "schools"),
    ("狗", "", "新宁镇人民路捡到一只狗，谁家的", "people"),
    ("刮擦", "", "新宁镇人民路口两车刮擦堵住了", "traffic"),
    ("外镇停水", "渠黎镇停水三天", "扶绥县渠黎镇停水三天，没有通知。", "services"),
]
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


def told(number: int, places: Places) -> tuple[Document, Assessment]:
    """A post of the town as the reader reads it: its places under their official names."""
    _, title, text, topic = TOWN[number]
    at = START + timedelta(hours=number)
    found, topics = places.find(title, text, RULES.regions.home), (Finding(topic, topic, "原文"),)
    document = Document(str(number), "s", "", title, text, Medium.board, None, at, at, "")
    return document, Assessment(document.id, topics, found, (), (), Severity(Grade.none, ""))


@pytest.fixture(scope="module")
def town() -> tuple[list[int], list[str]]:
    """The incident of each post of the town, numbered by their first posts, and why."""
    if not divisions.TABLE.exists():
        pytest.skip("needs the gazetteer, which `make install` builds")
    where, places, incidents, reasons = grouping(), Places(divisions.load(), RULES.regions), list[int](), list[str]()
    for number in range(len(TOWN)):
        document, assessment = told(number, places)
        found, why = where.place(document, assessment)
        where.joined(document, assessment, found or number + 1)
        incidents.append(found or number + 1)
        reasons.append(why)
    return incidents, reasons


def test_different_matters_of_one_town_stay_apart_and_one_matter_is_together(town: tuple[list[int], list[str]]) -> None:
    matters = [matter for matter, *_ in TOWN]
    assert town[0] == [matters.index(matter) + 1 for matter in matters]


def test_the_reason_quotes_what_is_the_matter_and_no_place(town: tuple[list[int], list[str]]) -> None:
    quoted = "".join(reason for reason in town[1] if "也见于" in reason)
    assert "停水" in quoted
    assert not [part for part in ("扶绥", "新宁", "宁镇", "县新", "镇停") if part in quoted]


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
