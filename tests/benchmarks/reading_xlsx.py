"""Engines that read a workbook of many rows.

openpyxl is asked for the values alone, and calamine gives neither number formats nor fonts; ours returns records.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.benchmarks.filling_xlsx import account_records
from tests.benchmarks.model import Engine, Given, Work

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def _openpyxl(**options: bool) -> Callable[[bytes], Work]:
    def make(data: bytes) -> Work:
        import openpyxl

        def work() -> Any:
            book = openpyxl.load_workbook(io.BytesIO(data), **options)
            found = [row for sheet in book.worksheets for row in sheet.iter_rows(values_only=True)]
            book.close()
            return found

        return work

    return make


def _calamine(data: bytes) -> Work:
    from python_calamine import load_workbook

    return lambda: load_workbook(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def _lxml(data: bytes) -> Work:
    """The values of the first sheet, by hand; ours writes texts into the cells themselves."""
    from lxml import etree

    def work() -> Any:
        found = []
        with zipfile.ZipFile(io.BytesIO(data)) as package, package.open("xl/worksheets/sheet1.xml") as sheet:
            for _, row in etree.iterparse(sheet, tag=f"{_S}row"):
                found.append(["".join(cell.itertext()) for cell in row.iterchildren(f"{_S}c")])
                row.clear()
        return found

    return work


def _grid(data: bytes) -> Work:
    """Types, number formats, fonts, merged ranges and results of formulas, without what they mean."""
    from kjfz_docs.grids import open_file, read_grid

    return lambda: read_grid(open_file(data))


def _ours(data: bytes) -> Work:
    import kjfz_docs as kd

    assert kd.read(data).record is not None
    return lambda: kd.read(data)


def prepare_list(corpus: Path, size: int) -> None:
    """Write what is read, so that the readers' memory is theirs alone."""
    import kjfz_docs as kd

    kd.write(account_records(size), _path(corpus, size))


def _path(corpus: Path, size: int) -> Path:
    return corpus / f"read_{size}.xlsx"


def _of_list(make: Callable[[bytes], Work]) -> Callable[[Given], Work]:
    return lambda given: make(_path(given.corpus, given.size).read_bytes())


LIST = {
    "openpyxl, values": Engine(_of_list(_openpyxl()), "openpyxl"),
    "openpyxl, read-only": Engine(_of_list(_openpyxl(read_only=True)), "openpyxl"),
    "zipfile and lxml, values": Engine(_of_list(_lxml), "lxml"),
    "calamine": Engine(_of_list(_calamine), "python-calamine"),
    "kjfz_docs, grid alone": Engine(_of_list(_grid)),
    "kd.read": Engine(_of_list(_ours)),
}
