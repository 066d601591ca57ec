"""What people corrected, as examples for the next training (人工更正): the topic they put, the office they chose instead.

Contents: Correction · corrections
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from response.words import SYSTEM
from store import documents, history, incidents

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from config.rules import Rules
    from store.records import Entry

Correction = tuple[str, str, str, str]  # title, text, topic, department; empty = nobody corrected it
POSTS = 5  # of one matter; more of them would teach one case instead of the kind


def corrections(tx: Connection, rules: Rules) -> list[Correction]:
    """One for each post of a corrected matter; of several corrections of one matter the last counts."""
    topics: dict[int, str] = {}
    departments: dict[int, str] = {}
    for entry in history.of_actions(tx, ("correct", "assign")):
        if entry.by == SYSTEM:
            continue
        if topic := _topic(entry, rules):
            topics[entry.incident] = topic
        if department := _department(entry, rules):
            departments[entry.incident] = department
    return [
        (document.title, document.text, topics.get(incident, ""), departments.get(incident, ""))
        for incident in sorted(topics.keys() | departments.keys())
        if incidents.get(tx, incident) is not None
        for document, _ in documents.of_incident(tx, incident, POSTS)
    ]


def _topic(entry: Entry, rules: Rules) -> str:
    said = entry.details.get("topics") if entry.action == "correct" else None
    return said[0] if said and said[0] in rules.topics.topics else ""


def _department(entry: Entry, rules: Rules) -> str:
    """The line of the office that a person named; confirming the suggestion is no correction."""
    office = rules.offices.get(str(entry.details.get("responsible"))) if entry.action == "assign" else None
    return office.department if office else ""
