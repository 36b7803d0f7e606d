"""Workbooks that people changed after they were written: the reading stays equal, or says what it doubts."""

from __future__ import annotations

import io
from collections.abc import Callable
from copy import copy
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

import kjfz_docs as kd
from kjfz_docs.records.fields import leaves
from tests.forms.perturbing import (
    FORMS,
    LISTS,
    MARKS,
    SPACES,
    STRETCHED,
    is_out_of_reach,
    plausible_record,
    reticked,
    unreported_of,
)
from tests.strategies import records

Change = Callable[[Any, st.DataObject], None]


def spoken(sheet: Any) -> list[Any]:
    """The cells that hold text."""
    return [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]


def head_of(sheet: Any) -> int:
    """The row of a list's head: the first that is nearly full; one of its cells may span two columns."""
    full = (row for row in sheet.iter_rows() if sum(c.value is not None for c in row) >= len(row) - 1)
    return int(next(full)[0].row)


def last_of(sheet: Any) -> int:
    """The last row in which something stands."""
    return max(int(cell.row) for row in sheet.iter_rows() for cell in row if cell.value is not None)


def move_a_column(sheet: Any, data: st.DataObject) -> None:
    """Two neighbouring columns of the list change places."""
    merged = {
        column
        for each in sheet.merged_cells.ranges
        for column in range(each.min_col, each.max_col + 1)
        if each.max_row >= head_of(sheet) and each.max_col - each.min_col < sheet.max_column - 1
    }
    free = [n for n in range(1, sheet.max_column) if not {n, n + 1} & merged]
    first = data.draw(st.sampled_from(free))
    for row in range(head_of(sheet), last_of(sheet) + 1):
        one, other = sheet.cell(row, first), sheet.cell(row, first + 1)
        if isinstance(other, openpyxl.cell.cell.MergedCell):
            continue  # a note over the whole width
        one.value, other.value = other.value, one.value
        one.number_format, other.number_format = other.number_format, one.number_format


def split_runs(sheet: Any, data: st.DataObject) -> None:
    """Every text becomes two runs, the second in another size."""
    at = data.draw(st.integers(1, 6))
    for cell in spoken(sheet):
        if len(cell.value) > at and not cell.value.startswith("="):
            cell.value = CellRichText(cell.value[:at], TextBlock(InlineFont(sz=9), cell.value[at:]))


def respace_a_label(sheet: Any, data: st.DataObject) -> None:
    """A label is stretched: 姓  名."""
    cells = [cell for cell in spoken(sheet) if cell.value in STRETCHED]
    assume(cells)
    cell = data.draw(st.sampled_from(cells))
    cell.value = data.draw(st.sampled_from(SPACES)).join(cell.value)


def add_a_row(sheet: Any, data: st.DataObject) -> None:
    """A row after the last: blank, or of dots."""
    sheet.cell(last_of(sheet) + 1, 1).value = data.draw(st.sampled_from((None, "……")))


def insert_a_blank_row(sheet: Any, _: st.DataObject) -> None:
    """An empty row between the title and what is below it."""
    ranges = [copy(each) for each in sheet.merged_cells.ranges]
    for each in ranges:
        sheet.unmerge_cells(each.coord)
    sheet.insert_rows(3)
    for each in ranges:
        if each.min_row >= 3:
            each.shift(row_shift=1)
        sheet.merge_cells(each.coord)


def retick(sheet: Any, data: st.DataObject) -> None:
    """Ticks in brackets become boxes, or another mark; 是 becomes ☑是 □否."""
    marks = data.draw(st.sampled_from(MARKS))
    for cell in spoken(sheet):
        changed = reticked(cell.value, *marks)
        if changed is not None:
            cell.value = changed


FOR_ALL: tuple[Change, ...] = (split_runs, respace_a_label, add_a_row, insert_a_blank_row, retick)


def perturbed(form: Any, record: Any, data: st.DataObject) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(kd.render(record, "xlsx")), rich_text=True)
    sheet = book.worksheets[0]
    changes = (*FOR_ALL, move_a_column) if form in LISTS else FOR_ALL
    chosen = data.draw(st.lists(st.sampled_from(changes), min_size=1, max_size=3, unique=True))
    for change in sorted(chosen, key=lambda each: each is split_runs):  # runs last: others see plain texts
        change(sheet, data)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_changed_workbook_of_plausible_values_is_read_equal(form: Any, data: Any) -> None:
    record = data.draw(plausible_record(form.record))
    reading = kd.read(perturbed(form, record, data))
    assert reading.outcome is kd.Outcome.OK
    assert reading.record == record


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.id)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_changed_workbook_of_any_values_is_equal_or_reported(form: Any, data: Any) -> None:
    """But texts such as _x0041_, of which openpyxl makes others."""
    record = data.draw(records(form.record))
    assume(is_out_of_reach(record) and not any("_x" in str(value) for _, _, value in leaves(record)))
    assert unreported_of(record, lambda: perturbed(form, record, data)) == []
