"""Lists typed as paragraphs: a new row where the first label comes again."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

import kjfz_docs as kd
from kjfz_docs.records.fields import field
from tests.making import document, paragraph, table


@attrs.frozen(kw_only=True)
class Item:
    name: str | None = field("姓名", kind="name", default=None)
    unit: str | None = None
    count: int | None = None


@attrs.frozen(kw_only=True)
class Sheet:
    items: tuple[Item, ...] = ()


FORM = kd.Form(
    id="sheet",
    record=Sheet,
    docx=document(
        paragraph("走访登记表"),
        table(
            "姓名 | 单位 | 次数（次）",
            "{%tr for item in items %} |  | ",
            "{{ item.name }} | {{ item.unit }} | {{ item.count }}",
            "{%tr endfor %} |  | ",
        ),
        paragraph(),
    ),
)
ITEMS = (Item(name="李明", unit="某厂", count=3), Item(name="王芳", unit="某校", count=4))


def read(*lines: str) -> kd.Reading[Any]:
    return kd.read(document(*map(paragraph, ("走访登记表", *lines)), paragraph()), forms=[FORM])


def doubts(reading: kd.Reading[Any]) -> list[tuple[str, str | None]]:
    return [(f.code, f.field) for f in reading.findings if f.severity is not kd.Severity.NOTE]


@pytest.mark.parametrize(
    "lines",
    [
        ("姓名：李明  单位：某厂  次数（次）：3", "姓名：王芳  单位：某校  次数（次）：4"),
        ("姓名：李明；单位：某厂；次数：3。", "姓名：王芳；单位：某校；次数：4。"),
        ("姓名：李明", "单位：某厂", "次数：3", "姓名：王芳", "单位：某校", "次数：4"),
        ("1、姓名：李明，单位：某厂，次数：3", "2、姓名：王芳，单位：某校，次数：4"),
        (
            "姓名：李XX  单位：某某单位  次数：1",
            "姓名：李明  单位：某厂  次数：3",
            "姓名：王芳  单位：某校  次数：4",
        ),
    ],
    ids=["a line a row", "without brackets", "a line a value", "numbered", "a model row"],
)
def test_each_first_label_begins_a_row(lines: tuple[str, ...]) -> None:
    reading = read(*lines)
    assert reading.record == Sheet(items=ITEMS)
    assert doubts(reading) == []


def test_a_value_that_is_missing_is_missing_in_its_row_alone() -> None:
    reading = read("姓名：李明  单位：某厂", "姓名：王芳  单位：某校  次数：4")
    assert reading.record == Sheet(items=(attrs.evolve(ITEMS[0], count=None), ITEMS[1]))


def test_the_label_of_something_else_ends_a_value_with_a_doubt() -> None:
    reading = read("姓名：李明  单位：某厂  电话：1  次数：3", "姓名：王芳  单位：某校  次数：4")
    assert reading.record == Sheet(items=ITEMS)
    assert doubts(reading) == [("KD206", "items.0.unit")]


def test_too_few_labels_are_no_list() -> None:
    reading = read("姓名：李明")
    assert reading.record is None
