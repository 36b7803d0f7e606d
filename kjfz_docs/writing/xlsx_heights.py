"""How high the rows of a sheet have to be for the texts that wrap in them."""

from __future__ import annotations

from collections.abc import Sequence

from kjfz_docs.grids.sheets import Range
from kjfz_docs.templating.xlsx import CompiledSheet, SheetRow, TextCell
from kjfz_docs.writing.xlsx_cells import lines_needed, most_lines, room_of
from kjfz_docs.writing.xlsx_looks import Looks

TALLEST = 409.0
_LINE = 1.45  # of the size of the font, with one that stands in for those of offices
_AIR = 4.0
_WIDEST_SIGN = 2.1  # in narrow ones, with what keeps words together


class Heights:
    """What the texts of a sheet need of its rows; ``spans`` are the merged ranges by their first cells."""

    def __init__(self, compiled: CompiledSheet, looks: Looks) -> None:
        self.spans: dict[tuple[int, int], Range] = {(each.top, each.left): each for each in compiled.merged}
        self._compiled = compiled
        self.looks = looks
        self._rooms: dict[TextCell, float] = {}
        self._due: dict[int, float] = {}

    def of(self, row: SheetRow, cell: TextCell, text: str) -> float:
        """The height that a text needs, in points; 0 where the row is surely high enough."""
        if not self.looks.wraps(cell.style):
            return 0.0
        room = self._room(row, cell)
        if _WIDEST_SIGN * len(text) <= room and "\n" not in text:
            return 0.0
        return self._lines(cell, lines_needed(text, room))

    def of_all(self, row: SheetRow, cell: TextCell, texts: Sequence[str]) -> list[float] | None:
        """The heights that the texts of a cell need in many rows; None where each row is surely high enough."""
        if not self.looks.wraps(cell.style):
            return None
        room = self._room(row, cell)
        longest = max(map(len, texts))
        joined = "".join(texts)
        if "\n" not in joined:
            most = most_lines(longest, room, wide=not joined.isascii())
            if _WIDEST_SIGN * longest <= room or self._lines(cell, most) <= self.least(row):
                return None
        known = {text: self.of(row, cell, text) for text in set(texts)}
        return [known[text] for text in texts]

    def _lines(self, cell: TextCell, count: int) -> float:
        """The height of so many lines in the font of a cell."""
        return count * self.looks.size(cell.style) * _LINE + _AIR

    def _room(self, row: SheetRow, cell: TextCell) -> float:
        """How many characters of its own font a line of a cell holds."""
        known = self._rooms.get(cell)
        if known is None:
            span = self.spans.get((row.number, cell.column))
            columns = range(cell.column, (span.right if span else cell.column) + 1)
            width = sum(map(self._compiled.width, columns))
            known = self._rooms[cell] = room_of(width, self.looks.size(cell.style))
        return known

    def least(self, row: SheetRow) -> float:
        """The height that a row has before anything stands in it."""
        return max(row.height, self._due.get(row.number, 0.0))

    def shared(self, row: SheetRow, cell: TextCell, needed: float) -> float:
        """What a row has to bear of a height: a range merged over several rows shares its text out among them."""
        span = self.spans.get((row.number, cell.column))
        rows = span.bottom - span.top + 1 if span is not None else 1
        for number in range(row.number + 1, row.number + rows):
            self._due[number] = max(self._due.get(number, 0.0), needed / rows)
        return needed / rows

    def forget(self, rows: range) -> None:
        """What an item needs of its rows says nothing about the next."""
        for number in rows:
            self._due.pop(number, None)


def size_of(height: float) -> str:
    """The attributes of a row that is so high."""
    return f' ht="{round(height + 0.05, 1):g}" customHeight="1"'
