"""Engines that fill a list into a workbook: those with [T] a styled template, the others a new workbook like it.

What cannot be filled into a template (openpyxl write-only, XlsxWriter) has fonts, borders and formats of its own.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.benchmarks.data import account_rows, list_rows
from tests.benchmarks.model import Engine, Given, Work
from tests.benchmarks.templates_xlsx import ACCOUNTS, BORDER, FORMATS, PAYMENTS, Table

Fill = Callable[[Any, Path], object]
Maker = Callable[[Table, Path], Fill]


def _openpyxl(table: Table, corpus: Path) -> Fill:
    from openpyxl import load_workbook

    def fill(rows: Any, path: Path) -> None:
        book = load_workbook(corpus / f"{table.name}_plain.xlsx")
        sheet = book.active
        styles = [sheet.cell(3, column)._style for column in range(1, len(table.columns) + 1)]
        for number, row in enumerate(rows, 3):
            for column, (name, style) in enumerate(zip(table.columns, styles, strict=True), 1):
                cell = sheet.cell(number, column, row[name])
                cell._style = copy.copy(style)
        book.save(path)

    return fill


def _write_only(table: Table, corpus: Path) -> Fill:  # noqa: ARG001 - the signature of all
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    def fill(rows: Any, path: Path) -> None:
        book = Workbook(write_only=True)
        sheet: Any = book.create_sheet("明细")
        styles = []
        for name in table.columns:
            cell = WriteOnlyCell(sheet)
            cell.font, cell.border = Font(name="宋体", size=11), BORDER
            cell.number_format = FORMATS.get(name, "@")
            styles.append(cell._style)
        sheet.append(table.heads)
        for row in rows:
            cells = [WriteOnlyCell(sheet, row[name]) for name in table.columns]
            for cell, style in zip(cells, styles, strict=True):
                cell._style = style
            sheet.append(cells)
        book.save(path)

    return fill


def _xlsxwriter(table: Table, corpus: Path) -> Fill:  # noqa: ARG001 - the signature of all
    import xlsxwriter

    def fill(rows: Any, path: Path) -> None:
        book = xlsxwriter.Workbook(path, {"constant_memory": True})
        sheet = book.add_worksheet("明细")
        looks = [
            book.add_format(
                {"border": 1, "font_name": "宋体", "font_size": 11, "num_format": FORMATS.get(name, "@")}
            )
            for name in table.columns
        ]
        sheet.write_row(0, 0, table.heads)
        writers = [
            (column, name, sheet.write_number if name in FORMATS else sheet.write_string, look)
            for column, (name, look) in enumerate(zip(table.columns, looks, strict=True))
        ]
        for number, row in enumerate(rows, 1):
            for column, name, write, look in writers:
                write(number, column, row[name], look)
        book.close()

    return fill


def _xltpl(table: Table, corpus: Path) -> Fill:
    from xltpl.writerx import BookWriter

    def fill(rows: Any, path: Path) -> None:
        writer = BookWriter(str(corpus / f"{table.name}_xltpl.xlsx"))
        writer.render_book([{"rows": rows, "sheet_name": "明细"}])
        writer.save(str(path))

    return fill


def _compiled(compression: Any) -> Maker:
    def make(table: Table, corpus: Path) -> Fill:
        import kjfz_docs as kd

        template = kd.Template(corpus / f"{table.name}_jinja.xlsx")
        return lambda rows, path: path.write_bytes(template.render({"rows": rows}, compression=compression))

    return make


def _rows(make: Maker, table: Table) -> Callable[[Given], Work]:
    def prepared(given: Given) -> Work:
        fill = make(table, given.corpus)
        rows: Any = (list_rows if table is PAYMENTS else account_rows)(given.size)
        path = given.folder / "made.xlsx"

        def work() -> Path:
            fill(rows, path)
            return path

        return work

    return prepared


def account_records(count: int) -> Any:
    """附件3 with as many rows, those of ``account_rows``."""
    import kjfz_docs as kd

    return kd.AccountCollection(
        rows=tuple(
            kd.AccountRow(
                name=row["name"],
                gender=row["gender"],
                party=row["party"],
                account=kd.BankAccount(branch=row["branch"], number=row["number"]),
                host_enterprise=row["host"],
                contract_signed=True,
                on_duty=True,
                effectiveness=kd.Effectiveness.VERY_GOOD,
                satisfaction=kd.Satisfaction.SATISFIED,
                mobile=row["mobile"],
            )
            for row in account_rows(count)
        )
    )


def _records(compression: Any) -> Callable[[Given], Work]:
    def prepared(given: Given) -> Work:
        import kjfz_docs as kd

        record, path = account_records(given.size), given.folder / "made.xlsx"
        return lambda: kd.write(record, path, compression=compression)

    return prepared


def _peers(table: Table) -> dict[str, Engine]:
    return {
        "openpyxl [T]": Engine(_rows(_openpyxl, table), "openpyxl"),
        "openpyxl, write-only": Engine(_rows(_write_only, table), "openpyxl"),
        "XlsxWriter": Engine(_rows(_xlsxwriter, table), "XlsxWriter"),
        "xltpl [T]": Engine(_rows(_xltpl, table), "xltpl"),
    }


TABLE = {
    **_peers(PAYMENTS),
    "kd.Template, zlib [T]": Engine(_rows(_compiled("zlib"), PAYMENTS)),
    "kd.Template, isal [T]": Engine(_rows(_compiled("isal"), PAYMENTS)),
}
RECORDS = {
    **_peers(ACCOUNTS),
    "kd.write, zlib [T]": Engine(_records("zlib")),
    "kd.write, isal [T]": Engine(_records("isal")),
}
