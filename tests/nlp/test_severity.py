"""Severity keeps its promises: thresholds by the count of the dead, and nothing grave out of drills, rumours or dead pigs."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

import config
from config.base import Faults, read
from config.severity import Severity as SeverityRules
from nlp.severity import Severities
from store.records import Grade

RULES = Path(config.__file__).parent / "severity.yml"
SENTENCES = [
    said for group in yaml.safe_load((Path(__file__).parent / "severity.yml").read_text(encoding="utf-8")).values() for said in group
]
GRAVE = (Grade.major, Grade.extreme)


@pytest.fixture(scope="module")
def severities() -> Severities:
    return Severities(read(RULES, SeverityRules))


@pytest.mark.parametrize(
    ("dead", "grade"),
    [
        (1, "ordinary"),
        (2, "ordinary"),
        (3, "considerable"),
        (9, "considerable"),
        (10, "major"),
        (29, "major"),
        (30, "extreme"),
        (2000, "extreme"),
    ],
)
def test_the_dead_decide_by_the_statutory_thresholds(severities: Severities, dead: int, grade: str) -> None:
    found = severities.grade("客车侧翻", f"今天凌晨发生一起交通事故，一辆客车侧翻，已造成{dead}人死亡，5人受伤。")
    assert found.grade == grade
    assert f"{dead}人死亡" in found.because


@pytest.mark.parametrize(
    ("title", "text", "deaths"),
    [
        ("大巴翻车", "初步统计2人死亡。记者最新获悉，死亡人数升至12人。", 12),
        ("国道车祸", "事故造成1人当场死亡，另有3人经抢救无效死亡。", 4),
        ("两车相撞三死两伤", "", 3),
        ("工厂爆炸", "死亡3人，受伤5人。", 3),
        ("客车坠河", "5人死亡，其中3名女性2名男性。", 5),
        ("两车相撞致2人死亡", "该路段2015年曾发生重大事故，造成13人死亡。", 2),
        ("水库溺水", "我村两个孩子掉进水库淹死了。", 2),
        ("养殖场", "一夜之间死了300头猪，2000只鸡死亡。", 0),
        ("热死了", "今天40度，我们全班50人都要热死了，笑死人了。", 0),
    ],
)
def test_the_latest_total_of_this_event_is_counted(severities: Severities, title: str, text: str, deaths: int) -> None:
    assert severities.grade(title, text).harm.get("deaths", 0) == deaths


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("我县开展地震应急演练", "演练模拟发生7.0级地震，造成300人死亡、1000人受伤，各参演队伍迅速集结。"),
        ("危化品泄漏事故应急演习", "演习设置了槽罐车侧翻科目，假设造成35人死亡，50人中毒。"),
        ("网传某地爆炸致50人死亡系谣言", "经核实，网传“化工厂爆炸造成50人死亡”为不实信息，请大家不信谣不传谣。"),
        ("辟谣：没有发生地震", "近日有人在微信群散布地震死亡30余人的消息，纯属谣传，公安机关已介入。"),
        ("猪场进水死了300头猪", "养殖户损失惨重，300头猪死亡，2000只鸡被淹死。"),
        ("牛羊接连死亡", "一夜之间死了130多头牛，50只羊中毒死亡，不知道什么原因。"),
        ("唐山大地震40周年", "40年前，唐山大地震造成24万人死亡。今天市民自发悼念遇难者。"),
        ("全市上半年交通事故同比下降", "上半年全市发生交通事故320起，死亡45人，受伤230人，同比分别下降10%。"),
        ("电影《烈火英雄》上映", "影片讲述了消防员扑救大火的故事，片中油罐爆炸，造成30人遇难，票房大卖。"),
        ("这游戏副本太难了", "玩家们在副本里团灭，死了40人，boss一个大招炸死25人。"),
        ("召开安全生产会议 部署防范工作", "会议通报了外省一起爆炸事故造成31人死亡的教训，要求开展专项整治、隐患排查。"),
        ("消防通道堵塞", "如果发生火灾，后果不堪设想，到时死几十人谁负责？"),
        ("股市", "今天跌停，几千股民被埋，死伤惨重。"),
        ("小区停电", "业主苦不堪言，热死人了，望领导解决。"),
    ],
)
def test_what_did_not_happen_to_people_is_never_grave(severities: Severities, title: str, text: str) -> None:
    assert severities.grade(title, text).grade not in (Grade.considerable, *GRAVE)


@pytest.mark.parametrize("said", SENTENCES, ids=lambda said: said[1])
def test_each_sentence_has_the_grade_that_the_thresholds_give_it(severities: Severities, said: list[str]) -> None:
    grade, title, text = said
    found = severities.grade(title, text)
    assert found.grade == grade, found.because


def test_a_death_in_a_drill_is_a_death(severities: Severities) -> None:
    found = severities.grade("消防演练中发生意外致3人死亡", "9月1日，某厂在演练中发生意外，3名工人死亡。")
    assert found.grade is Grade.considerable


def test_solved_does_not_hide_a_death(severities: Severities) -> None:
    found = severities.grade("火灾处置情况", "目前火灾已扑灭，问题已经解决，善后圆满解决，事故造成11人遇难。")
    assert found.grade is Grade.major


def test_what_is_abroad_is_graded_the_same(severities: Severities) -> None:
    assert severities.grade("缅甸地震已致1644人死亡", "3月28日缅甸发生7.9级地震，已造成1644人死亡。").grade is Grade.extreme


def test_a_complaint_is_no_emergency(severities: Severities) -> None:
    assert severities.grade("工地噪音扰民", "您好，我是小区业主，工地每天施工到凌晨两点，吵死人了，请城管局处理。").grade is Grade.none


def test_because_quotes_the_words(severities: Severities) -> None:
    because = severities.grade("校园食物中毒", "62名学生出现呕吐腹泻等中毒症状，送医治疗。").because
    assert because.startswith("重大：")
    assert "62名学生出现呕吐" in because


def test_mood_is_apart_from_severity(severities: Severities) -> None:
    assert severities.mood("太恶心了，推诿扯皮，不作为，[怒]") > 0.6
    assert severities.mood("感谢交警，辛苦了，点赞！") < 0.2


def test_a_lower_number_at_the_higher_grade_is_a_sentence(tmp_path: Path) -> None:
    broken = tmp_path / "severity.yml"
    broken.write_text(RULES.read_text(encoding="utf-8").replace("{dead: 10, grave: 50,", "{dead: 2, grave: 50,"), encoding="utf-8")
    with pytest.raises(Faults, match="put the lower number at the lower grade"):
        read(broken, SeverityRules)


def test_a_loss_of_a_kind_that_is_none_is_a_sentence(tmp_path: Path) -> None:
    broken = tmp_path / "severity.yml"
    broken.write_text(RULES.read_text(encoding="utf-8").replace("kinds: [fire, blast, traffic,", "kinds: [fires, blast, traffic,"), "utf-8")
    with pytest.raises(Faults, match=r"losses\.kinds names fires; write keys of kinds"):
        read(broken, SeverityRules)


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("2008年的那个夏天,江边渡船翻了,31人遇难,我妈也在上面。清明了,来看看你们。", Grade.none),
        ("2009年7月的一场大火烧掉了半条老街,老人们现在还常说起。", Grade.none),
        ("2023年9月的燃气爆炸造成5人死亡。今日一审宣判。", Grade.considerable),
        ("2026年5月30日,电子厂爆炸,已致12人死亡。2015年该厂曾发生火灾。", Grade.major),
    ],
)
def test_what_lies_many_years_back_is_no_event_of_now(severities: Severities, text: str, grade: Grade) -> None:
    assert severities.grade("", text, datetime(2026, 6, 1, tzinfo=UTC)).grade is grade


def test_the_loss_of_a_past_fire_told_beside_a_new_one_is_not_its_loss(severities: Severities) -> None:
    text = "昨夜纸箱厂起火,火已扑灭,无人受伤。2019年该厂火灾直接经济损失1.6亿元。"
    assert severities.grade("纸箱厂起火", text, datetime(2026, 6, 1, tzinfo=UTC)).grade is Grade.ordinary


def test_real_news_is_graded_right_and_nothing_ordinary_grave(shared: Path, severities: Severities) -> None:
    rows = [json.loads(line) for line in (shared / "data/emergencies/articles.jsonl").read_text(encoding="utf-8").splitlines()]
    held_out = [row for number, row in enumerate(rows) if number % 2]
    right = grave = 0
    for row in held_out:
        year = re.search(r"(?:19|20)\d\d", row["reported"])
        grade = severities.grade(row["title"], row["text"], datetime(int(year[0]), 6, 1, tzinfo=UTC) if year else None).grade
        right += grade == row["grade"]
        grave += grade in GRAVE and row["grade"] not in GRAVE
    assert right / len(held_out) >= 0.9
    assert grave <= 1


def test_messages_of_citizens_are_hardly_ever_above_ordinary(shared: Path, severities: Severities) -> None:
    lines = (shared / "data/messages/labelled.jsonl").read_text(encoding="utf-8").splitlines()[:1500]
    grades = [severities.grade(row["title"], row["text"]).grade for row in map(json.loads, lines)]
    assert sum(grade not in (Grade.none, Grade.ordinary) for grade in grades) <= 2
    assert sum(grade is Grade.none for grade in grades) / len(grades) > 0.85


def test_mood_tells_anger_from_joy(shared: Path, severities: Severities) -> None:
    lines = (shared / "data/posts/weibo_emotion.jsonl").read_text(encoding="utf-8").splitlines()[:4000]
    moods: dict[str, list[float]] = {"angry": [], "happy": []}
    for row in map(json.loads, lines):
        if row["emotion"] in moods:
            moods[row["emotion"]].append(severities.mood(row["text"]))
    assert sum(moods["angry"]) / len(moods["angry"]) > 2 * sum(moods["happy"]) / len(moods["happy"])
