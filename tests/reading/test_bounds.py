"""Where a list ends, row by row."""

from __future__ import annotations

import attrs
import pytest

import kjfz_docs as kd
from kjfz_docs.grids import open_file, read_grid
from kjfz_docs.reading.bounds import is_cut_as, is_of_another
from kjfz_docs.reading.page import Page
from tests.making import document, paragraph, table


@attrs.frozen(kw_only=True)
class Item:
    name: str | None = None
    count: int | None = None


@attrs.frozen(kw_only=True)
class Person:
    person: str | None = None
    phone: str | None = None


@attrs.frozen(kw_only=True)
class Sheet:
    unit: str | None = None
    items: tuple[Item, ...] = ()
    people: tuple[Person, ...] = ()
    remark: str | None = None


FORM = kd.Form(
    id="bounds",
    record=Sheet,
    docx=document(
        paragraph("领用登记表"),
        table(
            "领用单位 | {{ unit }}",
            "物品 | 件数",
            "{%tr for each in items %} |",
            "{{ each.name }} | {{ each.count }}",
            "{%tr endfor %} |",
            "领用人 | 电话",
            "{%tr for each in people %} |",
            "{{ each.person }} | {{ each.phone }}",
            "{%tr endfor %} |",
            "备注 | {{ remark }}",
        ),
        paragraph(),
    ),
)


def page(*rows: str) -> Page:
    grid = read_grid(open_file(document(paragraph("领用登记表"), table(*rows), paragraph())))
    return Page([line for line in grid.lines if line.is_row], FORM.labels)


@pytest.mark.parametrize(
    ("row", "is_other"),
    [
        ("铅笔 | 12", False),
        ("物品 | 件数", False),
        (" | ", False),
        ("领用人 | 电话", True),
        ("备注 | 无", True),
        ("备 注： | 无", True),
        ("领用单位 | 甲", True),
    ],
)
def test_labels_of_something_else_and_the_head_of_another_list_are_no_rows_of_a_list(
    row: str, is_other: bool
) -> None:
    found = page("物品 | 件数", row)
    assert is_of_another(found, FORM.labels.lists[0], 1, found.rows[0]) is is_other


def test_a_label_that_begins_several_rows_cut_as_the_head_may_be_data() -> None:
    found = page("物品 | 件数", "备注 | 3", "备注 | 无")
    assert is_cut_as(found.rows[1], found.rows[0])
    assert not is_of_another(found, FORM.labels.lists[0], 1, found.rows[0])
