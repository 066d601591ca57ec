"""Which sources are due, and who runs them."""

from __future__ import annotations

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
        sources.claim(tx, ["a"], SOON)
        sources.release(tx, "a", {}, ("listed", ""), NOON, SOON)
        assert sources.due(tx, ["a", "b"], NOON) == ["b"]
        assert sources.due(tx, ["a", "b"], LATER) == ["b", "a"]


def test_what_somebody_runs_is_nobody_elses(register: Register) -> None:
    with register.writing() as tx:
        sources.claim(tx, ["a"], SOON)
        assert sources.claimed(tx, NOON) == {"a"}
        assert sources.due(tx, ["a"], NOON) == []


def test_a_claim_ends_with_its_time_or_with_its_process(register: Register) -> None:
    with register.writing() as tx:
        sources.claim(tx, ["a", "b"], SOON)
        assert sources.claimed(tx, LATER) == set()
        host = sources.health(tx)["a"].claimed_by.split(":")[0]  # type: ignore[union-attr]
        tx.execute(update(table).where(table.c.id == "a").values(claimed_by=f"{host}:999999:1"))
        assert sources.claimed(tx, NOON) == {"b"}


def test_a_streak_counts_what_happens_again_and_again(register: Register) -> None:
    with register.writing() as tx:
        sources.claim(tx, ["a"], SOON)
        seen = []
        for outcomes, told in (({"kept": 3}, "listed"), ({}, "listed"), ({}, "not modified"), ({}, "unreachable"), ({}, "unreachable")):
            sources.release(tx, "a", outcomes, (told, ""), NOON, SOON)
            seen.append((sources.health(tx)["a"].streak_of, sources.health(tx)["a"].streak))
    assert seen == [("new", 1), ("all seen", 1), ("all seen", 2), ("unreachable", 1), ("unreachable", 2)]


def test_a_failure_leaves_the_last_success_where_it_was(register: Register) -> None:
    with register.writing() as tx:
        sources.claim(tx, ["a"], SOON)
        sources.release(tx, "a", {"kept": 1}, ("listed", ""), NOON, SOON)
        sources.release(tx, "a", {}, ("unreachable", "连接被拒绝"), LATER, LATER)
        found = sources.health(tx)["a"]
    assert (found.last_success, found.last_new, found.last_run, found.because) == (NOON, NOON, LATER, "连接被拒绝")
