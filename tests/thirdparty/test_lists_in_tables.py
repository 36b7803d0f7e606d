"""Lists inside a table of other labels, in layouts that people changed; two lists with the same heads."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

import kjfz_docs as kd
from tests.making import document, paragraph
from tests.thirdparty.drawing import GOES_ON, PAGE, START, cell, grid, row
from tests.thirdparty.test_changed_layouts import FORM_OF, doubts, read
from tests.thirdparty.test_thirdparty import CV, NOMINEE

# ------------------------------------------------------------------ the label of a list beside all its rows

TOP = row(cell("姓名"), cell("李明"), cell("工作单位"), cell("示范大学", 2))
RESUME = row(cell("个人简历"), cell("2000年毕业¶2004年工作", 4))
BESIDE = cell("", merge=GOES_ON)
KIN_HEAD = row(
    cell("家庭主要成员", merge=START), cell("称谓"), cell("成员姓名"), cell("年龄"), cell("所在单位及职务")
)
WIFE = row(BESIDE, cell("配偶"), cell("张三"), cell("44"), cell("医生"))
SON = row(BESIDE, cell("儿子"), cell("李小"), cell("12"), cell("学生"))
NOTE = row(cell("备注"), cell("无补充", 4))
VIEW = row(cell("单位意见"), cell("同意", 4))
LIST = (KIN_HEAD, WIFE, SON)
ADDED = row(cell("联系地址"), cell("解放路一号", 4))


def career(*rows: str, title: str = "2024年人员情况登记表（试行）") -> Any:
    return kd.read(document(paragraph(title), grid(5, *rows), paragraph()), forms=[FORM_OF["career"]])


@pytest.mark.parametrize(
    "rows",
    [
        (TOP, RESUME, *LIST, NOTE, VIEW),
        (RESUME, TOP, *LIST, NOTE, VIEW),
        (TOP, RESUME, *LIST, VIEW, NOTE),
        (TOP, *LIST, NOTE, VIEW, RESUME),
        (NOTE, VIEW, TOP, RESUME, *LIST),
        (TOP, RESUME, ADDED, *LIST, NOTE, ADDED, VIEW),
        (TOP, RESUME, *LIST, ADDED, NOTE, VIEW),
        (TOP, RESUME, *LIST, row(cell("备 注："), cell("无补充", 4)), VIEW),
        (TOP, RESUME, *LIST, row(cell("备注：无补充", 5)), VIEW),
    ],
    ids=[
        "as printed",
        "swapped above",
        "swapped below",
        "a label moved below",
        "all labels above",
        "rows added",
        "a row added right below",
        "a label typed otherwise",
        "a label with its value",
    ],
)
def test_rows_of_labels_around_a_list_are_neither_swallowed_by_it_nor_lost(rows: tuple[str, ...]) -> None:
    reading = career(*rows)
    assert reading.record == CV
    assert {finding.code for finding in doubts(reading)} <= {"KD206"}  # the title, and rows that were added
    assert {finding.field for finding in doubts(reading)} <= {None}


def test_a_misspelt_label_below_a_list_is_no_row_of_it() -> None:
    reading = career(TOP, RESUME, *LIST, NOTE, row(cell("单位意间"), cell("同意", 4)))
    assert reading.record == CV


def test_labels_as_the_data_of_a_list_stay_data_where_the_row_is_cut_as_the_head_is() -> None:
    odd = row(BESIDE, cell("备注"), cell("张三"), cell("44"), cell("医生"))
    reading = career(TOP, RESUME, KIN_HEAD, odd, SON, NOTE, VIEW)
    assert [each.relation for each in reading.record.kin] == ["备注", "儿子"]
    assert (reading.record.note, reading.record.opinion) == ("无补充", "同意")


def test_a_row_in_which_half_of_the_columns_are_one_cell_is_reported_by_the_name_of_the_list() -> None:
    odd = row(BESIDE, cell("配偶张三", 2), cell("44"), cell("医生"))
    reading = career(TOP, RESUME, KIN_HEAD, odd, SON, NOTE, VIEW)
    assert [each.name for each in reading.record.kin] == ["李小"]
    assert "kin" in {finding.field for finding in doubts(reading) if finding.code == "KD206"}


def test_a_cell_over_a_few_columns_is_withheld_from_each_of_them() -> None:
    heads = row(cell("指标"), cell("自评得分"), cell("自评备注"), cell("专家评得分"), cell("专家评备注"))
    odd = row(cell("产出"), cell("90"), cell("超额"), cell("85", 2))
    reading: Any = read(
        FORM_OF["review"], grid(5, heads, odd, row(cell("合计"), cell("90"), *map(cell, ("", "85", ""))))
    )
    (only,) = reading.record.rows
    assert (only.item, only.own.score, only.own.note) == ("产出", 90, "超额")
    assert (only.expert.score, only.expert.note) == (None, None)
    assert {"rows.0.expert.score", "rows.0.expert.note"} <= {finding.field for finding in doubts(reading)}


def test_a_row_of_a_list_below_its_end_is_reported_by_the_name_of_the_list() -> None:
    reading = career(
        TOP, RESUME, KIN_HEAD, WIFE, NOTE, row(cell(""), *map(cell, ("儿子", "李小", "12", "学生")))
    )
    assert "kin" in {finding.field for finding in doubts(reading) if finding.code == "KD206"}


# ------------------------------------------------------------------ two lists in one table

NAMES = (
    row(cell("被推荐人", 3), cell("专业领域", 3)),
    row(cell("李明", 3), cell("材料", 3)),
)
AWARDS = (
    row(cell("年度"), cell("奖项名称", 3), cell("等级", 2)),
    row(cell("2020"), cell("省科技进步奖", 3), cell("二等", 2)),
    row(cell("2022"), cell("市青年奖", 3), cell("一等", 2)),
)
PAPERS = (
    row(cell("论文题目", 3), cell("期刊", 2), cell("是否第一作者")),
    row(cell("论水泵", 3), cell("机械学报", 2), cell("是")),
    row(cell("论阀门", 3), cell("流体", 2), cell("否")),
)
MOVED = (
    row(cell("奖项名称", 3), cell("年度"), cell("等级", 2)),
    row(cell("省科技进步奖", 3), cell("2020"), cell("二等", 2)),
    row(cell("市青年奖", 3), cell("2022"), cell("一等", 2)),
)
ONE, TWO = row(cell("获奖情况", 6)), row(cell("代表论文", 6))
END = (row(cell("评审表决"), cell("同意9票", 5)), row(cell("评审意见"), cell("同意推荐", 5)))


@pytest.mark.parametrize(
    "rows",
    [
        (ONE, *MOVED, TWO, *PAPERS),
        (*AWARDS, TWO, *PAPERS),
        (*AWARDS, *PAPERS),
        (TWO, *PAPERS, ONE, *AWARDS),
        (row(cell("联系电话"), cell("无", 5)), ONE, *AWARDS, TWO, *PAPERS),
    ],
    ids=["columns moved", "no first heading", "no headings", "the other order", "a row added"],
)
def test_two_lists_in_one_table_do_not_take_each_others_rows(rows: tuple[str, ...]) -> None:
    reading = read(FORM_OF["nomination"], grid(6, *NAMES, *rows, *END))
    assert reading.record == NOMINEE
    assert {finding.code for finding in doubts(reading)} <= {"KD206"}


# ------------------------------------------------------------------ two lists with the same heads


@attrs.frozen(kw_only=True)
class Person:
    name: str | None = None
    phone: str | None = None
    task: str | None = None


@attrs.frozen(kw_only=True)
class Staff:
    unit: str | None = None
    inner: tuple[Person, ...] = ()
    outer: tuple[Person, ...] = ()


HEADS = row(cell("人员姓名"), cell("联系电话"), cell("分工"))


def _rows(path: str) -> tuple[str, ...]:
    tags = ("{{ each.name }}", "{{ each.phone }}", "{{ each.task }}")
    opening = f"{{%tr for each in {path} %}}"
    return (HEADS, row(cell(opening, 3)), row(*map(cell, tags)), row(cell("{%tr endfor %}", 3)))


STAFF = kd.Form(
    id="staff",
    record=Staff,
    docx=document(
        paragraph("项目人员名册"),
        grid(3, row(cell("牵头单位"), cell("{{ unit }}", 2))),
        paragraph("一、校内人员"),
        grid(3, *_rows("inner")),
        paragraph("二、校外人员"),
        grid(3, *_rows("outer")),
        paragraph(),
        PAGE,
    ),
)
TEAM = Staff(
    unit="示范大学",
    inner=(Person(name="张三", phone="1", task="设计"), Person(name="李四", phone="2", task="测试")),
    outer=(Person(name="王五", phone="3", task="加工"),),
)
UNIT = grid(3, row(cell("牵头单位"), cell("示范大学", 2)))
INNER = (HEADS, *(row(*map(cell, attrs.astuple(each))) for each in TEAM.inner))
OUTER = (HEADS, *(row(*map(cell, attrs.astuple(each))) for each in TEAM.outer))


def staff(*blocks: str) -> Any:
    return kd.read(document(paragraph("项目人员名册"), *blocks, paragraph()), forms=[STAFF])


@pytest.mark.parametrize(
    "blocks",
    [
        (UNIT, paragraph("一、校内人员"), grid(3, *INNER), paragraph("二、校外人员"), grid(3, *OUTER)),
        (UNIT, paragraph("（一）校外人员"), grid(3, *OUTER), paragraph("（二）校内人员"), grid(3, *INNER)),
        (UNIT, grid(3, row(cell("校内人员", 3)), *INNER, row(cell("校外人员", 3)), *OUTER)),
    ],
    ids=["as printed", "the other order", "in one table"],
)
def test_lists_with_the_same_heads_are_told_apart_by_their_headings(blocks: tuple[str, ...]) -> None:
    reading = staff(*blocks, paragraph("以上人员均已知情。"))
    assert reading.record == TEAM
    assert {finding.code for finding in doubts(reading)} == {"KD206"}


def test_without_their_headings_they_are_read_in_their_order_with_a_doubt() -> None:
    reading = staff(UNIT, grid(3, *INNER), grid(3, *OUTER))
    assert reading.record == TEAM
    assert {(finding.code, finding.field) for finding in doubts(reading)} == {
        ("KD205", "inner"),
        ("KD205", "outer"),
    }


def test_one_of_them_alone_is_neither_without_a_heading() -> None:
    reading = staff(UNIT, grid(3, *INNER))
    assert (reading.record.inner, reading.record.outer) == ((), ())
    assert {finding.field for finding in reading.findings if finding.severity is kd.Severity.ERROR} == {
        "inner",
        "outer",
    }
