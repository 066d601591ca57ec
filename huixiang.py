"""回响: the command line, and the only place that chooses implementations.

Contents: reading (extract assess group route judge due) · rules (check rehearse replay adopt) · the learned half (train evaluate) ·
the register (collect try import reindex verify-history) · the roles (up web work schedule) · main
"""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, track
from rich.table import Table
from typer.exceptions import TyperException

from config.base import Faults, Refusal
from doing import (
    adopted,
    clock_jobs,
    corrections,
    crawl_jobs,
    declared,
    judged,
    new_password,
    replayed,
    scheduled,
    started,
    take_in,
    work_jobs,
)
from doing import collect as collect_now
from doing import work as work_off
from nlp.lines import BadLine, batches, line_of, lines, moment_of, text_of
from parts import Parts, now, plain_logs, tried, with_sample
from running import (
    console,
    follow_rules,
    leave,
    listening,
    run_until_told,
    say,
    serve_pages,
    settings_of,
    stop,
    tell,
    tell_waiting,
    told,
    usage,
    welcome,
)
from store.register import Held, TooNew, hold

HELP = "回响：公开的诉求，由该答的单位，按时回应。"
app = typer.Typer(help=HELP, add_completion=False, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)
File = Annotated[str, typer.Argument(help="JSONL 文件，一行一条；- 表示标准输入")]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取")]
Labelled = Annotated[Path, typer.Argument(help="文件夹：labelled.jsonl、unlabelled.jsonl、coarse7.jsonl", exists=True, file_okay=False)]
Port = Annotated[int | None, typer.Option(help="监听端口（HUIXIANG_PORT）")]
Data = Annotated[Path | None, typer.Option(help="数据文件夹（HUIXIANG_DATA）")]
Sample = Annotated[bool, typer.Option("--sample", help="带内置的示例世界：四个本机小网站，约两百条信息")]


# ── reading: text in, findings out, nothing kept ──


@app.command()
def extract(file: Annotated[Path, typer.Argument(help="保存的网页", exists=True, dir_okay=False)]) -> None:
    """从网页中取出标题、正文、发布时间和媒体。"""
    from crawler.extract import extract_file

    say(extract_file(file))


@app.command()
def assess(file: File) -> None:
    """研判：每条信息的领域、地点、涉事单位、级别和承办条线。"""
    parts = Parts(settings_of())
    for batch in batches(lines(file, "id"), 500):
        texts = [text_of(line) for line in batch]
        for text, assessment in zip(texts, parts.reader.read_many(texts), strict=True):
            say(line_of(text, assessment, parts.rules.departments.name))


@app.command()
def group(file: File) -> None:
    """归并：按时间先后，把同一事件的信息归到一起。"""
    from nlp.grouping import group_offline

    parts = Parts(settings_of())
    for id_, incident in group_offline([text_of(line) for line in lines(file, "id")], parts.reader, parts.rules.severity.kinds):
        say({"id": id_, "incident": incident})


@app.command("route")
def route_(file: File) -> None:
    """分派：一组事实该由谁回应，依据是什么。"""
    from response.facts import decision_json, facts_of
    from response.routing import route

    rules = Parts(settings_of()).rules
    for line in lines(file, "id"):
        try:
            facts = facts_of(line, rules)
        except ValueError as error:
            raise BadLine(f"{file} 中编号 {line['id']} 的一行：{error}") from None
        say({"id": line["id"], **decision_json(route(facts, rules), rules)})


@app.command()
def judge(file: File) -> None:
    """全程：把每行的几条信息当作同一事件，从文字一直判到单位和时限。"""
    parts = Parts(settings_of())
    for line in lines(file, "id", "posts"):
        say(judged(parts, line))


@app.command("due")
def due_(
    limit: Annotated[str, typer.Argument(help="如 “48 hours”、“2 working days”")],
    since: Annotated[str, typer.Option("--from", help="起算时刻，如 2026-09-30T16:00；不给则从现在起")] = "",
    as_json: AsJson = False,
) -> None:
    """到期时刻，以及怎么算出来的。"""
    from response.clocks import due

    try:
        end = due(limit, moment_of(since) or now(), Parts(settings_of()).rules.calendar)
    except ValueError as error:
        stop(str(error))
    if as_json:
        say({"due": end.moment.isoformat(), "arithmetic": list(end.arithmetic), "provisional": end.provisional})
        return
    print(end.moment.isoformat(timespec="minutes") + ("（暂定）" if end.provisional else ""))
    for step in end.arithmetic:
        print(f"  {step}")


# ── rules ──


