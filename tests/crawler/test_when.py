"""Moments as people write them."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.when import BEIJING, find, of_machine

NOW = datetime(2026, 11, 25, 14, 10, tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("told", "meant", "exact"),
    [
        ("刚刚", "2026-11-25T14:10", False),
        ("15分钟前", "2026-11-25T13:55", False),
        ("半小时前", "2026-11-25T13:40", False),
        ("3小时前", "2026-11-25T11:10", False),
        ("今天 08:05", "2026-11-25T08:05", True),
        ("昨天 12:30", "2026-11-24T12:30", True),
        ("昨晚9点20", "2026-11-24T21:20", True),
        ("前天 下午3:05", "2026-11-23T15:05", True),
        ("三天前", "2026-11-22T14:10", False),
        ("两个月前", "2026-09-26T14:10", False),
        ("周一 09:30", "2026-11-23T09:30", True),
        ("上周五 18:00", "2026-11-20T18:00", True),
        ("11月20日", "2026-11-20T00:00", False),
        ("11-20 08:15", "2026-11-20T08:15", True),
        ("12月30日 08:00", "2025-12-30T08:00", True),
        ("2020年2月29日18时34分", "2020-02-29T18:34", True),
        ("发布时间：2024.05.06", "2024-05-06T00:00", False),
        ("2016-11-2215:30", "2016-11-22T15:30", True),
        ("18-03-0823:16", "2018-03-08T23:16", True),
        ("2019年12月10日 星期二 08:23", "2019-12-10T08:23", True),
        ("二〇一九年九月七日", "2019-09-07T00:00", False),
        ("2019-09-07T05:51:23.000Z", "2019-09-07T13:51:23", True),
    ],
)
def test_a_moment_is_read_as_it_was_meant(told: str, meant: str, exact: bool) -> None:
    moment = find(told, NOW)
    assert moment is not None
    assert (moment.at, moment.exact) == (datetime.fromisoformat(meant).replace(tzinfo=BEIJING), exact)
    assert moment.because in told


@pytest.mark.parametrize("words", ["1-10月", "增长15.3%", "1.5小时交通圈", "2019-13-40", "2月30日 12:00", "电话0771-5551234", ""])
def test_numbers_that_are_no_moment_are_left_alone(words: str) -> None:
    assert find(words, NOW) is None


def test_a_relative_time_stays_unknown_where_nobody_knows_when_it_was_read() -> None:
    assert find("3小时前", None) is None
    assert find("昨天 12:30", None) is None
    assert find("2026-11-20 08:00", None) is not None


def test_a_moment_in_the_future_is_none() -> None:
    assert find("2031-01-01 08:00", NOW) is None


@pytest.mark.parametrize(
    ("field", "meant"),
    [
        ("Wed, 25 Nov 2026 06:00:00 +0000", "2026-11-25T14:00"),
        ("20190907", "2019-09-07T00:00"),
        ("20190907123000", "2019-09-07T12:30"),
        ("1568000000", "2019-09-09T11:33:20"),
        ("1568000000123", "2019-09-09T11:33:20"),
    ],
)
def test_machine_fields_are_read_too(field: str, meant: str) -> None:
    moment = of_machine(field, NOW)
    assert moment is not None
    assert moment.at == datetime.fromisoformat(meant).replace(tzinfo=BEIJING)


@given(st.datetimes(min_value=datetime(1995, 1, 1), max_value=datetime(2026, 11, 24)).map(lambda d: d.replace(second=0, microsecond=0)))  # noqa: DTZ001
def test_every_minute_of_the_past_is_read_back(at: datetime) -> None:
    for told in (f"{at:%Y-%m-%d %H:%M}", f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}", at.isoformat()):
        moment = find(told, NOW)
        assert moment is not None
        assert moment.at == at.replace(tzinfo=BEIJING)


@given(st.text(max_size=60))
def test_no_words_whatever_break_the_reading(words: str) -> None:
    find(words, NOW)
    of_machine(words, NOW)
