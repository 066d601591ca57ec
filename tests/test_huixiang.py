"""The command line: what goes in, what comes out, and what it says to bad input."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from store import people
from store.records import Person, Role
from store.register import Register
from store.tables import BEIJING

ROOT = Path(__file__).resolve().parents[1]


def run(*arguments: str, given: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "huixiang.py", *arguments],
        cwd=ROOT,
        input=given,
        text=True,
        capture_output=True,
        check=False,
        timeout=120,
        env={**os.environ, "COLUMNS": "200", **environment},
    )


def lines(*objects: dict[str, Any]) -> str:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in objects)


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A copy of the rule files to break."""
    folder = tmp_path / "rules"
    folder.mkdir()
    for file in (ROOT / "config").glob("*.yml"):
        shutil.copy(file, folder)
    return folder


def test_assess_answers_each_line_with_the_fields_of_the_design() -> None:
    done = run(
        "assess",
        "-",
        given=lines(
            {"id": "a", "title": "渠黎镇停水三天", "text": "扶绥县渠黎镇停水三天了，电话13800001234"}, {"id": 7, "text": "今天真开心"}
        ),
    )
    first, second = map(json.loads, done.stdout.splitlines())
    assert set(first) == {"id", "topics", "places", "named", "severity", "text_masked", "department"}
    assert first["places"][0]["code"] == "451421101"
    assert first["topics"][0]["id"] == "municipal_services"
    assert {"id", "score", "because"} == set(first["topics"][0])
    assert "13800001234" not in first["text_masked"]
    assert second["id"] == "7"
    assert second["places"] == []


def test_group_calls_an_incident_by_its_first_post_in_time() -> None:
    copy = "龙州县水口镇中心小学旁边的工地每天凌晨两点还在打桩，孩子没法睡觉，投诉多次没有人管，请有关部门处理。"
    posts = [
        {"id": "late", "title": "转", "text": copy + "求扩散", "published": "2026-11-20T12:00"},
        {"id": "early", "title": "工地凌晨打桩", "text": copy, "published": "2026-11-20T08:00"},
        {"id": "other", "title": "公交车", "text": "大新县桃城镇3路公交车不按时发车，等了一个小时。", "published": "2026-11-20T09:00"},
    ]
    found = [json.loads(line) for line in run("group", "-", given=lines(*posts)).stdout.splitlines()]
    assert found == [{"id": "late", "incident": "early"}, {"id": "early", "incident": "early"}, {"id": "other", "incident": "other"}]


def test_route_takes_codes_or_objects_and_gives_the_same_answer() -> None:
    plain = {"id": 1, "places": ["451421101"], "topics": ["municipal_services"], "named": [], "severity": "none"}
    rich = {
        "id": 1,
        "places": [{"code": "451421101"}],
        "topics": [{"id": "municipal_services", "score": 0.9}],
        "severity": {"grade": "none"},
    }
    one, other = run("route", "-", given=lines(plain, rich)).stdout.splitlines()
    assert one == other
    decision = json.loads(one)
    assert {"id", "case", "responsible", "cooperating", "coordinator", "leader", "forward", "clocks", "because"} <= set(decision)
    assert set(decision["responsible"]) == {"id", "name", "department", "region"}
    assert {"name": "respond", "hours": 48}.items() <= decision["clocks"][0].items()


def test_judge_takes_the_posts_of_a_line_as_one_matter() -> None:
    posts = [
        {"title": "", "text": "水口镇这边一条船翻了，好多人落水"},
        {"title": "龙州水口镇船舶倾覆35人失踪", "text": "记者从龙州县应急管理局获悉，水口镇船舶倾覆事故已致35人失踪。"},
    ]
    got = json.loads(run("judge", "-", given=lines({"id": "m", "posts": posts})).stdout)
    assert (got["case"], got["severity"]["grade"], got["leader"]["id"]) == (9, "extreme", "451423.government")
    assert {"publish": 5, "press_conference": 24}.items() <= {clock["name"]: clock["hours"] for clock in got["clocks"]}.items()


def test_due_says_the_moment_and_its_arithmetic() -> None:
    done = run("due", "2 working days", "--from", "2026-09-30T16:00", "--json")
    told = json.loads(done.stdout)
    assert told["due"].startswith("2026-10-09")
    assert len(told["arithmetic"]) == 11
    assert run("due", "2 weeks").returncode == 2


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("{", "第 1 行不是 JSON"),
        ("[1]", "第 1 行应是一个对象"),
        ('{"text": "x"}', "第 1 行缺少 id"),
        ('{"id": 1, "text": "x", "published": "昨儿"}', "看不懂时间“昨儿”"),
    ],
)
def test_a_bad_line_is_named_with_its_number(given: str, sentence: str) -> None:
    done = run("assess", "-", given=given + "\n")
    assert (done.returncode, sentence in done.stderr) == (2, True)
    assert "Traceback" not in done.stderr


def test_a_file_that_is_not_there_is_said_so() -> None:
    done = run("assess", "/nowhere.jsonl")
    assert done.returncode == 2
    assert "打不开 /nowhere.jsonl" in done.stderr


def test_every_fault_of_the_rules_is_a_sentence_and_nothing_starts(rules: Path, tmp_path: Path) -> None:
    routing, topics = rules / "routing.yml", rules / "gathering.yml"
    routing.write_text(routing.read_text("utf-8").replace("default:", "defualt:", 1), "utf-8")
    topics.write_text(topics.read_text("utf-8") + "\nmots: 4\n", "utf-8")
    done = run("up", "--data", str(tmp_path / "var"), "--port", "0", HUIXIANG_RULES=str(rules))
    assert done.returncode == 2
    assert '"defualt" is no key here; did you mean "default"?' in done.stderr
    assert '"mots" is no key here; did you mean "most"?' in done.stderr
    assert not (tmp_path / "var" / "register.sqlite").exists()


