from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from config.rules import load as load_rules
from nlp.topics import BY_RULES, Topics, shipped
from store.records import SaidBy

if TYPE_CHECKING:
    from config.rules import Rules

# title, text, topic, department: written for this test, about other places than the data
PLAIN = [
    ("小区停水两天了", "江州区石景林街道整条街都没有自来水，打水厂电话没人接", "municipal_services", "housing"),
    ("村里自来水又停了", "驮卢镇我们村自来水停了三天，村民去挑水", "municipal_services", "water"),
    ("", "楼下工地凌晨两点还在施工，噪音吵得孩子睡不着", "environment", "urban_management"),
    ("", "对面饭店油烟直接排到我家窗口，太难闻了", "environment", "urban_management"),
    ("化工厂排废水", "厂里晚上偷排废水，河里死鱼一片", "environment", "ecology"),
    ("楼上开麻将馆", "每天麻将声吵到半夜，严重扰民", "environment", "public_security"),
    ("", "老板拖欠我们农民工工资半年了，谁来管管", "labor_rights", "human_resources"),
    ("物业乱收费", "物业公司不服务还涨物业费，业委会形同虚设", "property_management", "housing"),
    ("公交车太少", "希望加开3路公交车，等半小时都不来", "transport", "transport"),
    ("路口没有红绿灯", "学校门口车多，建议装红绿灯和斑马线", "traffic_order", "public_security"),
    ("医保报销比例", "请问异地就医医保怎么报销", "social_insurance", "medical_insurance"),
    ("养老金什么时候发", "退休三个月了，养老金还没有到账", "social_insurance", "human_resources"),
    ("退役军人安置", "退伍军人安置政策怎么落实", "veterans", "veterans"),
    ("发票不给开", "酒店不开发票，涉嫌偷税，请税务局查处", "tax", "tax"),
    ("养老院收费", "敬老院护理费涨了一倍，老人住不起", "elderly_care", "civil_affairs"),
    ("质疑招标", "这个项目招标文件量身定制，评标不公，涉嫌围标串标", "public_procurement", "public_resources"),
    ("财政预算公开", "请公开今年的财政预算和决算，三公经费花到哪里去了", "budget", "finance"),
    ("甘蔗良种补贴", "今年的甘蔗良种补贴还没有发到蔗农手上", "farm_subsidy", "sugar"),
    ("幼儿园收费", "公办幼儿园保育费怎么又涨了", "other_education", "education"),
    ("", "一道雷下来，坡上吃草的牛死了九头，养牛户哭都哭不出来", "agriculture", "agriculture"),
    ("社区不盖章", "居委会说居住证明不归他们开，社区主任又不在", "village_affairs", "township"),
    ("河堤塌了", "水库泄洪把灌溉水渠冲坏了", "agriculture", "water"),
]
NEWS = [
    ("高速公路发生三车追尾", "今天上午，某高速公路发生一起交通事故，三辆车追尾相撞，造成两人受伤。", "traffic_order", "public_security"),
    ("一仓库起火", "昨晚一仓库发生火灾，消防救援人员赶到后将明火扑灭，无人员伤亡。", "work_safety", "fire"),
    ("某地发生5.1级地震", "中国地震台网测定，今天发生5.1级地震，多地有震感，暂无人员伤亡报告。", "disaster_relief", "emergency"),
    ("多名学生疑似食物中毒", "多名学生午餐后出现呕吐腹泻症状，疑似食物中毒，剩余食品已封存送检。", "food_drug", "market"),
    ("暴雨引发洪涝", "连日暴雨引发洪水，多个村庄被淹，当地紧急转移群众，灾情正在核查。", "disaster_relief", "emergency"),
]


@pytest.fixture(scope="module")
def rules() -> Rules:
    return load_rules()


@pytest.fixture(scope="module")
def by_rules(rules: Rules) -> Topics:
    return Topics(rules, None)


@pytest.fixture(scope="module")
def both(rules: Rules) -> Topics:
    model = shipped()
    assert model, "nlp/models holds the model that comes with the program"
    return Topics(rules, model)


def right(topics: Topics, cases: list[tuple[str, str, str, str]]) -> list[tuple[str, str]]:
    """The cases that went wrong, with what was said."""
    wrong = []
    for (title, text, topic, department), (said, led) in zip(cases, topics.assess_many([case[:2] for case in cases]), strict=True):
        if (said[0].value, led[0].value) != (topic, department):
            wrong.append((title or text, f"{said[0].value} {led[0].value}"))
    return wrong


