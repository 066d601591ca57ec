"""A page that changes stays one post of one incident, through the real stages, and its page shows what changed."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

import doing
from config.settings import Settings
from config.sources import Source
from parts import Parts, first_people
from store import documents, editions, incidents
from store.records import Document, Incident
from store.tables import BEIJING
from store.tables import documents as table
from tests.crawler.small_site import small_site

FIRST = "扶绥县渠黎镇渠黎街昨日上午路面塌陷，面积约二十平方米，无人员伤亡，附近居民盼尽快修复。"
THEN = "扶绥县渠黎镇渠黎街昨日上午路面塌陷，面积约三十平方米，两人轻伤，附近居民盼尽快修复。"
TITLE = "渠黎镇渠黎街路面塌陷"


def test_a_changed_page_stays_in_its_incident_and_counts_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with small_site() as site:
        site.list("/", {"/a/1.html": TITLE})
        site.article("/a/1.html", TITLE, FIRST, after="阅读：12")
        block = {"id": "county", "name": "县新闻网", "kind": "listing", "url": site.url("/"), "medium": "county", "allow_private": True}
        whole = Parts(Settings(data=tmp_path), (Source.model_validate(block | {"region": "451421"}),))
        assert doing.collect(whole, ["county"])["county"]["kept"] == 1
        doing.work(whole)
        (before,) = _incidents(whole)
        site.article("/a/1.html", TITLE, THEN, after="阅读：340")
        monkeypatch.setattr(doing, "now", lambda: datetime.now(BEIJING) + timedelta(hours=2))
        assert doing.collect(whole, ["county"])["county"]["changed"] == 1
        doing.work(whole)
    (after,) = _incidents(whole)
    assert (before.posts, before.voices, after.posts, after.voices, after.id) == (1, 1, 1, 1, before.id)
    assert after.severity.harm.get("injured") == 2
    with whole.register.reading() as tx:
        ((kept, _),) = documents.of_incident(tx, after.id)
        one, two = editions.every(tx, kept)
    assert (kept.text, kept.id, one.text) == (THEN, two.id, FIRST)
    _shown(whole, one, two)


def _incidents(whole: Parts) -> list[Incident]:
    with whole.register.reading() as tx:
        assert set(tx.execute(select(table.c.state)).scalars()) <= {documents.GROUPED, documents.REPLACED}
        return incidents.find(tx)[0]


def _shown(whole: Parts, one: Document, two: Document) -> None:
    ((admin, password),) = first_people(whole, sample=False)
    web = TestClient(whole.web, headers={"X-Huixiang": "1"})
    assert web.post("/api/session", json={"name": admin.name, "password": password}).status_code < 300
    page = web.get(f"/documents/{two.id}").text
    assert '<del title="删去">' in page
    assert '<ins title="新增">' in page
    assert f'href="/documents/{one.id}"' in page
    assert "网页改过 1 次" in page
    assert "互动变化" in page
    assert "<td>340</td>" in page
