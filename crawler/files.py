"""Files as sources (导入): jsonl, csv and xlsx, one post a row, with the columns that people really give them.

Contents: COLUMNS · Unreadable · documents_of · rows
"""

from __future__ import annotations

import csv
import hashlib
import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

import openpyxl

from config.base import Refusal
from crawler.charset import decode
from crawler.when import BEIJING, find
from store.documents import document_id
from store.records import Document, Medium

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

COLUMNS = {
    "title": ("title", "标题", "主题"),
    "text": ("text", "content", "正文", "内容", "留言内容", "诉求内容", "留言详情"),
    "published": ("published", "发布时间", "时间", "留言时间", "日期", "受理时间"),
    "url": ("url", "link", "链接", "网址", "id", "编号", "工单编号", "留言编号"),
    "source_region": ("source_region", "region", "地区", "区划代码"),
    "medium": ("medium", "媒体类别"),
    "publisher": ("publisher", "来源", "媒体"),
}
ENGAGEMENT = {"likes": ("likes", "点赞数", "点赞"), "comments": ("comments", "评论数", "评论"), "reads": ("reads", "阅读数", "阅读")}


class Unreadable(Refusal):
    """A file, or a row of it, that cannot be taken in."""


def documents_of(file: Path, source: str, mask: Callable[[str], str], now: datetime) -> Iterator[Document]:
    """The posts of a file, masked. Any other column (names, phones) is left where it is. Raises `Unreadable`."""
    for number, row in enumerate(rows(file), 1):
        yield _document(row, number, file.name, source, mask, now)


def rows(file: Path) -> Iterator[dict[str, Any]]:
    """The rows of a file by its ending."""
    readers = {".jsonl": _jsonl, ".json": _jsonl, ".csv": _csv, ".xlsx": _xlsx}
    reader = readers.get(file.suffix.lower())
    if reader is None:
        raise Unreadable(f"{file.name}：不认识这种文件；可以导入 jsonl、csv 和 xlsx")
    return reader(file)


def _jsonl(file: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(decode(file.read_bytes()).splitlines(), 1):
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError:
                raise Unreadable(f"{file.name} 第 {number} 行不是 JSON") from None
            if not isinstance(row, dict):
                raise Unreadable(f"{file.name} 第 {number} 行应是一个对象 {{…}}")
            yield row


def _csv(file: Path) -> Iterator[dict[str, Any]]:
    yield from csv.DictReader(decode(file.read_bytes()).splitlines())


def _xlsx(file: Path) -> Iterator[dict[str, Any]]:
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    except Exception as error:
        raise Unreadable(f"{file.name}：打不开这个表格（{type(error).__name__}）；请另存为 xlsx 再试") from error
    lines = book.worksheets[0].iter_rows(values_only=True)
    head = [str(cell or "").strip() for cell in next(lines, ())]
    yield from (dict(zip(head, line, strict=False)) for line in lines if any(cell is not None for cell in line))


def _document(row: dict[str, Any], number: int, name: str, source: str, mask: Callable[[str], str], now: datetime) -> Document:
    said = {key: next((row[column] for column in columns if row.get(column) not in (None, "")), None) for key, columns in COLUMNS.items()}
    title, text = mask(str(said["title"] or "").strip()), mask(str(said["text"] or "").strip())
    if not text and not title:
        raise Unreadable(f"{name} 第 {number} 条没有正文：应有一列叫 text、正文或内容")
    medium = str(said["medium"] or "board")
    if medium not in set(Medium):
        raise Unreadable(f"{name} 第 {number} 条的媒体类别“{medium}”不认识：可写 {'、'.join(Medium)}")
    digest = hashlib.sha256(f"{title}\n{text}".encode()).hexdigest()
    url = str(said["url"] or digest[:16])
    return Document(
        id=document_id(source, url, digest),
        source=source,
        url=url,
        title=title,
        text=text or title,
        medium=Medium(medium),
        source_region=str(said["source_region"]) if said["source_region"] else None,
        published=_moment(said["published"], f"{name} 第 {number} 条", now),
        fetched=now,
        digest=digest,
        publisher=str(said["publisher"]) if said["publisher"] else None,
        engagement={
            key: int(row[column]) for key, columns in ENGAGEMENT.items() for column in columns if str(row.get(column) or "").isdigit()
        },
    )


def _moment(said: Any, where: str, now: datetime) -> datetime | None:  # noqa: ANN401
    if said is None:
        return None
    if isinstance(said, datetime):
        return said if said.tzinfo else said.replace(tzinfo=BEIJING)
    found = find(str(said), now)
    if found is None:
        raise Unreadable(f"{where}的时间“{said}”看不懂：请写成 2026-11-25 09:30 的样子")
    return found.at
