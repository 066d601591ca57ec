"""A process that chases and delivers as fast as it can until it is killed: `python -m tests.response.chaser REGISTER RECEIVER CLOCK`.

Its clock is a file that the test moves on.

Contents: Hands · hasty · main
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path

from config.channels import Channel, Channels, Route
from config.rules import Rules, load
from response.chase import chase
from response.delivering import deliver
from response.sending import Over
from store.jobs import gone, me
from store.register import Register

HOOK = Channel(id="hook", title="接口", kind="webhook", address="HUIXIANG_HOOK", secret="HUIXIANG_HOOK_SECRET")


@dataclass(frozen=True)
class Hands:
    """The hands of a clock that stands in a file."""

    file: Path

    def __call__(self) -> datetime:
        return datetime.fromisoformat(self.file.read_text("ascii"))

    def go(self, at: datetime, **span: float) -> None:
        """Moves them, in one step for whoever reads."""
        fresh = self.file.with_suffix(".new")
        fresh.write_text((at + timedelta(**span)).isoformat(), "ascii")
        fresh.replace(self.file)


def hasty(rules: Rules) -> Rules:
    """One signed channel, no quiet hours, and nothing waits for its neighbours: as many messages as possible are under way."""
    quiet = rules.chase.quiet.model_copy(update={"since": time(0), "until": time(0)})
    ladder = rules.chase.model_copy(update={"quiet": quiet, "batch_minutes": 0})
    return replace(rules, channels=Channels(channels=(HOOK,), routes=(Route(channels=("hook",)),)), chase=ladder)


def main(url: str, receiver: str, clock: str) -> None:
    register, rules, now = Register(url), hasty(load()), Hands(Path(clock))
    send = Over({HOOK.address: receiver, HOOK.secret: "s"})
    print("working", flush=True)  # noqa: T201  (whoever started it waits for this)
    while True:
        chase(register, rules, now())
        deliver(register, rules, now, send, me(), gone)


if __name__ == "__main__":
    main(*sys.argv[1:])
