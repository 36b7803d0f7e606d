"""Any value as the XML of a cell: what it is decides how it is written, not what it looks like."""

from __future__ import annotations

import datetime as dt
import enum
import math
import numbers
from decimal import Decimal
from typing import Any

from kjfz_docs.errors import UnwritableError
from kjfz_docs.writing.xlsx_cells import FIRST_DAY, FIRST_DAY_1904, number_cell, serial_number, text_cell
from kjfz_docs.writing.xlsx_looks import Looks

_SECONDS = 86_400


def value_cell(value: Any, style: int, looks: Looks, path: str, *, from_1904: bool) -> str:
    """What follows the address of a cell. Raises UnwritableError with the path of what no cell can hold as it is.

    Texts stay texts, numbers numbers; None is a blank cell. An enumeration is its value, whatever else there is its
    ``str``.
    """
    if isinstance(value, enum.Enum):
        value = value.value
    if value is None:
        return blank_cell(style)
    if isinstance(value, bool):
        return f' s="{style}" t="b"><v>{value:d}</v></c>'
    if isinstance(value, dt.date):
        return _moment_cell(value, style, looks, path, from_1904=from_1904)
    if isinstance(value, (numbers.Number, Decimal)):
        return _number_cell(value, style, path)
    if callable(value):
        raise UnwritableError(path, f"{type(value).__name__} is no value: it has to be called first")
    text = str(value)
    return text_cell(text, style, looks, path) if text else blank_cell(style)


def blank_cell(style: int) -> str:
    """What follows the address of a cell in which nothing stands."""
    return f' s="{style}"/>'


def _number_cell(value: Any, style: int, path: str) -> str:
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise UnwritableError(path, f"{value} is no number that a workbook knows")
        return number_cell(value, style, path)
    if isinstance(value, numbers.Integral):
        return number_cell(int(value), style, path)
    if isinstance(value, numbers.Real) and math.isfinite(value):
        return f' s="{style}"><v>{float(value)!r}</v></c>'
    raise UnwritableError(path, f"{value} is no number that a workbook knows")


def _moment_cell(value: dt.date, style: int, looks: Looks, path: str, *, from_1904: bool) -> str:
    """A day, with or without a time; what Excel's calendar does not know is a text."""
    with_time = isinstance(value, dt.datetime)
    if value != value:  # what pandas has for no day at all
        return blank_cell(style)
    day = value.date() if isinstance(value, dt.datetime) else value
    if day < (FIRST_DAY_1904 if from_1904 else FIRST_DAY):
        return text_cell(str(value), style, looks, path)
    serial: float = serial_number(day, from_1904=from_1904)
    if isinstance(value, dt.datetime):
        if value.tzinfo is not None:
            raise UnwritableError(path, "a workbook knows no time zones")
        time = value.time()
        seconds = time.hour * 3600 + time.minute * 60 + time.second + time.microsecond / 1_000_000
        serial += seconds / _SECONDS
    return f' s="{looks.calendar(style, with_time=with_time)}"><v>{serial!r}</v></c>'
