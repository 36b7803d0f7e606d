"""Cells of several values whose words people changed: an opinion with the day it was signed."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

import kjfz_docs as kd
from tests.making import document, paragraph, table


@attrs.frozen(kw_only=True)
class Verdict:
    name: str | None = None
    text: str | None = None
    signed_on: dt.date | None = None


def form_of(cell: str) -> kd.Form:
    return kd.Form(
        id="verdict",
        record=Verdict,
        docx=document(paragraph("设备走访结论表"), table("姓名 | {{ name }}", f"结论 | {cell}"), paragraph()),
    )


PLAIN = form_of("{{ text }}¶（盖章）¶{{ signed_on|date('%Y年%-m月%-d日') }}")
LABELLED = form_of("详细意见：{{ text }}¶（盖章）¶{{ signed_on|date('%Y年%-m月%-d日') }}")
DAY = dt.date(2023, 8, 25)


def read(form: kd.Form, cell: str) -> tuple[str | None, dt.date | None, list[tuple[str, str | None]]]:
    """What is read of a file in another layout: the text, the day, and the doubts."""
    made = document(paragraph("设备走访结论表"), table("结论 | " + cell, "姓名 | 李明"), paragraph())
    reading = kd.read(made, forms=[form])
    record = reading.record
    assert isinstance(record, Verdict)
    doubts = [(f.code, f.field) for f in reading.findings if f.severity is not kd.Severity.NOTE]
    return record.text, record.signed_on, doubts


@pytest.mark.parametrize("form", [PLAIN, LABELLED], ids=["plain", "labelled"])
@pytest.mark.parametrize(
    ("end", "text"),
    [
        ("同意推荐¶（盖章）¶2023年8月25日", "同意推荐"),
        ("同意推荐¶2023年8月25日", "同意推荐"),
        ("同意推荐。2023年8月25日", "同意推荐。"),
        ("同意推荐（盖章）2023.8.25", "同意推荐"),
    ],
)
def test_the_day_is_found_behind_the_text(form: kd.Form, end: str, text: str) -> None:
    label = "详细意见：" if form is LABELLED else ""
    assert read(form, label + end) == (text, DAY, [])


def test_what_follows_the_day_in_a_labelled_cell_is_said_to_be_left_over() -> None:
    text, day, doubts = read(LABELLED, "详细意见：同意推荐¶2023年8月25日¶但附条件：须补交材料")
    assert (text, day) == ("同意推荐", DAY)
    assert ("KD206", "text") in doubts


@pytest.mark.parametrize("form", [PLAIN, LABELLED], ids=["plain", "labelled"])
@pytest.mark.parametrize("cell", ["同意 2023年8月25日 张三", "同意（盖章）2023年8月25日，另：已调离"])
def test_a_day_in_the_midst_of_a_line_is_a_doubt_about_both(form: kd.Form, cell: str) -> None:
    text, day, doubts = read(form, ("详细意见：" if form is LABELLED else "") + cell)
    assert day is None
    assert {("KD205", "text"), ("KD205", "signed_on")} <= set(doubts), (text, doubts)


def test_a_day_that_is_part_of_a_sentence_is_none() -> None:
    cell = "同意，请于2023年8月25日前办理"
    assert read(PLAIN, cell) == (cell, None, [])
