"""Forms in worksheets of other hands, made by openpyxl: lines in cells, lists with gaps, reports in rows."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

import openpyxl
import pytest
import xlsxwriter

import kjfz_docs as kd

TITLE = ("湖北省第四批“科技副总”未签约到岗、履职服务情况汇总表",)
LINE = ("各区经信局（盖章）：江夏区经信局    填报人：王芳    填报日期：2023年8月25日",)
HEAD = (
    "序号",
    "“科技副总”姓名",
    "派出单位及院系",
    "职称职务",
    "接收企业",
    "未能签约到岗、履职服务原因（300字以内）",
)
ONE = (1, "李明", "武汉大学", "教授", "甲公司", "出国访学")
TWO = (2, "王芳", "江汉大学", "讲师", "乙公司", "企业停产")
DAY = dt.date(2023, 8, 25)
ACCOUNT = kd.BankAccount(branch="中国银行", number="6222021234567890128")
Row = Sequence[object]


def workbook(*rows: Row, merged: Sequence[str] = (), formats: dict[str, str] | None = None) -> bytes:
    """A worksheet of rows from A1 on."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(list(row))
    for each in merged:
        sheet.merge_cells(each)
    for cell, code in (formats or {}).items():
        sheet[cell].number_format = code
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def doubts(reading: kd.Reading[Any]) -> list[tuple[str, str | None]]:
    return [(f.code, f.field) for f in reading.findings if f.severity is not kd.Severity.NOTE]


def names(reading: kd.Reading[Any]) -> list[str]:
    record: Any = reading.record
    return [row.name for row in record.rows]


# ------------------------------------------------------------------ the line above a list


@pytest.mark.parametrize(
    "line",
    [
        LINE,
        ("各区经信局（盖章）：江夏区经信局", None, "填报人：王芳", None, "填报日期：2023.8.25"),
        ("各区经信局（盖章）：", "江夏区经信局", "填报人：", "王芳", "填报日期：", DAY),
        ("各区经信局（盖章）", "江夏区经信局", "填报人", "王芳", "填报日期", "2023/8/25"),
        ("各区经信局（盖章）：江夏区经信局    填报人：", "王芳", None, "填报日期：", None, DAY),
    ],
    ids=["one cell", "a cell each", "a cell for each value", "without colons", "mixed"],
)
def test_the_line_above_a_list_may_stand_in_cells(line: Row) -> None:
    reading = kd.read(workbook(TITLE, line, HEAD, ONE, TWO))
    record: Any = reading.record
    assert (record.economy_bureau, record.filled_by, record.filled_on) == ("江夏区经信局", "王芳", DAY)
    assert doubts(reading) == []


def test_each_value_of_a_line_in_cells_has_its_own_place() -> None:
    line = ("各区经信局（盖章）：", "江夏区经信局", "填报人：", "王芳", "填报日期：", DAY)
    reading = kd.read(workbook(TITLE, line, HEAD, ONE))
    found = {path: place.cell for path, place in reading.provenance.items() if not path.startswith("rows")}
    assert (found["filled_by"], found["filled_on"]) == ("D2", "F2")


def test_the_label_of_something_else_is_no_value_of_the_line() -> None:
    line = ("各区经信局（盖章）：", "江夏区经信局", "填报人：", "联系电话：", "填报日期：", DAY)
    reading = kd.read(workbook(TITLE, line, HEAD, ONE))
    record: Any = reading.record
    assert (record.filled_by, record.filled_on) == (None, DAY)
    assert ("KD401", "filled_by") in doubts(reading)


def test_labels_without_colons_and_values_are_blank() -> None:
    line = ("各区经信局（盖章）", "江夏区经信局", "填报人", "填报日期", DAY)
    record: Any = kd.read(workbook(TITLE, line, HEAD, ONE)).record
    assert (record.economy_bureau, record.filled_by, record.filled_on) == ("江夏区经信局", None, DAY)


def test_a_day_of_which_only_the_month_is_shown_is_no_day() -> None:
    line = ("各区经信局（盖章）：", "江夏区经信局", "填报人：", "王芳", "填报日期：", dt.date(2023, 8, 1))
    reading = kd.read(workbook(TITLE, line, HEAD, ONE, formats={"F2": 'yyyy"年"m"月"'}))
    record: Any = reading.record
    assert record.filled_on is None
    assert ("KD307", "filled_on") in doubts(reading)


