"""What a range over rows of a template leaves out of the loops that it reaches into."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from kjfz_docs.grids.sheets import LAST_COLUMN, coordinates
from kjfz_docs.templating.xlsx import Cell, FixedCell, Node, RowLoop, SheetRow
from kjfz_docs.templating.xlsx_formulas import Reference

_CONTENT = ("<v", "<is")


def rows_of(each: Reference) -> range:
    """The rows that a reference names."""
    ends = each.first.row, (each.last or each.first).row
    return range(min(ends), max(ends) + 1)


def columns_of(each: Reference) -> range:
    """The columns that a reference names; all of them where it names whole rows."""
    spots = [coordinates(f"{end.column.strip('$')}1") for end in (each.first, each.last or each.first)]
    found = [spot[1] for spot in spots if spot is not None]
    return range(min(found), max(found) + 1) if found else range(LAST_COLUMN)


def leaves_out(loop: RowLoop, rows: Container[int], columns: Container[int]) -> bool:
    """Whether a range over some rows of each item leaves others out in which something stands.

    Then the rows that it means do not follow one another: subtotals or numbers of the groups are between them.
    """
    own = list(_rows(loop.body))
    return any(row.number in rows for row in own) and any(
        row.number not in rows and any(cell.column in columns and _has_content(cell) for cell in row.cells)
        for row in own
    )


def _rows(nodes: Iterable[Node]) -> Iterator[SheetRow]:
    for node in nodes:
        if isinstance(node, SheetRow):
            yield node
        else:
            yield from _rows(node.body)


def _has_content(cell: Cell) -> bool:
    return not isinstance(cell, FixedCell) or any(sign in cell.after for sign in _CONTENT)
