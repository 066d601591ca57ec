"""A warning that nothing follows ends by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from nlp.grouping import Grouping
from nlp.heat import Heats
from response.cooling import cool
from response.intake import Intake
from store import documents, incidents, stages
from store.records import Assessment, Document, Finding, Grade, Medium, Severity, Warning_

if TYPE_CHECKING:
    from response.desk import Desk

TEXT = "渠黎镇渠黎街从昨天早上开始停水，水厂电话打不通，家里老人小孩没法做饭，请有关部门尽快抢修恢复供水。"
TOPIC = Finding("municipal_services", "市政服务", "“停水”")
TOWN = Finding("451421101", "扶绥县渠黎镇", "“渠黎镇”")


def test_a_burst_warns_and_two_silent_days_end_the_warning(desk: Desk) -> None:
    now, heat = desk.now(), Heats(desk.rules.severity.heat)
    intake = Intake(desk, desk.rules, Grouping(desk.rules.regions.home, desk.rules.severity.kinds), heat, desk.now)
    with desk.register.writing() as tx:
        for n in range(20):
            url, at = f"http://127.0.0.1/{n}", now - timedelta(minutes=n)
            documents.add(tx, Document(f"d{n}", "board", url, TEXT[:8], TEXT, Medium.board, "451421", at, now, f"{n}", voice=f"v{n}"))
            documents.save_assessment(tx, Assessment(f"d{n}", (TOPIC,), (TOWN,), (), (), Severity(Grade.none, "")), now)
            documents.leave(tx, f"d{n}", documents.ASSESSED)
    stages.work(desk.register, intake.stage(), desk.now)
    with desk.register.writing() as tx:
        one = incidents.find(tx)[0][0]
        assert one.warning is Warning_.red
        assert cool(tx, heat, desk.rules, now) == 0
        assert cool(tx, heat, desk.rules, now + timedelta(days=2)) == 1
        cooled = incidents.get(tx, one.id)
    assert cooled is not None
    assert cooled.warning is None
    assert cooled.heat < one.heat
    assert replace(cooled, heat=one.heat, warning=one.warning) == one