@app.command()
def check() -> None:
    """规则对不对：所有问题一次说完，有问题则以 2 退出。"""
    rules = Parts(settings_of()).rules
    size = f"{len(rules.sources.sources)} 个信息源，{len(rules.topics.topics)} 个领域，{len(rules.offices)} 个单位"
    console.print(f"规则无误：{size}，版本 {rules.version}")


@app.command()
def rehearse(as_json: AsJson = False, every: Annotated[bool, typer.Option("--all", help="连对上的例子也列出")] = False) -> None:
    """演练：每个例子去哪里，为什么；有对不上的则以 1 退出。"""
    from response.rehearse import coverage
    from response.rehearse import rehearse as play

    rules = Parts(settings_of()).rules
    results = play(rules)
    wrong = [result for result in results if not result.ok]
    for result in results if every or as_json else wrong:
        if as_json:
            say(result.as_json())
        else:
            console.print(f"[{'green' if result.ok else 'red'}]{'对' if result.ok else '错'}[/] {result.sentence}", highlight=False)
    tell(*coverage(rules).sentences(rules), f"{len(results)} 个例子，{len(wrong)} 个对不上")
    raise typer.Exit(1 if wrong else 0)


@app.command("replay")
def replay_(
    since: Annotated[str, typer.Option(help="从多久以前起，如 30d、12h，或一个时刻")] = "30d",
    changed: Annotated[Path | None, typer.Option("--rules", help="改过的规则文件夹；不给则为 HUIXIANG_RULES", file_okay=False)] = None,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """重演：改过的规则会让过去的事件去往别处吗？哪些时限会变？什么也不留下。"""
    parts = Parts(settings_of(data=data))
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("重演")
        found = replayed(parts, changed, started(since), lambda n, of: progress.update(task, completed=n, total=of))
    if as_json:
        say(asdict(found, dict_factory=told))
        return
    console.print(f"现行版本 {found.before}，改后版本 {found.after}：{found.incidents} 个事件，{len(found.changes)} 个会有不同")
    for change in found.changes:
        print(f"#{change.incident} {change.title}：{'；'.join(change.differs)}")


@app.command("adopt")
def adopt_(
    version: Annotated[str, typer.Argument(help="规则版本，启动时或“规则 › 版本”页上说明")],
    by: Annotated[str, typer.Option("--by", help="审核人：已登记的用户名")],
    because: Annotated[str, typer.Option("--because", help="理由")],
    data: Data = None,
) -> None:
    """启用：审核后让一个规则版本生效，留下姓名和理由。"""
    adopted(Parts(settings_of(data=data)), version, by, because)
    console.print(f"规则版本 {version} 已启用；正在运行的各进程会自己换用")


# ── the learned half ──


@app.command("train")
def train_(
    folder: Labelled,
    out: Annotated[Path | None, typer.Option(help="模型放到哪里；不给则放进数据文件夹")] = None,
    data: Data = None,
) -> None:
    """训练：连同登记簿里人工更正的一起学，显示进度，保留旧模型，不如旧模型的不采用。"""
    from nlp.train import train

    parts = Parts(settings_of(data=data))
    with Progress(console=console) as progress:
        report = train(folder, out or parts.settings.data / "models", parts.rules, progress, corrections(parts))
    console.print(report.sentence)
    raise typer.Exit(0 if report.adopted else 1)


@app.command("evaluate")
def evaluate_(folder: Labelled, as_json: AsJson = False) -> None:
    """评估：准确率、宏平均、混淆、校准和学习曲线。"""
    from nlp.evaluate import evaluate

    with console.status("学习、评估，约需一两分钟……") as status:
        report = evaluate(folder, Parts(settings_of()).rules, lambda step: status.update(f"学习、评估：{step}"))
    if as_json:
        say(report.as_json())
    else:
        report.show(Console())


# ── the register ──


@app.command()
def collect(
    only: Annotated[list[str] | None, typer.Argument(metavar="[SOURCE …]", help="信息源编号；不给则采集到期的")] = None,
    sources: Annotated[Path | None, typer.Option(help="另用一个信息源文件，代替规则里的 sources.yml", exists=True, dir_okay=False)] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """采集：现在就跑到期的信息源（或列出的），跑完各阶段，说出每一条的结果。"""
    parts = Parts(settings_of(data=data), declared(sources) if sources else None, in_force=True)
    counts = collect_now(parts, only)
    work_off(parts)
    _tell_outcomes(counts, as_json=as_json)


def _tell_outcomes(counts: dict[str, dict[str, int]], *, as_json: bool) -> None:
    if as_json:
        say(counts)
        return
    words = sorted({word for outcomes in counts.values() for word in outcomes})
    table = Table("信息源", *words, "合计")
    for source, outcomes in sorted(counts.items()):
        table.add_row(source, *(str(outcomes.get(word, "")) for word in words), str(sum(outcomes.values())))
    Console().print(table if counts else "没有到期的信息源")


@app.command("try")
def try_(
    url: Annotated[str, typer.Argument(help="列表页、订阅或接口的网址")],
    private: Annotated[bool, typer.Option("--private", help="允许内部网络的地址")] = False,
    as_json: AsJson = False,
    data: Data = None,
) -> None:
    """试采：一个网址能做什么信息源，会得到哪些、丢掉哪些、为什么；什么也不留下。"""
    with console.status("试采，至多四十秒……") as status:
        report = tried(settings_of(data=data), url, lambda piece: status.update(f"试采：{piece.url}"), private=private)
    say(report.as_json()) if as_json else report.show(Console())
    raise typer.Exit(0 if report.kept else 1)


@app.command("import")
def import_(
    file: Annotated[
        Path, typer.Argument(help="jsonl、csv 或 xlsx；列：title text published url source_region medium", exists=True, dir_okay=False)
    ],
    source: Annotated[str, typer.Option(help="记为哪个信息源")] = "import",
    data: Data = None,
) -> None:
    """导入：一个文件的信息，去重、脱敏，跑完各阶段。"""
    parts = Parts(settings_of(data=data), in_force=True)
    counts = take_in(parts, file, source, lambda found: track(found, "导入", console=console))
    work_off(parts)
    _tell_outcomes({source: counts}, as_json=False)


@app.command()
def password(name: Annotated[str, typer.Argument(help="用户名")], data: Data = None) -> None:
    """重设一个用户的密码，显示一次；他的登录随之失效。"""
    console.print(f"{name} 的新密码（只显示这一次）：{new_password(Parts(settings_of(data=data)), name)}", highlight=False)


@app.command()
def reindex(data: Data = None) -> None:
    """重建检索库：可以随时丢掉重来，台账才是依据。"""
    from store.search import rebuild

    parts = Parts(settings_of(data=data))
    console.print(f"检索库已重建：{rebuild(parts.register, parts.index)} 条")


@app.command("verify-history")
def verify_history(data: Data = None) -> None:
    """核对流转记录：有一处被改动就说出来，并以 1 退出。"""
    from store.history import verify

    with Parts(settings_of(data=data)).register.reading() as tx:
        faults = list(verify(tx))
    for fault in faults:
        console.print(f"[red]✗[/] {fault.sentence}")
    console.print("流转记录完整" if not faults else f"{len(faults)} 处不完整")
    raise typer.Exit(1 if faults else 0)


# ── the roles ──


@app.command()
def up(port: Port = None, data: Data = None, sample: Sample = False) -> None:
    """全部启动：采集、研判、处置、页面，一个命令，什么都不用另装。"""
    settings = settings_of(data=data, port=port)
    listening(settings)
    _ = Parts(settings).rules
    held = hold(settings.data)
    parts = Parts(settings, in_force=True)
    tell_waiting(parts)
    if sample:
        parts = with_sample(parts)
    welcome(parts, sample=sample)
    console.print("读入领域模型、地名表……")
    follow_rules(parts)
    _ = parts.intake, parts.reader
    running = scheduled(parts, [*crawl_jobs(parts), *work_jobs(parts), *clock_jobs(parts)])
    try:
        serve_pages(parts)
    finally:
        running.stop()
        held.close()
        leave()


@app.command()
def web(port: Port = None, data: Data = None) -> None:
    """只开页面和接口。"""
    settings = settings_of(data=data, port=port)
    listening(settings)
    parts = Parts(settings, in_force=True)
    tell_waiting(parts)
    follow_rules(parts)
    welcome(parts, sample=False)
    serve_pages(parts)


@app.command()
def work(data: Data = None) -> None:
    """只做研判和处置，直到停下。"""
    run_until_told(work_jobs, settings_of(data=data))


@app.command()
def schedule(data: Data = None) -> None:
    """只做采集和催办的定时，直到停下。"""
    run_until_told(lambda parts: [*crawl_jobs(parts), *clock_jobs(parts)], settings_of(data=data))


def main() -> None:
    """The `huixiang` command."""
    plain_logs(os.environ.get("HUIXIANG_LOG", "WARNING").upper())
    code = 2
    try:
        code = app(standalone_mode=False) or 0
    except TyperException as error:
        tell(*usage(error))
    except typer.Abort:
        code = 1
    except Faults as faults:
        tell("规则有误，没有启动：", *faults.sentences)
    except Held as held:
        tell(f"数据文件夹 {held} 正被另一个回响使用：先停下它，或用 --data 指定另一个文件夹。")
    except (Refusal, TooNew) as error:
        tell(str(error))
    sys.exit(code)


if __name__ == "__main__":
    main()
