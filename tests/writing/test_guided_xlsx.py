"""Guided workbooks: lists and prompts where something is filled in, the rest locked; they print as the plain form."""

from __future__ import annotations

import datetime as dt
import io
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import kjfz_docs as kd
from tests.office import convert, needs_libreoffice
from tests.writing.test_guided_docx import lines

FORMS = list(kd.forms)


def sheet_of(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data)).active


def validations(sheet: Any) -> dict[str, Any]:
    """The validation of each cell that has one."""
    return {
        f"{cell.coordinate}": each
        for each in sheet.data_validations.dataValidation
        for ranges in each.sqref.ranges
        for row in sheet[f"{ranges.coord}:{ranges.coord}" if ":" not in ranges.coord else ranges.coord]
        for cell in row
    }


def beside(sheet: Any, label: str) -> Any:
    """The cell right of a label, past its merged range."""
    (cell,) = [cell for row in sheet for cell in row if str(cell.value or "").replace("\n", "") == label]
    merged = next((each for each in sheet.merged_cells.ranges if cell.coordinate in each), None)
    return sheet.cell(cell.row, (merged.max_col if merged else cell.column) + 1)


def below(sheet: Any, label: str) -> Any:
    """The cell under the head of a column."""
    (cell,) = [cell for row in sheet for cell in row if str(cell.value or "").replace("\n", "") == label]
    return sheet.cell(cell.row + 1, cell.column)


def saved(sheet: Any) -> bytes:
    stream = io.BytesIO()
    sheet.parent.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("form", FORMS)
def test_a_guided_form_reads_as_a_blank_one_with_the_texts_of_the_plain(form: str) -> None:
    guided = kd.blank(form, "xlsx", guided=True)
    assert kd.read(guided).outcome is kd.Outcome.BLANK_FORM
    assert lines(guided) == lines(kd.blank(form, "xlsx"))


@pytest.mark.parametrize("form", FORMS)
def test_labels_are_locked_without_a_password_and_places_to_fill_in_are_not(form: str) -> None:
    sheet = sheet_of(kd.blank(form, "xlsx", guided=True, rows=None))
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    locked = {str(cell.value) for row in sheet for cell in row if cell.value and cell.protection.locked}
    assert any(text.startswith("附件") for text in locked)
    assert any(text.startswith("湖北省第") for text in locked)
    assert any(not cell.protection.locked for row in sheet for cell in row)


def test_columns_of_a_list_have_what_prevents_mistakes() -> None:
    sheet = sheet_of(kd.blank("account_collection", "xlsx", guided=True, rows=5))
    found = validations(sheet)

    def of(label: str) -> Any:
        cell = below(sheet, label)
        return found[cell.coordinate], found[sheet.cell(cell.row + 4, cell.column).coordinate]

    for label, formula in (("性别", '"男,女"'), ("是否到岗履职（是/否）", '"是,否"')):
        first, last = of(label)
        assert first is last
        assert (first.type, first.formula1, first.prompt) == ("list", formula, "请从下拉列表中选择")
    assert of("联系手机")[0].formula1 == "11"
    assert of("银行账号")[0].type == "textLength"
    assert below(sheet, "银行账号").number_format == "@"
    assert "300" in [
        each.formula1
        for each in sheet_of(kd.blank("absence_summary", "xlsx", guided=True)).data_validations.dataValidation
    ]


def test_what_is_chosen_and_typed_is_read() -> None:
    sheet = sheet_of(kd.blank("assessment", "xlsx", guided=True))
    found = validations(sheet)
    place = beside(sheet, "是否将工作经费充分合理的运用于服务接收企业")
    choices = found[place.coordinate].formula1.strip('"').split(",")
    assert len(choices) == 2
    place.value = choices[1]
    satisfaction = beside(sheet, "对“科技副总”服务企业的满意度")
    satisfaction.value = found[satisfaction.coordinate].formula1.strip('"').split(",")[2]
    below(sheet, "解决技术难题数（个）").value = 6
    assert found[below(sheet, "解决技术难题数（个）").coordinate].type == "whole"
    reading = kd.read(saved(sheet), kd.Assessment)
    assert reading.record is not None
    assert reading.record.funds_used_properly is False
    assert reading.record.evaluation.satisfaction is kd.Satisfaction.FAIRLY_SATISFIED
    assert reading.record.outcomes.problems_solved == 6


def filled_accounts() -> bytes:
    sheet = sheet_of(kd.blank("account_collection", "xlsx", guided=True, rows=3))
    for label, value in (
        ("“科技副总”姓名", "李明"),
        ("性别", "女"),
        ("银行账号", "6222021234567890128"),
        ("是否已与企业签约（是/否）", "是"),
        ("服务成效（很好/一般/没有）", "一般"),
        ("联系手机", "13800000000"),
    ):
        below(sheet, label).value = value
    return saved(sheet)


def assert_filled(reading: kd.Reading[kd.AccountCollection]) -> None:
    assert reading.record is not None
    (row,) = reading.record.rows
    assert (row.name, row.gender, row.account.number) == ("李明", "女", "6222021234567890128")
    assert (row.contract_signed, row.effectiveness) == (True, kd.Effectiveness.FAIR)


def test_a_list_that_was_filled_in_is_read() -> None:
    assert_filled(kd.read(filled_accounts(), kd.AccountCollection))


def test_days_are_checked_as_days() -> None:
    from tests.writing.test_xlsx import form

    sheet = sheet_of(kd.blank(form(), "xlsx", guided=True, rows=2))
    kinds = {each.type for each in sheet.data_validations.dataValidation}
    assert kinds == {"whole", "decimal", "date"}
    sheet["B6"], sheet["E6"] = "水泵", dt.date(2024, 5, 6)
    record: Any = kd.read(saved(sheet), forms=[form()]).record
    assert record.items[0].bought_on == dt.date(2024, 5, 6)


class TestAfterLibreOffice:
    pytestmark = needs_libreoffice

    @pytest.mark.parametrize("route", [("xlsx",), ("ods", "xlsx")], ids="-".join)
    def test_what_was_filled_in_is_read(self, route: tuple[str, ...], tmp_path: Path) -> None:
        file = tmp_path / "accounts.xlsx"
        file.write_bytes(filled_accounts())
        for step, extension in enumerate(route):
            (file,) = convert([file], extension, tmp_path / f"step{step}")
        assert_filled(kd.read(file, kd.AccountCollection))

    @pytest.mark.parametrize("form", FORMS)
    def test_no_point_of_the_page_differs(self, form: str, tmp_path: Path) -> None:
        files = {name: tmp_path / f"{name}.xlsx" for name in ("plain", "guided")}
        for name, file in files.items():
            file.write_bytes(kd.blank(form, "xlsx", guided=name == "guided"))
        pages = []
        for file in convert(list(files.values()), "pdf", tmp_path / "pdf"):
            subprocess.run(
                ["pdftoppm", "-r", "60", "-gray", str(file), str(file.with_suffix(""))], check=True
            )
            pages.append([page.read_bytes() for page in sorted(file.parent.glob(f"{file.stem}-*.pgm"))])
        assert pages[0] == pages[1] != []
