"""The same list as workbooks in the tags of each engine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import attrs
import openpyxl
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, Side

from tests.benchmarks.data import ACCOUNT_COLUMNS, COLUMNS, HEADS

THIN = Side(style="thin")
BORDER = Border(THIN, THIN, THIN, THIN)
FORMATS = {"amount": "#,##0.00", "seq": "0"}


@attrs.frozen
class Table:
    """A list that is filled into workbooks; ``name`` begins the names of its templates and data."""

    name: str
    columns: Sequence[str]
    heads: Sequence[str]


PAYMENTS = Table("table", COLUMNS, HEADS)
ACCOUNTS = Table("accounts", ACCOUNT_COLUMNS, ACCOUNT_COLUMNS)


def make_all(folder: Path) -> None:
    """Every template, by the names table_plain.xlsx, accounts_xltpl.xlsx and so on."""
    for table in (PAYMENTS, ACCOUNTS):
        _template(table, ["{}"]).save(folder / f"{table.name}_plain.xlsx")
        _substitute(table, folder / f"{table.name}_substitute.xlsx")
        jinja = _template(table, ["", "{{{{ r.{} }}}}", ""])
        jinja.active["A3"], jinja.active["A5"] = "{%tr for r in rows %}", "{%tr endfor %}"
        jinja.save(folder / f"{table.name}_jinja.xlsx")
        xltpl = _template(table, ["{{{{ r.{} }}}}"])
        xltpl.active["A3"].comment = Comment("beforerow{% for r in rows %}", "x")
        xltpl.active.cell(3, len(table.columns)).comment = Comment("aftercell{% endfor %}", "x")
        xltpl.save(folder / f"{table.name}_xltpl.xlsx")


def _substitute(table: Table, path: Path) -> None:
    """For xlsx-template, which finds the texts of a workbook only where XlsxWriter and Excel put them."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("明细")
        look = book.add_format({"border": 1, "font_name": "宋体", "font_size": 11})
        sheet.merge_range(0, 0, 0, len(table.columns) - 1, "发放明细表", look)
        sheet.write_row(1, 0, table.heads, look)
        sheet.write_row(2, 0, [f"${{table:rows.{name}}}" for name in table.columns], look)


def _template(table: Table, rows: Sequence[str]) -> Any:
    """A title, the heads, and rows of tags; ``{}`` stands for the name of the column."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "明细"
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(table.columns))
    sheet["A1"] = "发放明细表"
    sheet["A1"].font, sheet["A1"].alignment = Font(name="黑体", size=18, bold=True), Alignment("center")
    for column, (name, head) in enumerate(zip(table.columns, table.heads, strict=True), 1):
        cell = sheet.cell(2, column, head)
        cell.font, cell.border = Font(name="宋体", size=11, bold=True), BORDER
        sheet.column_dimensions[cell.column_letter].width = 18
        for row, tag in enumerate(rows, 3):
            cell = sheet.cell(row, column, tag.format(name) or None)
            cell.font, cell.border = Font(name="宋体", size=11), BORDER
            cell.number_format = FORMATS.get(name, "@")
    return book
