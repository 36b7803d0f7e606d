"""Workbooks of plain tables: cells are texts or numbers, nothing is taken for a formula, a page is as wide as A4."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import attrs

# What a cell of a workbook can hold.
_LONGEST = 32_767
_A4 = 9
# What a number of a workbook can hold exactly: longer ones are texts.
_EXACT = 15
# Points for one line of a cell.
_LINE = 15
_ILLEGAL = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535))


@attrs.frozen
class TextTable:
    """One sheet: its name, its columns with their widths, and the texts and numbers of its rows."""

    title: str
    heads: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[str | int | Decimal]]


def text_workbook(tables: Iterable[TextTable]) -> bytes:
    """The workbook (.xlsx) of some tables, each a sheet with its head repeated on every page."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for table in tables:
        _add(book, table)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _add(book: Any, table: TextTable) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(table.title)
    side = Side(style="thin", color="999999")
    border = Border(left=side, right=side, top=side, bottom=side)
    for number, (_, width) in enumerate(table.heads, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"

    def cell(value: str | int | Decimal, *, head: bool = False) -> Any:
        if not isinstance(value, str) and len(str(abs(value))) <= _EXACT:
            number = WriteOnlyCell(sheet, value)
            if isinstance(value, Decimal) and round(value, 2) == value:
                number.number_format = "#,##0.00"
            number.border = border
            number.alignment = Alignment(vertical="top", horizontal="right")
            return number
        text = str(value)
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

    def height(values: Sequence[str | int | Decimal]) -> int:
        widths = (width for _, width in table.heads)
        lines = (-(-_columns(str(value)) // width) for value, width in zip(values, widths, strict=True))
        return _LINE * max(lines)

    heads = [head for head, _ in table.heads]
    sheet.row_dimensions[1].height = height(heads)
    sheet.append([cell(head, head=True) for head in heads])
    count = 1
    for values in table.rows:
        count += 1
        sheet.row_dimensions[count].height = height(values)
        sheet.append([cell(value) for value in values])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.heads))}{count}"


def _columns(text: str) -> int:
    """How many columns of a fixed pitch a text takes, one at least; a Chinese character takes two."""
    return 1 + sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
