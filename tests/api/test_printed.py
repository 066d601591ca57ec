"""The sheet comes as a document, and its receipt signs for the office."""

from __future__ import annotations

import io
import re

import docx
import httpx

from tests.api.conftest import House


def given(house: House, duty: httpx.Client) -> dict[str, object]:
    whole = duty.post(f"/api/incidents/{house.incident('渠黎镇停水').id}/actions/assign", json={}).json()
    part: dict[str, object] = whole["parts"][0]
    return part


def code(page: str) -> str:
    found = re.search(r'class="code">([0-9A-Z]{4}-[0-9A-Z]{4})<', page)
    assert found
    return found[1]


def test_the_receipt_s_code_signs_for_the_office_and_a_wrong_one_does_not(house: House, duty: httpx.Client, office: httpx.Client) -> None:
    part = given(house, duty)
    page = duty.get(f"/incidents/{part['incident']}/assignments/{part['id']}/print").text
    address = f"/api/assignments/{part['id']}/receipt"
    wrong = duty.post(address, json={"code": "2222-2222", "received_by": "办公室"})
    assert (wrong.status_code, "对不上" in wrong.json()["error"]) == (409, True)
    assert office.post(address, json={"code": code(page), "received_by": "办公室"}).status_code == 403
    assert duty.post(address, json={"code": code(page), "received_by": "办公室"}).json()["status"] == "acknowledged"
    clocks = duty.get(f"/api/incidents/{part['incident']}").json()["clocks"]
    assert any(code(page) in (clock["evidence"] or "") for clock in clocks)
    assert duty.post(address, json={"code": code(page), "received_by": "办公室"}).status_code == 409


def test_the_document_holds_the_same_code_as_the_page(house: House, duty: httpx.Client, office: httpx.Client) -> None:
    part = given(house, duty)
    answer = office.get(f"/api/assignments/{part['id']}/sheet.docx")
    cells = [cell.text for table in docx.Document(io.BytesIO(answer.content)).tables for row in table.rows for cell in row.cells]
    assert code(duty.get(f"/incidents/{part['incident']}/assignments/{part['id']}/print").text) in cells
    assert answer.headers["content-type"].endswith("wordprocessingml.document")


def test_an_office_sees_no_other_office_s_sheet(house: House, duty: httpx.Client) -> None:
    part = given(house, duty)
    stranger = house.client("jiaoyu")
    assert stranger.get(f"/api/assignments/{part['id']}/sheet.docx").status_code == 404
    assert stranger.get(f"/incidents/{part['incident']}/assignments/{part['id']}/print").status_code == 404
    assert duty.get("/api/assignments/99999/sheet.docx").status_code == 404
