"""Values that a workbook would turn into something else are written so that they stay what they are."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import openpyxl

import kjfz_docs as kd
from kjfz_docs.writing.xlsx_cells import escaped
from tests.writing.test_xlsx import Item, Shopping, form


def test_a_carriage_return_is_spelt_out_since_xml_would_read_a_line_feed() -> None:
    assert escaped("甲\r乙\n丙") == "甲_x000D_乙\n丙"


def test_days_before_march_1900_are_texts_since_the_calendar_of_excel_is_a_day_off_there() -> None:
    days = (dt.date(1900, 2, 28), dt.date(1900, 3, 1))
    record = Shopping(items=tuple(Item(title="泵", bought_on=day) for day in days))
    written = kd.render(record, "xlsx", form=form())
    sheet: Any = openpyxl.load_workbook(io.BytesIO(written)).active
    assert [(sheet[cell].data_type, sheet[cell].value) for cell in ("E6", "E7")] == [
        ("s", "1900年2月28日"),
        ("d", dt.datetime(1900, 3, 1)),
    ]
    assert kd.read(written, forms=[form()]).record == record
