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
from kjfz_docs.writing.xlsx_record_cells import RecordCells
from tests.office import convert, needs_libreoffice
from tests.writing.filled import FILLED
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
    attachment = kd.forms[form].attachment
    assert not attachment or attachment in locked
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
    assert kinds == {"whole", "decimal", "date", None}  # None: a prompt alone
    sheet["B6"], sheet["E6"] = "水泵", dt.date(2024, 5, 6)
    record: Any = kd.read(saved(sheet), forms=[form()]).record
    assert record.items[0].bought_on == dt.date(2024, 5, 6)


# ------------------------------------------------------------------ mixed cells


def custom(form: str, cell: str) -> Any:
    found = validations(sheet_of(kd.blank(form, "xlsx", guided=True)))[cell]
    assert (found.type, found.errorStyle) == ("custom", "warning")
    return found


def test_every_place_to_fill_in_that_mixes_words_has_a_prompt() -> None:
    for form in FORMS:
        sheet = sheet_of(kd.blank(form, "xlsx", guided=True))
        prompted = validations(sheet)
        mixed = [
            cell.coordinate
            for row in sheet
            for cell in row
            if not cell.protection.locked and cell.value and not str(cell.value).startswith("第")
        ]
        assert mixed
        assert set(mixed) <= set(prompted), form


def test_a_formula_fits_into_a_validation_and_a_prompt_into_its_box() -> None:
    for form in FORMS:
        for each in sheet_of(kd.blank(form, "xlsx", guided=True)).data_validations.dataValidation:
            assert len(each.formula1 or "") <= 255
            assert len(each.prompt) <= 255
            assert len(each.error) <= 225
            assert len(each.promptTitle) <= 32


def test_sections_are_counted_by_the_limits_that_their_headings_state() -> None:
    found = custom("assessment", "B10")
    assert found.prompt.endswith(
        "一、工作开展情况不超过1500字。二、存在的不足不超过200字。三、工作建议不超过200字"
    )
    assert found.formula1.count("FIND(") == 5


def test_the_formula_of_a_column_speaks_of_its_first_cell() -> None:
    found = custom("acceptance_summary", "I8")
    assert str(found.sqref) == "I6:I14"
    assert "I6" in found.formula1
    assert "I8" not in found.formula1


# ------------------------------------------------------------------ sums


def test_the_sums_below_a_list_are_formulas_that_show_nothing_until_something_is_typed() -> None:
    data = kd.blank("outcome_statistics", "xlsx", guided=True)
    sheet = sheet_of(data)
    assert sheet["E15"].value == '=IF(COUNT(E5:E14),SUM(E5:E14),"")'
    assert sheet["E15"].protection.locked
    assert openpyxl.load_workbook(io.BytesIO(data), data_only=True).active["E15"].value in (None, "")
    assert kd.read(data).outcome is kd.Outcome.BLANK_FORM
    plain: Any = sheet_of(kd.blank("outcome_statistics", "xlsx"))
    assert plain["E15"].value is None


def test_a_text_is_made_once_for_all_rows_of_a_guided_list(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Any] = []
    single = RecordCells._single

    def counted(self: RecordCells, *given: Any) -> Any:
        made.append(given)
        return single(self, *given)

    monkeypatch.setattr(RecordCells, "_single", counted)
    kd.blank("account_collection", "xlsx", rows=200, guided=True)
    assert len(made) == 11  # one for each column


# ------------------------------------------------------------------ filled in by another program


