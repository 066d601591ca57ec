"""What people corrected becomes what the next training learns from."""

from __future__ import annotations

from config.rules import Rules
from response.desk import Desk
from response.taught import corrections
from store import documents
from tests.response.world import DUTY, opened

WATER = "451421.water"


def test_a_corrected_topic_is_told_with_the_text_of_the_post(desk: Desk, rules: Rules) -> None:
    incident = opened(desk)
    desk.act(incident.id, "correct", DUTY, because="说的是公交", details={"topics": ["transport"]})
    desk.act(incident.id, "correct", DUTY, because="再看是河堤", details={"topics": ["agriculture"]})
    with desk.register.reading() as tx:
        posts = [(document.title, document.text) for document, _ in documents.of_incident(tx, incident.id)]
        assert corrections(tx, rules) == [(*post, "agriculture", "") for post in posts]
    assert len(posts) == 2


def test_an_office_named_instead_of_the_suggested_one_is_told_as_its_line(desk: Desk, rules: Rules) -> None:
    desk.act(opened(desk).id, "assign", DUTY, because="归水利", details={"responsible": WATER})
    with desk.register.reading() as tx:
        assert {told[2:] for told in corrections(tx, rules)} == {("", "water")}


def test_a_confirmed_suggestion_and_a_corrected_place_teach_nothing_about_topics(desk: Desk, rules: Rules) -> None:
    incident = opened(desk)
    desk.act(incident.id, "correct", DUTY, because="在龙州", details={"places": ["451423"]})
    desk.act(incident.id, "assign", DUTY)
    with desk.register.reading() as tx:
        assert corrections(tx, rules) == []
