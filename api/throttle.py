"""Wrong passwords are slowed down: after five in a quarter of an hour, by name and by address, one has to wait.

Contents: Throttle (wait, wrong, right)
"""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

WRONG = 5
WITHIN = timedelta(minutes=15)
FROM_ONE_ADDRESS = 30
REMEMBERED = 10_000


@dataclass
class Throttle:
    """Counts wrong passwords in this process's memory, for a bounded number of names and addresses."""

    _wrong: OrderedDict[str, deque[datetime]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, name: str, address: str, now: datetime) -> timedelta:
        """How long this name or this address still has to wait; zero where it may try."""
        with self._lock:
            return max(self._wait(f"name {name}", WRONG, now), self._wait(f"address {address}", FROM_ONE_ADDRESS, now))

    def _wait(self, key: str, most: int, now: datetime) -> timedelta:
        tries = self._wrong.get(key)
        while tries and tries[0] <= now - WITHIN:
            tries.popleft()
        return tries[-most] + WITHIN - now if tries and len(tries) >= most else timedelta(0)

    def wrong(self, name: str, address: str, now: datetime) -> None:
        """A wrong password was given."""
        with self._lock:
            for key in (f"name {name}", f"address {address}"):
                self._wrong.setdefault(key, deque(maxlen=FROM_ONE_ADDRESS)).append(now)
                self._wrong.move_to_end(key)
            while len(self._wrong) > REMEMBERED:
                self._wrong.popitem(last=False)

    def right(self, name: str) -> None:
        """The right password was given: the name starts anew, the address does not."""
        with self._lock:
            self._wrong.pop(f"name {name}", None)
