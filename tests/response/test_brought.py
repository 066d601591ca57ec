"""What is brought to us is masked, kept once, and counts for its source."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection, select

from response.brought import Item, Kept, settle, take
from response.desk import Desk
from store import coverage, documents, sources
from store.records import Medium
from store.tables import documents as table
from tests.response.conftest import NOON


def item(text: str = "渠黎镇停水", url: str = "hotline:1", title: str = "停水", **changes: object) -> Item:
    return Item(url, title, text, Medium.board, "451421", NOON, **changes)  # type: ignore[arg-type]


def taken(tx: Connection, one: Item) -> Kept:
    return take(tx, one, "hotline", lambda text: text.replace("13800001234", "***********"), NOON)


def test_an_item_is_kept_once_masked_and_a_changed_one_as_its_next_edition(desk: Desk) -> None:
    with desk.register.writing() as tx:
        told = [taken(tx, item(text)) for text in ("电话13800001234", "电话13800001234", "来水了")]
        kept = [documents.get(tx, str(one.document)) for one in told]
    assert [one.outcome for one in told] == ["kept", "seen before", "changed"]
    assert [one and (one.text, one.edition) for one in kept] == [("电话***********", 1), ("电话***********", 1), ("来水了", 2)]


def test_a_title_alone_is_a_post_and_nothing_at_all_is_not(desk: Desk) -> None:
    with desk.register.writing() as tx:
        assert taken(tx, item("", title="渠黎镇停水三天")).outcome == "kept"
        assert tx.execute(select(table.c.text)).scalar_one() == "渠黎镇停水三天"
        assert taken(tx, item(" ", "hotline:2", "\n")).outcome == "no text"


def test_every_item_is_counted_and_the_source_stands_by_what_came(desk: Desk) -> None:
    def stands(tx: Connection, *kept: Kept) -> tuple[str | None, object]:
        settle(tx, "hotline", kept, NOON)
        one = sources.health(tx)["hotline"]
        return one.streak_of, one.last_new

    with desk.register.writing() as tx:
        assert stands(tx, Kept("refused", "没有地区", url="x")) == ("blocked", None)
        assert stands(tx, Kept("kept", "", "d", "1"), Kept("refused", "没有地区"), Kept("no text", "")) == ("new", NOON)
        assert stands(tx, Kept("seen before", "", "d", "1")) == ("all seen", NOON)
        seen = coverage.between(tx, "hotline", NOON, NOON + timedelta(seconds=1))
    assert seen == (5, 2, 1)
