"""How the command line speaks and how the roles run: what is printed, how a command stops, what runs until it is told to end.

Contents: console · say · stop · tell · settings_of · listening · welcome · serve_pages · run_until_told · leave
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, Any, NoReturn

import typer
from rich.console import Console

from config.settings import Settings
from parts import Parts, first_people, scheduled

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.jobs import Job

console = Console(stderr=True)


def say(value: Any) -> None:  # noqa: ANN401
    """One line of JSON on standard output, for programs."""
    print(json.dumps(value, ensure_ascii=False))


def stop(*sentences: str) -> NoReturn:
    """Says why a command cannot go on, and ends it with 2."""
    tell(*sentences)
    raise typer.Exit(2)


def tell(*sentences: str) -> None:
    """Sentences for a person, one a line, as they are."""
    for sentence in sentences:
        console.print(sentence, highlight=False, markup=False, soft_wrap=True)


def settings_of(**given: Any) -> Settings:  # noqa: ANN401
    """Settings from the environment, and from what the command line says instead; exit 2 where one of them cannot be."""
    try:
        return Settings(**{key: value for key, value in given.items() if value is not None})
    except ValueError as error:
        stop("设置有误，没有启动：", *(line.strip() for line in str(error).splitlines()[1:] if "For further" not in line))


def listening(settings: Settings) -> None:
    """Exit 2 where the port is taken, before anything is started."""
    from api.serving import taken

    if why := taken(settings.host, settings.port):
        other = settings.port + 1
        stop(
            f"不能在 {settings.host}:{settings.port} 上监听（{why}）。",
            f"换一个端口：huixiang up --port {other}，或 make run PORT={other}。",
        )


def welcome(parts: Parts, *, sample: bool) -> None:
    """Shows the first people's passwords, once."""
    fresh = first_people(parts, sample=sample)
    if fresh:
        console.print("首次启动，请记下（只显示这一次）：")
    for person, password in fresh:
        console.print(f"  {person.shown}  用户名 [bold]{person.name}[/]  密码 [bold]{password}[/]", highlight=False)


def serve_pages(parts: Parts) -> None:
    """Pages and API until Ctrl-C."""
    from api.serving import serve

    settings, pages = parts.settings, parts.web
    console.print(f"\n回响已启动：[bold]http://{settings.host}:{settings.port}/[/]  （Ctrl-C 停止）\n", highlight=False)
    serve(pages, settings.host, settings.port)


def run_until_told(jobs: Callable[[Parts], list[Job]], settings: Settings) -> None:
    """Runs the jobs of one role until somebody ends it."""
    parts, told = Parts(settings), threading.Event()
    running = scheduled(parts, jobs(parts))
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: told.set())
    told.wait()
    running.stop()
    leave()


def leave() -> None:
    """Ends the process now; what is under way is a transaction that is not finished, and is done again at the next start."""
    console.print("已停止")
    sys.stdout.flush()
    os._exit(0)
