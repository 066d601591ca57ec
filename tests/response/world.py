"""Incidents as intake would open them, for tests of what happens afterwards."""

from __future__ import annotations

from dataclasses import replace

from response import timekeeping
from response.desk import Desk
from response.gather import facts_of
from response.routing import route
from store import documents, history, incidents
from store.records import Assessment, Document, Finding, Grade, Incident, Medium, Person, Role, Severity

DUTY = Person("zhiban", Role.duty, None, "451400", "值班员")
LEADER = Person("lingdao", Role.leader, None, "451400", "分管领导")


def officer(office: str) -> Person:
    return Person(f"p.{office}", Role.office, office, office.split(".", maxsplit=1)[0], "承办人")


def opened(
    desk: Desk, *, place: str = "451421101", topic: str = "municipal_services", grade: Grade = Grade.none, posts: int = 2
) -> Incident:
    """An assessed incident with its posts, suggestion and first clocks."""
    now = desk.now()
    found = {
        "topics": (Finding(topic, desk.rules.topics.topics[topic].name, "“停水”"),),
        "places": (Finding(place, desk.rules.regions.full_name(place), "“渠黎镇”"),),
        "severity": Severity(grade, "原文"),
    }
    with desk.register.writing() as tx:
        blank = Incident(0, "渠黎镇停水三天", "assessed", found["severity"], (), (), (), (), None, None, 1.0, None, posts, posts, 0, "", {})  # type: ignore[arg-type]
        incident = incidents.open_(tx, replace(blank, **found, moments={"found": now, "first_post": now}), now)  # type: ignore[arg-type]
        for number in range(posts):
            _post(desk, tx, incident, number, found)
        decision = route(facts_of(incident), desk.rules)
        incident = replace(incident, decision=decision)
        incidents.save(tx, incident)
        history.append(tx, incident.id, "opened", "系统", now, "第一条信息")
        timekeeping.start(tx, incident, decision.clocks, desk.rules)
    return get(desk, incident.id)


def _post(desk: Desk, tx: object, incident: Incident, number: int, found: dict[str, object]) -> None:
    id_, now = f"d{incident.id}-{number}", desk.now()
    text = f"渠黎镇已经停水三天了（{number}）"
    kept = Document(id_, "board", f"http://127.0.0.1/{id_}", "停水", text, Medium.board, "451421", now, now, id_)
    documents.add(tx, kept)  # type: ignore[arg-type]
    documents.save_assessment(tx, Assessment(id_, found["topics"], found["places"], (), (), found["severity"]), now)  # type: ignore[arg-type]
    documents.leave(tx, id_, documents.GROUPED, incident=incident.id)  # type: ignore[arg-type]


def get(desk: Desk, id_: int) -> Incident:
    with desk.register.reading() as tx:
        found = incidents.get(tx, id_)
    assert found is not None
    return found


def part_of(desk: Desk, incident: int, office: str) -> int:
    """The number of an office's part."""
    with desk.register.reading() as tx:
        return next(
            part.id for part in incidents.assignments(tx, incident=incident) if part.office == office and part.status != "withdrawn"
        )
