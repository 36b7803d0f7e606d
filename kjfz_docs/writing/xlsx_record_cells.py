"""The cells of a record: each value by the codec of its field, as a number, a day or a text."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from types import NoneType
from typing import Any

import attrs

from kjfz_docs.codecs import Codec
from kjfz_docs.codecs.text import VerbatimCodec
from kjfz_docs.records.fields import FieldInfo, general_path
from kjfz_docs.templating.view import View, record_of
from kjfz_docs.templating.xlsx import SheetRow, TextCell
from kjfz_docs.templating.xlsx_program import Scope, Value, text_of, values_of
from kjfz_docs.writing.guided_kinds import Written
from kjfz_docs.writing.xlsx_cells import LONGEST_TEXT, day_cell, is_day, is_number, number_cell, text_cell
from kjfz_docs.writing.xlsx_columns import Column, Many, number_column, text_column
from kjfz_docs.writing.xlsx_heights import Heights
from kjfz_docs.writing.xlsx_looks import Looks
from kjfz_docs.writing.xlsx_row_function import encoded
from kjfz_docs.writing.xlsx_sums import Sums

# The XML of so many texts is kept: lists repeat them.
_MOST_TEXTS = 2_000


class RecordCells:
    """The cells of one sheet as it is written. ``written`` are those of a guided form that may be filled in."""

    def __init__(
        self, looks: Looks, heights: Heights, *, from_1904: bool, guided: frozenset[str] | None = None
    ) -> None:
        self.written: list[Written] = []
        self._looks = looks
        self._heights = heights
        self._from_1904 = from_1904
        self._guided = guided
        self._unlocked: dict[TextCell, tuple[TextCell, tuple[Codec[Any], ...]] | None] = {}
        self._sums = Sums()
        self._texts: dict[tuple[TextCell, Any], tuple[float, str]] = {}
        self._kinds: dict[type, Callable[[Codec[Any]], bool] | None] = {}

    def cell(self, row: SheetRow, cell: TextCell, scope: Scope, number: int) -> tuple[float, str]:
        """The height that a cell needs, 0 if any will do, and its XML from the style on."""
        if self._guided is not None:
            cell = self._noted(cell, scope, number)
        single = cell.parts[0] if len(cell.parts) == 1 else None
        if not isinstance(single, Value):
            text = text_of(cell.parts, scope)
            return self._heights.of(row, cell, text), self._text(cell, text, scope)
        value, codec, info = single.found(scope)
        kind = self._kind(codec)
        if kind is is_number and (value is not None or self._guided is not None):
            return 0.0, self._number(cell, value, single, scope, number)
        if value is not None and kind is is_day:
            text, path = str(codec.write(value)), scope.path(single.expression.path)
            return 0.0, day_cell(value, cell.style, self._looks, text, path, from_1904=self._from_1904)
        known = self._texts.get((cell, value))
        if known is None:
            known = self._single(row, cell, str(codec.write(value)), single, scope, info)
            if len(self._texts) < _MOST_TEXTS:
                self._texts[cell, value] = known
        return known

    def columns(self, row: SheetRow, cells: Sequence[TextCell], many: Many) -> list[Column] | None:
        """The cells of many rows of one class; None where they are to be made one by one."""
        records = [record_of(item) for item in many.items if isinstance(item, View)]
        if self._guided is not None or len(records) < len(many.items) or len(set(map(type, records))) > 1:
            return None
        first = next(many.scopes())
        made: list[Column] = []
        for cell in cells:
            single = cell.parts[0] if len(cell.parts) == 1 else None
            if not isinstance(single, Value):
                texts = [text_of(cell.parts, scope) for scope in many.scopes()]
                blank = f' s="{cell.style}"/>'
                made.append(text_column(texts, blank, row, cell, self._looks, self._heights))
            elif single.root == many.loop.variable:
                made.append(self._column(row, cell, single, single.column(records), first, many.start))
            else:
                return None  # the value of an outer loop may be a number to be summed up
        return made

    def _column(
        self, row: SheetRow, cell: TextCell, single: Value, values: list[Any], first: Scope, start: int
    ) -> Column:
        """The column of one value. ``first`` is the scope of the first row."""
        _, codec, info = single.found(first)
        kind = self._kind(codec)
        if kind is None:
            texts = _texts(codec, values)
            return text_column(texts, self._blank(cell, info), row, cell, self._looks, self._heights)
        unset = str(codec.write(None))
        blank = self._single(row, cell, unset, single, first, info)[1] if None in values else ""
        heights = self._heights.of_all(row, cell, [unset if value is None else "" for value in values])
        if kind is is_number:
            taken = functools.partial(self._take, cell, single, values, first, start)
            return attrs.evolve(number_column(values, cell.style, blank), heights=heights, settled=taken)
        look, calendar = self._looks, self._from_1904
        days = {
            day: day_cell(day, cell.style, look, str(codec.write(day)), "", from_1904=calendar)
            for day in set(values)
            if day is not None
        }
        return Column("", encoded([days.get(day, blank) for day in values]), heights=heights)

    def _take(self, cell: TextCell, single: Value, values: list[Any], first: Scope, start: int) -> None:
        """Take note of the numbers of a column, that a total may be their sum."""
        name = single.expression.path.rpartition(".")[2]
        list_ = first.paths[single.root].rpartition(".")[0]
        for number, value in enumerate(values, start):
            if value is not None:
                self._sums.add(cell.column, list_, name, number, value)

    def _single(
        self, row: SheetRow, cell: TextCell, text: str, single: Value, scope: Scope, info: FieldInfo
    ) -> tuple[float, str]:
        """A cell that holds one value as its text."""
        if not text:
            return 0.0, self._blank(cell, info)
        xml = text_cell(text, cell.style, self._looks, scope.path(single.expression.path))
        return self._heights.of(row, cell, text), xml

    def _blank(self, cell: TextCell, info: FieldInfo) -> str:
        # What is typed into a blank account or mobile stays text.
        return f' s="{self._looks.text(cell.style) if info.meta.private else cell.style}"/>'

    def _noted(self, cell: TextCell, scope: Scope, number: int) -> TextCell:
        """A cell that may be filled in, unlocked; what stands there is kept for the validations."""
        if cell not in self._unlocked:
            self._unlocked[cell] = self._unlocking(cell, scope)
        found = self._unlocked[cell]
        if found is None:
            return cell
        unlocked, codecs = found
        self.written.append(Written(number, cell, codecs))
        return unlocked

    def _unlocking(self, cell: TextCell, scope: Scope) -> tuple[TextCell, tuple[Codec[Any], ...]] | None:
        """The cell in an unlocked look and the codecs of its tags, the same in each row of a loop."""
        values = list(values_of(cell.parts))
        general = {general_path(scope.path(value.expression.path)) for value in values}
        if self._guided is None or not general <= self._guided:
            return None  # computed, or a word of the programme
        unlocked = attrs.evolve(cell, style=self._looks.unlocked(cell.style))
        return unlocked, tuple(value.found(scope)[1] for value in values)

    def _kind(self, codec: Codec[Any]) -> Callable[[Codec[Any]], bool] | None:
        """How values of a codec are typed: as numbers, as days, or (None) as texts."""
        if type(codec) not in self._kinds:
            self._kinds[type(codec)] = next((kind for kind in (is_number, is_day) if kind(codec)), None)
        return self._kinds[type(codec)]

    def _number(self, cell: TextCell, value: Any, single: Value, scope: Scope, number: int) -> str:
        """A number, or in a guided form the place for one; below a column of a list, the sum of it."""
        path = single.expression.path
        xml = f' s="{cell.style}"/>' if value is None else number_cell(value, cell.style, scope.path(path))
        name = path.rpartition(".")[2]
        item = scope.paths.get(path.partition(".")[0])
        if item is not None:
            self._sums.add(cell.column, item.rpartition(".")[0], name, number, value)
            return xml
        # A sum stays one when a row is changed: a formula, with what it says now.
        rows = self._sums.rows(cell.column, name, value)
        if rows is None:
            return xml
        cells = f"{cell.letters}{rows[0] + 1}:{cell.letters}{rows[1] + 1}"
        if value is None:
            # Nothing is shown, nor printed, until something is filled in.
            return f' s="{cell.style}" t="str"><f>IF(COUNT({cells}),SUM({cells}),"")</f><v></v></c>'
        return xml.replace("><v>", f"><f>SUM({cells})</f><v>", 1)

    def _text(self, cell: TextCell, text: str, scope: Scope) -> str:
        if not text:
            return f' s="{cell.style}"/>'
        # Only what may be too long is asked whose it is: the field with the longest text.
        values = list(values_of(cell.parts, scope)) if len(text) > LONGEST_TEXT // 2 else []
        longest = max(values, key=lambda each: len(each.text(scope)), default=None)
        path = str(cell.place) if longest is None else scope.path(longest.expression.path)
        return text_cell(text, cell.style, self._looks, path)


def _texts(codec: Codec[Any], values: list[Any]) -> list[str]:
    """The texts of many values; each is made once where many are the same."""
    kinds = set(map(type, values))
    if type(codec)._write is VerbatimCodec._write and kinds <= {str, NoneType}:
        return values if kinds == {str} else [codec.blank if value is None else value for value in values]
    known = {value: str(codec.write(value)) for value in set(values)}
    return [known[value] for value in values]
