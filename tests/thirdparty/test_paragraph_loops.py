"""Values of several paragraphs below a label outside tables: ``{%p for line in x|lines %}``."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

import kjfz_docs as kd
from tests.making import document, paragraph
from tests.thirdparty.drawing import PAGE
from tests.thirdparty.forms import FORMS


@attrs.frozen(kw_only=True)
class Survey:
    company: str | None = None
    staff: int | None = None
    advice: str | None = None
    more: str | None = None


def _loop(path: str) -> tuple[str, ...]:
    return (f"{{%p for line in {path}|lines %}}", "{{ line }}", "{%p endfor %}")


TITLE = "企业需求调查问卷"
FORM = kd.Form(
    id="survey",
    record=Survey,
    docx=document(
        *map(paragraph, (TITLE, "1.企业名称：{{ company }}", "2.职工人数：{{ staff }}人", "3.意见建议：")),
        *map(paragraph, (*_loop("advice"), "补充说明", *_loop("more"), "填表人签字")),
        PAGE,
    ),
)
EVERY = (*kd.forms.values(), *FORMS, FORM)
FILLED = Survey(
    company="示范公司", staff=120, advice="加强宣传\n多派专家\n减少填表", more="已有两名专家\n还需一名"
)
COMPANY, STAFF, END = "1.企业名称：示范公司", "2.职工人数：120人", "填表人签字"
ADVICE = ("3.意见建议：", "加强宣传", "多派专家", "减少填表")
MORE = ("补充说明", "已有两名专家", "还需一名")


def read(*lines: str) -> Any:
    return kd.read(document(*map(paragraph, lines)), forms=EVERY)


def doubts(reading: kd.Reading[Any]) -> list[tuple[str, str | None]]:
    return [(f.code, f.field) for f in reading.findings if f.severity is not kd.Severity.NOTE]


@pytest.mark.parametrize("count", range(4))
def test_all_lines_come_back_from_the_own_file(count: int) -> None:
    assert FORM.check() == ()
    lines = str(FILLED.advice).split("\n")[:count]
    record = attrs.evolve(FILLED, advice="\n".join(lines) or None)
    reading: kd.Reading[Any] = kd.read(kd.render(record, form=FORM), forms=EVERY)
    assert reading.record == record
    assert reading.findings == ()


def test_a_blank_form_is_said_to_be_blank() -> None:
    assert kd.read(kd.blank(FORM), forms=EVERY).outcome is kd.Outcome.BLANK_FORM


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ((TITLE, "请如实填写。", COMPANY, STAFF, *ADVICE, *MORE, END), [("KD206", None)]),
        ((TITLE, STAFF, COMPANY, *ADVICE, *MORE, END), []),
        ((TITLE, COMPANY, STAFF, *MORE, *ADVICE, END), []),
        ((TITLE, *ADVICE, COMPANY, STAFF, *MORE, END), []),
        ((TITLE, COMPANY, STAFF, "4、意见建议：", *ADVICE[1:], *MORE, END), []),
    ],
    ids=["a paragraph added", "lines swapped", "values swapped", "a value first", "another number"],
)
def test_the_form_is_recognised_and_all_lines_are_read_in_another_layout(
    lines: tuple[str, ...], said: list[Any]
) -> None:
    reading = read(*lines)
    assert reading.outcome is kd.Outcome.OK
    assert reading.record == FILLED
    assert doubts(reading) == said


def test_a_value_whose_label_is_gone_is_missed_by_name() -> None:
    reading = read(TITLE, STAFF, COMPANY, *ADVICE[1:], *MORE, END)
    assert reading.record.advice is None
    assert ("KD204", "advice") in doubts(reading)


def test_a_value_typed_behind_its_label_is_read() -> None:
    reading = read(TITLE, STAFF, COMPANY, "3.意见建议：加强宣传", "多派专家", "减少填表", *MORE, END)
    assert reading.record == FILLED
