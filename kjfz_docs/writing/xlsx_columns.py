"""One cell of many rows at once: what is the same in all of them is decided once.

A column of texts is tested as one text, joined by a sign that none of them may hold. Only where something in it needs a
second look (signs of XML or of formulas, characters that nobody sees) is each of its texts looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import repeat
from operator import itemgetter
from typing import Any, TypeGuard

import attrs

from kjfz_docs.grids.number_formats import KEPT_DIGITS
from kjfz_docs.templating.xlsx import FixedCell, SheetRow, TextCell
from kjfz_docs.templating.xlsx_program import Rows, Scope
from kjfz_docs.writing.xlsx_cells import (
    FORMULA_SIGNS,
    LONGEST_TEXT,
    TEXT_END,
    number_cell,
    text_cell,
    text_start,
)
from kjfz_docs.writing.xlsx_heights import TALLEST, Heights, size_of
from kjfz_docs.writing.xlsx_looks import Looks
from kjfz_docs.writing.xlsx_row_function import NUMBER, VALUE, encoded, numbers, row_function

# Where the first texts are but a few different ones, the others will be the same.
_GLANCE, _FEW = 64, 8
_SIGN = "<"
_SECOND_LOOK = frozenset((*FORMULA_SIGNS, " "))
_first, _last = itemgetter(0), itemgetter(-1)
_TOO_LARGE = 10**KEPT_DIGITS


@attrs.frozen(eq=False)
class Column:
    """What follows the address of a cell in each row: the same text before and after its value.

    ``heights`` are those that the rows need, where any does. ``settled`` is called once its rows are written.
    """

    before: str
    values: Sequence[bytes]
    after: str = ""
    heights: Sequence[float] | None = None
    settled: Callable[[], None] | None = None


@attrs.frozen(eq=False)
class Many:
    """Items of a loop from a number on, whose rows are made at once, from the row ``start`` on.

    ``scope`` is the one around the loop, ``path`` the path in the data of the first of the items.
    """

    loop: Rows
    items: Sequence[Any]
    scope: Scope
    number: int
    path: str
    start: int

    def scopes(self) -> Iterator[Scope]:
        """The scope of each item; all have the path of the first."""
        for number, item in enumerate(self.items, self.number):
            yield self.loop.inside(self.scope, item, number, self.path)


def text_column(
    texts: Sequence[str], blank: str, row: SheetRow, cell: TextCell, looks: Looks, heights: Heights
) -> Column:
    """Texts; ``blank`` is the XML of a cell without any."""
    tall = heights.of_all(row, cell, texts)
    if len(set(texts[:_GLANCE])) <= _FEW:
        return _one_by_one(texts, blank, cell, looks, tall)
    filled = texts if all(texts) else list(filter(None, texts))
    if not filled:
        return Column(blank, [b""] * len(texts))
    joined = _SIGN.join(texts)
    if not _is_plain(filled, joined, len(texts)):
        return _one_by_one(texts, blank, cell, looks, tall)
    start, made = text_start(looks.text(cell.style)), joined.encode().split(_SIGN.encode())
    if filled is texts:
        return Column(start, made, TEXT_END, tall)
    before, after, none = start.encode(), TEXT_END.encode(), blank.encode()
    return Column("", [before + text + after if text else none for text in made], heights=tall)


def _one_by_one(
    texts: Sequence[str], blank: str, cell: TextCell, looks: Looks, tall: Sequence[float] | None
) -> Column:
    """Each text made for itself, those that are the same once."""
    known = {
        text: (text_cell(text, cell.style, looks, "") if text else blank).encode() for text in set(texts)
    }
    return Column("", [known[text] for text in texts], heights=tall)


def _is_plain(texts: Sequence[str], joined: str, count: int) -> bool:
    """Whether all texts stand in the XML as they are and in one look; ``joined`` are those and empty ones, by ``<``."""
    return (
        joined.isprintable()
        and joined.count(_SIGN) == count - 1
        and not ("&" in joined or ">" in joined or "_x" in joined)
        and _SECOND_LOOK.isdisjoint(map(_first, texts))
        and " " not in map(_last, texts)
        and (len(joined) <= LONGEST_TEXT // 2 or max(map(len, texts)) <= LONGEST_TEXT // 2)
    )


def number_column(values: Sequence[int | Decimal | None], style: int, blank: str) -> Column:
    """Whole numbers and decimals; ``blank`` is the XML of a cell without one."""
    if _are_whole(values) and max(map(abs, values)) < _TOO_LARGE:
        return plain_numbers(values, style)
    made = [blank if value is None else number_cell(value, style, "") for value in values]
    return Column("", encoded(made))


def plain_numbers(values: Sequence[float], style: int) -> Column:
    """Numbers that stand in a workbook as Python writes them."""
    return Column(f' s="{style}"><v>', encoded(list(map(repr, values))), "</v></c>")


def _are_whole(values: Sequence[Any]) -> TypeGuard[Sequence[int]]:
    return set(map(type, values)) == {int}


def rows_of(row: SheetRow, columns: Sequence[Column], start: int, least: float) -> bytes | None:
    """The XML of rows from ``start`` on, none lower than ``least``; None where one is too high for a single row.

    ``columns`` are those of the cells with tags; of those that the rows share, the first of them has written the text.
    """
    count = len(columns[0].values)
    tall = [column.heights for column in columns if column.heights is not None]
    sizes: list[bytes] | None = None
    if tall:
        found = list(map(max, repeat(least), *tall))
        if max(found) > TALLEST:
            return None
        known = {height: size_of(height).encode() for height in set(found)}
        sizes = [known[height] for height in found]
    size = size_of(least) if sizes is None else VALUE
    pieces = ('<row r="', NUMBER, f'"{row.attributes}', size, ">", *_cells(row, columns), "</row>")
    values = [column.values for column in columns]
    made = row_function(pieces)(numbers(start, count), *([] if sizes is None else [sizes]), *values)
    return b"".join(made)


def _cells(row: SheetRow, columns: Sequence[Column]) -> Iterator[str | bool | None]:
    left = iter(columns)
    for cell in row.cells:
        if isinstance(cell, FixedCell):
            yield from (cell.before, NUMBER, cell.after)
        elif isinstance(cell, TextCell) and cell.merged_down:
            yield from (f'<c r="{cell.letters}', NUMBER, f'" s="{cell.style}"/>')
        else:
            column = next(left)
            yield from (f'<c r="{cell.letters}', NUMBER, '"' + column.before, VALUE, column.after)
