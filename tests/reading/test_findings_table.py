"""The findings of many files in one workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl

import kjfz_docs as kd
from tests.making import save

CARD = "6222021234567890123"
LIST = kd.AccountCollection(
    rows=(
        kd.AccountRow(name="=1+1", account=kd.BankAccount(branch="某行", number=CARD)),
        kd.AccountRow(name="李明", account=kd.BankAccount(branch="某行", number=CARD)),
    )
)


def table(tmp_path: Path) -> Any:
    readings = [
        *kd.read_all(save(tmp_path, "附件4.docx", kd.render(LIST))),
        *kd.read_all(save(tmp_path, "附件1.docx", kd.render(kd.Assessment(name="李明")))),
        *kd.read_all(save(tmp_path, "坏.docx", b"nothing")),
    ]
    path = kd.findings_table(readings, tmp_path / "问题.xlsx")
    return openpyxl.load_workbook(path).active


def test_each_finding_has_a_row_with_its_file_field_and_place(tmp_path: Path) -> None:
    rows = [tuple(cell.value for cell in row) for row in table(tmp_path).iter_rows()]
    assert rows[0] == ("文件", "表格", "栏目", "位置", "级别", "代码", "问题", "原文")
    assert [row[0] for row in rows[1:]] == sorted(
        (row[0] for row in rows[1:]), key=["附件4.docx", "附件1.docx", "坏.docx"].index
    )
    doubled = next(row for row in rows if row[5] == "KD420")
    assert doubled[2] == "名单 / 第2行 / 个人账户信息 / 银行账号"
    assert doubled[3] == "表1第3行第5列"


def test_private_values_are_masked(tmp_path: Path) -> None:
    texts = "".join(str(cell.value) for row in table(tmp_path).iter_rows() for cell in row)
    assert CARD not in texts


def test_every_cell_is_text_and_none_a_formula(tmp_path: Path) -> None:
    cells = [cell for row in table(tmp_path).iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.number_format for cell in cells} == {"@"}


def test_the_sheet_is_ready_to_be_printed_and_filtered(tmp_path: Path) -> None:
    sheet = table(tmp_path)
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:H{sheet.max_row}"
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$1:$1")
