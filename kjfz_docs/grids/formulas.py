"""Sums of a worksheet whose results were not saved: programs that cannot calculate leave them out.

Only what leaves no doubt is worked out: ``SUM`` of cells and ranges of the same sheet, and sums and differences of
those, of cells and of numbers. Anything else stays without a result.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from kjfz_docs.grids.sheets import Range, Value, range_of

_CELL = r"\$?[A-Z]{1,3}\$?[0-9]{1,7}"
_PART = re.compile(
    rf"(?P<sign>[+-]?)(?:SUM\((?P<sum>[^()]+)\)|(?P<cell>{_CELL})|(?P<number>[0-9]{{1,15}}(?:\.[0-9]{{1,15}})?))"
)
_SUMMAND = re.compile(rf"{_CELL}(?::{_CELL})?")
_LONGEST = 1000
# A sum may count on other sums, but not on so many, one upon the other.
_DEEPEST = 20


class _UnclearError(Exception):
    """A formula cannot be worked out for certain."""


class Sums:
    """The sums of one sheet: its values by row, and the formulas without results by row and column.

    ``most`` is how many rows and cells are looked at for all of them.
    """

    def __init__(
        self, rows: Mapping[int, Sequence[Value]], formulas: Mapping[tuple[int, int], str], most: int
    ) -> None:
        self._rows, self._formulas, self._left = rows, formulas, most
        self._known: dict[tuple[int, int], Decimal] = {}

    def result(self, row: int, column: int) -> Decimal | None:
        """What the formula of a cell comes to; None where that is not certain."""
        try:
            return self._formula(row, column, _DEEPEST)
        except _UnclearError:
            return None

    def _formula(self, row: int, column: int, depth: int) -> Decimal:
        spot = row, column
        if spot not in self._known:
            if depth == 0:
                raise _UnclearError
            self._known[spot] = sum(self._parts(self._formulas[spot], depth - 1), Decimal())
        return self._known[spot]

    def _parts(self, formula: str, depth: int) -> Iterator[Decimal]:
        plain = "".join(formula.upper().split()).removeprefix("=")
        position = 0
        while position < len(plain) or position == 0:
            match = _PART.match(plain, position)
            if match is None or len(plain) > _LONGEST or (position and not match["sign"]):
                raise _UnclearError
            position = match.end()
            found = sum(self._numbers(match, depth), Decimal())
            yield -found if match["sign"] == "-" else found

    def _numbers(self, match: re.Match[str], depth: int) -> Iterator[Decimal]:
        if match["number"]:
            yield Decimal(match["number"])
            return
        for text in (match["sum"] or match["cell"]).split(","):
            area = range_of(text) if _SUMMAND.fullmatch(text) else None
            if area is None:
                raise _UnclearError
            # Beside a plus sign a text is an error; a sum passes it over.
            yield from self._cells(area, depth, skips_texts=match["sum"] is not None)

    def _cells(self, area: Range, depth: int, *, skips_texts: bool) -> Iterator[Decimal]:
        few = area.bottom - area.top < len(self._rows)
        rows = range(area.top, area.bottom + 1) if few else self._rows
        for row in rows:
            values = self._rows.get(row, ())
            self._left -= 1 + len(values)
            if self._left < 0:
                raise _UnclearError
            if not area.top <= row <= area.bottom:
                continue
            for value in values:
                if area.left <= value.column <= area.right:
                    yield self._number(row, value, depth, skips_texts=skips_texts)

    def _number(self, row: int, value: Value, depth: int, *, skips_texts: bool) -> Decimal:
        if (row, value.column) in self._formulas:
            return self._formula(row, value.column, depth)
        if isinstance(value.raw, str):
            try:
                number = Decimal(value.raw)
            except InvalidOperation:
                raise _UnclearError from None
            if number.is_finite():
                return number
        # What lies over a cell or covers it has findings of its own and changes no number.
        if value.raw is None and value.text.text and skips_texts:
            return Decimal()
        raise _UnclearError
