"""A table turned on its side: records that stand as columns become rows."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from kjfz_docs.grids.model import Cell, Line

_MOST_COLUMNS = 200


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
