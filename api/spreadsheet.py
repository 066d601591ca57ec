"""A table that a spreadsheet opens (CSV): UTF-8 with a mark, and no cell that it would run as a formula.

Contents: csv_of
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from fastapi import Response

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def csv_of(name: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """The rows as a file to download."""
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(head)
    lines.writerows([_safe(cell) for cell in row] for row in rows)
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}.csv"}
    return Response("\ufeff" + out.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _safe(cell: Any) -> Any:  # noqa: ANN401
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