def typed_into(form: str) -> bytes:
    """A guided form with what stands in a filled one typed into its unlocked cells."""
    record = FILLED[form]
    count = len(record.rows) if hasattr(record, "rows") else None
    sheet = sheet_of(kd.blank(form, "xlsx", guided=True, rows=count))
    for row in sheet_of(kd.render(record, "xlsx")):
        for cell in row:
            place = sheet[cell.coordinate]
            if not place.protection.locked and cell.value is not None:
                place.value = cell.value
    return saved(sheet)


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
    def test_what_was_typed_into_each_form_reads_equal(self, form: str, tmp_path: Path) -> None:
        file = tmp_path / "filled.xlsx"
        file.write_bytes(typed_into(form))
        (file,) = convert([file], "xlsx", tmp_path / "saved")
        reading = kd.read(file)
        assert reading.record == FILLED[form]
        assert {f.code for f in reading.findings} <= {f.code for f in kd.check(FILLED[form])}
        if form == "outcome_statistics":
            sheet: Any = openpyxl.load_workbook(file, data_only=True).active
            assert (sheet["E8"].value, sheet["H8"].value) == (27, pytest.approx(0.3))
            assert sheet["C8"].value in (None, "")

    def test_the_formulas_of_mixed_cells_say_what_is_wrong_and_nothing_else(self, tmp_path: Path) -> None:
        section = "一、工作开展情况（必填，1500字以内）\n（一）主要成绩\n{}\n（二）典型经验\n{}\n"
        section += "二、存在的不足（必填，200字以内）\n{}\n三、工作建议（选填，200字以内）\n{}"
        line, opinion = (
            "各区经信局（盖章）：        填报人：王芳      填报日期：{}",
            "同意（盖章）。\n　　（盖章）\n　　　{}",
        )
        account = "开户行（含支行）：某支行\n银行账号：{}"
        right, wrong = True, False
        texts = [
            ("absence_summary", "A3", line.format(day), good)
            for day, good in (
                *(("", right), ("   ", right), ("2023年8月25日", right), ("2023 年 8 月 25 日", right)),
                *(("2023-8-25", right), ("2023.8.25", right), ("　2023年08月25日", right)),
                *(("2023年13月1日", wrong), ("昨天", wrong), ("8月25日", wrong)),
            )
        ]
        texts += [
            ("assessment", "B22", opinion.format(day), good)
            for day, good in (
                *(("202  年  月  日", right), ("2023年8月25日", right), ("2023  年 8 月 25  日 ", right)),
                *(("202  年 8 月 25 日", wrong), ("2023年8月32日", wrong)),
            )
        ]
        texts += [
            ("acceptance_summary", "I6", account.format(number), good)
            for number, good in (
                *(("", right), ("6217002870000001241", right), ("6217 0028 7000 0001 241", right)),
                *(("621700", wrong), ("6" * 31, wrong)),
            )
        ]
        texts += [
            (
                "assessment",
                "B10",
                section.format("成" * first, "验" * second, "不" * third, "建" * fourth),
                good,
            )
            for first, second, third, fourth, good in (
                *((0, 0, 0, 0, right), (1000, 500, 200, 200, right), (1500, 0, 1, 0, right)),
                *((1000, 501, 1, 1, wrong), (1, 1, 201, 1, wrong), (1, 1, 1, 201, wrong)),
            )
        ]
        formulas = {(form, cell): custom(form, cell).formula1 for form, cell, _, _ in texts}
        book: Any = openpyxl.Workbook()
        for row, (form, cell, text, _) in enumerate(texts, 1):
            book.active.cell(row, 1).value = text
            formula = formulas[form, cell].replace(cell, f"A{row}")
            book.active.cell(row, 2).value = f"=IFERROR({formula},FALSE)"
        book.save(tmp_path / "formulas.xlsx")
        (file,) = convert([tmp_path / "formulas.xlsx"], "xlsx", tmp_path / "saved")
        sheet: Any = openpyxl.load_workbook(file, data_only=True).active
        said = [(text, sheet.cell(row, 2).value) for row, (_, _, text, _) in enumerate(texts, 1)]
        assert said == [(text, good) for _, _, text, good in texts]

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


def test_sums_of_a_form_that_a_program_without_a_calculator_filled_are_worked_out() -> None:
    sheet = sheet_of(kd.blank("outcome_statistics", "xlsx", guided=True))
    for row, name in enumerate(("江夏区", "洪山区"), 5):
        sheet.cell(row, 1).value = name
        for column in range(3, 9):
            sheet.cell(row, column).value = row * column
    reading: Any = kd.read(saved(sheet))
    assert reading.stated["total"] == reading.record.total
    assert reading.stated["total"].platforms_built is None
    assert {finding.code for finding in reading.findings} <= {"KD238", "KD401"}
