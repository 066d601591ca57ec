"""保存期限: erases texts that were kept long enough, by retention.yml. The history stays whole, and says that it was done.

Contents: erase
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from response.words import SYSTEM
from store import history, retention

if TYPE_CHECKING:
    from datetime import datetime

    from config.rules import Rules
    from store.register import Register


def erase(register: Register, rules: Rules, now: datetime) -> Counter[str]:
    """One pass, in transactions of a bounded size; returns how much of what was erased."""
    done: Counter[str] = Counter()
    ends = {kind: now - rules.retention.span(kind) for kind in ("incidents", "loose", "answers", "pieces", "notices")}
    while _ended(register, ends["incidents"], now, rules.retention.incidents, done) or _loose(register, ends["loose"], now, done):
        pass
    with register.writing() as tx:
        done["answers"] += retention.erase_pages(tx, ends["answers"])
        done["pieces"] += retention.forget_pieces(tx, ends["pieces"])
        done["notices"] += retention.forget_notices(tx, ends["notices"])
    return +done


def _ended(register: Register, before: datetime, now: datetime, limit: str, done: Counter[str]) -> bool:
    """A batch of the texts of ended incidents, each with an entry in its history."""
    with register.writing() as tx:
        found = retention.texts_of_ended(tx, before)
        for incident, ids in found.items():
            done["incidents"] += retention.erase_texts(tx, ids, now)
            why = f"了结已超过保存期限（{limit}），删去 {len(ids)} 条信息的正文；网址、时间和摘要值保留"
            history.append(tx, incident, "erased", SYSTEM, now, why, {"documents": ids})
    return bool(found)


def _loose(register: Register, before: datetime, now: datetime, done: Counter[str]) -> bool:
    with register.writing() as tx:
        found = retention.loose_texts(tx, before)
        done["loose"] += retention.erase_texts(tx, found, now)
    return bool(found)
