"""What reading a workbook costs: python tests/benchmarks/reading_xlsx.py [ROWS]

The grid (types, number formats, fonts, merged ranges, formula results) beside openpyxl, whole and read-only, and
python-calamine where it is installed; then the reading of the record. openpyxl is asked for the values alone; calamine
gives neither number formats nor fonts.
"""

from __future__ import annotations

import importlib.util
import io
import sys
import time
from collections.abc import Callable

import openpyxl

import kjfz_docs as kd
from kjfz_docs.grids import open_file, read_grid
from tests.benchmarks.filling_xlsx import values

ROWS = 5_000


def seconds(work: Callable[[], object]) -> float:
    work()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def rows_of(book: openpyxl.Workbook) -> int:
    return sum(1 for sheet in book.worksheets for _ in sheet.iter_rows(values_only=True))


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    rows = tuple(
        kd.AccountRow(name=row[0], account=kd.BankAccount(branch=row[3], number=row[4]), mobile=row[10])
        for row in values(count)
    )
    data = kd.render(kd.AccountCollection(rows=rows), "xlsx")
    engines: dict[str, Callable[[], object]] = {
        "grid": lambda: read_grid(open_file(data)),
        "openpyxl": lambda: rows_of(openpyxl.load_workbook(io.BytesIO(data))),
        "openpyxl, read only": lambda: rows_of(openpyxl.load_workbook(io.BytesIO(data), read_only=True)),
    }
    if importlib.util.find_spec("python_calamine") is not None:
        calamine = importlib.import_module("python_calamine")
        engines["calamine"] = lambda: (
            calamine.load_workbook(io.BytesIO(data)).get_sheet_by_index(0).to_python()
        )
    engines["kd.read"] = lambda: kd.read(data)
    base = seconds(engines["grid"])
    for name, work in engines.items():
        took = seconds(work)
        print(f"{name:20} {count / took:9.0f} rows/s   {took / base:5.1f} times the grid's time")


if __name__ == "__main__":
    main()
