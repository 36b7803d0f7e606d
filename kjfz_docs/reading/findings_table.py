"""One table of the findings of many files, as a workbook that can be sent back."""

from __future__ import annotations

import io
import os
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any


from kjfz_docs.files import write_whole
from kjfz_docs.findings import Finding
from kjfz_docs.reading.reading import Reading
from kjfz_docs.records.masking import masked_numbers
from kjfz_docs.records.shown import label_of

_HEADS = (
    ("文件", 32),
    ("表格", 30),
    ("栏目", 28),
    ("位置", 18),
    ("级别", 8),
    ("代码", 9),
    ("问题", 60),
    ("原文", 30),
)
# What a cell of a workbook can hold.
_LONGEST = 32_767
_A4 = 9
# Points for one line of a cell.
_LINE = 15
_ILLEGAL = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535))


def findings_table(readings: Iterable[Reading[Any]], path: str | os.PathLike[str]) -> Path:
    """Write the findings of readings as an .xlsx: one row each, in the order of the files. Returns the path.

    Every cell is text: nothing in it is taken for a formula. Private values are masked. Raises OSError.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet("问题")
    side = Side(style="thin", color="999999")
    border = Border(left=side, right=side, top=side, bottom=side)
    for number, (_, width) in enumerate(_HEADS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"

    def cell(text: str, *, head: bool = False) -> Any:
        made = WriteOnlyCell(sheet, text.translate(_ILLEGAL)[:_LONGEST])
        made.data_type = "s"
        made.number_format = "@"
        made.border = border
        made.alignment = Alignment(wrap_text=True, vertical="top", horizontal="center" if head else "left")
        if head:
            made.font = Font(bold=True)
            made.fill = PatternFill("solid", fgColor="DDEBF7")
        elif text[:1] in "=+-@":
            made.quotePrefix = True
        return made

    sheet.append([cell(head, head=True) for head, _ in _HEADS])
    sheet.row_dimensions[1].height = _LINE
    count = 1
    for reading in readings:
        for finding in reading.findings:
            texts = tuple(_row(reading, finding))
            count += 1
            sheet.row_dimensions[count].height = _LINE * max(
                -(-_columns(text) // width) for text, (_, width) in zip(texts, _HEADS, strict=True)
            )
            sheet.append([cell(text) for text in texts])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(_HEADS))}{count}"
    stream = io.BytesIO()
    book.save(stream)
    return write_whole(path, stream.getvalue())


def _columns(text: str) -> int:
    """How many columns of a fixed pitch a text takes, one at least; a Chinese character takes two."""
    return 1 + sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _row(reading: Reading[Any], finding: Finding) -> Iterator[str]:
    yield os.path.basename(reading.file or "")
    yield reading.title
    cls = getattr(reading.form, "record", None)
    field = (finding.field or "").replace(".*.", ".0.")
    yield label_of(cls, field, reading.printed_names) if cls is not None and field else ""
    yield finding.where.spot if finding.where is not None else ""
    yield finding.severity.label
    yield finding.code
    yield finding.message
    yield masked_numbers(finding.raw or "")
