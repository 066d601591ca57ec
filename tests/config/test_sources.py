"""sources.yml."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

import config.sources
from config.base import read
from config.sources import Source, Sources

RULES = Path(config.sources.__file__).parent
GIVEN = {"id": "news", "name": "新闻", "kind": "feed", "url": "https://example.com/rss.xml", "medium": "city"}


def source(**more: Any) -> Source:
    return Source.model_validate(GIVEN | more)


def test_forty_real_sources_are_declared_and_none_of_them_may_go_inside() -> None:
    declared = read(RULES / "sources.yml", Sources).sources
    assert len(declared) >= 40
    assert not any(one.allow_private for one in declared)
    assert {one.medium for one in declared} >= {"central", "provincial", "city", "county", "self_media", "board"}


ASKED_FOR = ("weibo/search/hot", "weibo/keyword/", "zhihu/hot", "toutiao/", "baidu/tieba/", "people/liuyan/", "piyao/")


def test_the_social_platforms_asked_for_are_there_each_with_what_is_to_be_expected_of_it() -> None:
    declared = read(RULES / "sources.yml", Sources).sources
    routes = [one.url.removeprefix("rsshub:/") for one in declared if one.url.startswith("rsshub:/")]
    assert [start for start in ASKED_FOR if not any(route.startswith(start) for route in routes)] == []
    assert all({"every", "per_day", "medium"} & one.model_fields_set >= {"per_day", "medium"} for one in declared)
    assert all(one.region or one.medium in {"central", "self_media"} for one in declared)


def test_social_sources_are_off_until_rsshub_has_an_address() -> None:
    weibo = source(url="rsshub:/weibo/keyword/崇左")
    assert weibo.address() is None
    assert weibo.address("http://hub.example.com:1200/") == "http://hub.example.com:1200/weibo/keyword/崇左"


def test_a_rhythm_is_read_in_words() -> None:
    assert [source(every=every).minutes for every in ("1 minute", "30 minutes", "2 hours", "1 day")] == [1, 30, 120, 1440]


def test_a_pause_of_a_second_is_kept_except_in_our_own_network() -> None:
    assert [source().pause, source(allow_private=True).pause, source(delay=5).pause] == [1.0, 0.0, 5.0]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"every": "often"}, "say how often in words"),
        ({"url": "file:///etc/passwd"}, "has to be a web address"),
        ({"url": "rsshub:/weibo", "kind": "listing"}, "an RSSHub route is a feed"),
        ({"within": "("}, "no regular expression"),
        ({"per_day": {"at_least": 5, "at_most": 2}}, "at_most is below at_least"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(wrong: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        source(**wrong)


def test_two_sources_of_one_id_are_refused() -> None:
    with pytest.raises(ValidationError, match="given twice: news"):
        Sources(sources=(source(), source()))


def test_pages_are_looked_at_again_on_the_same_rhythm_unless_a_source_has_its_own() -> None:
    both = [GIVEN, GIVEN | {"id": "board", "again": ["30 minutes"]}, GIVEN | {"id": "map", "again": []}]
    given = Sources.model_validate({"again": ["2 hours", "1 day"], "sources": both})
    assert [one.ages for one in given.sources] == [(120, 1440), (30,), ()]


def test_the_ages_of_a_page_go_upwards() -> None:
    with pytest.raises(ValidationError, match="from the youngest to the oldest"):
        source(again=["1 day", "1 hour"])


def test_what_is_brought_needs_no_address_and_a_folder_needs_its_path() -> None:
    assert not source(kind="push", url="").crawled
    with pytest.raises(ValidationError, match="the folder to watch"):
        source(kind="files", url="")
