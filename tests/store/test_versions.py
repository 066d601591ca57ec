from __future__ import annotations

from datetime import timedelta

from store import versions
from store.register import Register
from tests.store.conftest import NOON


def test_one_version_holds_at_a_time_and_knows_the_one_before(register: Register) -> None:
    with register.writing() as tx:
        assert versions.in_force(tx) is None
        assert versions.add(tx, "a", NOON, "系统", "首次启动", {"routing": "one"})
        assert not versions.add(tx, "a", NOON, "系统", "再来一次", {"routing": "other"})
        versions.put_in_force(tx, "a", "系统", NOON, "首次启动", reviewed=False)
        versions.add(tx, "b", NOON + timedelta(hours=1), "系统", "规则文件有改动", {"routing": "two"})
        versions.put_in_force(tx, "b", "lingdao", NOON + timedelta(hours=2), "看过重演", reviewed=True)
    with register.reading() as tx:
        held = versions.in_force(tx)
        assert held is not None
        assert (held.version, held.before, held.reviewed_by, held.files) == ("b", "a", "lingdao", {"routing": "two"})
        assert [one.in_force for one in versions.all_(tx)] == [True, False]
