"""Signing in and out, one's own account, and the administrator's list of people.

Contents: Credentials · Me · sign in and out · me · people
"""

# ruff: noqa: TC002  (FastAPI reads annotations at run time)
from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel, Field, model_validator
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError
from starlette.exceptions import HTTPException

from api.context import COOKIE, Administrator, Caller, Context, Here, Ours
from api.errors import shapes
from store import people
from store.records import Person, Role

router = APIRouter()
Name = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^\S+$", examples=["zhiban"])]
PersonName = Annotated[str, Path(description="用户名", max_length=64)]
Password = Annotated[str, Field(min_length=1, max_length=200, examples=["kd7ru-ft42m-pqe9z"])]


class Credentials(BaseModel):
    """Who wants to sign in."""

    name: Name
    password: Password


class Me(BaseModel):
    """Somebody who may sign in: their role, what they see, and the name that is shown."""

    name: Name
    shown: str = Field(examples=["值班员"])
    role: Role
    office: str | None = Field(examples=[None])
    office_name: str | None = Field(examples=[None])
    region: str = Field(examples=["451400"])
    region_name: str = Field(examples=["崇左市"])


class NewPerson(BaseModel):
    """Somebody who is to be let in."""

    name: Name
    shown: str = Field("", max_length=64, examples=["李值班"])
    role: Role
    office: str | None = Field(None, description="承办单位角色必填：单位编号", examples=["451421.education"])
    region: str | None = Field(None, description="看得到的地区；不填则为单位所在地区或本级", examples=["451421"])
    password: Password

    @model_validator(mode="after")
    def _office_has_one(self) -> NewPerson:
        if (self.role is Role.office) != bool(self.office):
            raise ValueError("承办单位角色要选一个单位，其他角色不选单位")
        return self


class Change(BaseModel):
    """One's own password, old and new."""

    old: Password
    new: Password


class NewPassword(BaseModel):
    """A password set by the administrator."""

    password: Password


def shown(person: Person, here: Context) -> Me:
    """A person as the API gives them."""
    office = here.rules.offices.get(person.office or "")
    return Me(
        name=person.name,
        shown=person.shown or person.name,
        role=person.role,
        office=person.office,
        office_name=office.name if office else person.office,
        region=person.region,
        region_name=here.rules.regions.name(person.region),
    )


@router.post("/session", tags=["账户"], summary="登录", dependencies=[Ours], responses=shapes(401, 403, 422, 429))
def sign_in(given: Credentials, request: Request, response: Response, here: Here) -> Me:
    """Starts a session of twelve hours in a cookie that scripts cannot read. After five wrong passwords one waits."""
    throttle, address, now = request.app.state.throttle, request.client.host if request.client else "?", here.now()
    if wait := throttle.wait(given.name, address, now):
        raise HTTPException(429, f"密码错误次数太多，请 {int(wait.total_seconds() // 60) + 1} 分钟后再试。")
    with here.register.writing() as tx:
        token = people.sign_in(tx, given.name, given.password, now)
        person = people.who(tx, token, now) if token else None
    if token is None or person is None:
        throttle.wrong(given.name, address, now)
        raise HTTPException(401, "用户名或密码不对。")
    throttle.right(given.name)
    secure = request.url.scheme == "https"
    response.set_cookie(COOKIE, token, max_age=int(people.SESSION.total_seconds()), httponly=True, samesite="lax", secure=secure)
    return shown(person, here)


@router.delete("/session", tags=["账户"], summary="退出登录", status_code=204, dependencies=[Ours], responses=shapes(403))
def sign_out(request: Request, response: Response, here: Here) -> None:
    """Ends the session."""
    if token := request.cookies.get(COOKIE):
        with here.register.writing() as tx:
            people.sign_out(tx, token)
    response.delete_cookie(COOKIE, httponly=True, samesite="lax")


@router.get("/me", tags=["账户"], summary="我是谁", responses=shapes(401))
def me(person: Caller, here: Here) -> Me:
    """The signed-in person."""
    return shown(person, here)


@router.put("/me/password", tags=["账户"], summary="改自己的密码", status_code=204, responses=shapes(401, 403, 409, 422, 429))
def change_own(given: Change, request: Request, person: Caller, here: Here) -> None:
    """Sets one's own password, with the old one, and ends all one's sessions."""
    throttle, address, now = request.app.state.throttle, request.client.host if request.client else "?", here.now()
    if throttle.wait(person.name, address, now):
        raise HTTPException(429, "密码错误次数太多，请过一刻钟再试。")
    with here.register.writing() as tx:
        if people.sign_in(tx, person.name, given.old, now) is None:
            throttle.wrong(person.name, address, now)
            raise HTTPException(409, "原密码不对。")
        _set(tx, person.name, given.new)


@router.get("/people", tags=["用户"], summary="可以登录的人", responses=shapes(401, 403))
def everybody(_: Administrator, here: Here) -> list[Me]:
    """Everybody who may sign in."""
    with here.register.reading() as tx:
        return [shown(person, here) for person in people.all_(tx)]


@router.post("/people", tags=["用户"], summary="添加用户", status_code=201, responses=shapes(401, 403, 409, 422))
def add(given: NewPerson, _: Administrator, here: Here) -> Me:
    """Lets somebody in."""
    office = here.rules.offices.get(given.office or "")
    if given.office and office is None:
        raise HTTPException(409, f"没有编号为“{given.office}”的单位。")
    region = given.region or (office.region[:6] if office else here.rules.regions.home)
    if region not in here.rules.regions.all:
        raise HTTPException(409, f"没有编号为“{region}”的地区。")
    person = Person(given.name, given.role, given.office, region, given.shown or given.name)
    try:
        with here.register.writing() as tx:
            people.add(tx, person, given.password)
    except IntegrityError:
        raise HTTPException(409, f"用户名“{given.name}”已经有了，请换一个。") from None
    except ValueError as error:
        raise HTTPException(409, str(error)) from None
    return shown(person, here)


@router.put("/people/{name}/password", tags=["用户"], summary="重设密码", status_code=204, responses=shapes(401, 403, 404, 409, 422))
def reset(name: PersonName, given: NewPassword, _: Administrator, here: Here) -> None:
    """Sets somebody's password and ends their sessions."""
    with here.register.writing() as tx:
        _known(tx, name)
        _set(tx, name, given.password)


@router.delete("/people/{name}", tags=["用户"], summary="移除用户", status_code=204, responses=shapes(401, 403, 404, 409))
def remove(name: PersonName, person: Administrator, here: Here) -> None:
    """Takes somebody's right to sign in; what they did stays in the histories."""
    if name == person.name:
        raise HTTPException(409, "不能移除自己：请由另一位管理员操作。")
    with here.register.writing() as tx:
        _known(tx, name)
        people.remove(tx, name)


def _known(tx: Connection, name: str) -> None:
    if name not in {person.name for person in people.all_(tx)}:
        raise HTTPException(404, f"没有名为“{name}”的用户。")


def _set(tx: Connection, name: str, password: str) -> None:
    try:
        people.change_password(tx, name, password)
    except ValueError as error:
        raise HTTPException(409, str(error)) from None
