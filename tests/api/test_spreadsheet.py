"""A table for a spreadsheet, which runs nothing in it."""

from __future__ import annotations

import csv
import io

from api.spreadsheet import csv_of


def test_no_cell_is_run_as_a_formula_and_chinese_stays_chinese() -> None:
    answer = csv_of("盲区", ["名称", "数"], [["=1+1", 3], ["@cmd", -2], ['a,"b"\n', ""]])
    text = bytes(answer.body).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text, newline=""))) == [["名称", "数"], ["'=1+1", "3"], ["'@cmd", "-2"], ['a,"b"\n', ""]]
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''%E7%9B%B2%E5%8C%BA.csv"
    assert bytes(answer.body).startswith(b"\xef\xbb\xbf")
