"""Files as sources (导入): jsonl, csv and xlsx, one post a row, with the columns that people really give them.

Contents: COLUMNS · ENGAGEMENT · Unreadable · documents_of · read · rows · document_of
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
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

    Fields = dict[str, Any]

COLUMNS = {
    "title": ("title", "标题", "主题"),
    "text": ("text", "content", "正文", "内容", "留言内容", "诉求内容", "留言详情"),
    "published": ("published", "发布时间", "时间", "留言时间", "日期", "受理时间"),
    "url": ("url", "link", "链接", "网址", "id", "编号", "工单编号", "留言编号"),
    "source_region": ("source_region", "region", "地区", "区划代码"),
    "medium": ("medium", "媒体类别"),
    "publisher": ("publisher", "来源", "媒体"),
}
TEXTS = frozenset((*COLUMNS["title"], *COLUMNS["text"]))
ENGAGEMENT = {"likes": ("likes", "点赞数", "点赞"), "comments": ("comments", "评论数", "评论"), "reads": ("reads", "阅读数", "阅读")}
MOST_BYTES, MOST_UNPACKED, LONGEST_CELL = 50_000_000, 400_000_000, 1_000_000
csv.field_size_limit(LONGEST_CELL)


class Unreadable(Refusal):
    """A file, or a row of it, that cannot be taken in."""


def documents_of(file: Path, source: str, mask: Callable[[str], str], now: datetime) -> Iterator[Document]:
    """The posts of a file, masked; the first row that cannot be taken in stops it. Raises `Unreadable`."""
    for _, found in read(file, source, mask, now):
        if isinstance(found, Unreadable):
            raise found
        yield found


def read(
    file: Path, source: str, mask: Callable[[str], str], now: datetime, medium: str = "board", region: str | None = None
) -> Iterator[tuple[int, Document | Unreadable]]:
    """Each row of a file by its line number: the post, masked, or why it is none. Raises `Unreadable` where nothing more can be read.

    Any column not asked for (names, phones) stays where it is. `medium` and `region` hold where a row does not say.
    """
    for line, fields in rows(file):
        where = f"{file.name} 第 {line} 行"
        if isinstance(fields, str):
            yield line, Unreadable(where + fields)
            continue
        try:
            yield line, document_of(fields, where, source, mask, now, medium, region)
        except Unreadable as error:
            yield line, error


def rows(
    file: Path, one_of: frozenset[str] = TEXTS, called: str = "正文：应有一列叫 text、正文或内容"
) -> Iterator[tuple[int, Fields | str]]:
    """The rows of a file by its ending: the line number, and the fields or what is wrong with the row.

    Of the columns `one_of` a table has at least one; `called` says which, where it has none.
    """
    reader = READERS.get(file.suffix.lower())
    if reader is None:
        raise Unreadable(f"{file.name}：不认识这种文件；可以导入 jsonl、csv 和 xlsx")
    if file.stat().st_size > MOST_BYTES:
        raise Unreadable(f"{file.name}：文件太大，超过 {MOST_BYTES // 1_000_000} MB；请分成几个")
    return reader(file, one_of, called)


def _jsonl(file: Path, _one_of: frozenset[str], _called: str) -> Iterator[tuple[int, Fields | str]]:
    for number, line in enumerate(decode(file.read_bytes()).split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            yield number, "不是 JSON"
            continue
        yield number, row if isinstance(row, dict) else "应是一个对象 {…}"


def _csv(file: Path, one_of: frozenset[str], called: str) -> Iterator[tuple[int, Fields | str]]:
    reader = csv.reader(io.StringIO(decode(file.read_bytes()), newline=""))
    head: list[str] | None = None
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield line, f"不成一行：一格里的字超过 {LONGEST_CELL // 10_000} 万，或引号不成对"
            continue
        if head is None:
            head = _head(row, file.name, one_of, called)
        elif any(cell.strip() for cell in row):
            yield line, dict(zip(head, row, strict=False))


def _xlsx(file: Path, one_of: frozenset[str], called: str) -> Iterator[tuple[int, Fields | str]]:
    try:
        _bounded(file)
        lines = openpyxl.load_workbook(file, read_only=True, data_only=True).worksheets[0].iter_rows(values_only=True)
        head = _head([str(cell or "") for cell in next(lines, ())], file.name, one_of, called)
        for number, cells in enumerate(lines, 2):
            if any(cell is not None for cell in cells):
                yield number, dict(zip(head, cells, strict=False))
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(f"{file.name}：打不开这个表格，内容不是完好的 xlsx；请另存为 xlsx 再试") from error


def _bounded(file: Path) -> None:
    with zipfile.ZipFile(file) as archive:
        size = sum(one.file_size for one in archive.infolist())
    if size > MOST_UNPACKED:
        raise Unreadable(f"{file.name}：表格展开后太大；请分成几个")


READERS: dict[str, Callable[[Path, frozenset[str], str], Iterator[tuple[int, Fields | str]]]] = {
    ".jsonl": _jsonl,
    ".json": _jsonl,
    ".csv": _csv,
    ".xlsx": _xlsx,
}


def _head(cells: list[str], name: str, one_of: frozenset[str], called: str) -> list[str]:
    """The names of the columns. Raises `Unreadable` where none is there of those that are needed."""
    head = [cell.strip().lstrip("\ufeff") for cell in cells]
    if not one_of & set(head):
        raise Unreadable(f"{name}：第 1 行应是表头，里面没有{called}")
    return head


def document_of(
    row: Fields, where: str, source: str, mask: Callable[[str], str], now: datetime, medium: str = "board", region: str | None = None
) -> Document:
    """The post in one row, masked. Raises `Unreadable`, with `where` it stands."""
    said = {key: next((row[column] for column in columns if row.get(column) not in (None, "")), None) for key, columns in COLUMNS.items()}
    title, text = mask(str(said["title"] or "").strip()), mask(str(said["text"] or "").strip())
    if not text and not title:
        raise Unreadable(f"{where}没有正文：应有一列叫 text、正文或内容")
    if str(said["medium"] or medium) not in set(Medium):
        raise Unreadable(f"{where}的媒体类别“{said['medium']}”不认识：可写 {'、'.join(Medium)}")
    digest = hashlib.sha256(f"{title}\n{text}".encode()).hexdigest()
    url = str(said["url"] or digest[:16])
    return Document(
        id=document_id(source, url, digest),
        source=source,
        url=url,
        title=title,
        text=text or title,
        medium=Medium(str(said["medium"] or medium)),
        source_region=str(said["source_region"]) if said["source_region"] else region,
        published=_moment(said["published"], where, now),
        fetched=now,
        digest=digest,
        publisher=str(said["publisher"]) if said["publisher"] else None,
        engagement={
            key: int(row[column]) for key, columns in ENGAGEMENT.items() for column in columns if str(row.get(column) or "").isdecimal()
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
