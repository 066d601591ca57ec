"""A watched folder, with real files that grow, change and break."""

from __future__ import annotations

import json
import os
import time
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from config.settings import Settings
from config.sources import Source
from crawler.collecting import collect_due
from crawler.when import BEIJING
from store import documents, sources, stages
from store.register import Register

HEAD = "标题,正文,工单编号\n"
LONG_AGO = 60


class Inbox:
    """A folder of the hotline, and the register it is taken into."""

    def __init__(self, base: Path) -> None:
        self.base, self.folder = base, base / "hotline"
        self.register = Register(f"sqlite:///{base / 'register.sqlite'}")
        block = {"id": "hotline", "name": "12345", "kind": "files", "url": "hotline", "medium": "board", "region": "451421"}
        self.source = Source.model_validate(block)

    def put(self, name: str, content: str | bytes, *, age: int = LONG_AGO) -> Path:
        self.folder.mkdir(exist_ok=True)
        file = self.folder / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return self.aged(file, age)

    def aged(self, file: Path, age: int = LONG_AGO) -> Path:
        """As if nobody had written to it for `age` seconds: both its times."""
        os.utime(file, (time.time() - age, time.time() - age))
        return file

    def run(self) -> dict[str, int]:
        settings = Settings(data=self.base)
        return collect_due(self.register, [self.source], ["hotline"], mask, settings, lambda: datetime.now(BEIJING))["hotline"]

    def reasons(self, outcome: str) -> list[str]:
        with self.register.reading() as tx:
            return [row["because"] for row in stages.search(tx, outcome=outcome)]


def mask(text: str) -> str:
    return text.replace("13912345678", "〔电话〕")


@pytest.fixture
def inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Inbox:
    monkeypatch.setattr("crawler.folders.SETTLED", 0.2)
    return Inbox(tmp_path)


def settle() -> None:
    time.sleep(0.3)


def test_every_file_is_taken_in_once_and_a_changed_one_again_for_what_is_new_in_it(inbox: Inbox) -> None:
    inbox.put("a.csv", HEAD + "路灯不亮,河堤路的路灯坏了，电话13912345678,1\n停水,南街停水三天了,2\n".replace("，", "、"))
    inbox.put("b.jsonl", json.dumps({"title": "井盖", "text": "东街井盖没了", "id": "3"}, ensure_ascii=False))
    settle()
    assert inbox.run() == {"kept": 3, "listed": 3}
    assert inbox.run() == {"not modified": 1}
    inbox.put("a.csv", HEAD + "路灯不亮,河堤路的路灯坏了、电话13912345678,1\n停水,南街停水五天了,2\n噪音,工地半夜施工,4\n")
    settle()
    assert inbox.run() == {"seen before": 1, "changed": 1, "kept": 1, "listed": 2}
    with inbox.register.reading() as tx:
        kept = {found.url: found for found, _, _ in documents.recent(tx)}
    assert kept["1"].text == "河堤路的路灯坏了、电话〔电话〕"
    assert {one.source_region for one in kept.values()} == {"451421"}


def test_a_file_that_is_still_written_waits(inbox: Inbox) -> None:
    file = inbox.put("a.csv", HEAD + "停水,南街停水三天了,1\n")
    settle()
    with file.open("a") as growing:
        growing.write("路灯不亮,河堤路的")
        growing.flush()
        assert inbox.run() == {"waiting": 1, "listed": 1}
        growing.write("路灯坏了,2\n")
    settle()
    assert inbox.run() == {"kept": 2, "listed": 2}


def test_unfinished_downloads_and_lock_files_are_no_files_yet(inbox: Inbox) -> None:
    for name in ("a.csv.part", ".a.csv", "~$a.xlsx"):
        inbox.put(name, HEAD)
    assert inbox.run() == {"no items": 1}


def test_a_bad_row_is_set_aside_with_its_line_and_the_others_go_on(inbox: Inbox) -> None:
    inbox.put(
        "a.csv",
        HEAD.replace("工单编号", "时间") + '停水,"南街停水\n三天了",2026-11-20 08:00\n噪音,工地半夜施工,去年夏天\n,,\n井盖,东街井盖没了,\n',
    )
    inbox.put("b.jsonl", '{"text": "西街积水"}\n{broken\n[1]\n')
    settle()
    assert inbox.run() == {"kept": 3, "set aside": 3, "listed": 3}
    told = inbox.reasons("set aside")
    assert any("a.csv 第 4 行的时间“去年夏天”看不懂" in one for one in told)
    assert any("b.jsonl 第 2 行不是 JSON" in one for one in told)
    assert "读出 2 行，搁置 1 行" in inbox.reasons("listed")


def test_a_file_that_cannot_be_read_is_said_once_and_stops_no_other(inbox: Inbox) -> None:
    inbox.put("broken.xlsx", "no table")
    inbox.put("notes.doc", "x")
    inbox.put("head.csv", "甲,乙\n1,2\n")
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in (["标题", "正文"], ["停水", "南街停水三天了"], [None, None], ["路灯", "路灯坏了"]):
        book.active.append(row)
    book.save(inbox.folder / "good.xlsx")
    settle()
    assert inbox.run() == {"unreadable": 3, "kept": 2, "listed": 2}
    assert inbox.run() == {"not modified": 1}
    assert all("Error" not in one and "BadZip" not in one for one in inbox.reasons("unreadable"))


def test_a_folder_that_is_missing_is_said(inbox: Inbox) -> None:
    assert inbox.run() == {"unreachable": 1}
    with inbox.register.reading() as tx:
        standing = sources.health(tx)["hotline"]
    assert (standing.streak_of, standing.last_success) == ("unreachable", None)
    assert "不存在" in (standing.because or "")


def test_a_run_that_breaks_off_keeps_the_batches_it_had_and_the_next_one_takes_the_rest(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox.put("a.csv", HEAD + "".join(f"停水,{n}号楼停水三天了,{n}\n" for n in range(450)))
    settle()
    monkeypatch.setattr("crawler.folders.BATCH", 100)
    kept = documents.add
    monkeypatch.setattr(documents, "add", lambda tx, one: kept(tx, one) if one.url != "250" else 1 / 0)
    with pytest.raises(ZeroDivisionError):
        inbox.run()
    monkeypatch.setattr(documents, "add", kept)
    assert inbox.run() == {"seen before": 200, "kept": 250, "listed": 2}
