"""A workbook of one long list, read in part: the parser reads what is not alike, plain rows are at hand as texts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import cached_property

import attrs

from kjfz_docs.grids.model import Grid
from kjfz_docs.grids.number_formats import shown_number
from kjfz_docs.grids.sheets import Value, number_value
from kjfz_docs.grids.xlsx import Cut, SheetPart, Workbook
from kjfz_docs.grids.xlsx_names import unescaped
from kjfz_docs.grids.xlsx_plain import NUMBER, SHARED, PlainColumn, PlainRows, Spelling, plain_rows
from kjfz_docs.grids.xlsx_strings import plain_text
from kjfz_docs.grids.xlsx_styles import CellStyle, Font, dressed

# A smaller sheet is read as fast by the parser.
_SMALLEST = 1 << 15
_PLAIN = Font()
# No number that a cell shows is longer.
_LONGEST_NUMBER = 40


@attrs.frozen(eq=False, slots=False)
class Excerpt:
    """A workbook with one visible worksheet, and the plain rows that its ``grid`` leaves out."""

    workbook: Workbook
    sheet: SheetPart
    rows: PlainRows

    @cached_property
    def grid(self) -> Grid:
        """The grid without the plain rows. Raises CutShortError where a formula may need them."""
        left_out = frozenset(number - 1 for number in self.rows.numbers)
        return self.workbook.grid(Cut(self.sheet.part, self.rows.rest(), left_out))

    def without(self, places: Collection[int]) -> Excerpt:
        """The same, but with the rows at some places among the plain ones in the grid."""
        return attrs.evolve(self, rows=self.rows.without(places))

    def is_text(self, spelling: Spelling) -> bool:
        """Whether the cells that are spelt so hold a text without a look of its own."""
        return spelling.kind != NUMBER and self.workbook.style(spelling.style).font == _PLAIN

    def value(self, spelling: Spelling, text: bytes) -> Value:
        """What stands in a cell, as the parser would have it. Raises ValueError where only that can tell."""
        style = self.workbook.style(spelling.style)
        if style.font.symbols is not None:
            raise ValueError("a font of symbols")
        if spelling.kind == NUMBER:
            raw = plain_text(text).strip()
            if not raw or len(raw) > _LONGEST_NUMBER:
                raise ValueError("no number")
            shown = shown_number(raw, style.code, from_1904=self.workbook.from_1904)
            return number_value(0, dressed(((shown, None),), style.font), raw)
        return Value(0, dressed(((self.text(spelling, text), None),), style.font))

    def text(self, spelling: Spelling, text: bytes) -> str:
        """The text of a cell that is no number. Raises ValueError where only the parser can tell."""
        if spelling.kind != SHARED:
            return unescaped(plain_text(text))
        index, strings = int(text), self.workbook.strings
        runs = strings[index] if 0 <= index < len(strings) else ()
        if len(runs) != 1 or runs[0][1] is not None:
            raise ValueError("no plain string")
        return runs[0][0]


def excerpt(workbook: Workbook) -> Excerpt | None:
    """The workbook read in part, where it is one long list and within the limits."""
    shown = [each for each in workbook.parts if not each.hidden]
    if len(shown) != 1:
        return None
    data = workbook.held(shown[0].part)
    rows = plain_rows(data) if len(data) >= _SMALLEST else None
    if rows is None or not _are_framed_alike(rows.columns, workbook.style):
        return None
    return Excerpt(workbook, shown[0], rows)


def _are_framed_alike(columns: Sequence[PlainColumn], style: Callable[[int], CellStyle]) -> bool:
    """Whether all the rows have a cell with a frame, or none has: where that changes, another table begins."""
    framed = [(each.optional, {style(number).framed for number in each.styles}) for each in columns]
    return any(not optional and found == {True} for optional, found in framed) or all(
        found == {False} for _, found in framed
    )
