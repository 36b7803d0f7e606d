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


@attrs.frozen(kw_only=True)
class Introduction:
    bearer: str | None = None
    signer: str | None = None
    signed_on: dt.date | None = None


INTRODUCTION = kd.Form(
    id="introduction",
    record=Introduction,
    docx=document(
        *map(
            paragraph,
            ("介绍信", "兹有我单位{{ bearer }}前往你处办理事宜，请予接洽。", "{{ signer }}（盖章）"),
        ),
        paragraph("{{ signed_on|date('    年  月  日') }}"),
        PAGE,
    ),
)
SENT = Introduction(bearer="李明", signer="示范大学", signed_on=dt.date(2024, 1, 1))
LINES = ("介绍信", "兹有我单位李明前往你处办理事宜，请予接洽。", "示范大学（盖章）", "2024年1月1日")


def introduction(*lines: str) -> kd.Reading[Any]:
    return kd.read(document(*map(paragraph, lines)), forms=[INTRODUCTION])


def test_a_letter_may_close_with_a_day_without_a_label() -> None:
    assert INTRODUCTION.check() == ()
    assert introduction(*LINES).record == SENT


def test_the_closing_day_is_found_by_its_shape_in_a_letter_with_other_paragraphs() -> None:
    reading = introduction(LINES[0], "（存根）", *LINES[1:3], "电话：027-87654321", LINES[3])
    assert reading.record == SENT
    assert {code for code, _ in doubts(reading)} == {"KD206"}


def test_a_closing_day_that_is_lost_is_missed_and_no_other_line_is_taken_for_it() -> None:
    reading = introduction("介绍信", "（存根）", *LINES[1:3])
    assert reading.record == attrs.evolve(SENT, signed_on=None)
    assert ("KD204", "signed_on") in doubts(reading)
    assert not any(code.startswith("KD3") for code, _ in doubts(reading))
