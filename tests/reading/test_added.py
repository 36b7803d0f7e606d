"""What people type into a place besides its value is set apart from it, or doubted."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

import kjfz_docs as kd
from tests.making import document, edited, paragraph, table


@attrs.frozen(kw_only=True)
class Sheet:
    judge: str | None = None
    unit: str | None = None
    school: str | None = None
    handler: str | None = None
    remark: str | None = None


FORM = kd.Form(
    id="sheet",
    record=Sheet,
    docx=document(
        paragraph("评审意见登记表"),
        paragraph("评委：{{ judge }}"),
        table(
            "所在单位意见 | {{ unit }}",
            "学院意见 | {{ school }}",
            "经办 | 备注：{{ remark }}¶经办人：{{ handler }}",
        ),
        paragraph(),
    ),
)
WHOLE = Sheet(judge="王芳", unit="同意", school="同意推荐", handler="李明", remark="无异议")


def read(*rows: str, below_title: tuple[str, ...] = ("评委：王芳",)) -> kd.Reading[Any]:
    lines = map(paragraph, ("评审意见登记表", *below_title))
    return kd.read(document(*lines, table(*rows), paragraph()), forms=[FORM])


def said(reading: kd.Reading[Any]) -> list[tuple[str, str | None, str | None]]:
    return [(f.code, f.field, f.raw) for f in reading.findings if f.code != "KD214"]


ROWS = ("所在单位意见 | 同意", "学院意见 | 同意推荐", "经办 | 备注：无异议¶经办人：李明")


def test_nothing_is_said_where_nothing_was_added() -> None:
    reading = read(*ROWS)
    assert (reading.record, said(reading)) == (WHOLE, [])


@pytest.mark.parametrize(
    "value", ["所在单位意见：同意", "所在单位意见: 同意", "所在单位意见：¶同意", "所在 单位意见：同意"]
)
@pytest.mark.parametrize("rows", [ROWS[1:], ROWS[:0:-1]], ids=["as printed", "in another order"])
def test_a_label_typed_once_more_before_its_value_is_no_part_of_it(value: str, rows: tuple[str, ...]) -> None:
    reading = read(f"所在单位意见 | {value}", *rows)
    assert reading.record == WHOLE
    assert [(code, field) for code, field, _ in said(reading)] == [("KD239", "unit")]


def test_a_value_that_begins_with_the_label_of_another_is_doubted() -> None:
    reading = read("所在单位意见 | 学院意见：同意", *ROWS[1:])
    assert reading.record == attrs.evolve(WHOLE, unit="学院意见：同意")
    assert said(reading) == [("KD205", "unit", None)]


def test_words_before_a_colon_that_are_no_label_stay() -> None:
    reading = read("所在单位意见 | 经研究：同意", *ROWS[1:])
    assert (reading.record, said(reading)) == (attrs.evolve(WHOLE, unit="经研究：同意"), [])


@pytest.mark.parametrize("value", ["所在单位意见：同意", "所在单位意见: 同意", "所在单位意见：\n同意"])
def test_a_label_in_a_value_that_we_wrote_stays_and_is_said(value: str) -> None:
    record = attrs.evolve(WHOLE, unit=value, judge="王芳\n李明")
    reading = kd.read(kd.render(record, form=FORM), forms=[FORM])
    assert reading.record == record
    assert [(code, field) for code, field, _ in said(reading)] == [("KD240", "unit")]
    assert reading.findings[0].severity is kd.Severity.NOTE


def test_so_is_one_that_was_typed_into_the_box_of_a_file_that_we_wrote() -> None:
    data = edited(kd.render(WHOLE, form=FORM), "(>)同意(<)", r"\1所在单位意见：同意\2")
    reading = kd.read(data, forms=[FORM])
    assert reading.record == attrs.evolve(WHOLE, unit="所在单位意见：同意")
    assert said(reading) == [("KD240", "unit", "所在单位意见：")]


@pytest.mark.parametrize("value", ["学院意见：同意", "经研究：同意", "所在单位意见是同意"])
def test_nothing_is_said_of_other_words_in_a_file_that_we_wrote(value: str) -> None:
    record = attrs.evolve(WHOLE, unit=value)
    reading = kd.read(kd.render(record, form=FORM), forms=[FORM])
    assert (reading.record, reading.findings) == (record, kd.check(record))


def test_a_paragraph_below_a_line_is_no_part_of_its_value() -> None:
    reading = read(*ROWS, below_title=("评委：王芳", "说明：满分十分"))
    assert (reading.record, said(reading)) == (WHOLE, [("KD206", "judge", "说明：满分十分")])


def test_nor_is_it_in_a_file_that_we_wrote() -> None:
    data = edited(
        kd.render(WHOLE, form=FORM), "(评委：王芳</w:t></w:r></w:p>)", r"\1" + paragraph("电话13812345678")
    )
    reading = kd.read(data, forms=[FORM])
    assert reading.record == WHOLE
    ((code, field, raw),) = said(reading)
    assert (code, field) == ("KD206", "judge")
    assert "13812345678" not in str(raw)


def test_a_line_below_the_last_labelled_value_of_a_cell_casts_doubt_on_it() -> None:
    reading = read(*ROWS[:2], "经办 | 备注：无异议¶经办人：李明¶附件齐全")
    assert said(reading) == [("KD205", "handler", None)]