# ------------------------------------------------------------------ lists


def test_a_list_goes_on_after_a_blank_row_or_a_remark() -> None:
    remark = (None, None, None, "（以下为二季度新增）")
    for between in ((), remark):
        reading = kd.read(workbook(TITLE, LINE, HEAD, ONE, between, TWO))
        assert names(reading) == ["李明", "王芳"]


STATISTICS = ("湖北省第二批省级“科技副总”服务中小微企业活动开展情况统计表",)
FIGURES = (
    *("解决技术难题数（个）", "促成科技成果转化数（个）", "为企业培训人次（位）", "为企业引进人才数（位）"),
    *("达成项目协议数（个）", "达成协议金额（万元）", "推动共建平台数（个）"),
)


def test_a_head_over_two_columns_heads_what_goes_on_below_a_gap() -> None:
    rows = (
        ("江岸区", "第二批", 1, 2, 3, 4, 5, 6.5, 7),
        (),
        ("江汉区", "第二批", 7, 6, 5, 4, 3, 2, 1),
        ("合计", None, 8, 8, 8, 8, 8, 8.5, 8),
    )
    for merged in (("A3:B3",), ()):  # merged, or only looking so
        reading = kd.read(workbook(STATISTICS, LINE, ("批次", None, *FIGURES), *rows, merged=merged))
        record: Any = reading.record
        assert [(row.district, row.cohort) for row in record.rows] == [("江岸区", 2), ("江汉区", 2)]
        assert doubts(reading) == []


def test_another_table_of_the_sheet_is_none_of_the_list() -> None:
    sheet = workbook(TITLE, LINE, HEAD, ONE, (), ("选项", "是"), ("选项", "否"))
    reading = kd.read(sheet)
    assert names(reading) == ["李明"]
    assert [code for code, _ in doubts(reading)].count("KD206") == 4


# ------------------------------------------------------------------ 附件1


QUESTIONS = (
    "“科技副总”是否充分履行了签订四方项目合同书",
    "“科技副总”是否提供了每月不少于7天的兼职服务",
    "“科技副总”是否帮助企业提升了创新能力",
    "“科技副总”的创新成果是否帮助企业取得了经济效益",
    "对“科技副总”服务企业的满意度",
    "“科技副总”是否存在违纪违法行为",
)


def assessment(*middle: Row, merged: Sequence[str] = ()) -> kd.Reading[Any]:
    """附件1 with other rows from row 4 on."""
    rows: list[Row] = [
        ("湖北省第二批“科技副总”服务中小微企业考核表",),
        ("姓名", "李明", "派出单位及院系", "武汉大学", "职务职称", "教授"),
        ("接收企业", "甲公司"),
        *middle,
        ("企业考核评价（由“科技副总”接收企业填写）",),
        ("指标名称", "指标内容", "指标评价"),
        *((f"指标{number}", question, "") for number, question in enumerate(QUESTIONS, 1)),
        *((f"{who}考核意见", "同意。") for who in ("接收企业", "派出单位", "经信部门", "组织部门")),
    ]
    return kd.read(workbook(*rows, merged=merged))


REPORT = (
    "一、工作开展情况（必填，1500字以内）",
    "（一）主要成绩",
    "攻克难题三项。",
    "申请专利两件。",
    "（二）典型经验",
    "每月驻企七天。",
    "二、存在的不足（必填，200字以内）",
    "宣传不够。",
    "三、工作建议（选填，200字以内）",
    "多交流。",
)


@pytest.mark.parametrize("merged", [("A4:A13",), ()], ids=["label merged down", "label at the first line"])
def test_each_line_of_a_report_may_stand_in_a_row_of_its_own(merged: Sequence[str]) -> None:
    lines = [
        ("两年服务期工作情况总结报告" if number == 0 else None, line) for number, line in enumerate(REPORT)
    ]
    reading = assessment(*lines, merged=merged)
    record: Any = reading.record
    report = record.report
    assert report.achievements == "攻克难题三项。\n申请专利两件。"
    assert (report.experience, report.shortcomings, report.suggestions) == (
        "每月驻企七天。",
        "宣传不够。",
        "多交流。",
    )
    assert not [field for _, field in doubts(reading) if field and field.startswith("report")]


HEADS = ("主要成绩", "典型经验", "存在的不足\n（必填，200字以内）", "三、工作建议")
TEXTS = ("攻克难题三项。", "每月驻企七天。", "宣传不够。", "多交流。")


