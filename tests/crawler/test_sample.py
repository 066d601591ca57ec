from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from config import departments, regions
from config.base import read
from crawler.extract import extract
from crawler.sample import site, world
from crawler.sample.pages import article, thread, told
from crawler.sample.world import BEIJING, SITES

if TYPE_CHECKING:
    from collections.abc import Iterator

COUNTIES = {"江州": "451402", "扶绥": "451421", "宁明": "451422", "龙州": "451423", "大新": "451424", "天等": "451425", "凭祥": "451481"}
NOW = datetime(2026, 5, 20, 9, 30, tzinfo=BEIJING)


@pytest.fixture(scope="module")
def running() -> Iterator[site.Running]:
    """The world an hour after its start, so that everything is out."""
    running = site.serve(0, datetime.now(BEIJING) - timedelta(hours=1))
    yield running
    running.close()


def get(address: str, tag: str = "") -> tuple[int, str, str]:
    try:
        with urlopen(Request(address, headers={"If-None-Match": tag})) as answer:
            return answer.status, answer.read().decode(), answer.headers["ETag"]
    except HTTPError as error:
        return error.code, "", ""


def test_every_post_can_be_reached_from_the_address_of_its_source(running: site.Running) -> None:
    found = {name: set[str]() for name in SITES}
    found["news"] = set(re.findall(r"<link>http://[^/]*(/a/[^<]*)", get(running.bases["news"] + "/rss.xml")[1]))
    found["social"] = {i["id"] for i in json.loads(get(running.bases["social"] + "/weibo/keyword/x?format=json")[1])["items"]}
    for name, first in (("town", "/list/1.html"), ("board", "/board?page=1")):
        pages = [first]
        for page in pages:
            body = get(running.bases[name] + page)[1]
            found[name] |= set(re.findall(r'href="(/[at]/[^"]*)"', body))
            pages += re.findall(r'class="next" href="([^"]*)"', body)
    for post in world.posts(NOW):
        assert post.path in found[post.site]
        status, body, _ = get(running.bases[post.site] + post.path)
        assert status == 200
        assert post.text[-12:] in body


def test_the_crawler_reads_from_each_page_what_was_written() -> None:
    wrong = []
    for post in world.posts(NOW - timedelta(minutes=10)):
        if post.site != "social" and "免責聲明" not in post.text:
            page = extract(thread(post) if post.site == "board" else article(post, NOW), post.path, NOW)
            late = abs(page.published - post.published) if page.published else None
            if page.title != post.title or page.text.split() != post.text.split() or late is None or late > timedelta(hours=1):
                wrong.append((post.path, page))
    assert wrong == []


def test_a_post_written_for_later_is_not_there_before_its_moment() -> None:
    later = next(post for post in world.posts(NOW) if post.published > NOW + timedelta(minutes=1))
    young = site.serve(0, datetime.now(BEIJING))
    try:
        assert get(young.bases[later.site] + later.path)[0] == 404
    finally:
        young.close()


def test_a_page_that_did_not_change_is_not_sent_twice(running: site.Running) -> None:
    address = running.bases["board"] + "/board?page=1"
    _, _, tag = get(address)
    assert get(address, tag)[0] == 304


def test_each_site_tells_robots_what_is_open(running: site.Running) -> None:
    assert all("User-agent" in get(base + "/robots.txt")[1] for base in running.bases.values())


def test_every_declared_source_answers_and_has_its_own_id(running: site.Running) -> None:
    blocks = site.sources(running)
    assert len({block.id for block in blocks}) == len(SITES)
    assert [get(block.url)[0] for block in blocks] == [200] * len(SITES)


def test_a_second_start_tells_the_same_story_at_the_same_addresses(tmp_path: Path) -> None:
    told = []
    for _ in range(2):
        running = site.start(tmp_path / "var")
        told.append((running.bases, get(running.bases["news"] + "/rss.xml")[1]))
        running.close()
    assert told[0] == told[1]


def test_a_taken_port_is_named_and_nothing_stays_running(running: site.Running) -> None:
    taken = int(running.bases["board"].rsplit(":", 1)[1])
    with pytest.raises(site.Taken, match=f"其中 {taken} 不能用.*或另用一个数据文件夹"):
        site.serve(taken)


def test_another_program_on_the_ports_makes_the_first_start_move_on(tmp_path: Path) -> None:
    first, second = site.start(tmp_path / "one"), site.start(tmp_path / "two")
    try:
        assert not {*first.bases.values()} & {*second.bases.values()}
    finally:
        first.close()
        second.close()


def test_the_world_is_of_the_size_and_spread_it_promises() -> None:
    posts = world.posts(NOW)
    assert len(posts) >= 150
    assert {post.site for post in posts} == set(SITES)
    assert all(post.published > NOW - timedelta(days=3, hours=1) for post in posts)
    assert {name for name in COUNTIES if any(name in post.title + post.text for post in posts)} == set(COUNTIES)
    answering = {office.partition(".")[0][:6] for matter in world.matters() for office in matter.answers}
    assert answering >= {*COUNTIES.values(), "451400"}


@pytest.mark.parametrize("hour", [0, 6, 12, 23])
def test_at_any_hour_of_the_day_the_story_is_told_in_order(hour: int) -> None:
    started = NOW.replace(hour=hour)
    story = [post for post in reversed(world.posts(started)) if post.matter == "bus-and-truck"]
    tolls = [toll for post in story for toll in re.findall(r"造成(\d)人死亡", post.text)]
    assert story[0].text.startswith("渠旧这边出大车祸了")
    assert tolls == sorted(tolls)
    assert {"2", "3", "4"} == set(tolls)
    assert len([post for post in story if post.published <= started]) > 25


def test_every_office_that_should_answer_is_one_of_the_rules() -> None:
    folder = Path(departments.__file__).parent
    offices = departments.offices(read(folder / "departments.yml", departments.Departments), read(folder / "regions.yml", regions.Regions))
    assert [(matter.name, office) for matter in world.matters() for office in matter.answers if office not in offices] == []


def test_no_number_in_the_world_is_anybodys() -> None:
    numbers = re.findall(r"\d{11,}", "\n".join(post.text for post in world.posts(NOW)).replace(" ", ""))
    unassigned_id = "452123198001010012"  # its check digit should be 9
    assert unassigned_id in numbers
    assert all("0000" in number for number in numbers if number != unassigned_id)


def test_no_mark_of_time_is_left_in_a_text() -> None:
    assert [post.path for post in world.posts(NOW) if "{" in post.text] == []


@pytest.mark.parametrize("words", ["", "5", "5 hours", "h5", "5h20"])
def test_a_span_that_is_none_is_refused_with_a_sentence(words: str) -> None:
    with pytest.raises(ValueError, match="write it like 5h20m"):
        world.span(words)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (NOW - timedelta(seconds=20), "刚刚"),
        (NOW - timedelta(minutes=5), "5分钟前"),
        (NOW - timedelta(hours=3), "3小时前"),
        (NOW - timedelta(hours=20), "昨天 13:30"),
        (NOW - timedelta(days=2), "5月18日 09:30"),
    ],
)
def test_a_list_tells_times_as_people_do(moment: datetime, words: str) -> None:
    assert told(moment, NOW) == words
