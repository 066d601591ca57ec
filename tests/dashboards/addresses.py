"""Every address that a page or its scripts ask for, and whether the application has it.

    missing(app)  →  ["desk.html: /api/incident/x/actions/assign", …]

Contents: asked_for · missing
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from fastapi import FastAPI
from starlette.routing import Match

PAGES = Path(__file__).resolve().parents[2] / "dashboards"
ATTRIBUTES = re.compile(r"""\b(?:href|src|action|hx-get|hx-post|data-api|data-then|data-chart)=["'](/[^"']*)["']""")
STRINGS = re.compile(r"""['"`](/[a-z][^'"`\s<>]*)['"`]""")
FILLED_IN = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\$\{[^}]*\}|(?<=/)\{\w+\}")
JOINED = re.compile(r"(?<=/)' ~ (?:\([^)]*\)|[\w.]+)(?: ~ ')?")
METHODS = ("GET", "POST", "PUT", "DELETE")


def asked_for() -> Iterator[tuple[str, str]]:
    """(file, address) for every address in a template, a script or a room of the pages; what is filled in later reads `x`."""
    for path in sorted([*(PAGES / "templates").glob("*.html"), *(PAGES / "static").glob("*.js"), *PAGES.glob("*.py")]):
        text = path.read_text("utf-8")
        found = set(STRINGS.findall(FILLED_IN.sub("x", JOINED.sub("x", text)) if path.suffix != ".html" else _joined(text)))
        if path.suffix == ".html":
            found |= set(ATTRIBUTES.findall(FILLED_IN.sub("x", text)))
        for address in sorted(found):
            yield path.name, address.split("?")[0].split("#")[0]


def _joined(text: str) -> str:
    """A template in which '/api/a/' ~ b ~ '/c' reads '/api/a/x/c'; one that ends with something filled in is closed."""
    return re.sub(r"('/[^'\s]*/)x(?=[,) %}])", r"\1x'", JOINED.sub("x", text))


def missing(app: FastAPI) -> list[str]:
    """The addresses that no route of the application answers, whatever the method."""
    assert not _answered(app, "/no/such/address")
    assert not _answered(app, "/api/no-such-address")
    return [f"{file}: {address}" for file, address in asked_for() if not _answered(app, address)]


def _answered(app: FastAPI, address: str) -> bool:
    scopes = [
        {"type": "http", "method": method, "path": address, "root_path": "", "headers": [], "query_string": b"", "app": app}
        for method in METHODS
    ]
    return address == "/static" or any(route.matches(scope)[0] is Match.FULL for scope in scopes for route in app.routes)
