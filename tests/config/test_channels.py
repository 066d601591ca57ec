"""Where notices go is written without an address, and what leads nowhere is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from pydantic import ValidationError

from config import channels
from config.channels import Channel, Channels, Route
from config.chase import Quiet
from config.rules import Rules
from store.tables import BEIJING

HOOK = Channel(id="hook", title="接口", kind="webhook", address="HUIXIANG_HOOK")


@pytest.mark.parametrize("written", ["https://qyapi.example/cgi-bin/webhook/send?key=1", "PATH", "huixiang_wecom", "SEC000"])
def test_an_address_or_a_secret_never_stands_in_the_file(written: str) -> None:
    for field in ("address", "secret"):
        with pytest.raises(ValidationError, match="environment variable"):
            Channel(**{**HOOK.model_dump(), field: written})


def test_the_first_route_whose_conditions_all_hold_is_taken() -> None:
    rules = Channels(
        channels=(HOOK, HOOK.model_copy(update={"id": "mail"})),
        routes=(
            Route(offices=("*.duty",), urgent=True, channels=("hook",)),
            Route(offices=("451421.*",), to="head", channels=("mail", "hook")),
            Route(channels=()),
        ),
    )
    assert rules.route_for("451400.duty", "contact", urgent=True) == ("hook",)
    assert rules.route_for("451400.duty", "contact", urgent=False) == ()
    assert rules.route_for("451421.housing", "head", urgent=False) == ("mail", "hook")
    assert rules.route_for("451421.housing", "contact", urgent=True) == ()


def test_the_last_route_is_for_everything_else() -> None:
    with pytest.raises(ValidationError, match="last route"):
        Channels(channels=(HOOK,), routes=(Route(urgent=True, channels=("hook",)),))


def test_a_route_to_a_channel_or_for_an_office_that_is_not_there_is_a_fault(rules: Rules) -> None:
    wrong = Channels(channels=(HOOK,), routes=(Route(offices=("451421.houseing", "*.dutty"), channels=("hok",)), Route(channels=("hook",))))
    said = channels.faults(replace(rules, channels=wrong))
    assert len(said) == 3
    assert 'channels.yml, route 1: "hok" is no channel; did you mean "hook"?' in said
    assert any('"451421.houseing"' in sentence for sentence in said)
    assert channels.faults(rules) == []


def test_what_comes_in_the_quiet_hours_waits_for_their_end_on_the_right_day() -> None:
    quiet = Quiet.model_validate({"since": "22:00", "until": "07:00", "never_for": []})

    def at(day: int, hour: int, minute: int = 0) -> datetime:
        return datetime(2026, 11, day, hour, minute, tzinfo=BEIJING)

    assert quiet.after(at(25, 21, 59)) == at(25, 21, 59)
    assert quiet.after(at(25, 22)) == at(26, 7)
    assert quiet.after(at(26, 6, 59)) == at(26, 7)
    assert quiet.after(at(26, 7)) == at(26, 7)
