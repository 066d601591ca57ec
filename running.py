"""How the command line speaks and how the roles run: what is printed, how a command stops, what runs until it is told to end.

Contents: console · say · told · stop · tell · usage · settings_of · listening · welcome · tell_waiting · follow_rules · serve_pages ·
run_until_told · leave
"""

from __future__ import annotations

import json
import os
import re
import signal
import sys
import threading
import time
from datetime import datetime
from typing import TYPE_CHECKING, Any, NoReturn

import typer
from pydantic import ValidationError
from rich.console import Console

from config.settings import Settings
from doing import scheduled
from parts import Parts, first_people

if TYPE_CHECKING:
    from collections.abc import Callable

    from typer.exceptions import TyperException

    from store.jobs import Job

console = Console(stderr=True)
USAGE = (
    (r"Missing (?:argument|option|parameter) '?(.+?)'?\.", "缺少 {0}"),
    (r"No such command '(.+?)'\..*", "没有“{0}”这个命令"),
    (r"No such option: (\S+) \(Possible options: (.+)\)", "没有 {0} 这个选项，您是不是要写 {1}"),
    (r"No such option: (\S+)", "没有 {0} 这个选项"),
    (r"Got unexpected extra argument\S* \((.+)\)", "多写了 {0}"),
    (r"Option '(.+)' requires .+", "{0} 后面要写一个值"),
    (r"Option '(.+)' does not take a value\.", "{0} 后面不写值"),
    (r"Invalid value for '(.+?)': .*valid integer.*", "{0} 应为整数"),
    (r"Invalid value for '(.+?)': .* '?(.+?)'? does not exist\.", "{0}：没有 {1}"),
    (r"Invalid value for '(.+?)': .* '?(.+?)'? is a file\.", "{0}：{1} 是文件，应为文件夹"),
    (r"Invalid value for '(.+?)': .* '?(.+?)'? is a directory\.", "{0}：{1} 是文件夹，应为文件"),
    (r"Invalid value for '(.+?)': .* '?(.+?)'? is not (?:readable|writable)\.", "{0}：没有权限读写 {1}"),
)
"""What the library of the command line says, and what we say instead."""
EVERY = 3  # seconds between two looks at the version in force


def say(value: Any) -> None:  # noqa: ANN401
    """One line of JSON on standard output, for programs."""
    print(json.dumps(value, ensure_ascii=False))


def told(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Fields for JSON: moments as ISO 8601."""
    return {key: value.isoformat() if isinstance(value, datetime) else value for key, value in pairs}


def stop(*sentences: str) -> NoReturn:
    """Says why a command cannot go on, and ends it with 2."""
    tell(*sentences)
    raise typer.Exit(2)


def tell(*sentences: str) -> None:
    """Sentences for a person, one a line, as they are."""
    for sentence in sentences:
        console.print(sentence, highlight=False, markup=False, soft_wrap=True)


def usage(error: TyperException) -> list[str]:
    """What was wrong with a command line, and how it is used."""
    said = error.format_message()
    if said.startswith("Usage: "):  # nothing was asked: the overview
        return [said]
    found = ((re.fullmatch(pattern, said, re.DOTALL), sentence) for pattern, sentence in USAGE)
    sentence = next((words.format(*match.groups()) for match, words in found if match), f"命令写得不对：{said}")
    context = getattr(error, "ctx", None)
    if context is None:
        return [f"{sentence}。"]
    return [f"{sentence}。", context.get_usage().replace("Usage: ", "用法：", 1), f"说明：{context.command_path} --help"]


def settings_of(**given: Any) -> Settings:  # noqa: ANN401
    """Settings from the environment, and from what the command line says instead; exit 2 where one of them cannot be."""
    from api.errors import sentence_of

    said = {key: value for key, value in given.items() if value is not None}
    try:
        return Settings(**said)
    except ValidationError as error:
        faults = [(str(fault["loc"][0]), dict(fault)) for fault in error.errors()]
        named = [(f"--{name}" if name in said else f"HUIXIANG_{name.upper()}", fault) for name, fault in faults]
        stop("设置有误，没有启动：", *(f"{sentence_of({**fault, 'loc': (name,)})}，现在是 {fault['input']}。" for name, fault in named))


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


def tell_waiting(parts: Parts) -> None:
    """Says that changed rules wait for review, where they do."""
    if version := parts.waiting_version:
        tell(
            f"规则文件有改动（版本 {version}），尚未启用；现在按版本 {parts.rules.version} 运行。",
            f"先看影响：huixiang replay --since 30d；再启用：huixiang adopt {version} --by 姓名 --because 理由，或在“规则 › 版本”页上。",
        )


def follow_rules(parts: Parts) -> None:
    """Starts the program over when another version of the rules is put in force; what is under way is done again."""
    from store import versions

    def watch() -> None:
        while True:
            time.sleep(EVERY)
            with parts.register.reading() as tx:
                current = versions.in_force(tx)
            if current and current.version != parts.rules.version:
                console.print(f"规则版本 {current.version} 已启用，重新启动")
                sys.stdout.flush()
                os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606  (the same program, from its own command line)

    threading.Thread(target=watch, name="rules", daemon=True).start()


def serve_pages(parts: Parts) -> None:
    """Pages and API until Ctrl-C."""
    from api.serving import serve

    settings, pages = parts.settings, parts.web
    console.print(f"\n回响已启动：[bold]http://{settings.host}:{settings.port}/[/]  （Ctrl-C 停止）\n", highlight=False)
    real = settings.production == "yes"
    console.print(
        "通知：正式，会经 channels.yml 的渠道送出" if real else "通知：演练，只在系统内；正式启用设 HUIXIANG_PRODUCTION=yes",
        highlight=False,
    )
    serve(pages, settings.host, settings.port)


def run_until_told(jobs: Callable[[Parts], list[Job]], settings: Settings) -> None:
    """Runs the jobs of one role until somebody ends it."""
    parts, told = Parts(settings, in_force=True), threading.Event()
    tell_waiting(parts)
    follow_rules(parts)
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
