"""Which effect an act of the lifecycle tables has besides the status; an act that is not named here has none.

An effect of an incident takes the act and the incident and returns the changed incident; an effect of an office's part
returns the changed part and incident; an effect of a draft the draft, the part and the incident. An effect refuses with a sentence.

Contents: INCIDENT_EFFECTS · PART_EFFECTS · DRAFT_EFFECTS
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from response import drafts, effects_clock, effects_grouping, effects_incident, effects_part, levels
from response.undo import undo

if TYPE_CHECKING:
    from collections.abc import Callable

    from response.acting import Act
    from store.drafts import Draft
    from store.records import Assignment, Incident

INCIDENT_EFFECTS: dict[str, Callable[[Act, Incident], Incident]] = {
    "assign": effects_incident.assign,
    "dismiss": effects_incident.dismiss,
    "forward": effects_incident.forward,
    "accept": levels.accept,
    "correct": effects_incident.correct,
    "raise": effects_incident.check_direction(up=True),
    "lower": effects_incident.check_direction(up=False),
    "merge": effects_grouping.merge,
    "split": effects_grouping.split,
    "link": effects_grouping.link,
    "unlink": effects_grouping.unlink,
    "supervise": effects_incident.supervise,
    "hand_over": effects_incident.hand_over,
    "resolve": effects_incident.resolve,
    "reopen": effects_incident.reopen,
    "undo": undo,
}
PART_EFFECTS: dict[str, Callable[[Act, Assignment, Incident], tuple[Assignment, Incident]]] = {
    "acknowledge": effects_part.moment("acknowledged"),
    "verify": effects_part.moment("verified"),
    "report_back": effects_part.report_back,
    "first_response": effects_part.first_response,
    "return": effects_part.send_back,
    "draft": drafts.draft,
    "answer": effects_part.answer,
    "extend": effects_clock.extend,
    "grant": effects_clock.grant,
    "refuse": effects_clock.refuse,
    "pause": effects_clock.pause,
    "resume": effects_clock.resume,
}
DRAFT_EFFECTS: dict[str, Callable[[Act, Draft, Assignment, Incident], tuple[Draft, Assignment, Incident]]] = {
    "approve": drafts.approve,
    "send_back": drafts.send_back,
    "clear": drafts.clear,
    "release": drafts.release,
}
