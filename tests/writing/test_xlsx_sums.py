"""A total below a list is the formula of its sum only where it is the sum of that column, and of one field alone."""

from __future__ import annotations

import io
from typing import Any

import attrs
import openpyxl
import pytest

import kjfz_docs as kd
from tests.writing.test_xlsx_templates import workbook


@attrs.frozen(kw_only=True)
class Line:
    title: str | None = None
    count: int | None = None
    spare: int | None = None


@attrs.frozen(kw_only=True)
class Total:
    count: int | None = None
    spare: int | None = None


@attrs.frozen(kw_only=True)
class Store:
    lines: tuple[Line, ...] = ()
    remark: str | None = None

    @property
    def total(self) -> Total:
        """What is counted, and as many spare pieces as somebody once decided."""
        return Total(count=sum(each.count or 0 for each in self.lines), spare=7)


def totals(*rows: tuple[str, ...], lines: tuple[Line, ...], cell: str) -> Any:
    """What stands in a cell of the written list."""
    data = workbook(*rows, ("备注", "{{ remark }}"))
    written = kd.render(Store(lines=lines), "xlsx", form=kd.Form(id="store", record=Store, xlsx=data))
    sheet: Any = openpyxl.load_workbook(io.BytesIO(written)).active
    return sheet[cell].value


@pytest.mark.parametrize(("spare", "shown"), [((3, 4), "=SUM(B2:B3)"), ((3, 5), 7), ((None, None), 7)])
def test_a_total_that_is_not_the_sum_of_its_column_stays_a_number(spare: Any, shown: Any) -> None:
    found = totals(
        ("名称", "备用"),
        ("{%tr for line in lines %}",),
        ("{{ line.title }}", "{{ line.spare }}"),
        ("{%tr endfor %}",),
        ("合计", "{{ total.spare }}"),
        lines=tuple(Line(title="泵", spare=each) for each in spare),
        cell="B4",
    )
    assert found == shown


def test_a_number_below_a_column_of_another_field_stays_a_number_though_it_is_its_sum() -> None:
    found = totals(
        ("名称", "数量"),
        ("{%tr for line in lines %}",),
        ("{{ line.title }}", "{{ line.count }}"),
        ("{%tr endfor %}",),
        ("备用", "{{ total.spare }}"),
        lines=(Line(title="泵", count=3), Line(title="管", count=4)),
        cell="B4",
    )
    assert found == 7


def test_below_a_column_of_two_fields_nothing_is_the_sum_of_one() -> None:
    found = totals(
        ("名称", "内容", "数"),
        ("{%tr for line in lines %}",),
        ("{{ line.title }}", "数量", "{{ line.count }}"),
        ("", "备用", "{{ line.spare }}"),
        ("{%tr endfor %}",),
        ("合计", "", "{{ total.count }}"),
        lines=(Line(title="泵", count=3, spare=0), Line(title="管", count=4, spare=0)),
        cell="C6",
    )
    assert found == 7
