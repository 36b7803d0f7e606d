"""The rows of a sheet as they are written: each row of the template walked through, loops row by row."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from kjfz_docs.errors import UnwritableError
from kjfz_docs.grids.sheets import LAST_ROW, Range, address
from kjfz_docs.templating.xlsx import (
    CompiledSheet,
    FixedCell,
    FormulaCell,
    Node,
    RowLoop,
    SheetRow,
    TextCell,
)
from kjfz_docs.templating.xlsx_program import Scope
from kjfz_docs.writing.xlsx_columns import Column, Many, rows_of
from kjfz_docs.writing.xlsx_formulas import Formulas
from kjfz_docs.writing.xlsx_heights import TALLEST, Heights, size_of
from kjfz_docs.writing.xlsx_looks import NewLookError
from kjfz_docs.writing.xlsx_moves import Moves

# So many rows are made at once; fewer than the other are made one by one.
_MANY, _FEW = 500, 8
_STYLE = re.compile(r'\bs="([0-9]+)"')


class Cells(Protocol):
    """What makes the cells with tags."""

    def cell(self, row: SheetRow, cell: TextCell, scope: Scope, number: int) -> tuple[float, str]:
        """The height that a cell needs, 0 if any will do, and its XML from the style on."""

    def columns(self, row: SheetRow, cells: Sequence[TextCell], many: Many) -> list[Column] | None:
        """The same for cells of many rows; None where they are to be made one by one. No style may be made."""


class Sheet:
    """The sheet being written: the next row, what moved where, merged ranges, and what stood in which column."""

    def __init__(self, compiled: CompiledSheet, cells: Cells, heights: Heights) -> None:
        self.compiled = compiled
        self.moves = Moves()
        self.merged: list[Range] = []
        self.next = 0
        self.formulas = Formulas(compiled.name)
        self._cells = cells
        self._heights = heights
        self._list = compiled.name  # the path of the last list that was begun

    def rows(self, nodes: Sequence[Node], scope: Scope) -> Iterator[bytes]:
        """The XML of the rows; the state of the sheet follows."""
        end = 0
        for node in nodes:
            self.next += node.rows.start - end
            end = node.rows.stop
            if isinstance(node, SheetRow):
                yield self._row(node, scope, self.moves, static=True)
            else:
                yield from self._loop(node, scope, self.moves)
        for each in self.compiled.merged:
            if not self._is_in_loop(each) and (moved := self.moves.range(each)) is not None:
                self.merged.append(moved)

    def _loop(self, node: RowLoop, scope: Scope, around: Moves, *, inner: bool = False) -> Iterator[bytes]:
        items, path_of = node.loop.items(scope)
        count, start = 0, self.next
        self._list = node.loop.path(scope)
        first = moves = Moves(around)
        kept: list[Moves] = []
        alike = self._are_alike(node)
        stream = iter(items)
        while batch := list(itertools.islice(stream, _MANY if count and alike else 1)):
            made = self._many(node, batch, scope, count, path_of(count)) if len(batch) >= _FEW else None
            if made is not None:
                yield made
                count += len(batch)
                continue
            for item in batch:
                inside = node.loop.inside(scope, item, count, path_of(count))
                if node.tracked or not count:
                    moves = Moves(around) if count else first
                    kept.append(moves)
                    self._heights.forget(node.rows)
                for each in node.body:
                    if isinstance(each, RowLoop):
                        yield from self._loop(each, inside, moves, inner=True)
                    else:
                        tracks = moves if node.tracked or not count else None
                        yield self._row(each, inside, tracks, covered=count > 0)
                if node.tracked:
                    self._merge_item(node.body, moves)
                count += 1
        if not count:
            shown = Moves(around)
            for row in node.blank:
                yield self._row(row, scope, shown)
            self._merge_item(node.blank, shown)
            # Rules for the rows of items hold for those that stand in their place.
            for each in node.body if not inner else ():
                if isinstance(each, SheetRow):
                    first.static(each.number, start, start)
        elif count > 1 or len(node.body) == 1:
            self._merge_down(node, start)
        around.loop(node.rows, start, self.next - 1, kept if node.tracked else (), first)

    def _are_alike(self, node: RowLoop) -> bool:
        """Whether each item is one row, whose place nobody asks for and in which no text takes part of the next."""
        row = node.body[0] if len(node.body) == 1 else None
        if node.tracked or not isinstance(row, SheetRow):
            return False
        spans = (self._heights.spans.get((row.number, cell.column)) for cell in row.cells)
        return all(span is None or span.top == span.bottom for span in spans)

    def _many(
        self, node: RowLoop, items: Sequence[Any], scope: Scope, number: int, path: str
    ) -> bytes | None:
        """The XML of rows behind the first of a loop, made at once: of the items from a number on, at ``path``.

        None where they have to be made one by one: for looks that are new, and for what cannot be written.
        """
        row = node.body[0]
        if not isinstance(row, SheetRow) or self.next + len(items) > LAST_ROW:
            return None
        cells = [cell for cell in row.cells if isinstance(cell, TextCell) and not cell.merged_down]
        try:
            with self._heights.looks.closed():
                columns = self._cells.columns(
                    row, cells, Many(node.loop, items, scope, number, path, self.next)
                )
        except (NewLookError, UnwritableError):
            return None
        made = rows_of(row, columns, self.next, self._heights.least(row)) if columns else None
        if made is None:
            return None
        for column in columns or ():
            if column.settled is not None:
                column.settled()
        if self._spans_columns(row):
            for number in range(self.next, self.next + len(items)):
                self._merge_right(row, number, 1)
        self.next += len(items)
        return made

    def _spans_columns(self, row: SheetRow) -> bool:
        return any((row.number, cell.column) in self._heights.spans for cell in row.cells)

    def _merge_item(self, rows: Sequence[Node], moves: Moves) -> None:
        """The ranges of the template that are merged over several rows of an item."""
        numbers = {row.number for row in rows if isinstance(row, SheetRow)}
        for each in self.compiled.merged:
            if each.top < each.bottom and {each.top, each.bottom} <= numbers:
                moved = moves.range(each)
                if moved is not None:
                    self.merged.append(moved)

    def _merge_down(self, node: RowLoop, start: int) -> None:
        for row in node.body:
            for cell in row.cells if isinstance(row, SheetRow) else ():
                if isinstance(cell, TextCell) and cell.merged_down and self.next - 1 > start:
                    self.merged.append(Range(start, cell.column, self.next - 1, cell.column))

    def _is_in_loop(self, each: Range) -> bool:
        return any(
            isinstance(node, RowLoop) and each.top in node.rows and each.bottom in node.rows
            for node in self.compiled.nodes
        )

    # ------------------------------------------------------------------ one row

    def _row(
        self, row: SheetRow, scope: Scope, moves: Moves | None, *, static: bool = False, covered: bool = False
    ) -> bytes:
        """The XML of a row and of those that it goes on in; ``moves`` takes note of where it went."""
        number = self.next
        self.next += 1
        name = str(number + 1)
        height = self._heights.least(row)
        made: list[str] = []
        for cell in row.cells:
            if isinstance(cell, FixedCell):
                made.append(f"{cell.before}{name}{cell.after}")
                continue
            if isinstance(cell, FormulaCell):
                made.append(
                    f'<c r="{cell.letters}{name}" s="{cell.style}">{self.formulas.place(cell, moves)}</c>'
                )
                continue
            if covered and cell.merged_down:
                made.append(f'<c r="{cell.letters}{name}" s="{cell.style}"/>')
                continue
            needed, xml = self._cells.cell(row, cell, scope, number)
            made.append(f'<c r="{cell.letters}{name}"{xml}')
            if needed and (needed := self._heights.shared(row, cell, needed)) > height:
                height = needed
        # A row may be only so high: what needs more goes on in further rows, merged with the first.
        rows = max(1, math.ceil(height / TALLEST))
        self.next += rows - 1
        if self.next > LAST_ROW:
            raise UnwritableError(self._list, f"a sheet of a workbook has {LAST_ROW} rows")
        if moves is not None:
            moves.static(row.number, number, self.next - 1)
        if not static:
            self._merge_right(row, number, rows)
        if rows > 1:
            self._merge_single(row, number, rows)
        size = size_of(height / rows)
        further = (_continued(row, number + index + 1, size) for index in range(1, rows))
        return f'<row r="{name}"{row.attributes}{size}>{"".join(made)}</row>{"".join(further)}'.encode()

    def _merge_single(self, row: SheetRow, number: int, rows: int) -> None:
        """Merge the columns that no merged range holds over all the rows that stand for one."""
        held = [each for each in self.compiled.merged if each.top <= row.number <= each.bottom]
        down = {cell.column for cell in row.cells if isinstance(cell, TextCell) and cell.merged_down}
        # Of those without a cell here, too: a column of the list above would begin anew in each further row.
        for column in self.compiled.columns:
            if column not in down and not any(each.left <= column <= each.right for each in held):
                self.merged.append(Range(number, column, number + rows - 1, column))

    def _merge_right(self, row: SheetRow, number: int, rows: int) -> None:
        for cell in row.cells:
            span = self._heights.spans.get((row.number, cell.column))
            if span is not None and span.top == span.bottom:
                self.merged.append(Range(number, span.left, number + rows - 1, span.right))


def _continued(row: SheetRow, number: int, size: str) -> str:
    """A further row of one that is too high for a single row: empty cells in the look of its own."""
    cells: list[str] = []
    for cell in row.cells:
        if isinstance(cell, FixedCell):
            found = _STYLE.search(cell.before + cell.after)
            style = int(found[1]) if found else 0
        else:
            style = cell.style
        cells.append(f'<c r="{address(number - 1, cell.column)}" s="{style}"/>')
    return f'<row r="{number}"{row.attributes}{size}>{"".join(cells)}</row>'
