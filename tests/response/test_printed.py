"""The printed assignment says what the page says, and its receipt signs for the office."""

from __future__ import annotations

import io

import pytest
from docx import Document

from response.desk import Desk
from response.printed import code_of, record_receipt, sheet
from response.sheets import docx
from response.words import Missing, Refused
from store import contacts, history, incidents
from store.contacts import Contact
from tests.response.conftest import Watch
from tests.response.world import DUTY, officer, opened, part_of

HOUSING = "451421.housing"


def given(desk: Desk) -> tuple[int, int]:
    incident = desk.act(opened(desk).id, "assign", DUTY).id
    return incident, part_of(desk, incident, HOUSING)


def code(desk: Desk, assignment: int) -> str:
    with desk.register.reading() as tx:
        return sheet(tx, assignment, desk.rules, DUTY, desk.now()).code


def test_the_sheet_holds_the_matter_the_office_the_clocks_with_their_arithmetic_and_the_receipt(desk: Desk) -> None:
    _, part = given(desk)
    with desk.register.writing() as tx:
        contacts.add(tx, Contact(0, HOUSING, "contact", "办公室联络岗", "0771-7500000"))
    with desk.register.reading() as tx:
        made = sheet(tx, part, desk.rules, DUTY, desk.now())
    word = Document(io.BytesIO(docx(made)))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*(paragraph.text for paragraph in word.paragraphs), *cells])
    for said in (
        "扶绥县住房和城乡建设局（主办）",
        "渠黎镇停水三天",
        "联络人 办公室联络岗 0771-7500000",
        "签收：2026年11月25日 14:00",
        made.code,
    ):
        assert said in text
    assert made.clocks
    assert all(step in text for clock in made.clocks for step in clock.arithmetic)
    assert all(clock.basis in text for clock in made.clocks)
    width = word.sections[0].page_width
    assert width is not None
    assert width.mm == pytest.approx(210, abs=0.1)


def test_the_code_is_the_same_on_every_print_and_another_for_every_part(desk: Desk, watch: Watch) -> None:
    _, first = given(desk)
    _, second = given(desk)
    before = code(desk, first)
    watch.go(hours=3)
    desk.act_on(first, "acknowledge", officer(HOUSING))
    assert code(desk, first) == before
    assert code(desk, second) != before


def test_a_receipt_signs_for_the_office_with_its_code_as_evidence(desk: Desk, watch: Watch) -> None:
    incident, part = given(desk)
    watch.go(hours=1)
    record_receipt(desk, part, DUTY, code(desk, part).lower().replace("-", " "), "办公室值班岗")
    with desk.register.reading() as tx:
        clock = next(clock for clock in incidents.clocks(tx, incident=incident) if clock.name == "acknowledge" and clock.assignment == part)
        last = history.of(tx, incident)[-1]
        kept = incidents.assignment(tx, part)
        assert kept is not None
        assert (kept.status, clock.stopped) == ("acknowledged", watch())
        assert code_of(kept, history.of(tx, incident)) in (clock.evidence or "")
    assert (last.action, last.by) == ("acknowledge", "zhiban")
    assert "收件人 办公室值班岗" in last.because


def test_a_code_of_another_sheet_signs_for_nothing(desk: Desk) -> None:
    _, part = given(desk)
    _, other = given(desk)
    with pytest.raises(Refused, match="对不上"):
        record_receipt(desk, part, DUTY, code(desk, other), "办公室")
    with desk.register.reading() as tx:
        kept = incidents.assignment(tx, part)
        assert kept is not None
        assert kept.status == "assigned"


def test_an_office_prints_its_own_sheet_and_no_other(desk: Desk) -> None:
    _, part = given(desk)
    with desk.register.reading() as tx:
        assert sheet(tx, part, desk.rules, officer(HOUSING), desk.now()).part.office.id == HOUSING
        with pytest.raises(Missing):
            sheet(tx, part, desk.rules, officer("451421.water"), desk.now())
