"""Lines that stand under a list, in its table: the form's own are read, others are left over. Drawn as text."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import attrs
import docx
import openpyxl
import pytest
from openpyxl.styles import Border, Side

import kjfz_docs as kd
from tests.making import document, paragraph, table

TITLE = "湖北省第四批“科技副总”未签约到岗、履职服务情况汇总表"
OFFICE = "各区经信局（盖章）：江夏区经信局"
HEAD = (
    "序号 | “科技副总”姓名 | 派出单位及院系 | 职称职务 | 接收企业 | 未能签约到岗、履职服务原因（300字以内）"
)
ONE = "1 | 李明 | 武汉大学 | 教授 | 甲公司 | 出国访学"
TWO = "2 | 王芳 | 江汉大学 | 讲师 | 乙公司 | 企业停产"
SIGNED = "填报人： | 何文秀 |  | 填报日期： | 2025.3.4 | "
ACCOUNTS = "湖北省第四批“科技副总”支持经费第一次拨付个人账户信息采集表"
HEAD_4 = (
    "“科技副总”姓名 | 性别 | 党派 | 开户行（含支行） | 银行账号 | 服务企业 | 是否已与企业签约（是/否） | "
    "是否到岗履职（是/否） | 服务成效（很好/一般/没有） | 企业满意度（很满意/满意/不满意） | 联系手机"
)
ONE_4 = "李明 | 男 | 群众 | 工商银行 | 6222021234567890128 | 甲公司 | 是 | 是 | 很好 | 满意 | 13800000001"


def in_word(*rows: str, line: str = OFFICE) -> kd.Reading[Any]:
    return kd.read(document(paragraph(TITLE), paragraph(line), table(*rows), paragraph()))


def in_worksheet(*rows: str, title: str = TITLE, framed: int = 0) -> kd.Reading[Any]:
    """A worksheet of drawn rows below the title; the first ``framed`` of them with borders."""
    book = openpyxl.Workbook()
    page: Any = book.active
    for row in (title, OFFICE, *rows):
        page.append([text.strip() or None for text in row.split("|")])
    side = Side(style="thin")
    for cells in page.iter_rows(min_row=3, max_row=2 + framed, max_col=rows[0].count("|") + 1):
        for cell in cells if framed else ():
            cell.border = Border(side, side, side, side)
    stream = io.BytesIO()
    book.save(stream)
    return kd.read(stream.getvalue())


def names(reading: kd.Reading[Any]) -> list[str]:
    record: Any = reading.record
    return [row.name for row in record.rows]


def signed(reading: kd.Reading[Any]) -> tuple[object, ...]:
    record: Any = reading.record
    return record.economy_bureau, record.filled_by, record.filled_on


def doubts(reading: kd.Reading[Any], *quiet: str) -> list[tuple[str, str | None]]:
    return [
        (finding.code, finding.field)
        for finding in reading.findings
        if finding.severity is not kd.Severity.NOTE and finding.code not in quiet
    ]


# ------------------------------------------------------------------ the form's own


OWN = [
    SIGNED,
    "填报人 | 何文秀 |  | 填报日期 | 2025.3.4 | ",
    "填报人：何文秀 |  |  | 填报日期：2025.3.4 |  | ",
    " |  | 填报人：何文秀 |  | 填报日期：2025.3.4 | ",
]


@pytest.mark.parametrize("line", OWN)
def test_the_line_of_the_form_directly_under_a_list_is_read_and_no_person(line: str) -> None:
    for reading in (
        in_word(HEAD, ONE, TWO, line),
        in_worksheet(HEAD, ONE, TWO, line),
        in_worksheet(HEAD, ONE, TWO, line, framed=3),
        in_worksheet(HEAD, ONE, TWO, line, framed=4),
    ):
        assert names(reading) == ["李明", "王芳"]
        assert signed(reading) == ("江夏区经信局", "何文秀", dt.date(2025, 3, 4))
        assert doubts(reading) == []


@pytest.mark.parametrize("line", OWN)
def test_so_it_is_where_no_column_has_numbers(line: str) -> None:
    reading = in_worksheet(HEAD_4, ONE_4, line, title=ACCOUNTS)
    assert names(reading) == ["李明"]
    assert signed(reading) == ("江夏区经信局", "何文秀", dt.date(2025, 3, 4))
    assert doubts(reading) == []


@pytest.mark.parametrize("line", [*OWN, "填报人：何文秀    填报日期：2025.3.4→6"])
@pytest.mark.parametrize(
    "above", ["    填报人：    填报日期：", "    填报人：何文秀    填报日期：2025年3月4日"]
)
def test_a_line_that_stands_above_too_is_read_where_it_is_filled(line: str, above: str) -> None:
    reading = in_word(HEAD, ONE, TWO, line, line=OFFICE + above)
    assert signed(reading) == ("江夏区经信局", "何文秀", dt.date(2025, 3, 4))
    assert doubts(reading) == []


def test_lines_above_and_below_that_differ_are_doubted() -> None:
    reading = in_word(HEAD, ONE, TWO, SIGNED, line=f"{OFFICE}    填报人：李某    填报日期：2025.3.4")
    assert doubts(reading) == [("KD212", "filled_by")]


def test_the_date_of_others_does_not_date_the_form() -> None:
    above = f"{OFFICE}    填报人：何文秀    填报日期："
    reading = in_word(HEAD, ONE, TWO, "审核人：王主任 |  |  | 日期：2025.5.1 |  | ", line=above)
    assert signed(reading) == ("江夏区经信局", "何文秀", None)
    assert ("KD206", "rows") in doubts(reading)


def test_each_label_of_the_line_may_have_a_row() -> None:
    reading = in_worksheet(HEAD, ONE, "填报人 | 何文秀", "填报日期 | 2025.3.4")
    assert (names(reading), doubts(reading)) == (["李明"], [])
    assert signed(reading) == ("江夏区经信局", "何文秀", dt.date(2025, 3, 4))


def test_labels_without_values_below_a_line_that_is_filled_are_said() -> None:
    above = f"{OFFICE}    填报人：何文秀    填报日期：2025.3.4"
    reading = in_word(HEAD, ONE, TWO, "填报人： |  |  |  |  | ", line=above)
    assert names(reading) == ["李明", "王芳"]
    assert [code for code, _ in doubts(reading)] == ["KD206"]


def test_a_person_of_whom_most_is_said_is_one_whatever_the_number() -> None:
    assert names(in_word(HEAD, ONE, "填报人： | 王芳 | 江汉大学 | 讲师 | 乙公司 | 企业停产")) == [
        "李明",
        "王芳",
    ]


def test_a_list_goes_on_below_its_head_on_the_next_page() -> None:
    assert names(in_word(HEAD, ONE, SIGNED, HEAD, TWO)) == ["李明", "王芳"]


# ------------------------------------------------------------------ others


@pytest.mark.parametrize(
    "line",
    [
        "备注 | 以上情况属实 |  |  |  | ",
        "审核人 | 王主任 |  |  |  | ",
        "审核人 | 王主任 |  | 审核日期 | 2025.3.4 | ",
        "主管局长： | 王主任 |  |  |  | ",
        "主管局长：王主任 |  |  | 制表：赵六 |  | ",
        "本表真实 | 特此说明 |  |  |  | ",
    ],
)
def test_a_line_that_the_form_does_not_have_is_left_over_and_said(line: str) -> None:
    for reading in (in_word(HEAD, ONE, TWO, line, SIGNED), in_worksheet(HEAD, ONE, TWO, line, SIGNED)):
        assert names(reading) == ["李明", "王芳"]
        assert signed(reading) == ("江夏区经信局", "何文秀", dt.date(2025, 3, 4))
        assert set(doubts(reading)) == {("KD206", "rows")}


def test_rows_below_such_a_line_are_still_read() -> None:
    assert names(in_word(HEAD, ONE, "备注 | 以下新增 |  |  |  | ", TWO, SIGNED)) == ["李明", "王芳"]


@pytest.mark.parametrize("line", ["审核人 | 王主任", "备注 | 无", "审核人：王主任 |  | 时间：3月"])
def test_a_line_of_others_is_no_person_where_no_column_has_numbers(line: str) -> None:
    reading = in_worksheet(HEAD_4, ONE_4, line, title=ACCOUNTS)
    assert names(reading) == ["李明"]
    assert doubts(reading, "KD204", "KD401") == [("KD206", "rows"), ("KD206", "rows")]


@pytest.mark.parametrize(
    "row",
    [
        "3 | 赵六 |  |  |  | ",
        " | 赵六 | 某大学 |  |  | ",
        "三 | 赵六 |  |  |  | ",
        "新增 | 赵六 | 某大学 | 教授 | 丙公司 | 生病",
        "备注 | 赵六 | 某大学 | 教授 | 丙公司 | 生病",
        "3 | 姓名：赵六 | 派出单位：某大学 |  |  | ",
    ],
)
def test_a_person_of_whom_little_or_something_odd_is_said_is_a_row_with_doubts(row: str) -> None:
    reading = in_word(HEAD, ONE, TWO, row, SIGNED)
    assert names(reading) == ["李明", "王芳", "赵六"]
    assert doubts(reading) != []


# ------------------------------------------------------------------ files laid out as the template


@pytest.mark.parametrize("is_ours", [True, False])
@pytest.mark.parametrize(
    "line", ["填报人： | 何文秀 |  | 填报日期： | 2025.3.4 | ", "备注 | 以上情况属实 |  |  |  | "]
)
def test_a_line_that_was_added_to_a_written_file_is_no_person(line: str, is_ours: bool) -> None:
    row = kd.AbsenceRow(serial=1, name="李明", sending_unit="武汉大学", position="教授", reason="出国")
    record = kd.AbsenceSummary(programme="hubei", cohort=4, rows=(row,))
    file: Any = docx.Document(io.BytesIO(kd.render(record)))
    if not is_ours:
        file.core_properties.identifier = file.core_properties.keywords = ""
    added = file.tables[0].add_row().cells
    for cell, text in zip(added, line.split("|"), strict=True):
        cell.text = text.strip()
    stream = io.BytesIO()
    file.save(stream)
    reading = kd.read(stream.getvalue())
    assert names(reading) == ["李明"]
    assert signed(reading)[1] == ("何文秀" if "何文秀" in line else None)
    assert (("KD206", "rows") in doubts(reading)) is ("何文秀" not in line)


def test_a_row_of_ours_may_hold_words_that_such_lines_begin_with() -> None:
    row = kd.AbsenceRow(
        serial=1, name="填报人：", sending_unit="审核人", position="填报日期：", reason="备注"
    )
    record = kd.AbsenceSummary(programme="hubei", cohort=4, rows=(row,))
    assert kd.read(kd.render(record)).record == record


@pytest.mark.parametrize("format_", ["docx", "xlsx"])
def test_a_row_of_ours_may_hold_such_words_beside_what_is_no_number(format_: str) -> None:
    row = kd.AccountRow(host_enterprise="：", mobile="无")
    record = kd.AccountCollection(
        programme="hubei", cohort=4, rows=(kd.AccountRow(name="备注：无", mobile="1E+5"), row)
    )
    assert kd.read(kd.render(record, format_)).record == record


# ------------------------------------------------------------------ other people's forms


@attrs.frozen(kw_only=True)
class Item:
    title: str | None = None
    count: int | None = None
    price: str | None = None
    place: str | None = None


@attrs.frozen(kw_only=True)
class Stock:
    unit: str | None = None
    items: tuple[Item, ...] = ()
    remark: str | None = None
    checker: str | None = None


FORM = kd.Form(
    id="stock",
    record=Stock,
    docx=document(
        paragraph("设备登记表"),
        table(
            "单位 | {{ unit }} |  | ",
            "名称 | 数量 | 单价 | 地点",
            "{%tr for item in items %} |  |  | ",
            "{{ item.title }} | {{ item.count }} | {{ item.price }} | {{ item.place }}",
            "{%tr endfor %} |  |  | ",
            "备注 | {{ remark }} |  | ",
            "经办人 | {{ checker }} |  | ",
        ),
        paragraph(),
    ),
)


def stock(*rows: str) -> kd.Reading[Any]:
    file = document(paragraph("设备登记表"), table("单位 | 甲 |  | ", *rows), paragraph())
    return kd.read(file, forms=[*kd.forms.values(), FORM])


@pytest.mark.parametrize(
    "lines",
    [
        ("备注 | 无 |  | ", "经办人 | 张三 |  | "),
        ("备注： | 无 |  | ", "经办人： | 张三 |  | "),
        ("经办人 | 张三 | 备注 | 无",),
        ("经办人：张三 |  | 备注：无 | ",),
    ],
)
def test_labels_below_a_list_whose_columns_were_moved_are_no_rows(lines: tuple[str, ...]) -> None:
    reading = stock("数量 | 名称 | 地点 | 单价", "3 | 水泵 | 一楼 | 12", *lines)
    item = Item(title="水泵", count=3, price="12", place="一楼")
    assert reading.record == Stock(unit="甲", items=(item,), remark="无", checker="张三")
    assert doubts(reading) == []


def test_a_line_of_others_below_a_list_without_required_columns_is_left_over() -> None:
    reading = stock(
        "数量 | 名称 | 地点 | 单价", "3 | 水泵 | 一楼 | 12", "审核 |  |  | 李四", "备注 | 无 |  | "
    )
    record: Any = reading.record
    assert [item.title for item in record.items] == ["水泵"]
    assert doubts(reading, "KD204") == [("KD206", "items"), ("KD206", "items")]


def test_a_full_row_of_such_words_is_one_of_the_list() -> None:
    record: Any = stock("名称 | 地点 | 单价 | 数量", "日期 | 一楼 | 12 | 3", "公章 | 二楼 | 5 | 1").record
    assert [item.title for item in record.items] == ["日期", "公章"]


def test_rows_that_all_begin_with_words_and_a_colon_are_data() -> None:
    record: Any = stock("名称 | 地点 | 单价 | 数量", "泵：大 | 一楼 | 12 | 3", "泵：小 | 二楼 |  | ").record
    assert [item.title for item in record.items] == ["泵：大", "泵：小"]
