"""Workbooks from a compiled template: rows are written one after another into the compressed sheet.

Only the rows of the sheet with tags are made anew; what refers to them (merged ranges, print areas, validations) moves
along, and every other member of the file is copied as it is.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from kjfz_docs.codecs import Codec
from kjfz_docs.errors import TemplateError, UnwritableError
from kjfz_docs.grids.archive import Deflating, packed
from kjfz_docs.grids.compression import Compressor
from kjfz_docs.grids.package import Package
from kjfz_docs.grids.sheets import LAST_ROW, Range, address
from kjfz_docs.records.fields import FieldInfo, general_path
from kjfz_docs.templating.identity import Identity
from kjfz_docs.templating.xlsx import (
    CompiledSheet,
    FixedCell,
    FormulaCell,
    Node,
    RowLoop,
    SheetRow,
    TextCell,
)
from kjfz_docs.templating.xlsx_program import Group, Scope, Value, text_of, values_of
from kjfz_docs.templating.xlsx_unmovable import movable_sheet
from kjfz_docs.writing.core import Core
from kjfz_docs.writing.guided_kinds import Written
from kjfz_docs.writing.guided_xlsx import additions
from kjfz_docs.writing.xlsx_cells import (
    LONGEST_TEXT,
    day_cell,
    is_day,
    is_number,
    lines_needed,
    number_cell,
    room_of,
    text_cell,
)
from kjfz_docs.writing.xlsx_follow import moved_tail
from kjfz_docs.writing.xlsx_formulas import Formulas
from kjfz_docs.writing.xlsx_looks import Looks
from kjfz_docs.writing.xlsx_moves import Moves
from kjfz_docs.writing.xlsx_sums import Sums
from kjfz_docs.writing.xlsx_workbook import Around

_TALLEST = 409.0
_LINE = 1.45  # of the size of the font, with one that stands in for those of offices
_AIR = 4.0
_STYLE = re.compile(r'\bs="([0-9]+)"')
# The XML of so many texts is kept: lists repeat them.
_MOST_TEXTS = 2_000


class XlsxWriter:
    """One template, compiled once; safe to be shared by threads."""

    def __init__(self, data: bytes, package: Package) -> None:
        self.sheet = movable_sheet(package)
        self._core = Core(data, package)
        styles = package.related(self.sheet.workbook, "styles")
        if styles is None:
            raise TemplateError("the template has no styles")
        self._styles_name = styles
        self._styles = package.xml_bytes(styles)
        self._around = Around(package, self.sheet, self._core.members)

    def render(
        self,
        context: Mapping[str, Any],
        identity: Identity,
        *,
        guided: frozenset[str] | None = None,
        by: Compressor | None = None,
    ) -> bytes:
        """The workbook for a context.

        ``guided``: the paths of the fields that may be filled in, ``*`` for rows: the sheet then has lists and prompts
        for them, and everything else is locked (see ``guided_xlsx``).
        """
        made = Sheet(self.sheet, Looks(self._styles), guided=guided)
        part = Deflating(self.sheet.part, by)
        part.write('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n')
        part.write(self.sheet.head + "<sheetData>")
        for rows in _batches(made.rows(self.sheet.nodes, Scope(context))):
            made.formulas.hold("".join(rows)) if self.sheet.calculates else part.write("".join(rows))
        part.write(made.formulas.rows())
        part.write("</sheetData>")
        added = additions(made.written) if guided is not None else {}
        part.write(
            moved_tail(
                self.sheet.tail, made.moves, self.sheet.name, made.merged, added, self.sheet.namespaces
            )
        )
        changed: dict[str, Any] = {
            self.sheet.part: part.member(),
            self._styles_name: made.looks.xml(),
            self._core.name: self._core.of(identity),
        }
        return packed(self._around.members, {**changed, **self._around.moved(made.moves)}, by)


def _batches(rows: Iterator[str], size: int = 500) -> Iterator[list[str]]:
    while batch := list(itertools.islice(rows, size)):
        yield batch


class Sheet:
    """The sheet being written: the next row, what moved where, merged ranges, and what stood in which column."""

    def __init__(
        self, compiled: CompiledSheet, looks: Looks, *, guided: frozenset[str] | None = None
    ) -> None:
        self.compiled = compiled
        self.looks = looks
        self.moves = Moves()
        self.merged: list[Range] = []
        self.next = 0
        self._list = compiled.name  # the path of the last list that was begun
        self.written: list[Written] = []
        self._guided = guided
        self._unlocked: dict[TextCell, tuple[TextCell, tuple[Codec[Any], ...]] | None] = {}
        self._spans = {(each.top, each.left): each for each in compiled.merged}
        self._sums = Sums()
        self._due: dict[int, float] = {}
        self.formulas = Formulas(compiled.name)
        self._rooms: dict[TextCell, float] = {}
        self._texts: dict[tuple[TextCell, Any], tuple[float, str]] = {}
        self._kinds: dict[type, Callable[[Codec[Any]], bool] | None] = {}

    def rows(self, nodes: Sequence[Node], scope: Scope) -> Iterator[str]:
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

    def _loop(self, node: RowLoop, scope: Scope, around: Moves, *, inner: bool = False) -> Iterator[str]:
        items = (
            list(node.loop.items(scope))
            if isinstance(scope.value(node.loop.expression.path), Group)
            else None
        )
        count, start = 0, self.next
        self._list = scope.path(node.loop.expression.path)
        first = moves = Moves(around)
        kept: list[Moves] = []
        for item, path in items if items is not None else node.loop.items(scope):
            inside = scope.inside(node.loop.variable, item, path)
            if node.tracked or not count:
                moves = Moves(around) if count else first
                kept.append(moves)
                self._forget_due(node)
            for each in node.body:
                if isinstance(each, RowLoop):
                    yield from self._loop(each, inside, moves, inner=True)
                else:
                    tracks = moves if node.tracked or not count else None
                    yield self._row(each, inside, tracks, covered=count > 0)
            if node.tracked:
                self._merge_item(node.body, moves)
            count += 1
        if not count and not inner:
            shown = Moves(around)
            for row in node.blank:
                yield self._row(row, scope, shown)
            self._merge_item(node.blank, shown)
            # Rules for the rows of items hold for those that stand in their place.
            for each in node.body:
                if isinstance(each, SheetRow):
                    first.static(each.number, start, start)
        elif count > 1 or len(node.body) == 1:
            self._merge_down(node, start)
        around.loop(node.rows, start, self.next - 1, kept if node.tracked else (), first)

    def _forget_due(self, node: RowLoop) -> None:
        """What an item needs of its rows says nothing about the next."""
        for number in node.rows:
            self._due.pop(number, None)

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
    ) -> str:
        """The XML of a row and of those that it goes on in; ``moves`` takes note of where it went."""
        number = self.next
        self.next += 1
        name = str(number + 1)
        height = max(row.height, self._due.get(row.number, 0.0))
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
            needed, xml = self._cell(row, cell, scope, number)
            made.append(f'<c r="{cell.letters}{name}"{xml}')
            if needed and (needed := self._shared(row, cell, needed)) > height:
                height = needed
        # A row may be only so high: what needs more goes on in further rows, merged with the first.
        rows = max(1, math.ceil(height / _TALLEST))
        self.next += rows - 1
        if self.next > LAST_ROW:
            raise UnwritableError(self._list, f"a sheet of a workbook has {LAST_ROW} rows")
        if moves is not None:
            moves.static(row.number, number, self.next - 1)
        if not static:
            self._merge_right(row, number, rows)
        if rows > 1:
            self._merge_single(row, number, rows)
        size = f' ht="{round(height / rows + 0.05, 1):g}" customHeight="1"'
        further = (_continued(row, number + index + 1, size) for index in range(1, rows))
        return f'<row r="{name}"{row.attributes}{size}>{"".join(made)}</row>{"".join(further)}'

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
            span = self._spans.get((row.number, cell.column))
            if span is not None and span.top == span.bottom:
                self.merged.append(Range(number, span.left, number + rows - 1, span.right))

    def _room(self, row: SheetRow, cell: TextCell) -> float:
        """How many characters of its own font a line of a cell holds."""
        span = self._spans.get((row.number, cell.column))
        columns = range(cell.column, (span.right if span else cell.column) + 1)
        return room_of(sum(map(self.compiled.width, columns)), self.looks.size(cell.style))

    def _height(self, row: SheetRow, cell: TextCell, text: str) -> float:
        """The height that a text needs, in points; 0 where the row is surely high enough."""
        if not self.looks.wraps(cell.style):
            return 0.0
        room = self._rooms.get(cell)
        if room is None:
            room = self._rooms[cell] = self._room(row, cell)
        if 2.1 * len(text) <= room and "\n" not in text:
            return 0.0
        return lines_needed(text, room) * self.looks.size(cell.style) * _LINE + _AIR

    def _shared(self, row: SheetRow, cell: TextCell, needed: float) -> float:
        """What a row has to bear of a height: a range merged over several rows shares its text out among them."""
        span = self._spans.get((row.number, cell.column))
        rows = span.bottom - span.top + 1 if span is not None else 1
        for number in range(row.number + 1, row.number + rows):
            self._due[number] = max(self._due.get(number, 0.0), needed / rows)
        return needed / rows

    # ------------------------------------------------------------------ one cell

    def _cell(self, row: SheetRow, cell: TextCell, scope: Scope, number: int) -> tuple[float, str]:
        """The height that a cell needs, 0 if any will do, and its XML from the style on."""
        if self._guided is not None:
            cell = self._noted(cell, scope, number)
        single = cell.parts[0] if len(cell.parts) == 1 else None
        if not isinstance(single, Value):
            text = text_of(cell.parts, scope)
            return self._height(row, cell, text), self._text(cell, text, scope)
        value, codec, info = single.found(scope)
        kind = self._kind(codec)
        if kind is is_number and (value is not None or self._guided is not None):
            return 0.0, self._number(cell, value, single, scope, number)
        if value is not None and kind is is_day:
            text, path = str(codec.write(value)), scope.path(single.expression.path)
            return 0.0, day_cell(value, cell.style, self.looks, text, path, from_1904=self.compiled.from_1904)
        known = self._texts.get((cell, value))
        if known is None:
            known = self._single(row, cell, str(codec.write(value)), single, scope, info)
            if len(self._texts) < _MOST_TEXTS:
                self._texts[cell, value] = known
        return known

    def _single(
        self, row: SheetRow, cell: TextCell, text: str, single: Value, scope: Scope, info: FieldInfo
    ) -> tuple[float, str]:
        """A cell that holds one value as its text."""
        if not text:
            # What is typed into a blank account or mobile stays text.
            style = self.looks.text(cell.style) if info.meta.private else cell.style
            return 0.0, f' s="{style}"/>'
        xml = text_cell(text, cell.style, self.looks, scope.path(single.expression.path))
        return self._height(row, cell, text), xml

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
        unlocked = attrs.evolve(cell, style=self.looks.unlocked(cell.style))
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
        return text_cell(text, cell.style, self.looks, path)


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
