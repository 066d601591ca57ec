"""The looking at published links, as a job: what is due is fetched, judged and written down; what is wrong is told to those concerned.

Contents: look
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from response.gather import post_of, words_of
from response.levels import duty_office
from response.linking import STATES, due, judged, moved
from response.words import SYSTEM
from store import documents, history, incidents
from store.records import Notice

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from config.rules import Rules
    from response.linking import Page
    from store.records import Answer, Incident
    from store.register import Register

AT_ONCE = 20


def look(
    register: Register, rules: Rules, fetch: Callable[[Sequence[str]], Mapping[str, Page]], now: Callable[[], datetime]
) -> Counter[str]:
    """Looks at every link that is due; returns how many were found in each state. `fetch` brings the pages, outside any transaction."""
    with register.reading() as tx:
        waiting = [answer for answer in incidents.answers_with_links(tx) if due(answer, now(), rules.answers)][:AT_ONCE]
    pages = fetch(list(dict.fromkeys(answer.link for answer in waiting if answer.link))) if waiting else {}
    found: Counter[str] = Counter()
    for answer in waiting:
        if page := pages.get(answer.link or ""):
            with register.writing() as tx:
                found[_write(tx, rules, answer, page, now())] += 1
    return found


def _write(tx: Connection, rules: Rules, answer: Answer, page: Page, now: datetime) -> str:
    incident = incidents.get(tx, answer.incident, lock=True)
    assert incident is not None
    posts = [post_of(document, read) for document, read in documents.of_incident(tx, incident.id, limit=20)]
    seen = judged(answer, page, words_of(posts) or incident.title, now, rules.answers)
    said = moved(seen, rules.answers) if answer.link_state is None else None
    incidents.save_answer(tx, replace(seen, published=said or seen.published))
    state = seen.link_state or ""
    if state != answer.link_state or said:
        _tell(tx, rules, incident, answer, seen, said, now)
    return state


def _tell(tx: Connection, rules: Rules, incident: Incident, before: Answer, seen: Answer, said: datetime | None, now: datetime) -> None:
    """An entry for what changed; the clocks that this answer stopped are corrected to the time that the page says."""
    told = f"链接核实：{STATES[seen.link_state or 'closed']}（{seen.link_because}）"
    if said:
        told += f"；页面写明的发布时间是 {said:%Y-%m-%d %H:%M}，登记的是 {before.published:%Y-%m-%d %H:%M}，以页面为准"
        _correct(tx, incident, before, said)
    details = {"answer": before.id, "link": before.link, "state": seen.link_state, "digest": seen.page_digest}
    history.append(tx, incident.id, "link_checked", SYSTEM, now, told, details)
    if seen.link_state != "public":
        part = incidents.assignment(tx, before.assignment) if before.assignment else None
        for office in dict.fromkeys([*([part.office] if part else []), duty_office(incident, rules)]):
            text = f"回应的链接{STATES[seen.link_state or 'closed']}：{incident.title}。{before.link}"
            incidents.add_notice(tx, Notice(0, incident.id, None, "link", office, text, now))


def _correct(tx: Connection, incident: Incident, before: Answer, said: datetime) -> None:
    for clock in incidents.clocks(tx, incident=incident.id):
        if clock.stopped == max(before.published, clock.started) and clock.evidence == before.link:
            incidents.save_clock(tx, replace(clock, stopped=max(said, clock.started)))
    moments = {name: said if at == before.published else at for name, at in incident.moments.items()}
    incidents.save(tx, replace(incident, moments=moments))
