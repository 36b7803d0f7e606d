"""Written workbooks: texts stay texts, numbers numbers, sums formulas; what refers to rows moves along."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import shutil
import subprocess
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import openpyxl
import pytest
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Border, Side
from openpyxl.worksheet.datavalidation import DataValidation

import kjfz_docs as kd
from tests.forms.test_round_trip import assert_reads_back


@attrs.frozen(kw_only=True)
class Item:
    title: str | None = None
    count: int | None = None
    price: Decimal | None = None
    bought_on: dt.date | None = None


@attrs.frozen(kw_only=True)
class Sum:
    count: int | None = None


@attrs.frozen(kw_only=True)
class Shopping:
    name: str | None = None
    items: tuple[Item, ...] = ()

    @property
    def total(self) -> Sum:
        known = [item.count for item in self.items if item.count is not None]
        return Sum(count=sum(known) if known else None)


def template(change: Any = None) -> bytes:
    """A list at B3 with a sum and a note below it, and whatever ``change`` does to the sheet."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "清单"
    rows = (
        ("采购清单",),
        ("采购人：{{ name }}",),
        ("名称", "数量", "单价", "日期"),
        ("{%tr for item in items %}",),
        ("{{ item.title }}", "{{ item.count }}", "{{ item.price }}", "{{ item.bought_on }}"),
        ("{%tr endfor %}",),
        ("合计", "{{ total.count }}", None, None),
        ("注：以上均已验收。",),
    )
    side = Side(style="thin")
    for number, row in enumerate(rows, 3):
        for column, text in enumerate(row, 2):
            cell = sheet.cell(number, column, text)
            if len(row) > 1:
                cell.border = Border(side, side, side, side)
    sheet.print_area = "B3:E10"
    sheet.print_title_rows = "5:5"
    if change is not None:
        change(sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def form(change: Any = None) -> kd.Form:
    return kd.Form(id="shopping", record=Shopping, xlsx=template(change))


def shopping(count: int) -> Shopping:
    items = (
        Item(title=f"水泵{n}", count=n + 1, price=Decimal("1.5"), bought_on=dt.date(2024, 5, 6))
        for n in range(count)
    )
    return Shopping(name="李明", items=tuple(items))


def sheet_of(data: bytes, **options: Any) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data), **options).active


def rendered(count: int, change: Any = None) -> bytes:
    return kd.render(shopping(count), "xlsx", form=form(change))


# ------------------------------------------------------------------ a form of one's own


def test_a_workbook_alone_is_a_form() -> None:
    mine = form()
    assert mine.check() == ()
    reading = kd.read(rendered(3), forms=[mine])
    assert reading.record == shopping(3)
    assert str(reading.provenance["items.1.title"]) == "清单!B7"
    assert kd.read(kd.blank(mine, "xlsx"), forms=[mine]).outcome is kd.Outcome.BLANK_FORM
    with pytest.raises(ValueError, match="no template for 'docx'"):
        kd.render(shopping(1), "docx", form=mine)


def test_a_misspelt_tag_is_named_with_its_cell_and_the_nearest_field() -> None:
    def misspell(sheet: Any) -> None:
        sheet["C7"] = "{{ item.cuont }}"

    (finding,) = form(misspell).check()
    assert (finding.code, str(finding.where)) == ("KD602", "清单!C7")
    assert "count" in finding.message


# ------------------------------------------------------------------ values


def test_numbers_and_days_are_typed_and_sums_are_formulas_with_their_values() -> None:
    written = rendered(3)
    sheet, values = sheet_of(written), sheet_of(written, data_only=True)
    assert [sheet[f"{column}6"].value for column in "BCDE"] == ["水泵0", 1, 1.5, dt.datetime(2024, 5, 6)]
    assert sheet["E6"].number_format == 'yyyy"年"m"月"d"日"'
    assert (sheet["C9"].value, values["C9"].value) == ("=SUM(C6:C8)", 6)


def test_an_account_is_text_in_a_cell_for_text() -> None:
    account = kd.BankAccount(branch="某支行", number="6222021234567890128")
    written = kd.render(kd.AccountCollection(rows=(kd.AccountRow(name="李明", account=account),)), "xlsx")
    cells = [cell for row in sheet_of(written) for cell in row if cell.value == account.number]
    assert [(cell.data_type, cell.number_format) for cell in cells] == [("s", "@")]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "'x"])
