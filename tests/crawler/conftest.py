"""The small web beside the project, really served on loopback."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SITES = ("news", "gbk", "board", "social", "mirror", "faults")


@dataclass(frozen=True)
class Web:
    port: int
    folder: Path

    def base(self, site: str) -> str:
        return f"http://127.0.0.1:{self.port + SITES.index(site)}"

    def log(self, site: str) -> list[dict[str, Any]]:
        with urllib.request.urlopen(f"{self.base(site)}/__log", timeout=5) as answer:
            return [one for one in json.load(answer) if not one["path"].startswith("/__") and f":{one['port']}" in self.base(site)]

    def forget(self, site: str) -> None:
        urllib.request.urlopen(f"{self.base(site)}/__reset", timeout=5).read()


@pytest.fixture
def web(shared: Path) -> Iterator[Web]:
    port = _free_ports(len(SITES))
    command = [sys.executable, str(shared / "web" / "serve.py"), "--port", str(port), "--limit", "24"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        for _ in SITES:
            process.stdout.readline()
        yield Web(port, shared / "web")
    finally:
        process.kill()
        process.wait()


def _free_ports(count: int) -> int:
    """The first of `count` neighbouring ports that are free."""
    for port in range(20100 + int(time.time()) % 400 * 20, 60000, count):
        try:
            for offset in range(count):
                with socket.socket() as one:
                    one.bind(("127.0.0.1", port + offset))
        except OSError:
            continue
        return port
    pytest.fail("no six neighbouring ports are free")
