"""The columns of a Word table, where borders that differ between rows by slivers are one border.

Who drags a border moves it in some rows only, and converters round: the grid then has columns of a millimetre or of
a twentieth of a point, and a cell seems to stand in its neighbour's column too.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from kjfz_docs.grids.docx_names import w, whole
from kjfz_docs.grids.model import Cell
from kjfz_docs.grids.xml import Element

_GRID_COL, _W = w("gridCol"), w("w")
# Borders further apart (in twentieths of a point; six millimetres) are two.
_FURTHEST = 340
# So are those that are not near by the width of the cells on either side of them, or by that of the widest column.
_NEAR = 3
_WIDEST = 1 << 20


def column_widths(grid: Element | None) -> tuple[int, ...]:
    """The widths of the columns by w:tblGrid; none where there is none."""
    if grid is None:
        return ()
    return tuple(min(max(0, whole(each.get(_W), 0)), _WIDEST) for each in grid.findall(_GRID_COL))


def merge_slivers(widths: Sequence[int], cells: Iterable[Cell]) -> None:
    """Count the columns of a table's cells anew, without those that are slivers; no cell vanishes."""
    limit = min(_FURTHEST, max(widths, default=0) // _NEAR)
    if not limit or not any(width <= limit for width in widths):
        return
    borders = tuple(itertools.accumulate(widths, initial=0))
    inside = [cell for cell in cells if cell.last + 1 < len(borders)]
    beside = [_WIDEST] * len(borders)
    for cell in inside:
        width = borders[cell.last + 1] - borders[cell.first]
        for border in (cell.first, cell.last + 1):
            beside[border] = min(beside[border], width)
    group = list(range(len(borders)))  # the first border of the group that each belongs to
    for column in sorted(range(len(widths)), key=widths.__getitem__):
        start, end = group[column], _end(group, column + 1)
        spread, near = borders[end] - borders[start], min(beside[start : end + 1])
        if near and spread <= limit and spread * _NEAR <= near:
            group[start : end + 1] = [start] * (end + 1 - start)
    number = {start: index for index, start in enumerate(dict.fromkeys(group))}
    gone = len(borders) - len(number)
    for cell in cells:
        first, last = cell.first, cell.last
        cell.first = number[group[first]] if first < len(borders) else first - gone
        cell.last = number[group[last + 1]] - 1 if last + 1 < len(borders) else last - gone


def _end(group: Sequence[int], border: int) -> int:
    """The last border of the group that begins at ``border``."""
    while border + 1 < len(group) and group[border + 1] == group[border]:
        border += 1
    return border