def test_a_text_is_never_a_formula(text: str) -> None:
    written = kd.render(kd.AbsenceSummary(rows=(kd.AbsenceRow(name="李明", reason=text),)), "xlsx")
    (cell,) = [cell for row in sheet_of(written) for cell in row if cell.value == text]
    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_escapes_of_excel_are_escaped() -> None:
    written = kd.render(kd.Assessment(name="_x0041_"), "xlsx")
    with zipfile.ZipFile(io.BytesIO(written)) as package:
        assert "_x005F_x0041_" in package.read("xl/worksheets/sheet1.xml").decode()
    record: Any = kd.read(written).record
    assert record.name == "_x0041_"


@pytest.mark.parametrize(
    ("item", "field"),
    [
        (Item(title="泵", count=10**15), "items.0.count"),
        (Item(title="泵", price=Decimal("1.234567890123456")), "items.0.price"),
        (Item(title="泵" * 32_768), "items.0.title"),
    ],
)
def test_what_a_workbook_cannot_hold_is_refused_by_name(item: Item, field: str) -> None:
    with pytest.raises(kd.UnwritableError) as refused:
        kd.render(Shopping(items=(item,)), "xlsx", form=form())
    assert refused.value.field == field


# ------------------------------------------------------------------ rows that move


@pytest.mark.parametrize("count", [1, 2, 40])
def test_what_refers_to_rows_moves_along(count: int) -> None:
    def refer(sheet: Any) -> None:
        choice = DataValidation(type="list", formula1='"甲,乙"', sqref="B7 B9")
        sheet.add_data_validation(choice)
        rule: Any = CellIsRule(operator="lessThan", formula=["0"])
        sheet.conditional_formatting.add("C7:C7", rule)
        sheet.merge_cells("B10:E10")
        sheet.merge_cells("B3:E3")

    sheet = sheet_of(rendered(count, refer))
    last = 5 + count
    assert str(sheet.data_validations.dataValidation[0].sqref) == f"B6:B{last} B{last + 1}".replace(
        "B6:B6 ", "B6 "
    )
    ((ranges, _),) = sheet.conditional_formatting._cf_rules.items()
    assert str(ranges.sqref) == (f"C6:C{last}" if count > 1 else "C6")
    assert {str(each) for each in sheet.merged_cells.ranges} == {"B3:E3", f"B{last + 2}:E{last + 2}"}
    assert sheet.print_area == f"'清单'!$B$3:$E${last + 2}"
    assert sheet.print_title_rows == "$5:$5"
    assert sheet[f"B{last + 2}"].value == "注：以上均已验收。"


def test_a_template_with_extensions_of_excel_is_filled() -> None:
    def refer(sheet: Any) -> None:
        sheet.add_data_validation(DataValidation(type="list", formula1='"甲,乙"', sqref="B7"))
        sheet.merge_cells("B10:E10")

    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(template(refer))) as source, zipfile.ZipFile(stream, "w") as changed:
        for name in source.namelist():
            data = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                uri = b"http://schemas.microsoft.com/office/spreadsheetml/2014/revision"
                data = data.replace(b"<worksheet ", b'<worksheet xmlns:xr="' + uri + b'" ', 1)
                data = data.replace(b"<dataValidation ", b'<dataValidation xr:uid="{1}" ', 1)
            changed.writestr(name, data)
    mine = kd.Form(id="shopping", record=Shopping, xlsx=stream.getvalue())
    written = kd.render(shopping(2), "xlsx", form=mine)
    assert kd.read(written, forms=[mine]).record == shopping(2)
    with zipfile.ZipFile(io.BytesIO(written)) as package:
        assert b'xr:uid="{1}"' in package.read("xl/worksheets/sheet1.xml")


def test_neighbours_that_share_a_prefecture_share_a_cell() -> None:
    rows = tuple(
        kd.AcceptanceRow(prefecture=each, name=f"王{n}")
        for n, each in enumerate(["甲市", "甲市", "乙市", "甲市"])
    )
    record = kd.AcceptanceSummary(rows=rows)
    written = kd.render(record, "xlsx")
    merged = sorted(str(each) for each in sheet_of(written).merged_cells.ranges)
    assert [each for each in merged if each.startswith("A6")] == ["A6:A7"]
    assert_reads_back(written, record)


