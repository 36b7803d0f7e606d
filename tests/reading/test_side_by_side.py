"""Forms beside one another in one worksheet or table are read apart."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import attrs
import openpyxl
import pytest
from openpyxl.styles import Border, Side

import kjfz_docs as kd
from tests.making import document, paragraph, table


@attrs.frozen(kw_only=True)
class Visit:
    name: str | None = None
    unit: str | None = None
    day: dt.date | None = None
    opinion: str | None = None


TITLE = "走访登记表"
FORM = kd.Form(
    id="visit",
    record=Visit,
    docx=document(
        paragraph(TITLE),
        table("姓名 | {{ name }}", "单位 | {{ unit }}", "日期 | {{ day|date('') }}", "意见 | {{ opinion }}"),
        paragraph(),
    ),
)
EVERY = (*kd.forms.values(), FORM)
LI = Visit(name="李明", unit="甲大学", day=dt.date(2024, 1, 2), opinion="同意")
WANG = Visit(name="王芳", unit="乙大学", day=dt.date(2024, 3, 4), opinion="不同意")
Cells = list[tuple[str, str]]


def card(visit: Visit, title: str = TITLE) -> Cells:
    day = f"{visit.day:%Y.%m.%d}" if visit.day else ""
    values = (visit.name or "", visit.unit or "", day, visit.opinion or "")
    return [(title, ""), *zip(("姓名", "单位", "日期", "意见"), values, strict=True)]


def sheet(*cards: Cells, gap: int = 1, merged: str = "") -> bytes:
    """A worksheet with cards beside one another."""
    book = openpyxl.Workbook()
    page: Any = book.active
    for row in zip(*cards, strict=True):
        page.append([text or None for each in row for text in (*each, *[""] * gap)])
    if merged:
        page.merge_cells(merged)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def records(file: bytes) -> list[Any]:
    return [reading.record for reading in kd.read_all(file, forms=EVERY)]


def doubts(file: bytes) -> list[tuple[str, str | None]]:
    found = (finding for reading in kd.read_all(file, forms=EVERY) for finding in reading.findings)
    return [(finding.code, finding.field) for finding in found if finding.severity is not kd.Severity.NOTE]


@pytest.mark.parametrize("gap", [0, 1, 2])
def test_two_cards_in_a_worksheet_are_two_records(gap: int) -> None:
    file = sheet(card(LI), card(WANG), gap=gap)
    assert records(file) == [LI, WANG]
    assert doubts(file) == []
    assert kd.read(file, forms=EVERY).outcome is kd.Outcome.SEVERAL


def test_three_cards_and_one_title_over_all_are_three_records() -> None:
    third = attrs.evolve(LI, name="周强")
    file = sheet(card(LI), card(WANG, ""), card(third, ""), gap=0, merged="A1:F1")
    assert records(file) == [LI, WANG, third]
    assert doubts(file) == []


def test_what_one_of_them_lacks_is_not_taken_from_the_other() -> None:
    first = [*card(LI)[:2], *card(LI)[3:], ("备注", "无")]
    file = sheet(first, card(WANG))
    assert records(file) == [attrs.evolve(LI, unit=None), WANG]
    assert ("KD204", "unit") in doubts(file)


def test_a_blank_value_stays_blank() -> None:
    blank = attrs.evolve(LI, unit=None)
    assert records(sheet(card(blank), card(WANG))) == [blank, WANG]


def test_two_cards_in_one_word_table_are_two_records() -> None:
    rows = (" | ".join((*one, *other)) for one, other in zip(card(LI)[1:], card(WANG)[1:], strict=True))
    file = document(paragraph(TITLE), table(*rows), paragraph())
    assert records(file) == [LI, WANG]
    assert doubts(file) == []


def test_labels_in_two_columns_of_one_form_are_not_two_forms() -> None:
    rows = ("姓名 | 李明 | 单位 | 甲大学", "日期 | 2024.1.2 | 意见 | 同意", "备注 |  |  | ")
    file = document(paragraph(TITLE), table(*rows), paragraph())
    assert records(file) == [LI]


def test_a_label_that_stands_twice_does_not_cut_a_form() -> None:
    rows = ("姓名 | 李明 | 姓名 | 无", "单位 | 甲大学 |  | ", "日期 | 2024.1.2 |  | ", "意见 | 同意 |  | ")
    file = document(paragraph(TITLE), table(*rows), paragraph())
    assert len(records(file)) == 1


# ------------------------------------------------------------------ lists

OFFICE = "各区经信局（盖章）：{}经信局    填报人：何文秀    填报日期：2025.3.4"
ABSENCES = (
    "湖北省第四批“科技副总”未签约到岗、履职服务情况汇总表",
    "序号 | 姓名 | 派出单位及院系 | 职称职务 | 接收企业 | 未能签约到岗、履职服务原因（300字以内）",
)
ACCOUNTS = (
    "湖北省第四批“科技副总”支持经费第一次拨付个人账户信息采集表",
    "姓名 | 性别 | 党派 | 开户行（支行） | 银行账号 | 服务企业 | 是否已与企业签约（是/否） | "
    "是否到岗履职（是/否） | 服务成效（很好/一般/没有） | 企业满意度（很满意/满意/不满意） | 联系手机",
)
ABSENT = "{} | {} | 甲大学 | 教授 | {}公司 | 出国访学"
PAID = "{} | 男 | 群众 | 工商银行 | 6222021234567890128 | {}公司 | 是 | 是 | 很好 | 满意 | 13800000001"
Block = list[str]


def absences(district: str, *people: str) -> Block:
    return [
        ABSENCES[0],
        OFFICE.format(district),
        ABSENCES[1],
        *(ABSENT.format(n, p, p) for n, p in enumerate(people, 1)),
    ]


def accounts(district: str, *people: str) -> Block:
    return [ACCOUNTS[0], OFFICE.format(district), ACCOUNTS[1], *(PAID.format(p, p) for p in people)]


def lists(*blocks: Block, gap: int = 1, lower: int = 0, merged: bool = True, framed: bool = True) -> bytes:
    """A worksheet with lists beside one another, each beginning some rows lower than the one before."""
    book = openpyxl.Workbook()
    page: Any = book.active
    side = Side(style="thin")
    left = 1
    for number, block in enumerate(blocks):
        width, top = block[2].count("|") + 1, 1 + number * lower
        for row, drawn in enumerate(block, top):
            for column, text in enumerate(drawn.split("|") if row > top + 1 else [drawn], left):
                page.cell(row, column).value = text.strip() or None
            if merged and row <= top + 1:
                page.merge_cells(start_row=row, end_row=row, start_column=left, end_column=left + width - 1)
            for column in range(left, left + width) if framed and row > top + 1 else ():
                page.cell(row, column).border = Border(side, side, side, side)
        left += width + gap
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def people(file: bytes) -> list[tuple[str, str | None, list[tuple[str, str]]]]:
    return [
        (
            type(record).__name__,
            record.economy_bureau,
            [(row.name, row.host_enterprise) for row in record.rows],
        )
        for record in records(file)
    ]


ONE_LIST = ("AbsenceSummary", "江夏区经信局", [("李明", "李明公司"), ("王芳", "王芳公司")])
OTHER_LIST = ("AbsenceSummary", "洪山区经信局", [("周强", "周强公司")])
PAID_LIST = ("AccountCollection", "江夏区经信局", [("李明", "李明公司")])


@pytest.mark.parametrize("gap", [1, 2])
@pytest.mark.parametrize("lower", [0, 1])
@pytest.mark.parametrize("framed", [True, False])
def test_two_lists_in_a_worksheet_are_two_records(gap: int, lower: int, framed: bool) -> None:
    one, other = absences("江夏区", "李明", "王芳"), absences("洪山区", "周强")
    paid = accounts("江夏区", "李明")
    for blocks, expected in (
        ((one, other), [ONE_LIST, OTHER_LIST]),
        ((one, paid), [ONE_LIST, PAID_LIST]),
        ((paid, one), [PAID_LIST, ONE_LIST]),
        ((paid, accounts("洪山区", "周强")), [PAID_LIST, ("AccountCollection", *OTHER_LIST[1:])]),
    ):
        file = lists(*blocks, gap=gap, lower=lower, merged=framed, framed=framed)
        assert people(file) == expected
        assert doubts(file) == []


def test_three_lists_are_three_records() -> None:
    file = lists(absences("江夏区", "李明", "王芳"), accounts("江夏区", "李明"), absences("洪山区", "周强"))
    assert people(file) == [ONE_LIST, PAID_LIST, OTHER_LIST]


def test_the_line_under_each_list_is_its_own() -> None:
    blocks = [absences("江夏区", "李明", "王芳"), absences("洪山区", "周强")]
    for block, name in zip(blocks, ("赵六", "孙七"), strict=True):
        block[1] = block[1].split()[0]
        block.append(f"填报人： | {name} |  | 填报日期： | 2025.3.4 | ")
    assert [record.filled_by for record in records(lists(*blocks))] == ["赵六", "孙七"]
    assert people(lists(*blocks)) == [ONE_LIST, OTHER_LIST]


def test_lists_without_titles_are_told_by_their_heads() -> None:
    blocks = [["", *block[1:]] for block in (absences("江夏区", "李明", "王芳"), accounts("江夏区", "李明"))]
    assert people(lists(*blocks)) == [ONE_LIST, PAID_LIST]


def test_a_blank_column_in_a_list_does_not_cut_it() -> None:
    one = absences("江夏区", "李明", "王芳")
    wide = [
        *one[:2],
        *(row.replace("| 甲大学 |", "|  | 甲大学 |").replace("| 派出", "|  | 派出") for row in one[2:]),
    ]
    assert people(lists(wide)) == [ONE_LIST]
