"""Keys: made and revoked by the administrator alone, shown once."""

from __future__ import annotations

import httpx

from tests.api.conftest import House

NEW = {"name": "12345热线", "source": "hotline"}


def test_a_key_is_shown_once_and_never_listed(administrator: httpx.Client) -> None:
    made = administrator.post("/api/keys", json=NEW).json()
    listed = administrator.get("/api/keys")
    assert [key["id"] for key in listed.json()] == [made["id"]]
    assert made["key"] not in listed.text
    assert "digest" not in listed.text


def test_only_the_administrator_makes_reads_and_revokes_keys(house: House, administrator: httpx.Client) -> None:
    id_ = administrator.post("/api/keys", json=NEW).json()["id"]
    for name in ("zhiban", "lingdao", "zhujian"):
        client = house.client(name)
        answers = [client.get("/api/keys"), client.post("/api/keys", json=NEW), client.delete(f"/api/keys/{id_}")]
        assert [answer.status_code for answer in answers] == [403] * 3
    assert administrator.delete(f"/api/keys/{id_}").status_code == 204
    assert administrator.delete(f"/api/keys/{id_}").status_code == 404
    assert administrator.get("/api/keys").json()[0]["revoked_by"] == "guanli"


def test_a_key_cannot_speak_as_a_source_that_is_collected(house: House, administrator: httpx.Client) -> None:
    taken = next(source for source in house.rules.sources.sources if source.crawled)
    answer = administrator.post("/api/keys", json={**NEW, "source": taken.id})
    assert (answer.status_code, taken.name in answer.json()["error"]) == (409, True)
    assert administrator.post("/api/keys", json={**NEW, "source": "report"}).status_code == 409
    assert administrator.post("/api/keys", json={**NEW, "source": "Not An Id"}).status_code == 422