def test_long_texts_make_their_rows_higher_and_a_report_all_of_its_rows() -> None:
    short, long = (
        sheet_of(kd.render(kd.AbsenceSummary(rows=(kd.AbsenceRow(name="王芳", reason=text),)), "xlsx"))
        for text in ("出国", "出国访学" * 70)
    )
    assert long.row_dimensions[5].height > 3 * short.row_dimensions[5].height
    report = kd.ServiceReport(achievements="研发" * 750)
    sheet = sheet_of(kd.render(kd.Assessment(report=report), "xlsx"))
    (merged,) = [
        each for each in sheet.merged_cells.ranges if each.min_row < each.max_row and each.min_col == 2
    ]
    heights = [sheet.row_dimensions[row].height for row in range(merged.min_row, merged.max_row + 1)]
    assert len(set(heights)) == 1
    assert sum(heights) > 500 > 409 > max(heights)


def test_other_parts_are_copied_and_rows_have_no_size_of_the_template_left() -> None:
    source = kd.forms["absence_summary"].formats["xlsx"].template
    written = kd.render(kd.AbsenceSummary(filled_by="王芳"), "xlsx")
    with zipfile.ZipFile(io.BytesIO(source)) as before, zipfile.ZipFile(io.BytesIO(written)) as after:
        assert before.namelist() == after.namelist()
        for name in ("xl/theme/theme1.xml", "[Content_Types].xml", "docProps/app.xml"):
            assert before.read(name) == after.read(name)
        assert "<dimension" not in after.read("xl/worksheets/sheet1.xml").decode()


# ------------------------------------------------------------------ after other programs


NODE_MODULES = os.environ.get("NODE_PATH", "")
EXCELJS = """
const ExcelJS = require('exceljs');
(async () => {
  for (const file of process.argv.slice(1)) {
    const book = new ExcelJS.Workbook();
    await book.xlsx.readFile(file);
    await book.xlsx.writeFile(file);
  }
})();
"""


def plain_records() -> list[Any]:
    """A record of each form with texts that programs stumble over."""
    account = kd.BankAccount(branch="某支行", number="6222021234567890128")
    return [
        kd.Assessment(
            name="李明", outcomes=kd.Outcomes(agreement_amount=Decimal("12.5")), first_payment_received=True
        ),
        kd.AcceptanceSummary(
            filled_on=dt.date(2023, 8, 25),
            rows=tuple(
                kd.AcceptanceRow(prefecture="甲市", name="王李"[n - 1] + "明", passed=n == 1, account=account)
                for n in (1, 2)
            ),
        ),
        kd.AbsenceSummary(
            rows=tuple(
                kd.AbsenceRow(serial=number, name="王芳", reason=text)
                for number, text in enumerate(
                    ("=1+1", "&<b>", "_x0041_", "𠮷", "{{ x }}", "甲\n乙", "a  b", "007", "同上", "合计"), 1
                )
            )
        ),
        kd.AccountCollection(rows=(kd.AccountRow(name="李明", account=account, on_duty=True),)),
        kd.OutcomeStatistics(
            rows=tuple(
                kd.OutcomeRow(district=d, cohort=2, outcomes=kd.Outcomes(people_trained=9)) for d in "甲乙"
            )
        ),
    ]


def test_openpyxl_saves_workbooks_that_read_equal() -> None:
    for record in plain_records():
        stream = io.BytesIO()
        openpyxl.load_workbook(io.BytesIO(kd.render(record, "xlsx"))).save(stream)
        reading = kd.read(stream.getvalue())
        # The results of sums, which openpyxl forgets, are worked out, with a word on it.
        assert reading.record == record
        assert [f.code for f in reading.findings if f.code != "KD238"] == [f.code for f in kd.check(record)]
        assert reading.stated == kd.read(kd.render(record, "xlsx")).stated


@pytest.mark.skipif(
    shutil.which("node") is None or not (Path(NODE_MODULES) / "exceljs").is_dir(),
    reason="exceljs (npm) is not in the folder that NODE_PATH names",
)
def test_exceljs_saves_workbooks_that_read_equal(tmp_path: Path) -> None:
    files = [kd.write(record, tmp_path / f"{n}.xlsx") for n, record in enumerate(plain_records())]
    done = subprocess.run(
        ["node", "-e", EXCELJS, *map(str, files)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, json.dumps(done.stderr)
    for file, record in zip(files, plain_records(), strict=True):
        # exceljs forgets the identifier of a document, but keeps its keywords, which say the same.
        reading = kd.read(file)
        assert reading.record == record
        assert [f.code for f in reading.findings] == [f.code for f in kd.check(record)]
