"""Forms beside one another in one worksheet or table are read apart."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import attrs
import openpyxl
import pytest

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