def test_a_name_that_leads_nowhere_is_answered_with_the_nearest(rules: Path) -> None:
    routing = rules / "routing.yml"
    routing.write_text(re.sub(r"responsible: education", "responsible: eduction", routing.read_text("utf-8"), count=1), "utf-8")
    done = run("check", HUIXIANG_RULES=str(rules))
    assert done.returncode == 2
    assert '"eduction" is no department; did you mean "education"?' in done.stderr


def test_a_taken_port_is_named_with_how_to_choose_another(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("up", "--port", str(port), "--data", str(tmp_path))
    assert done.returncode == 2
    assert f"127.0.0.1:{port}" in done.stderr
    assert f"huixiang up --port {port + 1}" in done.stderr


def test_a_database_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    register = Register(f"sqlite:///{tmp_path / 'register.sqlite'}")
    with register.writing() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    register.close()
    done = run("verify-history", "--data", str(tmp_path))
    assert (done.returncode, "比本程序新" in done.stderr) == (2, True)


def test_an_unknown_source_is_answered_with_the_nearest(tmp_path: Path) -> None:
    done = run("collect", "weibo_hott", "--data", str(tmp_path))
    assert done.returncode == 2
    assert 'did you mean "weibo_hot"?' in done.stderr


def test_imported_rows_are_taken_in_once_and_masked(tmp_path: Path) -> None:
    file = tmp_path / "工单.csv"
    file.write_text("编号,标题,内容,受理时间,姓名\n1,停水,扶绥县渠黎镇停水三天，联系13800001234,2026-11-20 09:30,张三\n", "gb18030")
    first, again = (run("import", str(file), "--data", str(tmp_path / "var")) for _ in range(2))
    assert "kept" in first.stdout
    assert "seen before" in again.stdout
    with Register(f"sqlite:///{tmp_path / 'var/register.sqlite'}").reading() as tx:
        kept = tx.execute(text("SELECT title, text, state FROM documents")).one()
    assert (kept.title, kept.state) == ("停水", "grouped")
    assert "13800001234" not in kept.text
    assert run("verify-history", "--data", str(tmp_path / "var")).returncode == 0


def test_a_file_that_cannot_be_imported_is_said_so(tmp_path: Path) -> None:
    file = tmp_path / "x.xlsx"
    file.write_bytes(b"not a workbook")
    done = run("import", str(file), "--data", str(tmp_path / "var"))
    assert (done.returncode, "打不开这个表格" in done.stderr) == (2, True)


def test_every_command_has_help_in_plain_words() -> None:
    commands = "up collect import extract assess group route judge due check rehearse train evaluate verify-history reindex password"
    commands += " web work schedule"
    overview = run("--help").stdout
    for command in commands.split():
        assert command in overview


def test_a_lost_password_is_set_anew_and_an_unknown_name_answered(tmp_path: Path) -> None:
    register = Register(f"sqlite:///{tmp_path / 'register.sqlite'}")
    with register.writing() as tx:
        people.add(tx, Person("admin", Role.administrator, None, "451400"), "the-first-one")
    done = run("password", "admin", "--data", str(tmp_path))
    fresh = done.stderr.rsplit("：", 1)[1].strip()
    with register.writing() as tx:
        assert people.sign_in(tx, "admin", fresh, datetime.now(BEIJING)) is not None
        assert people.sign_in(tx, "admin", "the-first-one", datetime.now(BEIJING)) is None
    wrong = run("password", "admim", "--data", str(tmp_path))
    assert (wrong.returncode, 'did you mean "admin"' in wrong.stderr) == (2, True)


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        ({"HUIXIANG_PORT": "80000"}, "“HUIXIANG_PORT”不能大于 65535，现在是 80000。"),
        ({"HUIXIANG_PRODUCTION": "maybe"}, "“HUIXIANG_PRODUCTION”应为以下之一：no、yes，现在是 maybe。"),
    ],
)
def test_a_setting_that_cannot_be_is_a_sentence_and_no_traceback(setting: dict[str, str], sentence: str) -> None:
    done = run("check", **setting)
    assert (done.returncode, done.stderr.splitlines()) == (2, ["设置有误，没有启动：", sentence])
    assert "“--port”不能大于 65535，现在是 99999。" in run("up", "--port", "99999", **setting).stderr


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("assess", "缺少 file。"),
        ("adopt x --by admin", "缺少 --because。"),
        ("foo", "没有“foo”这个命令。"),
        ("up --prt 3", "没有 --prt 这个选项，您是不是要写 --port。"),
        ("up --nothing-like-it", "没有 --nothing-like-it 这个选项。"),
        ("up more", "多写了 more。"),
        ("up --port", "--port 后面要写一个值。"),
        ("up --sample=3", "--sample 后面不写值。"),
        ("up --port x", "--port 应为整数。"),
        ("extract nowhere.html", "file：没有 nowhere.html。"),
        ("extract config", "file：config 是文件夹，应为文件。"),
        ("train huixiang.py", "folder：huixiang.py 是文件，应为文件夹。"),
    ],
)
def test_a_command_that_was_written_wrongly_is_answered_in_chinese_and_with_its_use_where_known(asked: str, sentence: str) -> None:
    done = run(*asked.split())
    said = done.stderr.splitlines()
    assert (done.returncode, said[0]) == (2, sentence)
    assert [line.split()[0] for line in said[1:]] in ([], ["用法：huixiang.py", "说明：huixiang.py"])
