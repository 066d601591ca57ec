"""What every call works with: the desk, the register, the rules, the index — and who is calling.

The session's cookie says who; a call that changes something has to carry the header of our own pages as well, which no other
site can make a browser send (CSRF).

Contents: COOKIE · HEADER · Context · person_of · caller · of_roles · the annotated dependencies
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, cast

from fastapi import Depends, Request
from starlette.exceptions import HTTPException

from store import people
from store.records import Person, Role

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from config.rules import Rules
    from response.desk import Desk
    from response.replay import Replayed
    from store.register import Register
    from store.search import Index

COOKIE = "huixiang_session"
HEADER = "x-huixiang"
SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Context:
    """The parts of the installation that the API answers from. `replay` judges past incidents by changed rules."""

    desk: Desk
    register: Register
    rules: Rules
    index: Index
    replay: Callable[[Rules, datetime], Replayed] | None = None

    @property
    def now(self) -> Callable[[], datetime]:
        """The clock of the house."""
        return self.desk.now


def context(request: Request) -> Context:
    """The parts that this application was made with."""
    return cast("Context", request.app.state.context)


Here = Annotated[Context, Depends(context)]


def person_of(here: Context, token: str | None) -> Person | None:
    """Whose session a cookie names, while it lasts."""
    if not token:
        return None
    with here.register.reading() as tx:
        return people.who(tx, token, here.now())


def ours(request: Request) -> None:
    """Refuses a changing call that does not come from our own pages."""
    if request.method not in SAFE and request.headers.get(HEADER) is None:
        raise HTTPException(403, f"缺少请求头 {HEADER.title()}：改动只接受来自本系统页面或带此请求头的调用。")


def caller(request: Request, here: Here) -> Person:
    """The signed-in person."""
    ours(request)
    person = person_of(here, request.cookies.get(COOKIE))
    if person is None:
        raise HTTPException(401, "请先登录。")
    return person


def of_roles(*roles: Role) -> Callable[[Person], Person]:
    """A dependency that lets in only people of these roles."""

    def check(person: Annotated[Person, Depends(caller)]) -> Person:
        if person.role not in roles:
            raise HTTPException(403, "您的角色不能使用这项功能。")
        return person

    return check


Ours = Depends(ours)
Caller = Annotated[Person, Depends(caller)]
Staff = Annotated[Person, Depends(of_roles(Role.duty, Role.leader, Role.administrator))]
Administrator = Annotated[Person, Depends(of_roles(Role.administrator))]
DutyDesk = Annotated[Person, Depends(of_roles(Role.duty, Role.administrator))]