def test_a_topic_without_a_word_of_its_own_is_told_only_from_the_least_on(rules: Rules) -> None:
    vague = [("", "隔壁阿叔又去钓虾了，讲了一晚上"), ("", "大家都在传新的窗口，谁也没放在心上")]
    bold, careful = (
        Topics(replace(rules, gathering=rules.gathering.model_copy(update={"topics_least": least})), shipped()) for least in (0.0, 1.0)
    )
    assert any(topics for topics, _ in bold.assess_many(vague))
    assert careful.assess_many(vague) == [((), ()), ((), ())]
    assert [one.value for one in careful.assess("", "老板拖欠我们农民工工资半年了")[0]][:1] == ["labor_rights"]


def test_rules_alone_read_plain_posts_of_any_city(by_rules: Topics) -> None:
    assert right(by_rules, PLAIN) == []


def test_with_the_model_plain_posts_are_read_no_worse(both: Topics) -> None:
    assert len(right(both, PLAIN)) <= 1


@pytest.mark.parametrize("which", ["by_rules", "both"])
def test_plain_emergency_news_goes_to_its_line(which: str, request: pytest.FixtureRequest) -> None:
    assert right(request.getfixturevalue(which), NEWS) == []


def test_without_a_model_the_rules_serve_and_say_so(by_rules: Topics) -> None:
    (topic, *_), (department, *_) = by_rules.assess("小区停水", "停水两天了")
    assert by_rules.version == BY_RULES
    assert {topic.said_by, department.said_by} == {SaidBy.rule}


def test_a_reading_says_which_model_took_part(both: Topics) -> None:
    assert both.version == shipped().version != BY_RULES  # type: ignore[union-attr]


@pytest.mark.parametrize("which", ["by_rules", "both"])
def test_the_because_quotes_words_that_stand_in_the_text(which: str, request: pytest.FixtureRequest) -> None:
    topics = request.getfixturevalue(which)
    for title, text, *_ in PLAIN:
        for finding in (found for half in topics.assess(title, text) for found in half):
            quoted = finding.because.split("“")[1:]
            assert all(part.split("”")[0] in title + text for part in quoted), finding
            if finding.span:
                assert 0 <= finding.span[0] < finding.span[1] <= len(text)


def test_an_excluded_phrase_is_no_evidence(by_rules: Topics) -> None:
    assert by_rules.assess("", "我在城管局招聘的公告里看到的")[0][:1] != by_rules.assess("", "城管执法队")[0][:1]
    column = by_rules.class_names["topic"].index("telecom_energy")
    inside, free = by_rules.beliefs([("", "被电信诈骗了"), ("", "电信的人")])["topic"][:, column]
    assert inside == 0 < free


@pytest.mark.parametrize("text", ["今晚的晚霞真美", "哈哈哈", "", "。。。", "🙂"])
def test_a_post_about_nothing_public_has_no_topic(both: Topics, by_rules: Topics, text: str) -> None:
    assert both.assess("", text) == by_rules.assess("", text) == ((), ())


def test_a_post_is_read_alike_alone_and_among_others(both: Topics) -> None:
    posts = [case[:2] for case in PLAIN + NEWS]
    for together, alone in zip(both.assess_many(posts), [both.assess(*post) for post in posts], strict=True):
        for one, other in zip((*together[0], *together[1]), (*alone[0], *alone[1]), strict=True):
            assert (one.value, one.because) == (other.value, other.because)
            assert one.score == pytest.approx(other.score, abs=1e-4)


def test_findings_come_best_first_and_are_beliefs(both: Topics) -> None:
    for topics, departments in both.assess_many([case[:2] for case in PLAIN]):
        for found in (topics, departments):
            scores = [finding.score for finding in found]
            assert scores == sorted(scores, reverse=True)
            assert all(0 < score <= 1 for score in scores)


def test_names_of_places_are_not_what_is_learned(both: Topics) -> None:
    model = shipped()
    assert model
    towns = {"星沙", "泉塘", "榔梨", "麓谷", "洋湖", "暮云", "潇楚"}
    assert [word for word in model.words + model.title_words if any(town in word for town in towns)] == []
    here, there = both.beliefs([("扶绥县停水", "停水三天"), ("A7县停水", "停水三天")])["topic"]
    assert np.abs(here - there).max() < 0.05


def test_a_department_the_model_never_saw_is_still_found_by_its_rules(both: Topics) -> None:
    model = shipped()
    assert model
    assert "sugar" not in model.department.names
    assert both.assess("蔗款", "糖厂拖欠蔗农蔗款，榨季过了还没有付甘蔗款")[1][0].value == "sugar"


def test_a_long_text_costs_no_more_than_its_first_part(both: Topics) -> None:
    start = time.perf_counter()
    both.assess("停水", "小区停水三天了。" * 100_000)
    assert time.perf_counter() - start < 2


def test_no_posts_give_no_readings(both: Topics) -> None:
    assert both.assess_many([]) == []
