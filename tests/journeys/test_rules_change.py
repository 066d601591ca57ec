"""A rule is changed: the system goes on by the old one until somebody has seen what the change would do and put it in force."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from config.rules import HERE
from tests.journeys.conftest import Server, huixiang

POST = {"id": "1", "title": "扶绥县渠黎镇停水三天没人管", "text": "崇左市扶绥县渠黎镇已经停水三天了，自来水公司电话打不通，请尽快处理。"}


@contextmanager
def signed_in(server: Server, password: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.address, headers={"X-Huixiang": "1"}, timeout=120, trust_env=False) as client:
        client.post("/api/session", json={"name": "admin", "password": password}).raise_for_status()
        yield client


def test_a_changed_rule_is_replayed_reviewed_and_taken_up_by_the_running_process(tmp_path: Path) -> None:
    rules, data = tmp_path / "rules", tmp_path / "var"
    rules.mkdir()
    for file in HERE.glob("*.yml"):
        shutil.copy(file, rules)
    first = Server(data, HUIXIANG_RULES=str(rules))
    password = first.password
    (tmp_path / "posts.jsonl").write_text(json.dumps(POST, ensure_ascii=False) + "\n", "utf-8")
    huixiang("import", str(tmp_path / "posts.jsonl"), "--data", str(data))
    with signed_in(first, password) as client:
        before = client.get("/api/health").json()["rules"]
    first.stop()

    deadlines = rules / "deadlines.yml"
    text = deadlines.read_text("utf-8")
    at = text.index("limit: 4 hours", text.index("\n  assign:"))
    deadlines.write_text(text[:at] + text[at:].replace("limit: 4 hours", "limit: 3 hours", 1), "utf-8")
    second = Server(data, HUIXIANG_RULES=str(rules))
    try:
        with signed_in(second, password) as client:
            assert client.get("/api/health").json()["rules"] == before
            waiting = next(one for one in client.get("/api/rules/versions").json() if not one["in_force"])
            whole = client.get(f"/api/rules/versions/{waiting['version']}").json()
            assert [one["file"] for one in whole["differences"]] == ["deadlines.yml"]
            told = client.get(f"/api/rules/versions/{waiting['version']}/replay").json()
            assert told["incidents"] == 1
            assert "3 hours" in " ".join(told["changes"][0]["differs"])
            assert client.post(f"/api/rules/versions/{waiting['version']}/adopt", json={"because": " "}).status_code == 409
            adopted = client.post(f"/api/rules/versions/{waiting['version']}/adopt", json={"because": "看过重演"}).json()
            assert adopted["in_force"]
            assert adopted["reviewed_by"] == "admin"
        assert holds(second, waiting["version"])
        assert second.process.poll() is None
    finally:
        second.stop()


def holds(server: Server, version: str) -> bool:
    """Whether the running process works by this version, given the time to start over."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            if httpx.get(f"{server.address}/api/health", timeout=2, trust_env=False).json()["rules"] == version:
                return True
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    return False
