"""Who is told at an office, and what a table of contacts has to hold."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from config.base import Refusal
from config.departments import Contact as Declared
from config.rules import Rules
from response.contacts import missing, of_office, reached, rows_of
from response.desk import Desk
from store import contacts
from store.contacts import Contact

HOUSING = "451421.housing"


def person(role: str, address: str = "") -> Contact:
    return Contact(0, HOUSING, role, f"{role}岗", "", address)


def test_the_contact_is_told_then_a_substitute_then_the_head_and_by_mail_only_who_has_an_address() -> None:
    people = [person("head", "h@a.example"), person("substitute", "s@a.example"), person("contact"), person("handler", "x@a.example")]

    def role(to: str, *, by_email: bool, among: list[Contact]) -> str | None:
        found = reached(among, to, by_email=by_email)  # type: ignore[arg-type]
        return found.role if found else None

    assert role("contact", by_email=False, among=people) == "contact"
    assert role("contact", by_email=True, among=people) == "substitute"
    assert role("contact", by_email=True, among=people[:1]) == "head"
    assert role("head", by_email=True, among=people) == "head"
    assert role("head", by_email=False, among=people[1:]) == "contact"
    assert role("contact", by_email=True, among=people[2:]) is None


def test_the_register_stands_before_the_rules_and_an_office_in_neither_is_missing(desk: Desk) -> None:
    said = {HOUSING: Declared(name="档案里的联络岗", phone="1", substitutes=("备岗",))}
    rules = replace(desk.rules, departments=desk.rules.departments.model_copy(update={"contacts": said}))
    with desk.register.writing() as tx:
        assert [one.name for one in of_office(tx, HOUSING, rules)] == ["档案里的联络岗", "备岗"]
        before = {office.id for office in missing(tx, rules)}
        assert HOUSING not in before
        assert len(before) == len(rules.offices) - 1
        contacts.add(tx, Contact(0, "451421.water", "contact", "水利局联络岗"))
        contacts.add(tx, Contact(0, "451421.health", "head", "只有负责人"))
        contacts.add(tx, person("contact"))
        assert before - {office.id for office in missing(tx, rules)} == {"451421.water"}
        assert [one.name for one in of_office(tx, HOUSING, rules)] == ["contact岗"]


def test_the_same_name_in_the_same_role_is_changed_and_not_doubled(desk: Desk) -> None:
    with desk.register.writing() as tx:
        first = contacts.add(tx, person("contact"))
        second = contacts.add(tx, replace(person("contact"), phone="2"))
        assert first.id == second.id
        assert [one.phone for one in contacts.every(tx)] == ["2"]


def test_a_table_names_offices_as_people_do_and_leaves_out_rows_that_are_not_filled_in(rules: Rules) -> None:
    rows: list[tuple[int, dict[str, Any] | str]] = [
        (2, {"单位": "扶绥县住房和城乡建设局", "角色": "", "姓名": "办公室联络岗", "电话": 7500000, "邮箱": "a@b.example"}),
        (3, {"单位": "451421.water", "角色": "主要负责人", "姓名": "局主要负责人"}),
        (4, {"单位": "扶绥县教育局", "角色": "联络人", "姓名": None}),
    ]
    found = rows_of(rows, rules)
    assert [(one.office, one.role, one.phone) for one in found] == [(HOUSING, "contact", "7500000"), ("451421.water", "head", "")]


def test_a_table_with_a_fault_is_not_taken_in_and_every_fault_is_said(rules: Rules) -> None:
    rows: list[tuple[int, dict[str, Any] | str]] = [
        (2, {"单位": "扶绥县住房和城乡建设局", "姓名": "岗"}),
        (3, {"单位": "扶绥县住房城乡建设局", "姓名": "岗"}),
        (4, {"单位": HOUSING, "角色": "局长", "姓名": "岗"}),
        (5, {"单位": HOUSING, "姓名": "岗", "邮箱": "没有"}),
        (6, "不成一行"),
    ]
    with pytest.raises(Refusal) as refused:
        rows_of(rows, rules)
    said = str(refused.value)
    for part in ("第 3 行：没有叫“扶绥县住房城乡建设局”的单位", "第 4 行：“局长”不是角色", "第 5 行：“没有”不是邮箱", "第 6 行：不成一行"):
        assert part in said
    assert "没有导入任何一行" in said
