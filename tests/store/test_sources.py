"""Which sources are due, and who runs them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import update

from store import sources
from store.register import Register
from store.tables import sources as table
from tests.store.conftest import NOON

SOON, LATER = NOON + timedelta(minutes=30), NOON + timedelta(hours=2)


def test_a_source_that_never_ran_is_due_and_one_that_ran_waits_for_its_rhythm(register: Register) -> None:
    with register.writing() as tx:
        assert sources.due(tx, ["a", "b"], NOON) == ["a", "b"]
        sources.claim(tx, ["a"], NOON, SOON)
        sources.release(tx, "a", {}, ("listed", ""), NOON, SOON)
        assert sources.due(tx, ["a", "b"], NOON) == ["b"]
        assert sources.due(tx, ["a", "b"], LATER) == ["b", "a"]


def test_what_somebody_runs_is_nobody_elses(register: Register) -> None:
    with register.writing() as tx:
        sources.claim(tx, ["a"], NOON, SOON)
        assert sources.claimed(tx, NOON) == {"a"}
        assert sources.due(tx, ["a"], NOON) == []


def test_a_claim_ends_with_its_time_or_with_its_process(register: Register) -> None:
    with register.writing() as tx:
        sources.claim(tx, ["a", "b"], NOON, SOON)
        assert sources.claimed(tx, LATER) == set()
        host = sources.health(tx)["a"].claimed_by.split(":")[0]  # type: ignore[union-attr]
        tx.execute(update(table).where(table.c.id == "a").values(claimed_by=f"{host}:999999:1"))
        assert sources.claimed(tx, NOON) == {"b"}


def test_a_streak_counts_what_happens_again_and_again(register: Register) -> None:
    with register.writing() as tx:
        sources.claim(tx, ["a"], NOON, SOON)
        seen = []
        for outcomes, told in (({"kept": 3}, "listed"), ({}, "listed"), ({}, "not modified"), ({}, "unreachable"), ({}, "unreachable")):
            sources.release(tx, "a", outcomes, (told, ""), NOON, SOON)
            seen.append((sources.health(tx)["a"].streak_of, sources.health(tx)["a"].streak))
    assert seen == [("new", 1), ("all seen", 1), ("all seen", 2), ("unreachable", 1), ("unreachable", 2)]


def test_a_failure_leaves_the_last_success_where_it_was(register: Register) -> None:
    with register.writing() as tx:
        sources.claim(tx, ["a"], NOON, SOON)
        sources.release(tx, "a", {"kept": 1}, ("listed", ""), NOON, SOON)
        sources.release(tx, "a", {}, ("unreachable", "连接被拒绝"), LATER, LATER)
        found = sources.health(tx)["a"]
    assert (found.last_success, found.last_new, found.last_run, found.because) == (NOON, NOON, LATER, "连接被拒绝")


def test_of_two_who_want_a_site_one_gets_it_and_after_its_rest_anybody(register: Register) -> None:
    with register.writing() as tx:
        assert sources.claim_hosts(tx, ["b.cn", "a.cn"], NOON, SOON) == {"a.cn", "b.cn"}
        assert sources.claim_hosts(tx, ["a.cn", "c.cn"], NOON, SOON) == {"c.cn"}
        sources.rest(tx, "a.cn", NOON + timedelta(seconds=5))
        assert sources.held_hosts(tx, NOON)["a.cn"] == (NOON + timedelta(seconds=5), None)
        assert sources.claim_hosts(tx, ["a.cn"], NOON + timedelta(seconds=4), SOON) == set()
        assert sources.claim_hosts(tx, ["a.cn"], NOON + timedelta(seconds=5), SOON) == {"a.cn"}


def test_many_at_once_share_the_sources_out_and_none_is_run_twice(register: Register) -> None:
    ids = [f"s{n}" for n in range(20)]

    def one_crawler(number: int) -> list[str]:
        with register.writing() as tx:
            hosts = sources.claim_hosts(tx, ids[number:] + ids[:number], NOON, SOON)
            return sources.claim(tx, hosts, NOON, SOON, due_only=True)

    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(one_crawler, range(8)))
    assert sorted(id_ for mine in got for id_ in mine) == sorted(ids)


def test_a_source_that_another_crawler_ran_meanwhile_is_no_longer_due(register: Register) -> None:
    with register.writing() as tx:
        sources.claim(tx, ["a"], NOON, SOON)
        sources.release(tx, "a", {}, ("listed", ""), NOON, LATER)
        assert sources.claim(tx, ["a"], SOON, LATER, due_only=True) == []
        assert sources.claim(tx, ["a"], SOON, LATER) == ["a"]


def test_a_streak_says_empty_blocked_or_changed_layout(register: Register) -> None:
    told = ("no items", "refused", "login wall", "blocked", "changed layout", "changed layout")
    with register.writing() as tx:
        sources.claim(tx, ["a"], NOON, SOON)
        seen = []
        for word in told:
            sources.release(tx, "a", {"seen before": 3}, (word, ""), NOON, SOON)
            seen.append((sources.health(tx)["a"].streak_of, sources.health(tx)["a"].streak))
    assert seen == [("empty", 1), ("blocked", 1), ("blocked", 2), ("blocked", 3), ("changed layout", 1), ("changed layout", 2)]
