"""Sums of a worksheet whose results were not saved: programs that cannot calculate leave them out.

Only what leaves no doubt is worked out: ``SUM`` of cells and ranges of the same sheet, sums and differences of those,
of cells and of numbers, and any of these where ``COUNT`` finds something to add up. Anything else stays without a
result.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from kjfz_docs.grids.sheets import Range, Value, range_of

_CELL = r"\$?[A-Z]{1,3}\$?[0-9]{1,7}"
_PART = re.compile(
    rf"(?P<sign>[+-]?)(?:SUM\((?P<sum>[^()]+)\)|(?P<cell>{_CELL})|(?P<number>[0-9]{{1,15}}(?:\.[0-9]{{1,15}})?))"
)
_SUMMAND = re.compile(rf"{_CELL}(?::{_CELL})?")
# What our guided forms have below their columns: nothing is shown until something is filled in.
_IF_ANY = re.compile(r'IF\(COUNT\((?P<counted>[^()]+)\),(?P<then>.+),""\)')
_LONGEST = 1000
# A sum may count on other sums, but not on so many, one upon the other.
_DEEPEST = 20


class _UnclearError(Exception):
    """A formula cannot be worked out for certain."""


class _TooDeepError(_UnclearError):
    """A formula counts on too many others, or on itself."""


class Sums:
    """The sums of one sheet: its values by row, and the formulas to be worked out by row and column.

    A formula that stays unclear counts as the result that its cell states, if it does. ``most`` is how many cells are
    looked at for all of them.
    """

    def __init__(
        self, rows: Mapping[int, Sequence[Value]], formulas: Mapping[tuple[int, int], str], most: int
    ) -> None:
        self._formulas, self._left = formulas, most
        self._known: dict[tuple[int, int], Decimal | str | None] = {}
        self._columns: dict[int, tuple[list[int], list[Value]]] = {}
        for row in sorted(rows):
            for value in rows[row]:
                numbers, values = self._columns.setdefault(value.column, ([], []))
                numbers.append(row)
                values.append(value)

    def result(self, row: int, column: int) -> Decimal | str | None:
        """What the formula of a cell comes to, a number or an empty text; None where that is not certain."""
        try:
            return self._formula(row, column, _DEEPEST)
        except _UnclearError:
            return None

    def _formula(self, row: int, column: int, depth: int) -> Decimal | str:
        spot = row, column
        if spot not in self._known:
            if depth == 0:
                raise _TooDeepError
            try:
                self._known[spot] = self._come_to(self._formulas[spot], depth - 1)
            except _TooDeepError:
                raise
            except _UnclearError:
                self._known[spot] = None
        found = self._known[spot]
        if found is None:
            raise _UnclearError
        return found

    def _come_to(self, formula: str, depth: int) -> Decimal | str:
        plain = "".join(formula.upper().split()).removeprefix("=")
        if len(plain) > _LONGEST:
            raise _UnclearError
        if match := _IF_ANY.fullmatch(plain):
            if all(number is None for number in self._areas(match["counted"], depth)):
                return ""
            plain = match["then"]
        return sum(self._parts(plain, depth), Decimal())

    def _parts(self, plain: str, depth: int) -> Iterator[Decimal]:
        position = 0
        while position < len(plain) or position == 0:
            match = _PART.match(plain, position)
            if match is None or (position and not match["sign"]):
                raise _UnclearError
            position = match.end()
            found = self._part(match, depth)
            yield -found if match["sign"] == "-" else found

    def _part(self, match: re.Match[str], depth: int) -> Decimal:
        if match["number"]:
            return Decimal(match["number"])
        numbers = list(self._areas(match["sum"] or match["cell"], depth))
        if match["cell"] and None in numbers:
            raise _UnclearError  # beside a plus sign a text is an error; a sum passes it over
        return sum((number for number in numbers if number is not None), Decimal())

    def _areas(self, text: str, depth: int) -> Iterator[Decimal | None]:
        """The numbers of the cells and ranges that a text names; None for each text among them."""
        for each in text.split(","):
            area = range_of(each) if _SUMMAND.fullmatch(each) else None
            if area is None:
                raise _UnclearError
            yield from self._cells(area, depth)

    def _cells(self, area: Range, depth: int) -> Iterator[Decimal | None]:
        columns = range(area.left, area.right + 1)
        for column in columns if len(columns) < len(self._columns) else self._columns:
            self._look()
            if column not in columns or column not in self._columns:
                continue
            rows, values = self._columns[column]
            for index in range(bisect_left(rows, area.top), bisect_right(rows, area.bottom)):
                self._look()
                yield self._number(rows[index], values[index], depth)

    def _look(self) -> None:
        """Count what is looked at."""
        self._left -= 1
        if self._left < 0:
            raise _UnclearError

    def _number(self, row: int, value: Value, depth: int) -> Decimal | None:
        """The number in a cell; None for a text."""
        if (row, value.column) in self._formulas:
            try:
                found = self._formula(row, value.column, depth)
            except _TooDeepError:
                raise
            except _UnclearError:
                pass  # what the cell states counts, if it states something
            else:
                return found if isinstance(found, Decimal) else None
        if isinstance(value.raw, str):
            try:
                number = Decimal(value.raw)
            except InvalidOperation:
                raise _UnclearError from None
            if number.is_finite():
                return number
        # What lies over a cell or covers it has findings of its own and changes no number.
        if value.raw is None and value.text.text:
            return None
        raise _UnclearError