@pytest.mark.parametrize("merged", [("A4:A7",), ()], ids=["label merged down", "label at the first row"])
def test_each_section_of_a_report_may_have_a_row_with_its_heading_beside_it(merged: Sequence[str]) -> None:
    label = ("两年服务期工作情况总结报告", None, None, None)
    reading = assessment(*zip(label, HEADS, TEXTS, strict=True), merged=merged)
    report: Any = reading.record and reading.record.report
    assert (report.achievements, report.experience, report.shortcomings, report.suggestions) == TEXTS
    assert not [field for _, field in doubts(reading) if field and field.startswith("report")]


def test_sections_beside_other_words_than_their_headings_are_each_doubted() -> None:
    label = ("两年服务期工作情况总结报告", None, None, None)
    heads = ("做了什么", "怎样做的", "哪里不足", "今后如何")
    reading = assessment(*zip(label, heads, TEXTS, strict=True), merged=("A4:A7",))
    names = ("achievements", "experience", "shortcomings", "suggestions")
    assert {field for _, field in doubts(reading)} >= {f"report.{name}" for name in names}


@pytest.mark.parametrize("row", [("接收企业所属行业", "制造业"), ("联系电话", "027-1"), ("备注", "已调离")])
def test_a_row_with_a_label_of_its_own_below_a_report_is_no_part_of_it(row: Row) -> None:
    reading = assessment(("两年服务期工作情况总结报告", "\n".join(REPORT)), row)
    record: Any = reading.record
    assert record.report.suggestions == "多交流。"
    left = [f.raw for f in reading.findings if f.code == "KD206" and f.field is None]
    assert left == list(row)


@pytest.mark.parametrize(
    ("cells", "value"),
    [(("☑是", "□否"), True), (("□是", "☑否"), False), (("√", "是", None, "否"), True), ((True,), True)],
)
def test_the_options_of_a_choice_may_stand_side_by_side(cells: Row, value: bool) -> None:
    reading = assessment(("是否足额领取了第一笔工作保障经费（3万元/人）", *cells))
    record: Any = reading.record
    assert record.first_payment_received is value
    assert "first_payment_received" not in [field for _, field in doubts(reading)]


def test_two_ticked_options_side_by_side_are_no_answer() -> None:
    reading = assessment(("是否足额领取了第一笔工作保障经费（3万元/人）", "☑是", "☑否"))
    record: Any = reading.record
    assert record.first_payment_received is None
    assert ("KD308", "first_payment_received") in doubts(reading)


def test_a_sum_without_a_result_in_the_place_of_a_text_is_a_doubt_about_that_text() -> None:
    serials = ("=1", "=1+1")
    firms = ("甲公司", "=1+1")
    rows = [(serials[n], "李明", "武汉大学", "教授", firms[n], "出国访学") for n in (0, 1)]
    reading = kd.read(workbook(TITLE, LINE, HEAD, *rows))
    record: Any = reading.record
    assert [(row.serial, row.host_enterprise) for row in record.rows] == [(1, "甲公司"), (2, "2")]
    doubted = [(f.field, f.severity) for f in reading.findings if f.code == "KD238" and f.field]
    assert doubted == [("rows.1.host_enterprise", kd.Severity.WARNING)]


def test_a_truth_in_the_place_of_a_text_is_a_doubt_about_that_text() -> None:
    reading = kd.read(workbook(TITLE, LINE, HEAD, ONE, (2, True, "江汉大学", "讲师", "乙公司", "企业停产")))
    assert ("KD321", "rows.1.name") in doubts(reading)
    written = (2, "TRUE", "江汉大学", "讲师", "乙公司", "企业停产")
    assert "KD321" not in [code for code, _ in doubts(kd.read(workbook(TITLE, LINE, HEAD, ONE, written)))]


def test_the_zeros_of_a_program_that_calculates_nothing_are_no_values() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((TITLE, LINE, HEAD, (1, "李明", '="武汉"&"大学"', *ONE[3:]), TWO)):
            sheet.write_row(number, 0, row)
    reading = kd.read(stream.getvalue())
    record: Any = reading.record
    assert [row.sending_unit for row in record.rows] == [None, "江汉大学"]
    assert ("KD225", "rows.0.sending_unit") in doubts(reading)


