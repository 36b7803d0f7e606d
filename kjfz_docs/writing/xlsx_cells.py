"""One value as the XML of a cell: texts that stay texts, numbers, days; and how many lines a text takes."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from decimal import Decimal
from typing import Any

from kjfz_docs.codecs import Codec, DateCodec, DateFilter, DecimalCodec, IntegerCodec
from kjfz_docs.errors import UnwritableError
from kjfz_docs.grids import xlsx_names
from kjfz_docs.grids.number_formats import KEPT_DIGITS
from kjfz_docs.writing.xlsx_looks import Looks

LONGEST_TEXT = 32_767
FORMULA_SIGNS = ("=", "+", "-", "@", "'")
_SPACED = ' xml:space="preserve"'
TEXT_END = "</t></is></c>"
# In this order: the first is in what stands for the others.
_XML = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\r", "_x000D_"))
# Half a character.
_HALF = re.compile("[\ud800-\udfff]")
_EPOCH = dt.date(1899, 12, 30)
_EPOCH_1904 = dt.date(1904, 1, 1)
FIRST_DAY_1904 = dt.date(1904, 1, 2)
FIRST_DAY = dt.date(1900, 3, 1)  # before it Excel's calendar has a day that never was


def is_number(codec: Codec[Any]) -> bool:
    """Whether values of a codec are numbers to reckon with; an ordinal (第二批) is a text."""
    return isinstance(codec, (IntegerCodec, DecimalCodec))


def is_day(codec: Codec[Any]) -> bool:
    return isinstance(codec, (DateCodec, DateFilter))


def text_cell(text: str, style: int, looks: Looks, path: str) -> str:
    """What follows the address in a cell of text: style, kind and content. Refuses what Excel would cut off."""
    if not text.isprintable() and (half := _HALF.search(text)) is not None:
        raise UnwritableError(path, f"control character U+{ord(half[0]):04X} cannot stand in a document")
    if len(text) > LONGEST_TEXT // 2 and len(text.encode("utf-16-le")) // 2 > LONGEST_TEXT:
        raise UnwritableError(path, f"a cell of a workbook holds {LONGEST_TEXT} characters at most")
    style = looks.quoted(style) if text.startswith(FORMULA_SIGNS) else looks.text(style)
    return f"{text_start(style, spaced=text != text.strip())}{escaped(text)}{TEXT_END}"


def text_start(style: int, *, spaced: bool = False) -> str:
    """What stands before a text of a style; ``spaced``: white space at its ends, which is part of it."""
    return f' s="{style}" t="inlineStr"><is><t{_SPACED if spaced else ""}>'


def number_cell(value: int | Decimal, style: int, path: str) -> str:
    """The same of a number, which Excel keeps to 15 digits."""
    number = Decimal(value)
    if len(number.normalize().as_tuple().digits) > KEPT_DIGITS or (
        number and number.adjusted() >= KEPT_DIGITS
    ):
        raise UnwritableError(path, f"a workbook keeps {KEPT_DIGITS} digits of a number; {value} has more")
    return f' s="{style}"><v>{number:f}</v></c>'


def day_cell(value: dt.date, style: int, looks: Looks, text: str, path: str, *, from_1904: bool) -> str:
    """The same of a day; one that Excel's calendar does not know is a text."""
    if value < (FIRST_DAY_1904 if from_1904 else FIRST_DAY):
        return text_cell(text, style, looks, path)
    return f' s="{looks.day(style)}"><v>{serial_number(value, from_1904=from_1904)}</v></c>'


def serial_number(day: dt.date, *, from_1904: bool) -> int:
    """The number by which Excel knows a day; workbooks of old Macintoshes count from 1904."""
    return (day - (_EPOCH_1904 if from_1904 else _EPOCH)).days


def escaped(text: str) -> str:
    """A text as it stands in a workbook: ``_x0041_`` would be read as A."""
    # To test costs less than to replace.
    if "_x" in text or not text.isprintable():
        text = xlsx_names.escaped(text)
    for sign, written in _XML:
        if sign in text:
            text = text.replace(sign, written)
    return text


def room_of(width: float, size: float) -> float:
    """How many narrow characters of ``size`` points fit into a line of a cell ``width`` characters wide."""
    # A column is measured in digits of the default font (11 points), with a little air on both sides.
    return max((width - 1.2) * 11 / size, 1.0)


def lines_needed(text: str, room: float) -> int:
    """How many lines a text takes where ``room`` narrow characters fit into one."""
    return sum(_lines(_units(line), room) for line in text.split("\n"))


def most_lines(length: int, room: float, *, wide: bool) -> int:
    """How many lines a text of a length without line breaks takes at most; ``wide``: it may hold wide characters."""
    return _lines(2 * length if wide else length, room)


def _lines(units: int, room: float) -> int:
    return max(1, math.ceil(units * 1.04 / room))


def _units(line: str) -> int:
    if line.isascii():
        return len(line)
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in line)
