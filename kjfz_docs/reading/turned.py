"""A table turned on its side: records that stand as columns become rows."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import attrs

from kjfz_docs.grids.model import Cell, Line
from kjfz_docs.reading.headers import Header, header
from kjfz_docs.reading.labels import ListTable
from kjfz_docs.reading.page import Page

_MOST_COLUMNS = 200
# A table with more rows than this for each column of the form does not have its fields as rows.
_FIELDS_AS_ROWS = 3


def turned(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The rows of one table as its columns. A cell over several columns begins in the first and reaches on."""
    width = max((cell.last + 1 for line in lines for cell in line.cells), default=0)
    if width > _MOST_COLUMNS:
        return ()
    made: list[Line] = []
    for column in range(width):
        own: list[Cell] = []
        above: list[Cell] = []
        for row, line in enumerate(lines):
            for cell in line.cells:
                if cell.first <= column <= cell.last:
                    turned_cell = attrs.evolve(
                        cell, first=row, last=row + cell.height - 1, height=cell.last - cell.first + 1
                    )
                    (own if cell.first == column else above).append(turned_cell)
        made.append(Line(lines[0].kind, tuple(own), tuple(above), lines[0].table))
    return tuple(made)


def sideways(page: Page, table: ListTable) -> list[tuple[Sequence[Line], Header]]:
    """The tables that hold the list with its records as columns: those with the most labels, in their order."""
    sides: list[tuple[Sequence[Line], Header]] = []
    rows = [line for line in page.lines if line.is_row]
    for _, group in itertools.groupby(rows, key=lambda line: line.table):
        lines = list(group)
        side = turned(lines) if len(lines) <= _FIELDS_AS_ROWS * len(table.columns) else ()
        found = header(Page(side, page.labels), table, 0, min(2, len(side))) if side else None
        if found is not None:
            sides.append((side, found))
    most = max((found.score[0] for _, found in sides), default=0)
    return [(side, found) for side, found in sides if found.score[0] >= most - 1]
