"""因何而迟: to which stage a late promise is put down: found, assigned, acknowledged or answered late.

A late promise is put down to the stage that overran its normal time (timeliness.yml) the most, and to the answer where none did.
Pure. Contents: CAUSES · cause_of
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from config.timeliness import Allowances

STAGES = (("found", "first_post"), ("assigned", "found"), ("acknowledged", "assigned"))
CAUSES = ("found", "assigned", "acknowledged", "answered")
OF_ITS_OWN = {"assign": "assigned", "assign_at_once": "assigned", "accept": "assigned", "forward": "assigned"}
OF_ITS_OWN |= {"acknowledge": "acknowledged", "acknowledge_cooperating": "acknowledged"}


def cause_of(clock: str, started: datetime, moments: Mapping[str, datetime], now: datetime, rules: Allowances) -> str:
    """The stage that a late clock is put down to. `moments` are those of the incident and of the office's part together.

    Stages that were over before the clock started cannot have made it late; one that is not over yet lasts until now.
    """
    if clock in OF_ITS_OWN:
        return OF_ITS_OWN[clock]
    over = {stage: _overrun(moments.get(begin), moments.get(stage, now), rules.span(stage)) for stage, begin in STAGES}
    counted = {stage: time for stage, time in over.items() if time > timedelta(0) and moments.get(stage, now) > started}
    return max(counted, key=lambda stage: counted[stage]) if counted else "answered"


def _overrun(begin: datetime | None, end: datetime, allowed: timedelta) -> timedelta:
    return timedelta(0) if begin is None else end - begin - allowed
