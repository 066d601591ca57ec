"""How much somebody may send (限速): so many units in so long, counted in this process's memory for a bounded number of names.

Contents: prepare · Rate (wait)
"""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from config.settings import Settings

if TYPE_CHECKING:
    from starlette.datastructures import State

REMEMBERED = 10_000
MINUTE = timedelta(minutes=1)


def prepare(state: State, settings: Settings | None) -> None:
    """What a process remembers: its settings, how much each key has sent, the trials and runs under way."""
    state.settings = settings or Settings()
    state.push_calls, state.push_items = Rate(60, MINUTE), Rate(5_000, MINUTE)
    state.trials, state.runs = threading.Semaphore(2), set()


@dataclass
class Rate:
    """At most `most` units `within` this span."""

    most: int
    within: timedelta
    _spent: OrderedDict[str, deque[tuple[datetime, int]]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, name: str, units: int, now: datetime) -> timedelta:
        """Spends the units where they are free, and returns zero; else how long to wait until they are."""
        with self._lock:
            spent = self._spent.setdefault(name, deque())
            self._spent.move_to_end(name)
            while len(self._spent) > REMEMBERED:
                self._spent.popitem(last=False)
            while spent and spent[0][0] <= now - self.within:
                spent.popleft()
            over = sum(number for _, number in spent) + units - self.most
            if over <= 0 or not spent:
                spent.append((now, units))
                return timedelta(0)
            for at, number in spent:
                over -= number
                if over <= 0:
                    return at + self.within - now
            return spent[-1][0] + self.within - now
