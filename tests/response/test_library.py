from __future__ import annotations

from config.rules import Rules
from response.library import fitting
from store.policies import Policy
from tests.response.conftest import NOON


def policy(id_: int, title: str, number: str | None = None) -> Policy:
    return Policy(id_, title, number, "市教育局", NOON, None, "", "", "p", NOON)


SCHOOL = policy(1, "关于做好2026年义务教育学校招生入学工作的通知", "崇教发〔2026〕12号")
HEATING = policy(2, "城镇老旧小区改造实施方案")


def test_a_document_fits_by_its_number_its_name_or_its_words(rules: Rules) -> None:
    by_number = fitting(["崇教发〔2026〕12号到底怎么执行？"], [SCHOOL, HEATING], rules.answers)
    assert [(fit.policy.id, fit.because) for fit in by_number] == [(1, "提到文号“崇教发〔2026〕12号”")]
    by_name = fitting(["按照城镇老旧小区改造实施方案，我们小区该改了。"], [SCHOOL, HEATING], rules.answers)
    assert [fit.policy.id for fit in by_name] == [2]
    by_words = fitting(["今年义务教育学校招生入学，外地户口能不能报名"], [SCHOOL, HEATING], rules.answers)
    assert [fit.policy.id for fit in by_words] == [1]


def test_a_matter_of_something_else_fits_none(rules: Rules) -> None:
    assert fitting(["渠黎镇停水三天"], [SCHOOL, HEATING], rules.answers) == []


def test_signs_of_a_misreading_count_only_where_the_document_is_spoken_of(rules: Rules) -> None:
    misread = fitting(["听说今年义务教育学校招生入学全部取消了，外地孩子不收。"], [SCHOOL], rules.answers)
    assert misread[0].misread == ("听说", "取消了")
    beside = fitting(["今年义务教育学校招生入学开始了。听说天气要变冷。"], [SCHOOL], rules.answers)
    assert beside[0].misread == ()
