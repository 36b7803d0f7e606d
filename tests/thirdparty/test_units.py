"""Numbers in the units that a form prints, and in those that people print instead."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs
import pytest

import kjfz_docs as kd
from tests.making import document, paragraph, table


@attrs.frozen(kw_only=True)
class Item:
    name: str | None = None
    price: Decimal | None = None


@attrs.frozen(kw_only=True)
class Sums:
    price: Decimal | None = None


@attrs.frozen(kw_only=True)
class Offer:
    sum: Decimal | None = None
    done: Decimal | None = None
    score: int | None = None
    people: int | None = None
    seller: str | None = None
    advance: Decimal | None = None
    items: tuple[Item, ...] = ()

    @property
    def total(self) -> Sums:
        """The sum of the prices."""
        prices = [item.price for item in self.items if item.price is not None]
        return Sums(price=sum(prices, Decimal(0)) if prices else None)


LINE = "报价单位：{{ seller }}    预付款（万元）：{{ advance }}"
HEAD = "名称 | 单价（万元）"
LOOP = ("{%tr for item in items %} | ", "{{ item.name }} | {{ item.price }}", "{%tr endfor %} | ")
CELLS = (
    "总价（万元） | {{ sum }} | 完成率（%） | {{ done }}",
    "得分（满分20分） | {{ score }} | 参与人数（人） | {{ people }}",
)


def drawn(line: str, cells: tuple[str, ...], *items: str) -> bytes:
    """The form with these cells and rows."""
    return document(
        paragraph("设备报价表"), paragraph(line), table(*cells), paragraph("明细"), table(*items), paragraph()
    )


FORM = kd.Form(id="offer", record=Offer, docx=drawn(LINE, CELLS, HEAD, *LOOP, "合计 | {{ total.price }}"))
BLANK = ("总价（万元） |  | 完成率（%） | ", "得分（满分20分） |  | 参与人数（人） | ")


def read(
    line: str = "报价单位：甲公司    预付款（万元）：",
    cells: tuple[str, str] = BLANK,
    items: tuple[str, ...] = (HEAD, "水泵 | 2", "合计 | 2"),
) -> Any:
    reading: Any = kd.read(drawn(line, cells, *items), forms=[FORM])
    assert reading.record is not None
    return reading


def doubts(reading: Any) -> list[tuple[str, str | None]]:
    return [(each.code, each.field) for each in reading.findings if each.severity is not kd.Severity.NOTE]


def test_a_form_says_the_units_of_a_plain_class() -> None:
    assert FORM.check() == ()
    record = Offer(sum=Decimal("1.5"), done=Decimal(90), score=10, people=3, items=(Item(name="水泵"),))
    assert kd.read(kd.render(record, form=FORM), forms=[FORM]).record == record


@pytest.mark.parametrize(
    ("value", "sum_", "codes"),
    [
        ("1.5", "1.5", []),
        ("1.5万元", "1.5", []),
        ("15000元", "1.5", ["KD311"]),
        ("1.5亿元", "15000", ["KD311"]),
        ("15台", "15", ["KD319"]),
    ],
)
def test_a_value_with_a_unit_is_converted_to_that_of_the_printed_label(
    value: str, sum_: str, codes: list[str]
) -> None:
    reading = read(cells=(BLANK[0].replace("|  |", f"| {value} |"), BLANK[1]))
    assert reading.record.sum == Decimal(sum_)
    assert doubts(reading) == [(code, "sum") for code in codes]


def test_a_value_with_the_unit_of_its_label_is_certain() -> None:
    reading = read(
        cells=("总价（万元） |  | 完成率（%） | 90%", "得分（满分20分） | 10分 | 参与人数（人） | 3名")
    )
    assert (reading.record.done, reading.record.score, reading.record.people) == (Decimal(90), 10, 3)
    assert doubts(reading) == []
    assert read(cells=("总价（万元） |  | 完成率（％） | 90％", BLANK[1])).record.done == Decimal(90)


@pytest.mark.parametrize(
    ("unit", "value", "sum_", "codes"),
    [
        ("元", "15000", "1.5", ["KD311"]),
        ("元", "15000元", "1.5", ["KD311"]),
        ("单位：元", "1.5万", "1.5", ["KD311"]),
        ("千元", "15", "1.5", ["KD311"]),
        ("亿元", "1.5", "15000", ["KD311"]),
        ("元", "约15000", "1.5", ["KD311", "KD303"]),
        ("万元", "1.5", "1.5", []),
        ("元", "无", "0", []),
        ("含税", "1.5", "1.5", []),
    ],
)
def test_a_label_typed_with_another_unit_of_money_says_in_what_its_value_is(
    unit: str, value: str, sum_: str, codes: list[str]
) -> None:
    reading = read(cells=(f"总价（{unit}） | {value} | 完成率（%） | ", BLANK[1]))
    assert reading.record.sum == Decimal(sum_)
    assert doubts(reading) == [(code, "sum") for code in codes]


def test_a_value_in_a_unit_that_cannot_be_converted_is_withheld() -> None:
    reading = read(cells=("总价（美元） | 1.5 | 完成率（分） | 90", BLANK[1]))
    assert (reading.record.sum, reading.record.done) == (None, None)
    assert doubts(reading) == [("KD327", "sum"), ("KD327", "done")]
    assert "以“美元”计，应以“万元”计" in next(str(each) for each in reading.findings if each.field == "sum")


def test_people_counted_as_things_are_doubted_and_by_another_word_for_people_not() -> None:
    things = read(cells=(BLANK[0], "得分（满分20分） |  | 参与人数（个） | 3"))
    assert (things.record.people, doubts(things)) == (3, [("KD319", "people")])
    people = read(cells=(BLANK[0], "得分（满分20分） |  | 参与人数（名） | 3"))
    assert (people.record.people, doubts(people)) == (3, [])


def test_a_blank_value_under_another_unit_is_blank() -> None:
    reading = read(cells=("总价（美元） |  | 完成率（%） | ", BLANK[1]))
    assert (reading.record.sum, doubts(reading)) == (None, [])


def test_the_head_of_a_column_says_the_unit_of_its_values_and_of_their_sum() -> None:
    reading = read(items=("名称 | 单价（元）", "水泵 | 20000", "阀门 | 5000", "合计 | 25000"))
    assert [item.price for item in reading.record.items] == [Decimal(2), Decimal("0.5")]
    assert reading.stated["total"].price == Decimal("2.5")
    assert {code for code, _ in doubts(reading)} == {"KD311"}


def test_a_label_in_a_line_says_the_unit_of_its_value() -> None:
    reading = read(line="报价单位：甲公司    预付款（元）：5000")
    assert (reading.record.advance, doubts(reading)) == (Decimal("0.5"), [("KD311", "advance")])


def test_the_label_of_a_column_that_was_typed_as_paragraphs_says_the_unit() -> None:
    data = document(
        paragraph("设备报价表"),
        table(*BLANK),
        *map(paragraph, ("名称：水泵  单价（元）：20000", "名称：阀门  单价（元）：5000")),
    )
    record: Any = kd.read(data, forms=[FORM]).record
    assert [item.price for item in record.items] == [Decimal(2), Decimal("0.5")]


@pytest.mark.parametrize("cell", ["总价（元）：15000", "总价（元）¶15000"])
def test_a_label_with_its_value_in_one_cell_says_the_unit(cell: str) -> None:
    reading = read(cells=(f"{cell} | 完成率（%） | ", BLANK[1]))
    assert reading.record.sum == Decimal("1.5")
    assert ("KD311", "sum") in doubts(reading)
