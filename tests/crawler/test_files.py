"""Files of documents."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

import openpyxl
import pytest

from crawler.files import Unreadable, documents_of
from crawler.when import BEIJING

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 25, 14, 10, tzinfo=BEIJING)
ROWS = [
    ["标题", "正文", "发布时间"],
    ["路灯不亮", "河堤路的路灯坏了，电话13912345678", "2026-03-02 16:20"],
    ["停水", "南街停水三天了", "3小时前"],
]


def text_of(rows: list[list[str]]) -> str:
    return "\n".join(",".join(row) for row in rows)


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_with_chinese_columns_is_taken_in_whatever_its_charset(tmp_path: Path, charset: str) -> None:
    file = tmp_path / "hotline.csv"
    file.write_bytes(text_of(ROWS).encode(charset))
    first, second = documents_of(file, "hotline", lambda text: text.replace("13912345678", "〔电话〕"), NOW)
    assert (first.title, first.text) == ("路灯不亮", "河堤路的路灯坏了，电话〔电话〕")
    assert first.published == datetime(2026, 3, 2, 16, 20, tzinfo=BEIJING)
    assert second.published == datetime(2026, 11, 25, 11, 10, tzinfo=BEIJING)


def test_excel_and_jsonl_give_the_same_documents_as_csv(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in ROWS:
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    (tmp_path / "a.csv").write_text(text_of(ROWS), "utf-8")
    lines = (json.dumps(dict(zip(("title", "text", "published"), row, strict=True)), ensure_ascii=False) for row in ROWS[1:])
    (tmp_path / "a.jsonl").write_text("\n".join(lines), "utf-8")
    xlsx, text, jsonl = (list(documents_of(tmp_path / f"a.{kind}", "import", str, NOW)) for kind in ("xlsx", "csv", "jsonl"))
    assert xlsx == text == jsonl


def test_the_same_row_read_twice_is_the_same_document(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(text_of(ROWS), "utf-8")
    assert [one.id for one in documents_of(file, "a", str, NOW)] == [one.id for one in documents_of(file, "a", str, NOW)]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.txt", "x", "不认识这种文件"),
        ("a.xlsx", "x", "打不开这个表格"),
        ("a.csv", "甲,乙\n1,2", "没有正文"),
        ("a.csv", "标题,正文,发布时间\n停水,停水了,去年夏天", "第 2 行的时间“去年夏天”看不懂"),
        ("a.csv", "标题,媒体类别\n停水,电视", "媒体类别“电视”不认识"),
        ("a.jsonl", "[1]", "第 1 行应是一个对象"),
        ("a.jsonl", "{broken", "第 1 行不是 JSON"),
    ],
)
def test_what_cannot_be_taken_in_is_said_with_its_row(tmp_path: Path, name: str, content: str, sentence: str) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    with pytest.raises(Unreadable, match=sentence):
        list(documents_of(tmp_path / name, "import", str, NOW))
