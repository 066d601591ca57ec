"""Contacts are kept by the administrator, and by an office for itself."""

from __future__ import annotations

import base64
import io

import httpx
import openpyxl
import pytest

from tests.api.conftest import House

HOUSING = {"office": "451421.housing", "role": "contact", "name": "办公室值班岗", "phone": "0771-7500000", "address": "a@zjj.example"}
EDUCATION = {"office": "451424.education", "name": "信访股"}


def table(*rows: tuple[str, ...], kind: str = "xlsx") -> dict[str, dict[str, str]]:
    """A table as the page sends it."""
    head = ("单位", "角色", "姓名", "电话", "邮箱")
    if kind == "csv":
        content = "\r\n".join(",".join(row) for row in (head, *rows)).encode("gb18030")
    else:
        book, out = openpyxl.Workbook(), io.BytesIO()
        for row in (head, *rows):
            book.worksheets[0].append(row)
        book.save(out)
        content = out.getvalue()
    return {"file": {"name": f"联络人.{kind}", "content": base64.b64encode(content).decode()}}


def test_an_office_keeps_its_own_and_no_other_s(administrator: httpx.Client, office: httpx.Client, duty: httpx.Client) -> None:
    own = office.post("/api/contacts", json=HOUSING)
    assert (own.status_code, own.json()["office_name"]) == (201, "扶绥县住房和城乡建设局")
    assert office.post("/api/contacts", json=EDUCATION).status_code == 403
    assert duty.post("/api/contacts", json=HOUSING).status_code == 403
    other = administrator.post("/api/contacts", json=EDUCATION).json()["id"]
    assert [one["name"] for one in office.get("/api/contacts").json()] == ["办公室值班岗"]
    assert office.get("/api/contacts", params={"office": "451424.education"}).json()[0]["name"] == "办公室值班岗"
    assert len(duty.get("/api/contacts").json()) == 2
    for call in (office.delete(f"/api/contacts/{other}"), office.put(f"/api/contacts/{other}", json=HOUSING)):
        assert call.status_code == 403
    changed = office.put(f"/api/contacts/{own.json()['id']}", json={**HOUSING, "phone": "0771-1"})
    assert changed.json()["phone"] == "0771-1"
    assert office.delete(f"/api/contacts/{own.json()['id']}").status_code == 204
    assert office.get("/api/contacts").json() == []


@pytest.mark.parametrize(
    ("fault", "said"),
    [({"office": "451421.houseing"}, "没有叫"), ({"address": "没有"}, "不是邮箱"), ({"name": " "}, ""), ({"role": "boss"}, "")],
)
def test_a_faulty_contact_is_refused_with_a_sentence(administrator: httpx.Client, fault: dict[str, str], said: str) -> None:
    answer = administrator.post("/api/contacts", json={**HOUSING, **fault})
    assert answer.status_code in (409, 422)
    assert said in answer.json()["error"]


def test_offices_without_a_contact_are_listed_and_come_back_as_a_table_to_fill_in(house: House, administrator: httpx.Client) -> None:
    before = {one["id"] for one in administrator.get("/api/contacts/missing").json()}
    assert before == set(house.rules.offices)
    administrator.post("/api/contacts", json=HOUSING)
    assert before - {one["id"] for one in administrator.get("/api/contacts/missing").json()} == {"451421.housing"}
    lines = administrator.get("/api/contacts/missing.csv").text.splitlines()
    assert lines[0].lstrip("\ufeff") == "单位,角色,姓名,电话,邮箱"
    assert len(lines) == len(before)
    assert house.client("zhujian").get("/api/contacts/missing").status_code == 403


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_table_is_taken_in_whole_or_not_at_all(administrator: httpx.Client, office: httpx.Client, kind: str) -> None:
    good = table(("扶绥县教育局", "联络人", "办公室", "0771-1", "a@b.example"), ("扶绥县水利局", "主要负责人", "局长岗", "", ""), kind=kind)
    assert office.post("/api/contacts/import", json=good).status_code == 403
    assert administrator.post("/api/contacts/import", json=good).json() == {"taken": 2}
    assert administrator.post("/api/contacts/import", json=good).json() == {"taken": 2}
    assert len(administrator.get("/api/contacts").json()) == 2
    bad = administrator.post(
        "/api/contacts/import", json=table(("扶绥县公安局", "", "岗", "", ""), ("不存在的局", "", "岗", "", ""), kind=kind)
    )
    assert bad.status_code == 409
    assert "第 3 行" in bad.json()["error"]
    assert len(administrator.get("/api/contacts").json()) == 2


@pytest.mark.parametrize(
    ("name", "content"), [("a.pdf", "AA=="), ("a.xlsx", "AA=="), ("a.csv", "AA=="), ("a.csv", "不是"), ("../a", "AA==")]
)
def test_a_file_that_is_no_table_is_refused(administrator: httpx.Client, name: str, content: str) -> None:
    answer = administrator.post("/api/contacts/import", json={"file": {"name": name, "content": content}})
    assert answer.status_code in (409, 422)
    assert answer.json()["error"].endswith(("。", "xlsx", "邮箱", "再试", "csv 和 xlsx"))


@pytest.mark.parametrize("rows", [(), (("扶绥县教育局", "联络人", "", "", ""),)])
def test_a_table_without_anybody_is_no_success(administrator: httpx.Client, rows: tuple[tuple[str, ...], ...]) -> None:
    answer = administrator.post("/api/contacts/import", json=table(*rows, kind="csv"))
    assert (answer.status_code, "没有一行写了姓名" in answer.json()["error"]) == (409, True)
