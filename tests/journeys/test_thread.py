"""From a published post to the right office with its clocks, on text that nobody here wrote, through every real part."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import httpx
from sqlalchemy import func, select

from store import history
from store.register import Register
from store.tables import documents, pieces
from tests.journeys.conftest import Server, huixiang


def client(server: Server, name: str = "admin", password: str = "") -> httpx.Client:
    web = httpx.Client(base_url=server.address, headers={"X-Huixiang": "1"}, timeout=30)
    answer = web.post("/api/session", json={"name": name, "password": password or server.password})
    assert answer.status_code < 300, answer.text
    return web


def test_a_published_post_is_answered_by_the_office_that_has_to(sources: Path, tmp_path: Path) -> None:
    data = tmp_path / "var"
    counts = json.loads(huixiang("collect", "--sources", str(sources), "--data", str(data), "--json").stdout)
    assert counts["news"]["kept"] >= 25
    assert counts["gbk"]["kept"] >= 4
    assert counts["board"]["kept"] >= 20
    assert counts["social"]["kept"] >= 25

    register = Register(f"sqlite:///{data / 'register.sqlite'}")
    with register.reading() as tx:
        kept = tx.execute(select(func.count()).select_from(documents)).scalar_one()
        waiting = tx.execute(select(func.count()).where(documents.c.state.in_(["collected", "assessed"]))).scalar_one()
        left = Counter(
            {
                (row.stage, row.outcome): row[2]
                for row in tx.execute(select(pieces.c.stage, pieces.c.outcome, func.count()).group_by(pieces.c.stage, pieces.c.outcome))
            }
        )
    assert waiting == 0
    assert sum(outcomes["kept"] for outcomes in counts.values()) == kept == left["collect", "kept"]
    assert sum(number for (stage, _), number in left.items() if stage == "assess") == kept
    assert sum(number for (stage, _), number in left.items() if stage == "intake") == kept

    server = Server(data)
    try:
        _answered(server)
    finally:
        server.stop()
    with register.reading() as tx:
        assert not list(history.verify(tx))


def _answered(server: Server) -> None:
    """A person says where an unclear matter is, confirms the suggestion, and the office answers with a link."""
    duty = client(server)
    found = duty.get("/api/incidents", params={"limit": 200}).json()["incidents"]
    unclear = next(one for one in found if one["suggested"] and one["suggested"]["case"] == 8 and one["topics"])
    path = f"/api/incidents/{unclear['id']}"
    corrected = duty.post(f"{path}/actions/correct", json={"details": {"places": ["451421101"]}}).json()
    responsible = corrected["suggested"]["responsible"]["id"]
    assert duty.post(f"{path}/actions/assign", json={"because": "确认"}).status_code == 200
    person = {
        "name": "chengban",
        "role": "office",
        "office": responsible,
        "region": "451421",
        "shown": "承办人",
        "password": "a-long-password",
    }
    assert duty.post("/api/people", json=person).status_code < 300
    office = client(server, "chengban", "a-long-password")
    mine = next(one for one in office.get("/api/assignments").json() if one["incident"] == unclear["id"])
    part = f"/api/assignments/{mine['id']}/actions"
    assert office.post(f"{part}/acknowledge", json={}).status_code == 200
    assert (
        office.post(
            f"{part}/answer", json={"details": {"link": "http://127.0.0.1/notice/7", "text": "已处理", "channel": "website"}}
        ).status_code
        == 200
    )
    assert duty.post(f"{path}/actions/resolve", json={"because": "已回应并处理"}).status_code == 200
    whole = duty.get(path).json()
    clocks = {clock["name"]: clock for clock in whole["clocks"]}
    assert whole["status"] == "resolved"
    assert clocks["respond"]["state"] == clocks["acknowledge"]["state"] == "on time"
    assert clocks["respond"]["evidence"] == "http://127.0.0.1/notice/7"
    page = duty.get(f"/incidents/{unclear['id']}").text
    assert "已办结" in page
