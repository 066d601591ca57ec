"""联络人: who stands for each office, kept by the administrator and by the office itself.

Contents: Given · Table · Taken · every · missing · blank · add · change · remove · take_in
"""

# ruff: noqa: TC001, TC002  (FastAPI reads annotations at run time)
from __future__ import annotations

import base64
from pathlib import Path as File
from tempfile import TemporaryDirectory
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, Field
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from api.context import Administrator, Caller, Context, Here
from api.errors import shapes
from api.spreadsheet import csv_of
from config.base import Refusal
from crawler.files import rows
from response.contacts import COLUMNS, Shown, contact_of, declared, missing, rows_of, shown
from store import contacts
from store.contacts import ROLES, Contact
from store.records import Person, Role

router = APIRouter(tags=["联络人"])
Id = Annotated[int, Path(description="联络人编号", ge=1, le=2**53)]
NAMES = frozenset(COLUMNS["name"])
HEAD = ("单位", "角色", "姓名", "电话", "邮箱")


class Given(BaseModel):
    """Somebody who stands for an office: official data only, an office telephone and an office e-mail address."""

    office: str = Field(max_length=64, examples=["451421.education"])
    role: Literal["contact", "handler", "head", "substitute"] = "contact"
    name: str = Field(min_length=1, max_length=64, pattern=r"\S", examples=["办公室联络岗"])
    phone: str = Field("", max_length=32, examples=["0771-7500000"])
    address: str = Field("", max_length=300, examples=["bangongshi@jyj.example"])


class Upload(BaseModel):
    """A file, by its name and its bytes in base64."""

    name: str = Field(max_length=200, examples=["联络人.xlsx"])
    content: str = Field(max_length=900_000)


class Table(BaseModel):
    """A table of contacts: csv or xlsx with the columns 单位、角色、姓名、电话、邮箱."""

    file: Upload


class Taken(BaseModel):
    """How many rows were taken in."""

    taken: int


class OfficeWithout(BaseModel):
    """An office for which nobody stands as contact."""

    id: str
    name: str
    region: str


@router.get("/contacts", summary="联络人", responses=shapes(401))
def every(person: Caller, here: Here, office: Annotated[str | None, Query(max_length=64)] = None) -> list[Shown]:
    """Who stands for the offices: an office sees its own, anybody else all. Those with id 0 stand in departments.yml."""
    wanted = person.office if person.role is Role.office else office
    with here.register.reading() as tx:
        found = contacts.every(tx, wanted)
    known = {one.office for one in found}
    filed = [
        one for id_ in here.rules.departments.contacts if wanted in (None, id_) and id_ not in known for one in declared(id_, here.rules)
    ]
    return [shown(one, here.rules) for one in (*found, *filed)]


@router.get("/contacts/missing", summary="没有联络人的单位", responses=shapes(401, 403))
def without(person: Caller, here: Here) -> list[OfficeWithout]:
    """The offices that nobody stands for, in the order of the rules."""
    if person.role is Role.office:
        raise HTTPException(403, "您的角色不能使用这项功能。")
    with here.register.reading() as tx:
        return [OfficeWithout(id=office.id, name=office.name, region=office.region) for office in missing(tx, here.rules)]


@router.get("/contacts/missing.csv", summary="没有联络人的单位：待填的表", responses=shapes(401, 403), response_class=Response)
def blank(_: Administrator, here: Here) -> Response:
    """A table to be filled in and imported again: one row for each office without a contact."""
    with here.register.reading() as tx:
        return csv_of("联络人", HEAD, [(office.name, ROLES["contact"], "", "", "") for office in missing(tx, here.rules)])


@router.post("/contacts", summary="添加联络人", status_code=201, responses=shapes(401, 403, 409, 422))
def add(given: Given, person: Caller, here: Here) -> Shown:
    """Adds somebody; the same name in the same role is changed, not doubled."""
    contact = _contact(given, person, here)
    with here.register.writing() as tx:
        return shown(contacts.add(tx, contact), here.rules)


@router.put("/contacts/{id}", summary="修改联络人", responses=shapes(401, 403, 404, 409, 422))
def change(id: Id, given: Given, person: Caller, here: Here) -> Shown:  # noqa: A002
    """Changes somebody's data."""
    fresh = _contact(given, person, here)
    with here.register.writing() as tx:
        _known(tx, id, person)
        taken = [one for one in contacts.every(tx, fresh.office) if one.id != id and (one.role, one.name) == (fresh.role, fresh.name)]
        if taken:
            raise HTTPException(409, f"这个单位已有一位{ROLES[fresh.role]}“{fresh.name}”。")
        changed = Contact(id, fresh.office, fresh.role, fresh.name, fresh.phone, fresh.address)
        contacts.change(tx, changed)
    return shown(changed, here.rules)


@router.delete("/contacts/{id}", summary="移除联络人", status_code=204, responses=shapes(401, 403, 404))
def remove(id: Id, person: Caller, here: Here) -> None:  # noqa: A002
    """Forgets somebody."""
    with here.register.writing() as tx:
        _known(tx, id, person)
        contacts.remove(tx, id)


@router.post("/contacts/import", summary="导入联络人", responses=shapes(401, 403, 409, 422))
def take_in(given: Table, _: Administrator, here: Here) -> Taken:
    """Takes in a table, every row of it or none; rows without a name are left out."""
    try:
        content = base64.b64decode(given.file.content, validate=True)
    except ValueError:  # binascii.Error is one
        raise HTTPException(422, "“文件”的内容不是 base64。") from None
    with TemporaryDirectory() as folder:
        path = File(folder) / f"table{File(given.file.name).suffix.lower()}"
        path.write_bytes(content)
        try:
            found = rows_of(rows(path, NAMES, "姓名：应有一列叫姓名，另有单位、角色、电话、邮箱"), here.rules)
        except Refusal as error:
            raise HTTPException(409, str(error).replace(path.name, given.file.name)) from None
    if not found:
        raise HTTPException(409, f"{given.file.name}：没有一行写了姓名，没有导入任何一行。")
    with here.register.writing() as tx:
        for contact in found:
            contacts.add(tx, contact)
    return Taken(taken=len(found))


def _contact(given: Given, person: Person, here: Context) -> Contact:
    """The contact as given, where this person may keep it."""
    _may(person, given.office)
    said = {key: value.strip() for key, value in given.model_dump().items()}
    try:
        return contact_of(said, {id_: id_ for id_ in here.rules.offices})
    except Refusal as error:
        raise HTTPException(409, f"{error}。") from None


def _known(tx: Connection, id_: int, person: Person) -> None:
    one = contacts.get(tx, id_)
    if one is None:
        raise HTTPException(404, f"没有编号为 {id_} 的联络人。")
    _may(person, one.office)


def _may(person: Person, office: str) -> None:
    """The administrator keeps everybody's, an office its own."""
    if person.role is not Role.administrator and person.office != office:
        raise HTTPException(403, "联络人由管理员维护；承办单位维护本单位的。")
