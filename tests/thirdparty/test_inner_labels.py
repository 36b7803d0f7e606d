"""Cells that hold a label and its value in one: an opinion over the whole width, a photo at the side."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import pytest

import kjfz_docs as kd
from tests.making import document, paragraph
from tests.thirdparty.drawing import GOES_ON, PAGE, START, cell, grid, row
from tests.thirdparty.forms import FORMS
from tests.thirdparty.test_thirdparty import EVERY, OPINION

FORM = next(form for form in FORMS if form.id == "card")
REMARK = row(cell("备注"), cell("", 2))
PHOTO = cell("照片¶附后", merge=START)
PASSED = "（　）通过　（√）不通过"


def card(
    *more: str,
    photo: str = PHOTO,
    passed: str = PASSED,
    opinion: tuple[str, ...] = (),
    title: str = FORM.title,
) -> kd.Reading[Any]:
    """A card as filled in, with more rows below it."""
    rows = (
        row(cell("专家姓名"), cell("赵敏"), photo),
        row(cell("评审日期"), cell("2024年1月2日"), cell("", merge=GOES_ON)),
        row(cell("评审结论"), cell(passed), cell("", merge=GOES_ON)),
        *(opinion or (row(cell("详细意见：¶一、好。¶二、请改进。¶专家签名：赵敏", 3)),)),
        *more,
    )
    return kd.read(document(paragraph(title), grid(3, *rows), paragraph()), forms=EVERY)


def doubts(reading: kd.Reading[Any]) -> list[tuple[str, str | None]]:
    return [(f.code, f.field) for f in reading.findings if f.severity is not kd.Severity.NOTE]


def test_a_row_more_costs_no_value_and_casts_no_doubt_on_the_others() -> None:
    reading = card(REMARK)
    assert reading.record == OPINION
    assert doubts(reading) == [("KD206", None)]  # the row itself


def test_another_title_casts_no_doubt_on_a_label_in_its_cell() -> None:
    reading = card(title="专家的意见（终稿）")
    assert reading.record == OPINION
    assert doubts(reading) == [("KD206", None)]


@pytest.mark.parametrize(
    "text",
    [
        "详细意见：一、好。¶二、请改进。¶专家签名：赵敏",
        "详细意见¶一、好。¶二、请改进。¶专家签名：赵敏",
        "详细意见：¶一、好。¶二、请改进。　　专家签名：赵敏",
        "详 细 意 见：¶一、好。¶二、请改进。¶专家签名 ：赵敏",
    ],
)
def test_the_label_may_be_spelt_and_broken_otherwise(text: str) -> None:
    reading = card(REMARK, opinion=(row(cell(text, 3)),))
    assert reading.record == OPINION
    assert doubts(reading) == [("KD206", None)]


def test_words_in_brackets_below_a_label_are_its_value() -> None:
    reading = card(REMARK, photo=cell("照片¶（附后）", merge=START))
    assert reading.record == attrs.evolve(OPINION, photo="（附后）")


def test_a_label_that_stands_alone_has_a_blank_value_and_not_that_of_a_neighbour() -> None:
    reading = card(REMARK, photo=cell("照片", merge=START), opinion=(row(cell("详细意见：", 3)),))
    assert reading.record == attrs.evolve(OPINION, photo=None, text=None, sign=None)


def test_a_value_in_a_cell_beside_its_label_is_taken_with_a_doubt() -> None:
    opinion = row(cell("详细意见："), cell("一、好。¶二、请改进。¶专家签名：赵敏", 2))
    reading = card(opinion=(opinion,))
    assert reading.record == OPINION
    assert doubts(reading) == [("KD205", "text"), ("KD205", "sign")]


def test_a_missing_label_is_said_once_for_each_of_its_fields() -> None:
    reading = card(REMARK, photo=cell("", merge=START), opinion=(row(cell("", 3)),))
    missing = [finding.field for finding in reading.findings if finding.code == "KD204"]
    assert sorted(map(str, missing)) == ["photo", "sign", "text"]


def test_boxes_with_the_same_words_in_each_belong_to_the_labels_above_them() -> None:
    @attrs.frozen(kw_only=True)
    class Two:
        chief: str | None = None
        head: str | None = None
        day: dt.date | None = None

    def table(chief: str, head: str, *more: str) -> bytes:
        rows = (
            row(cell("部门负责人意见"), cell("主管领导意见")),
            row(cell(f"签字：{chief}"), cell(f"签字：{head}")),
            row(cell("日期"), cell("2024年1月2日" if more else "{{ day|date('') }}")),
        )
        return document(paragraph("用印审批单"), grid(2, *rows, *more), paragraph(), PAGE)

    form = kd.Form(id="seal", record=Two, docx=table("{{ chief }}", "{{ head }}"))
    file = table("张三", "李四", row(cell("备注"), cell("")))
    reading: kd.Reading[Any] = kd.read(file, forms=[form])
    assert reading.record == Two(chief="张三", head="李四", day=dt.date(2024, 1, 2))
    assert doubts(reading) == [("KD206", None)]


# ------------------------------------------------------------------ words beside a tick that are not its option


@pytest.mark.parametrize(
    ("text", "passed"),
    [
        ("不通过", False),
        ("□通过　☑不通过", False),
        ("☑通过　□不通过", True),
        ("通过√　不通过", True),
        ("通过", True),
        ("否", False),
        ("√是　□否", True),
        ("（　）通过　（　）不通过", None),
    ],
)
def test_the_word_printed_beside_a_tick_is_a_name_of_its_option(text: str, passed: bool | None) -> None:
    reading = card(REMARK, passed=text)
    assert reading.record == attrs.evolve(OPINION, passed=passed)
    assert doubts(reading) == [("KD206", None)]


@pytest.mark.parametrize("text", ["待定", "☑通过　☑不通过", "未通过"])
def test_other_words_and_several_ticks_remain_no_answer(text: str) -> None:
    reading = card(REMARK, passed=text)
    assert reading.record == attrs.evolve(OPINION, passed=None)
    assert "passed" in [field for _, field in doubts(reading)]
