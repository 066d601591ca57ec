from __future__ import annotations

import httpx

from response.lifecycle import TABLES
from tests.api.conftest import House


def test_the_rules_can_be_read_with_their_version(house: House, office: httpx.Client) -> None:
    overview = office.get("/api/rules").json()
    assert overview["version"] == house.rules.version
    assert overview["offices"] == len(office.get("/api/rules/offices").json())
    assert overview["topics"] == len(office.get("/api/rules/topics").json())
    assert overview["departments"] == len(office.get("/api/rules/departments").json())
    assert {"code": "451421101", "name": "渠黎镇", "full_name": "扶绥县渠黎镇"} in office.get("/api/rules/regions").json()


def test_offices_are_found_by_their_short_names(office: httpx.Client) -> None:
    found = office.get("/api/rules/offices", params={"words": "住建局", "region": "451421"}).json()
    assert [one["id"] for one in found if one["department"] == "housing"][:1] == ["451421.housing"]


def test_the_lifecycle_table_is_the_one_the_desk_acts_by(office: httpx.Client) -> None:
    rows = office.get("/api/rules/lifecycle").json()
    assert len(rows) == sum(len(steps) for steps in TABLES.values())
    assert {"roles": ["duty", "administrator"], "to": "assigned", "label": "交办"}.items() <= rows[0].items()
