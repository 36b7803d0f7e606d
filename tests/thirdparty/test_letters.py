"""Forms without a table: a letter of paragraphs, known by its title and its lines in any order."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import pytest

import kjfz_docs as kd
from tests.making import document, paragraph
from tests.thirdparty.drawing import PAGE
from tests.thirdparty.forms import FORMS


@attrs.frozen(kw_only=True)
class Leave:
    name: str | None = None
    unit: str | None = None
    reason: str | None = None
    start: dt.date | None = None
    days: int | None = None


TITLE, UNIT, NAME, REASON = "请假条", "单位：示范公司", "姓名：欧阳修远", "事由：参加培训"
TIME, END = "自2024年7月1日起，共5天。", "特此申请"
FILLED = Leave(name="欧阳修远", unit="示范公司", reason="参加培训", start=dt.date(2024, 7, 1), days=5)
FORM = kd.Form(
    id="leave",
    record=Leave,
    docx=document(
        *map(paragraph, (TITLE, "单位：{{ unit }}", "姓名：{{ name }}", "事由：{{ reason }}")),
        paragraph("自{{ start|date('    年  月  日') }}起，共{{ days }}天。"),
        paragraph(END),
        PAGE,
    ),
)
EVERY = (*kd.forms.values(), *FORMS, FORM)


def read(*lines: str) -> kd.Reading[Any]:
    return kd.read(document(*map(paragraph, lines)), forms=EVERY)


def doubts(reading: kd.Reading[Any]) -> list[tuple[str, str | None]]:
    return [(f.code, f.field) for f in reading.findings if f.severity is not kd.Severity.NOTE]


def test_it_is_sound_and_comes_back() -> None:
    assert FORM.check() == ()
    reading: kd.Reading[Any] = kd.read(kd.render(FILLED, form=FORM), forms=EVERY)
    assert reading.record == FILLED
    assert reading.findings == ()


@pytest.mark.parametrize(
    "lines",
    [
        (TITLE, NAME, UNIT, REASON, TIME, END),
        (TITLE, TIME, REASON, NAME, UNIT, END),
        (TITLE, UNIT, "", NAME, REASON, "", TIME),
        (TITLE, f"{UNIT}　　{NAME}", REASON, TIME, END),
        (TITLE, NAME, f"{UNIT}；{REASON}", TIME, END),
    ],
)
def test_its_lines_may_stand_in_another_order_or_two_in_one(lines: tuple[str, ...]) -> None:
    reading = read(*lines)
    assert reading.record == FILLED
    assert doubts(reading) == []


def test_a_paragraph_more_is_reported_and_leaves_the_others() -> None:
    reading = read(TITLE, NAME, UNIT, "请予批准。", REASON, TIME, END)
    assert reading.record == FILLED
    assert doubts(reading) == [("KD206", None)]


def test_a_sentence_in_other_words_is_reported_at_its_fields() -> None:
    reading = read(TITLE, UNIT, NAME, REASON, "从2024年7月1日起，共计 5 天", END)
    assert reading.record == attrs.evolve(FILLED, start=None, days=None)
    assert {"start", "days"} <= {field for _, field in doubts(reading)}


def test_a_line_that_is_gone_is_missed() -> None:
    reading = read(TITLE, UNIT, NAME, TIME, END)
    assert reading.record == attrs.evolve(FILLED, reason=None)
    assert doubts(reading) == [("KD204", "reason")]


def test_two_letters_in_one_file_are_read_apart() -> None:
    other = (TITLE, UNIT, "姓名：李明", REASON, TIME, END)
    file = document(*map(paragraph, (TITLE, NAME, UNIT, REASON, TIME, END, *other)))
    records = [reading.record for reading in kd.read_all(file, forms=EVERY)]
    assert records == [FILLED, attrs.evolve(FILLED, name="李明")]


def test_without_its_title_a_letter_may_be_of_any_kind() -> None:
    reading = read("通行证申请", NAME, UNIT, REASON, TIME)
    assert reading.outcome is kd.Outcome.NOT_RECOGNISED
    (finding,) = reading.findings
    assert "《请假条》" in finding.message
    assert "标题" in finding.message


def test_under_its_title_it_is_told_what_is_missing() -> None:
    reading = read(TITLE, "姓名：李明", "因病需要休息")
    assert reading.outcome is kd.Outcome.NOT_RECOGNISED
    (finding,) = reading.findings
    assert "《请假条》，缺少：单位、事由" in finding.message


# ------------------------------------------------------------------ lines that begin or end in a value


@attrs.frozen(kw_only=True)
class Introduction:
    to: str | None = None
    name: str | None = None
    signer: str | None = None
    on: dt.date | None = None


LETTER = ("介绍信", "市科技局：", "兹介绍王小明前来洽谈。", "示范大学（盖章）", "2024年1月1日")
SIGNED = Introduction(to="市科技局", name="王小明", signer="示范大学", on=dt.date(2024, 1, 1))
INTRODUCTION = kd.Form(
    id="introduction",
    record=Introduction,
    docx=document(
        *map(paragraph, ("介绍信", "{{ to }}：", "兹介绍{{ name }}前来洽谈。", "{{ signer }}（盖章）")),
        paragraph("{{ on|date('    年  月  日') }}"),
        PAGE,
    ),
)


@pytest.mark.parametrize(
    ("added", "at", "field"),
    [("示大介〔2024〕3号", 1, "to"), ("特此证明", 3, "signer"), ("如上", 3, "signer")],
)
def test_a_paragraph_above_a_value_of_one_line_is_no_part_of_it(added: str, at: int, field: str) -> None:
    lines = map(paragraph, (*LETTER[:at], added, *LETTER[at:]))
    reading: kd.Reading[Any] = kd.read(document(*lines), forms=[INTRODUCTION])
    assert reading.record == SIGNED
    assert [(f.code, f.field, f.raw) for f in reading.findings] == [("KD206", field, added)]


def test_a_value_of_two_lines_of_our_own_comes_back() -> None:
    record = attrs.evolve(SIGNED, to="市科技局\n市经信局", signer="示范大学\n科研处")
    reading: kd.Reading[Any] = kd.read(kd.render(record, form=INTRODUCTION), forms=[INTRODUCTION])
    assert (reading.record, reading.findings) == (record, ())


def test_a_line_that_is_all_value_is_not_the_title() -> None:
    lines = map(paragraph, (*LETTER[:3], "另：请予协助。", *LETTER[3:]))
    changed = map(paragraph, (LETTER[0], LETTER[2], LETTER[1], *LETTER[3:]))
    for file in (document(*lines), document(*changed)):
        reading: kd.Reading[Any] = kd.read(file, forms=[INTRODUCTION])
        assert reading.record == SIGNED


@attrs.frozen(kw_only=True)
class Reference:
    bearer: str | None = None
    signer: str | None = None
    signed_on: dt.date | None = None


REFERENCE = kd.Form(
    id="reference",
    record=Reference,
    docx=document(
        *map(
            paragraph,
            ("介绍信", "兹有我单位{{ bearer }}前往你处办理事宜，请予接洽。", "{{ signer }}（盖章）"),
        ),
        paragraph("{{ signed_on|date('    年  月  日') }}"),
        PAGE,
    ),
)
SENT = Reference(bearer="李明", signer="示范大学", signed_on=dt.date(2024, 1, 1))
LINES = ("介绍信", "兹有我单位李明前往你处办理事宜，请予接洽。", "示范大学（盖章）", "2024年1月1日")


def reference(*lines: str) -> kd.Reading[Any]:
    return kd.read(document(*map(paragraph, lines)), forms=[REFERENCE])


def test_a_letter_may_close_with_a_day_without_a_label() -> None:
    assert REFERENCE.check() == ()
    assert reference(*LINES).record == SENT


def test_the_closing_day_is_found_by_its_shape_in_a_letter_with_other_paragraphs() -> None:
    reading = reference(LINES[0], "（存根）", *LINES[1:3], "电话：027-87654321", LINES[3])
    assert reading.record == SENT
    assert {code for code, _ in doubts(reading)} == {"KD206"}


def test_a_closing_day_that_is_lost_is_missed_and_no_other_line_is_taken_for_it() -> None:
    reading = reference("介绍信", "（存根）", *LINES[1:3])
    assert reading.record == attrs.evolve(SENT, signed_on=None)
    assert ("KD204", "signed_on") in doubts(reading)
    assert not any(code.startswith("KD3") for code, _ in doubts(reading))
