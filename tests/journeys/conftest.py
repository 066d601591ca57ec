"""The real parts a journey walks through: the small web on loopback, the command line, a running server."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def free_ports(count: int) -> int:
    """The first of `count` neighbouring free ports."""
    for base in range(18900, 28900, 10):
        probes = []
        try:
            for offset in range(count):
                probe = socket.socket()
                probes.append(probe)
                probe.bind(("127.0.0.1", base + offset))
        except OSError:
            continue
        else:
            return base
        finally:
            for probe in probes:
                probe.close()
    raise OSError("no free ports")


def wait_for(address: str, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(address, timeout=2).read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(address)


def huixiang(*arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "huixiang.py", *arguments], cwd=ROOT, text=True, capture_output=True, check=check, timeout=280)


@pytest.fixture
def small_web(shared: Path) -> Iterator[int]:
    """The six sites beside the project, on free ports."""
    base = free_ports(6)
    server = subprocess.Popen(
        [sys.executable, str(shared / "web/serve.py"), "--port", str(base), "--limit", "30"], stdout=subprocess.DEVNULL
    )
    wait_for(f"http://127.0.0.1:{base}/robots.txt")
    yield base
    server.kill()
    server.wait()


@pytest.fixture
def sources(small_web: int, tmp_path: Path) -> Path:
    """The declared sources at the ports of this run."""
    text = (Path(__file__).parent / "sources.yml").read_text("utf-8")
    moved = tmp_path / "sources.yml"
    moved.write_text(re.sub(r":890(\d)/", lambda m: f":{small_web + int(m[1])}/", text), "utf-8")
    return moved


class Server:
    """`huixiang web` in a process of its own, with the first administrator's password as it printed it."""

    def __init__(self, data: Path, **environment: str) -> None:
        self.port = free_ports(1)
        command = [sys.executable, "-u", "huixiang.py", "web", "--port", str(self.port), "--data", str(data)]
        self.process = subprocess.Popen(
            command, cwd=ROOT, text=True, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, env={**os.environ, **environment}
        )
        self.password = ""
        assert self.process.stderr is not None
        for line in self.process.stderr:
            if found := re.search(r"admin\s+密码\s+(\S+)", line):
                self.password = found[1]
            if "回响已启动" in line:
                break
        self.address = f"http://127.0.0.1:{self.port}"
        wait_for(f"{self.address}/api/health")

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.wait(20)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    running = Server(tmp_path / "var")
    yield running
    running.stop()