def test_totals_that_were_not_calculated_are_no_wrong_totals() -> None:
    form = kd.forms["outcome_statistics"]
    numbers = [("江夏区", "第二批", 1, 2, 3, 4, 5, 6.5, 7), ("洪山区", "第二批", 1, 0, 3, 4, 5, 1, 7)]
    totals = ("合计", "", *(f"=SUM({letter}5:{letter}6)" for letter in "CDEFGHI"))
    book: Any = openpyxl.load_workbook(io.BytesIO(kd.blank(form, "xlsx")))
    heads = [[cell.value for cell in row] for row in book.active.iter_rows(max_row=4)]
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as other:
        sheet = other.add_worksheet()
        for number, row in enumerate((*heads, *numbers, totals)):
            sheet.write_row(number, 0, ["" if value is None else value for value in row])
    reading = kd.read(stream.getvalue())
    record: Any = reading.record
    assert reading.stated["total"] == record.total
    codes = [finding.code for finding in reading.findings]
    assert ("KD238" in codes, "KD416" in codes) == (True, False)


# ------------------------------------------------------------------ numbers where a form has texts

NUMBER = 6222020012345679901


def with_accounts(*rows: kd.AccountRow, change: dict[str, tuple[object, str]]) -> Any:
    """The reading of our own list, with cells that somebody typed into it, each in a number format."""
    book: Any = openpyxl.load_workbook(io.BytesIO(kd.render(kd.AccountCollection(rows=rows), "xlsx")))
    for cell, (value, code) in change.items():
        book.active[cell] = value
        book.active[cell].number_format = code
    stream = io.BytesIO()
    book.save(stream)
    return kd.read(stream.getvalue())


@pytest.mark.parametrize("code", ["@", "General", "0"])
@pytest.mark.parametrize("number", [NUMBER, 6222020012345678])
def test_an_account_typed_as_a_number_into_our_own_form_is_withheld(code: str, number: int) -> None:
    reading = with_accounts(kd.AccountRow(name="李明", account=ACCOUNT), change={"E5": (number, code)})
    assert reading.record.rows[0].account.number is None
    (finding,) = [f for f in reading.findings if f.field == "rows.0.account.number" and f.code == "KD314"]
    assert (finding.severity, finding.where and finding.where.cell) == (kd.Severity.ERROR, "E5")
    assert str(number)[:8] not in finding.message


def test_a_long_number_in_the_place_of_a_text_is_withheld_too() -> None:
    reading = with_accounts(kd.AccountRow(name="李明", account=ACCOUNT), change={"F5": (NUMBER, "General")})
    assert reading.record.rows[0].host_enterprise is None
    assert ("KD314", "rows.0.host_enterprise") in [(f.code, f.field) for f in reading.findings]


def test_a_text_that_looks_like_a_damaged_number_stays_what_the_record_says() -> None:
    account = kd.BankAccount(branch="中国银行", number="6.22E+18")
    reading = with_accounts(kd.AccountRow(name="李明", account=account, host_enterprise="1E+16"), change={})
    assert reading.record.rows[0].account == account
    assert reading.record.rows[0].host_enterprise == "1E+16"
    assert "KD314" not in [finding.code for finding in reading.findings]


# ------------------------------------------------------------------ days with hours


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        (dt.datetime(2023, 8, 25, 18, 30), "yyyy-mm-dd h:mm:ss"),
        (dt.datetime(2023, 8, 25, 18, 30), "yyyy/m/d h:mm"),
        ("2023-08-25 00:00:00", "General"),
        ("2023-8-25 18:30", "General"),
        ("2023年8月25日18时", "General"),
    ],
)
def test_a_day_beside_its_label_may_have_hours(stated: object, code: str) -> None:
    line = ("各区经信局（盖章）：", "江夏区经信局", "填报人：", "王芳", "填报日期：", stated)
    reading = kd.read(workbook(TITLE, line, HEAD, ONE, TWO, formats={"F2": code}))
    record: Any = reading.record
    assert (record.filled_by, record.filled_on, doubts(reading)) == ("王芳", DAY, [])


def test_a_day_with_hours_in_a_line_of_labels_is_read() -> None:
    line = ("各区经信局（盖章）：江夏区经信局  填报日期：2023-8-5 18:30   填报人：王芳",)
    record: Any = kd.read(workbook(TITLE, line, HEAD, ONE, TWO)).record
    assert (record.filled_by, record.filled_on) == ("王芳", dt.date(2023, 8, 5))
