"""Workbooks of the older kind: saved by LibreOffice, they read as the workbooks they were made from."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import kjfz_docs as kd
from kjfz_docs.cli.demo_data import samples_of
from kjfz_docs.errors import Refused
from kjfz_docs.grids import open_file, read_grid
from tests.office import convert, needs_libreoffice

FILE = Path(__file__).parent / "files" / "account_collection.xls"


def test_an_old_workbook_is_read_with_its_places() -> None:
    ((_, record),) = samples_of(kd.AccountCollection)
    reading = kd.read(FILE)
    assert reading.record == record
    assert str(reading.provenance["rows.0.name"]) == "account_collection.xls 附件4!A5"


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_old_workbook_is_refused_or_read(seed: int) -> None:
    data = bytearray(FILE.read_bytes())
    chance = random.Random(seed)
    for _ in range(chance.choice([1, 20, 400])):
        data[chance.randrange(512, len(data))] = chance.randrange(256)
    assert kd.read(bytes(data)).outcome in set(kd.Outcome)


def test_what_only_looks_like_one_is_refused() -> None:
    data = FILE.read_bytes()
    with pytest.raises(Refused) as refused:
        read_grid(open_file(data[: len(data) // 2]))
    assert refused.value.findings[0].code == "KD102"


def test_a_formula_that_a_mere_writer_of_old_workbooks_left_uncalculated_is_doubted() -> None:
    # Made by xlwt: C4 is ="示范"&"大学", E4 is blank.
    reading: Any = kd.read(FILE.with_name("uncalculated.xls"))
    assert reading.record.rows[0].sending_unit is None
    found = [(f.field, f.where and f.where.cell) for f in reading.findings if f.code == "KD225"]
    assert found == [("rows.0.sending_unit", "C4")]


class TestAfterLibreOffice:
    pytestmark = needs_libreoffice

    def test_values_formats_and_merged_ranges_are_those_of_the_workbook(self, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        sheet: Any = book.active
        sheet.title = "汇总表"
        sheet["A1"], sheet["B1"], sheet["C1"] = "日期", "数量", "账号"
        sheet["A2"], sheet["B2"], sheet["C2"] = dt.date(2023, 8, 25), 1234.5, "0012"
        sheet["A3"], sheet["B3"], sheet["C3"] = True, "=1/0", 6222021234567890128
        sheet["A4"] = "合并"
        sheet.merge_cells("A4:B5")
        sheet["C4"], sheet["C5"] = "甲", "乙"
        hidden = book.create_sheet("隐藏")
        hidden["A1"], hidden.sheet_state = "x", "hidden"
        book.save(tmp_path / "a.xlsx")
        (file,) = convert([tmp_path / "a.xlsx"], "xls", tmp_path / "xls")
        grid = read_grid(open_file(file))
        assert grid.draw().splitlines() == [
            "| 日期 | 数量 | 账号",
            "| 2023年8月25日 | 1234.5 | 0012",
            "| TRUE |  | 6.22202123456789E+18",
            "| 合并 | 甲",
            "| 乙",
        ]
        assert [f.code for cell in grid.cells() for f in cell.findings] == ["KD226"]
        assert [f.code for f in grid.findings] == ["KD228"]

    def test_what_its_format_hides_is_said(self, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        sheet: Any = book.active
        sheet["A1"], sheet["B1"], sheet["B2"] = "数量", 5, "甲"
        sheet["B1"].number_format = sheet["B2"].number_format = ";;;"
        book.save(tmp_path / "a.xlsx")
        (file,) = convert([tmp_path / "a.xlsx"], "xls", tmp_path / "xls")
        grid = read_grid(open_file(file))
        assert [(str(cell.place), f.code) for cell in grid.cells() for f in cell.findings] == [
            ("Sheet!B1", "KD210"),
            ("Sheet!B2", "KD210"),
        ]

    def test_a_formula_that_a_spreadsheet_program_calculated_to_nothing_is_blank(
        self, tmp_path: Path
    ) -> None:
        book = openpyxl.Workbook()
        sheet: Any = book.active
        sheet.append(["甲", '=""', "乙"])
        book.save(tmp_path / "a.xlsx")
        (file,) = convert([tmp_path / "a.xlsx"], "xls", tmp_path / "xls")
        grid = read_grid(open_file(file))
        assert (grid.draw(), [cell for cell in grid.cells() if cell.findings]) == ("| 甲 |  | 乙", [])
