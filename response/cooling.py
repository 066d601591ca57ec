"""Cooling: a warning (预警) is a forecast, and ends when what it forecast does not come. New posts make a warning; silence ends it here.

Contents: cool
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from store import documents, incidents, watching

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from config.rules import Rules
    from response.intake import Heat

MOST = 500  # incidents looked at, the hottest first


def cool(tx: Connection, heat: Heat, rules: Rules, now: datetime) -> int:
    """Reckons anew the open incidents under a warning; returns of how many the colour changed."""
    warned = [one for one in incidents.find(tx, open_only=True, order="heat", limit=MOST)[0] if one.warning]
    past = rules.severity.heat.past_hours + max(rules.severity.heat.windows)
    tides = watching.carried(tx, now - timedelta(hours=past)) if warned else {}
    changed = 0
    for seen in warned:
        one = incidents.get(tx, seen.id, lock=True)
        posts = documents.of_incident(tx, seen.id)
        if one is None or not posts:
            continue
        degrees, warning, _ = heat(posts, now, tides)
        changed += warning is not one.warning
        incidents.save(tx, replace(one, heat=degrees, warning=warning))
    return changed
