"""The lifecycle tables hold together."""

from __future__ import annotations

import pytest

from response import lifecycle
from response.words import Refused
from store.records import Role


@pytest.mark.parametrize("kind", ["incident", "assignment", "draft"])
def test_every_status_of_a_table_has_a_name_and_can_be_reached(kind: lifecycle.Kind) -> None:
    table = lifecycle.TABLES[kind]
    reached = {
        "found",
        "assessed",
        "assigned",
        "acknowledged",
        "verifying",
        "handled",
        "answered",
        "first_response",
        "in_approval",
        "approved",
    } | {step.to for step in table if step.to}
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


@pytest.mark.parametrize("status", lifecycle.PART)
def test_an_office_that_does_more_never_falls_back(status: str) -> None:
    for step in lifecycle.allowed("assignment", status, Role.office):
        to = lifecycle.step("assignment", status, step.action, Role.office, "x")
        assert to in lifecycle.GONE or lifecycle.PART.index(to) >= lifecycle.PART.index(status), step.action


def test_the_whole_follows_its_responsible_office_and_never_back() -> None:
    assert lifecycle.follow("assigned", "first_response") == "first_response"
    assert lifecycle.follow("answered", "handled") == "answered"
    assert lifecycle.follow("in_review", "answered") == "in_review"
    assert lifecycle.follow("assessed", "acknowledged") == "assessed"


def test_every_status_of_the_issue_is_led_to_by_some_act() -> None:
    led = {lifecycle.follow("assigned", step.to) for step in lifecycle.TABLES["assignment"] if step.to}
    led |= {step.to for step in lifecycle.TABLES["incident"] if step.to} | {"found", "assessed"}
    assert {*lifecycle.OPEN, *lifecycle.DONE, "dismissed", "merged", "forwarded"} <= led


def test_what_touches_other_matters_is_not_undone() -> None:
    assert {step.action for step in lifecycle.TABLES["incident"] if step.final} == {
        "merge",
        "split",
        "link",
        "unlink",
        "undo",
        "forward",
        "hand_over",
        "accept",
    }
