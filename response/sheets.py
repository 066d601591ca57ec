"""交办单 as a Word document, for offices that print it themselves or send it on paper.

Contents: docx
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from response.printed import Sheet

FONT = "SimSun"


def docx(sheet: Sheet) -> bytes:
    """The sheet as .docx: A4, the assignment on top, the receipt to be cut off below."""
    from docx import Document  # noqa: PLC0415  (loaded only where a sheet is asked for)
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.shared import Mm, Pt  # noqa: PLC0415

    made: Any = Document()
    page = made.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(25)
    page.top_margin = page.bottom_margin = Mm(20)
    _font(made.styles["Normal"], Pt(11))
    title = made.add_heading(f"{sheet.home}网络舆情交办单", level=1)
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _font(title.runs[0], Pt(20))
    made.add_paragraph(f"编号 {sheet.number}    {sheet.at:%Y年%m月%d日 %H:%M}").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _rows(made, _about(sheet))
    for heading, lines in (("群众反映（摘要）", _posts(sheet)), ("时限", _clocks(sheet)), ("交办依据", _basis(sheet))):
        if lines:
            _font(made.add_heading(heading, level=2).runs[0], Pt(13))
            for line in lines:
                made.add_paragraph(line).paragraph_format.space_after = Pt(2)
    made.add_paragraph("✂ " + "— " * 34).alignment = WD_ALIGN_PARAGRAPH.CENTER
    receipt = made.add_heading("回执", level=1)
    receipt.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _font(receipt.runs[0], Pt(16))
    _rows(made, _receipt(sheet))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _font(style: Any, size: Any) -> None:  # noqa: ANN401
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import RGBColor  # noqa: PLC0415

    style.font.name, style.font.size, style.font.color.rgb = FONT, size, RGBColor(0, 0, 0)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)


def _rows(made: Any, rows: list[tuple[str, str]]) -> None:  # noqa: ANN401
    from docx.shared import Mm  # noqa: PLC0415

    table = made.add_table(rows=0, cols=2, style="Table Grid")
    table.autofit = False
    for name, value in rows:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = name, value
        cells[0].width, cells[1].width = Mm(32), Mm(128)


def _about(sheet: Sheet) -> list[tuple[str, str]]:
    one, part = sheet.incident, sheet.part
    places = "、".join(place.name for place in one.places) or "不明"
    return [
        ("承办单位", f"{part.office.name}（{part.duty_name}）"),
        *([("联络", "；".join(sheet.people))] if sheet.people else []),
        ("事项", f"{one.title}（事件 {one.id}，{one.grade_name}，{one.posts} 条信息）"),
        ("地点", places),
        ("办理要求", part.task or "核查处置并按时限公开回应"),
        ("交办时间", f"{at:%Y年%m月%d日 %H:%M}" if (at := part.moments.get("assigned")) else ""),
    ]


def _posts(sheet: Sheet) -> list[str]:
    return [
        f"{n}. {post.source}{f' {post.published:%m月%d日 %H:%M}' if post.published else ''}：{post.text}"
        for n, post in enumerate(sheet.posts, 1)
    ]


def _clocks(sheet: Sheet) -> list[str]:
    lines = []
    for clock in sheet.clocks:
        lines.append(f"{clock.title}：{clock.due:%Y年%m月%d日 %H:%M} 前{'（暂定）' if clock.provisional else ''}。依据：{clock.basis}")
        lines += [f"    {step}" for step in clock.arithmetic]
    return lines


def _basis(sheet: Sheet) -> list[str]:
    suggested = sheet.incident.suggested
    return [f"{n}. {line}" for n, line in enumerate(suggested.because, 1)] if suggested else []


def _receipt(sheet: Sheet) -> list[tuple[str, str]]:
    return [
        ("回执码", sheet.code),
        ("交办单编号", sheet.number),
        ("单位", sheet.part.office.name),
        ("收件人（职务）", ""),
        ("收到时间", "        年    月    日    时    分"),
        ("单位盖章", "\n"),
    ]
