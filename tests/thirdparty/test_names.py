"""What messages call the fields of a plain class: as the form prints them, each by a name of its own."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import attrs

import kjfz_docs as kd
from tests.making import document, paragraph, table


@attrs.frozen(kw_only=True)
class Opinion:
    text: str | None = None
    signed_on: dt.date | None = None


@attrs.frozen(kw_only=True)
class Line:
    title: str | None = None
    cost: Decimal | None = None


@attrs.frozen(kw_only=True)
class Sums:
    cost: Decimal | None = None


@attrs.frozen(kw_only=True)
class Request:
    name: str | None = None
    born: dt.date | None = None
    photo: str | None = None
    post: str | None = None
    dean: Opinion = attrs.field(factory=Opinion)
    bureau: Opinion = attrs.field(factory=Opinion)
    lines: tuple[Line, ...] = ()

    @property
    def total(self) -> Sums:
        """The sum of the costs."""
        return Sums(cost=sum((line.cost for line in self.lines if line.cost is not None), Decimal(0)))


def drawn(
    photo: str = "照片¶{{ photo }}", *, born: str, post: str, opinions: tuple[str, ...], rows: tuple[str, ...]
) -> bytes:
    return document(
        paragraph("经费申请表"),
        table(
            f"姓名 | {{{{ name }}}} | 出生日期 | {born} | {photo}↓",
            f"职务 | {post}→3 | ↑",
        ),
        table(*opinions),
        paragraph("明细"),
        table("事项 | 费用", *rows),
        paragraph(),
    )


TEMPLATE = drawn(
    born="{{ born|date('    年  月  日') }}",
    post="{{ post }}",
    opinions=(
        "学院意见 | 主管部门意见",
        "{{ dean.text }}¶签字：{{ dean.signed_on|date('    年  月  日') }}"
        " | {{ bureau.text }}¶签字：{{ bureau.signed_on|date('    年  月  日') }}",
    ),
    rows=(
        "{%tr for line in lines %} |",
        "{{ line.title }} | {{ line.cost }}",
        "{%tr endfor %} |",
        "合计 | {{ total.cost }}",
    ),
)
FORM = kd.Form(id="request", record=Request, docx=TEMPLATE)
OPINIONS = ("学院意见 | 主管部门意见", "同意¶签字：2024年5月6日 | 同意¶签字：2024年6月6日")
ROWS = ("住宿 | 300", "合计 | 300")


def read(
    photo: str = "照片¶（略）",
    *,
    opinions: tuple[str, ...] = OPINIONS,
    rows: tuple[str, ...] = ROWS,
) -> kd.Reading[Any]:
    filled = drawn(photo, born="1980年5月6日", post="教授", opinions=opinions, rows=rows)
    return kd.read(filled, forms=[FORM])


def said(reading: kd.Reading[Any], code: str) -> list[str]:
    return [finding.message for finding in reading.findings if finding.code == code]


def test_a_label_that_stands_in_several_cells_comes_with_that_of_the_cell() -> None:
    assert FORM.check() == ()
    names = FORM.printed_names
    assert names["dean.text"] == "学院意见"
    assert names["dean.signed_on"] == "学院意见 / 签字"
    assert names["bureau.signed_on"] == "主管部门意见 / 签字"


def test_a_day_without_a_label_behind_a_text_is_the_day_of_that_cell() -> None:
    form = kd.Form(
        id="opinion",
        record=Opinion,
        docx=document(
            paragraph("意见表"),
            table("所在单位意见 | {{ text }}¶（盖章）¶{{ signed_on|date('    年  月  日') }}"),
            paragraph(),
        ),
    )
    assert form.printed_names == {"text": "所在单位意见", "signed_on": "所在单位意见 / 日期"}


def test_no_two_of_the_fields_that_are_missing_are_called_alike() -> None:
    missing = said(read(opinions=("附件 | 无",)), "KD204")
    assert len(missing) == 4
    assert len(set(missing)) == 4


def test_a_total_that_differs_is_called_as_its_column_is() -> None:
    (message,) = said(read(rows=("住宿 | 300", "合计 | 500")), "KD416")
    assert message.startswith("【费用】合计写的是500")


def test_words_in_a_cell_beside_several_rows_are_no_doubt_about_the_values_before_it() -> None:
    reading = read("（一寸照片）")
    record: Any = reading.record
    assert (record.born, record.post) == (dt.date(1980, 5, 6), "教授")
    assert said(reading, "KD205") == []
    assert [(each.code, each.field) for each in reading.findings if each.severity is kd.Severity.ERROR] == [
        ("KD204", "photo")
    ]
