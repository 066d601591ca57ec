"""What every page stands in: the templates, who is looking, what they may open, and the page for an error.

The application that the pages are mounted on says who is signed in: `app.state.person_of(request)`.

Contents: NAVIGATION · SignIn · Shell (source_name, page, person, staff, error)
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse

from dashboards import words
from dashboards.marking import evidence_of, found_words, marked
from response.scope import mailbox
from response.sources import name_of
from store import incidents
from store.records import Person, Role

if TYPE_CHECKING:
    from fastapi import FastAPI, Request

    from config.rules import Rules
    from response.desk import Desk
    from store.register import Register
    from store.search import Index

HERE = Path(__file__).parent
DUTY, OFFICE, LEADER, ADMIN = Role.duty, Role.office, Role.leader, Role.administrator
NAVIGATION = (
    ("/desk", "值班台", (DUTY, LEADER, ADMIN)),
    ("/inbox", "收件箱", (OFFICE,)),
    ("/inbox", "交办", (DUTY, LEADER, ADMIN)),
    ("/handover", "交接", (DUTY, LEADER, ADMIN)),
    ("/report", "上报", (DUTY, OFFICE, ADMIN)),
    ("/timeliness", "时效", (DUTY, LEADER, ADMIN)),
    ("/search", "搜索", tuple(Role)),
    ("/sources", "信息源", (DUTY, LEADER, ADMIN)),
    ("/pieces", "流水", (DUTY, LEADER, ADMIN)),
    ("/policies", "政策库", tuple(Role)),
    ("/rules", "规则", tuple(Role)),
    ("/contacts", "联络人", tuple(Role)),
    ("/people", "用户", (ADMIN,)),
    ("/help", "帮助", tuple(Role)),
)
UNDER = {
    "incidents": "/desk",
    **dict.fromkeys(("sources", "alarms", "blind-spots", "try", "keys"), "/sources"),
}
"""Where in the navigation a page belongs, by the first word of its address."""
FIRST = {DUTY: "/desk", OFFICE: "/inbox", LEADER: "/timeliness", ADMIN: "/desk"}


class SignIn(Exception):
    """Nobody is signed in: the page that was asked for comes after the sign-in."""

    def __init__(self, after: str) -> None:
        super().__init__(after)
        self.address = f"/sign-in?after={quote(after, safe='')}"


@dataclass(frozen=True)
class Shell:
    """The parts that the pages draw from."""

    app: FastAPI
    desk: Desk
    register: Register
    rules: Rules
    index: Index

    @cached_property
    def environment(self) -> Environment:
        """The templates; everything is escaped, and a name that is not there is an error."""
        made = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        made.filters.update(words.FILTERS, source_name=self.source_name)
        made.globals.update(words.GLOBALS)
        made.globals.update(marked=marked, evidence_of=evidence_of, found_words=found_words, asset=_asset)
        return made

    def source_name(self, id_: str) -> str:
        """What a source is called; the register is asked only where no rule declares it."""
        declared = self.rules.sources.by_id.get(id_)
        if declared:
            return declared.name
        with self.register.reading() as tx:
            return name_of(tx, id_, self.rules.sources.sources)

    def page(self, request: Request, template: str, *, status: int = 200, **given: Any) -> HTMLResponse:  # noqa: ANN401
        """A page, with what the frame around it shows."""
        person = given.pop("person", None)
        frame = {
            "request": request,
            "path": request.url.path,
            "under": UNDER.get(request.url.path.split("/")[1], request.url.path),
            "here": request.url.path + (f"?{request.url.query}" if request.url.query else ""),
            "person": person,
            "navigation": [(address, name) for address, name, roles in NAVIGATION if person and person.role in roles],
            "home": self.rules.regions.name(self.rules.regions.home),
            "rules": self.rules,
            "now": self.desk.now(),
            "unread": self._unread(person),
        }
        return HTMLResponse(self.environment.get_template(template).render({**frame, **given}), status)

    def _unread(self, person: Person | None) -> int:
        office = mailbox(person, self.rules) if person else None
        if office is None:
            return 0
        with self.register.reading() as tx:
            return len(incidents.notices(tx, office=office, unseen=True))

    def person(self, request: Request, *roles: Role) -> Person:
        """The signed-in person, of one of `roles` where any is given. Raises `SignIn`, or 403."""
        found: Person | None = self.app.state.person_of(request)
        if found is None:
            after = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            raise SignIn(after)
        if roles and found.role not in roles:
            raise HTTPException(403, "您的角色看不到这一页。")
        return found

    def staff(self, request: Request) -> Person:
        """Anybody but an office."""
        return self.person(request, DUTY, LEADER, ADMIN)

    def error(self, request: Request, status: int, sentence: str) -> HTMLResponse:
        """The page for an error."""
        person = None if status >= 500 else self.app.state.person_of(request)  # noqa: PLR2004  (the register may be what failed)
        return self.page(request, "error.html", status=status, person=person, code=status, sentence=sentence)


def _asset(name: str) -> str:
    """The address of a static file, which changes when the file does."""
    path = HERE / "static" / name
    return f"/static/{name}?v={_mark(path, path.stat().st_mtime) if path.exists() else 0}"


@cache
def _mark(path: Path, _changed: float) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]
