from __future__ import annotations

from config.rules import Rules
from response.hints import hints, points

POSTS = [
    "渠黎镇停水三天了。请问什么时候能恢复供水？老人孩子没水喝，要求安排送水车。",
    "还没来水！请问到底什么时候恢复供水？水费会不会退？",
]
GOOD = (
    "经核查，渠黎镇停水系主管道爆裂所致，因老旧管网所限。已组织抢修，11月26日18时前恢复供水；"
    "期间每天安排送水车三趟。停水期间的水费按规定退还。咨询电话0771-7520000。"
)


def kinds(draft: str, rules: Rules) -> list[str]:
    return [hint.kind for hint in hints(draft, POSTS, rules.answers)]


def test_what_people_ask_is_found_once_in_their_words(rules: Rules) -> None:
    found = points(POSTS, rules.answers)
    assert found == ["请问什么时候能恢复供水？", "老人孩子没水喝，要求安排送水车。", "水费会不会退？"]


def test_a_whole_answer_gets_no_hint(rules: Rules) -> None:
    assert kinds(GOOD, rules) == []


def test_a_point_that_is_not_touched_is_quoted(rules: Rules) -> None:
    draft = GOOD.replace("停水期间的水费按规定退还。", "抢修按规定进行。")
    assert [(hint.kind, hint.quote) for hint in hints(draft, POSTS, rules.answers)] == [("point", "水费会不会退？")]


def test_empty_words_and_missing_parts_are_said(rules: Rules) -> None:
    found = kinds("我们高度重视，将督促相关部门。", rules)
    assert {"empty", "facts", "measures", "time", "contact"} <= set(found)
    assert found.count("empty") == 2


def test_many_points_are_summed_up(rules: Rules) -> None:
    asked = (
        "垃圾为何没清运？ 路灯何时亮起？ 井盖能否更换？ 公交能否加班次？ 夜间噪声谁来管？ 污水能否截流？ "
        "学位是否够用？ 药店能否刷卡？ 电梯何时检修？ 消防通道能否清出？ 菜市场何时开业？ 河道能否疏浚？"
    )
    found = list(hints("已办结。", asked.split(), rules.answers))
    points_ = [hint for hint in found if hint.kind == "point"]
    assert len(points_) == 9
    assert points_[-1].said == "另有 4 个诉求点看不出有回应"
