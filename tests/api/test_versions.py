from __future__ import annotations

from typing import Any

import httpx
import pytest

from config.rules import HERE
from response.replay import Replayed
from response.versions import texts
from store import versions
from tests.api.conftest import House


@pytest.fixture
def waiting(house: House) -> str:
    """A version in force, and a changed one that waits."""
    files = texts(HERE)
    now = house.clock()
    with house.register.writing() as tx:
        versions.add(tx, house.rules.version, now, "系统", "首次启动", files)
        versions.put_in_force(tx, house.rules.version, "系统", now, "首次启动", reviewed=False)
        versions.add(tx, "changed", now, "系统", "规则文件有改动", {**files, "chase": files["chase"] + "\n# 改过\n"})
    return "changed"


def test_everybody_may_read_what_changed(waiting: str, office: httpx.Client) -> None:
    assert [one["in_force"] for one in office.get("/api/rules/versions").json()].count(True) == 1
    whole = office.get(f"/api/rules/versions/{waiting}").json()
    assert [(one["file"], one["added"]) for one in whole["differences"]] == [("chase.yml", 2)]
    assert office.get("/api/rules/versions/nothing").status_code == 404


def test_only_leaders_and_administrators_put_a_version_in_force(waiting: str, duty: httpx.Client, administrator: httpx.Client) -> None:
    address = f"/api/rules/versions/{waiting}/adopt"
    assert duty.post(address, json={"because": "看过"}).status_code == 403
    assert administrator.post(address, json={"because": ""}).status_code == 409
    assert administrator.post(address, json={"because": "看过重演"}).json()["reviewed_by"]
    held = [one["version"] for one in administrator.get("/api/rules/versions").json() if one["in_force"]]
    assert held == [waiting]


def test_a_replay_judges_by_the_asked_version_and_time(house: House, waiting: str, administrator: httpx.Client) -> None:
    assert administrator.get(f"/api/rules/versions/{waiting}/replay").status_code == 422
    asked: list[Any] = []

    def replay(rules: object, since: object) -> Replayed:
        asked.append((rules, since))
        return Replayed(house.clock(), 3, house.rules.version, waiting, ())

    object.__setattr__(house.app.state.context, "replay", replay)
    told = administrator.get(f"/api/rules/versions/{waiting}/replay", params={"days": 7}).json()
    assert (told["incidents"], told["changes"]) == (3, [])
    assert (house.clock() - asked[0][1]).days == 7


def test_the_pages_of_versions_open(waiting: str, administrator: httpx.Client) -> None:
    assert waiting in administrator.get("/rules/versions").text
    assert "待审核" in administrator.get("/rules/versions").text
    page = administrator.get(f"/rules/versions/{waiting}").text
    assert "# 改过" in page
    assert "审核并启用" in page
