"""The lifecycle tables hold together, and any order of acts keeps the invariants."""

from __future__ import annotations

import contextlib
import random
from typing import Any

import pytest

from response import lifecycle
from response.desk import Desk, Refused
from store import history, incidents
from store.records import Grade, Role
from tests.response.conftest import Watch
from tests.response.world import DUTY, get, officer, opened

STEPS = 3000
OFFICES = ["451421.housing", "451421.water", "451421.education", "451423.housing"]


@pytest.mark.parametrize("kind", ["incident", "assignment"])
def test_every_status_of_a_table_has_a_name_and_can_be_reached(kind: lifecycle.Kind) -> None:
    table = lifecycle.TABLES[kind]
    reached = {"found", "assessed", "assigned", "acknowledged", "verifying", "handled", "answered", "first_response"} | {
        step.to for step in table if step.to
    }
    for step in table:
        assert set(step.sources) <= reached, step.action
        assert step.to == "" or step.to in lifecycle.STATUSES


def test_an_act_out_of_turn_is_refused_with_what_would_be_the_turn() -> None:
    with pytest.raises(Refused, match="现在是“待交办”，不能办结；办结要在已回应"):
        lifecycle.step("incident", "assessed", "resolve", Role.duty, "x")


def test_an_act_that_owes_a_reason_is_refused_without_one() -> None:
    with pytest.raises(Refused, match="不予受理要写明理由"):
        lifecycle.step("incident", "assessed", "dismiss", Role.duty, "  ")


def test_the_buttons_of_a_page_are_the_acts_the_desk_takes() -> None:
    for role in Role:
        for status in lifecycle.STATUSES:
            for step in lifecycle.allowed("incident", status, role):
                assert lifecycle.step("incident", status, step.action, role, "x") in (step.to, status)


def test_thousands_of_acts_at_random_keep_every_promise(desk: Desk, watch: Watch) -> None:
    chance = random.Random(2016)
    known = [opened(desk, posts=3).id for _ in range(4)]
    promised: dict[int, object] = {}
    done = 0
    for _ in range(STEPS):
        watch.go(minutes=chance.choice([0, 7, 90]))
        if chance.random() < 0.05:
            known[chance.randrange(4)] = opened(desk, posts=3).id
        with contextlib.suppress(Refused):
            _act(desk, chance, known)
            done += 1
        if done % 10 == 0:
            _remember(desk, promised)
    with desk.register.reading() as tx:
        known = [incident.id for incident in incidents.find(tx, limit=10_000)[0]]
        assert not list(history.verify(tx))
        for incident in known:
            for clock in incidents.clocks(tx, incident=incident):
                assert promised.get(clock.id, clock.due) == clock.due
                assert clock.stopped is None or clock.evidence
            parts = incidents.assignments(tx, incident=incident)
            active = [part for part in parts if part.status not in ("returned", "withdrawn") and part.duty == "responsible"]
            assert len(active) <= 1
            assert sum(part.returns for part in parts) <= 2 + sum(entry.action == "reopen" for entry in history.of(tx, incident))
    assert done > STEPS / 6
    assert len(promised) > 100


def _remember(desk: Desk, promised: dict[int, object]) -> None:
    """What was promised when a clock started, the first time it is seen."""
    with desk.register.reading() as tx:
        for clock in incidents.clocks(tx):
            promised.setdefault(clock.id, clock.due)


def _act(desk: Desk, chance: random.Random, known: list[int]) -> None:
    incident = get(desk, chance.choice(known))
    with desk.register.reading() as tx:
        parts = incidents.assignments(tx, incident=incident.id)
        clocks = incidents.clocks(tx, incident=incident.id)
    if parts and chance.random() < 0.6:
        part = chance.choice(parts)
        action = chance.choice([step.action for step in lifecycle.TABLES["assignment"]])
        details: dict[str, dict[str, Any]] = {
            "return": {"reason_code": "not_our_duty", "basis": "三定", "office": chance.choice(OFFICES)},
            "answer": {"link": "http://127.0.0.1/n"},
            "extend": {"clock": chance.choice(clocks).id if clocks else 0, "limit": "1 days"},
        }
        desk.act_on(part.id, action, officer(part.office), because="依职责", details=details.get(action, {}))
        return
    action = chance.choice([step.action for step in lifecycle.TABLES["incident"]])
    details = {
        "assign": chance.choice([{}, {"responsible": chance.choice(OFFICES)}]),
        "raise": {"grade": chance.choice(list(Grade)).value},
        "lower": {"grade": chance.choice(list(Grade)).value},
        "merge": {"into": chance.choice(known)},
        "split": {"documents": [f"d{incident.id}-{chance.randrange(3)}"]},
        "correct": {"places": [chance.choice(["451421101", "451423100", "451400"])]},
    }
    desk.act(incident.id, action, DUTY, because="值班室", details=details.get(action, {}))
