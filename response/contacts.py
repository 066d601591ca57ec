"""联络人: who stands for an office, from the register and, where that has none, from departments.yml; whom a notice reaches.

Contents: of_office · declared · reached · missing · rows_of · contact_of · role_of · Shown · shown
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from config.base import Refusal, did_you_mean
from store import contacts
from store.contacts import ROLES, Contact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from config.channels import Addressee
    from config.departments import Office
    from config.rules import Rules

ORDER: dict[str, tuple[str, ...]] = {"contact": ("contact", "substitute", "head"), "head": ("head", "contact", "substitute")}
COLUMNS = {
    "office": ("office", "单位", "单位编号", "单位名称"),
    "role": ("role", "角色", "岗位"),
    "name": ("name", "姓名", "名称"),
    "phone": ("phone", "电话", "办公电话", "联系电话"),
    "address": ("address", "邮箱", "电子邮箱", "电子邮件"),
}
MOST_ROWS, SHOWN_FAULTS = 5000, 5
LONGEST = {"name": 64, "phone": 32, "address": 300}


def of_office(tx: Connection, office: str, rules: Rules) -> list[Contact]:
    """Everybody who stands for an office."""
    return contacts.every(tx, office) or declared(office, rules)


def declared(office: str, rules: Rules) -> list[Contact]:
    """Those that departments.yml names; they have no id, for they are changed in the file."""
    said = rules.departments.contacts.get(office)
    if said is None:
        return []
    found = [Contact(0, office, "contact", said.name, said.phone)]
    found += [Contact(0, office, "handler", said.handler)] if said.handler else []
    return found + [Contact(0, office, "substitute", name) for name in said.substitutes]


def reached(people: Sequence[Contact], to: Addressee, *, by_email: bool) -> Contact | None:
    """Whom a notice reaches: the contact, else a substitute, else the head — or the head first; by e-mail only who has an address."""
    able = [person for person in people if person.address or not by_email]
    return next((person for role in ORDER[to] for person in able if person.role == role), None)


def missing(tx: Connection, rules: Rules) -> list[Office]:
    """The offices for which nobody stands as contact."""
    known = {one.office for one in contacts.every(tx) if one.role == "contact"} | set(rules.departments.contacts)
    return [office for id_, office in rules.offices.items() if id_ not in known]


def rows_of(rows: Iterable[tuple[int, Mapping[str, Any] | str]], rules: Rules) -> list[Contact]:
    """The contacts of a table, all of them or none: raises `Refusal` with a sentence for each row that cannot be taken.

    A row comes with its number, and is its cells by column, or the sentence about what is wrong with it. One without a name is left out.
    """
    names = {name: id_ for id_, office in rules.offices.items() for name in (id_, office.name)}
    found, wrong = [], []
    for number, row in rows:
        if number > MOST_ROWS:
            raise Refusal(f"这个表格超过 {MOST_ROWS} 行，请分开导入。")
        try:
            said = _said(row)
            found += [contact_of(said, names)] if said["name"] else []
        except Refusal as error:
            wrong.append(f"第 {number} 行：{error}")
    if wrong:
        more = f"；另有 {len(wrong) - SHOWN_FAULTS} 行有误" if len(wrong) > SHOWN_FAULTS else ""
        raise Refusal("；".join(wrong[:SHOWN_FAULTS]) + more + "。没有导入任何一行。")
    return found


def _said(row: Mapping[str, Any] | str) -> dict[str, str]:
    if isinstance(row, str):
        raise Refusal(row)
    return {key: _cell(row, columns) for key, columns in COLUMNS.items()}


def contact_of(said: Mapping[str, str], offices: Mapping[str, str]) -> Contact:
    """One contact as it was given; `offices` knows ids and names. Raises `Refusal`."""
    office, role = offices.get(said["office"]), role_of(said["role"])
    if office is None:
        raise Refusal(f"没有叫“{said['office']}”的单位{did_you_mean(said['office'], offices)}")
    if role is None:
        raise Refusal(f"“{said['role']}”不是角色：可写{'、'.join(ROLES.values())}")
    if said["address"] and ("@" not in said["address"] or " " in said["address"]):
        raise Refusal(f"“{said['address']}”不是邮箱")
    long = next((key for key, most in LONGEST.items() if len(said[key]) > most), None)
    if long:
        raise Refusal(f"“{said[long][:20]}……”太长了")
    return Contact(0, office, role, said["name"], said["phone"], said["address"])


def role_of(word: str) -> str | None:
    """A role by its word or its Chinese name; nothing said is the contact."""
    known = {**dict.fromkeys(("", "contact"), "contact"), **{name: role for role, name in ROLES.items()}, **{role: role for role in ROLES}}
    return known.get(word)


def _cell(row: Mapping[str, Any], columns: Iterable[str]) -> str:
    return next((str(row[column]).strip() for column in columns if row.get(column) not in (None, "")), "")


@dataclass(frozen=True, slots=True)
class Shown:
    """A contact as it is shown, with the name of the office and of the role."""

    id: int
    office: str
    office_name: str
    role: str
    role_name: str
    name: str
    phone: str
    address: str


def shown(contact: Contact, rules: Rules) -> Shown:
    """A contact for the page and the API."""
    plain = {f.name: getattr(contact, f.name) for f in fields(Contact)}
    office = rules.offices.get(contact.office)
    return Shown(**plain, office_name=office.name if office else contact.office, role_name=ROLES.get(contact.role, contact.role))
