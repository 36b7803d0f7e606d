"""Worksheets as lines of a grid, whichever kind of file they come from.

A sheet is cut to what is used of it: texts, merged ranges and frames. Each of its rows is a line of cells, one for each
merged range or single column. A row without a frame in which one cell alone speaks is a paragraph, as the eye sees it:
a title, a note, a line above a list. So the lines are the same whichever program saved the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import attrs

from kjfz_docs.findings import Finding, Place
from kjfz_docs.grids.limits import Limits
from kjfz_docs.grids.model import Cell, Line, LineKind, Paragraph, RichText
from kjfz_docs.grids.refusal import too_much

# Unused rows and columns between used ones are kept up to so many: tables lie apart, but not thousands of rows.
_WIDEST_GAP = 30
# A range beyond this is no part of a form: whole rows or columns were merged or framed.
_TALLEST, _WIDEST = 20_000, 300
_DIGITS = re.compile(r"[0-9$]+")
_ONE_COLUMN = re.compile(r"\b([A-Za-z]{1,3}):\1\b")
LAST_ROW, LAST_COLUMN = 1 << 20, 1 << 14
# So many places of cells, blank and covered ones included, may there be for each block that the limits allow.
SPOTS_PER_BLOCK = 20
# A cell that a merged range covers, and that nobody sees, holds a text.
_COVERS = Finding.of("KD210")


@attrs.frozen(eq=False)
class Value:
    """What stands in one cell of a sheet. Rows and columns count from 0; ``formula`` is what calculated it.

    ``worked_out``: the formula had no result, it was found out in reading.
    """

    column: int
    text: RichText
    raw: object = None
    findings: tuple[Finding, ...] = ()
    formula: str = ""
    worked_out: bool = False


def number_value(column: int, shown: RichText, raw: object) -> Value:
    """A number as its format shows it, with a word on it where the format hides it."""
    return Value(column, shown, raw, () if shown.text else (Finding.of("KD210"),))


@attrs.frozen
class Range:
    """A merged range; all bounds are included."""

    top: int
    left: int
    bottom: int
    right: int


@attrs.define(eq=False)
class Sheet:
    """A visible worksheet: its values by row, its merged ranges, and how far cells with a frame reach in a row.

    Rows that were ``left_out`` are there, but make no lines.
    """

    name: str
    rows: dict[int, list[Value]] = attrs.field(factory=dict)
    merged: list[Range] = attrs.field(factory=list)
    framed: dict[int, Range] = attrs.field(factory=dict)
    left_out: frozenset[int] = frozenset()


def address(row: int, column: int) -> str:
    """The address of a cell: ``C7`` for row 6 and column 2."""
    return f"{letters_of(column)}{row + 1}"


def letters_of(column: int) -> str:
    """The name of a column: ``C`` for 2."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def coordinates(name: str) -> tuple[int, int] | None:
    """Row and column of an address (``$C$7`` as well), from 0; None for what is none."""
    plain = name.replace("$", "").upper()
    letters = plain.rstrip("0123456789")
    digits = plain[len(letters) :]
    if (
        not digits
        or len(digits) > 7
        or not 1 <= len(letters) <= 3
        or not letters.isascii()
        or not letters.isalpha()
    ):
        return None
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(digits) - 1, column - 1


def range_of(text: str) -> Range | None:
    """A range from its text: ``A1:C3``, or one address."""
    first, _, last = text.partition(":")
    start, end = coordinates(first), coordinates(last or first)
    if start is None or end is None or start[0] < 0 or end[0] < 0:
        return None
    return Range(min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1]))


def shape(formula: str) -> str:
    """A formula whatever rows it names: the same in each row of a list; ``D4`` and ``D4:D9`` are one."""
    return _ONE_COLUMN.sub(r"\1", _DIGITS.sub("", formula))


def lines_of(sheets: Iterable[Sheet], limits: Limits) -> Iterator[Line]:
    """The lines of worksheets in their order.

    Rows without a paragraph between them are those of one table; a frame that begins below rows without one begins
    another.
    """
    cells, table = 0, -1
    for sheet in sheets:
        is_row = is_framed = False
        for line, framed in _lines(sheet, limits):
            cells += len(line.cells)
            if cells > limits.blocks:
                raise too_much("单元格过多")
            if line.is_row:
                if not is_row or (framed and not is_framed and not line.above):
                    table += 1
                line.table = table
            # What reaches down from a row has its frame.
            is_row, is_framed = line.is_row, framed or (is_framed and bool(line.above))
            yield line


def _lines(sheet: Sheet, limits: Limits) -> Iterator[tuple[Line, bool]]:
    """The lines of one worksheet, each with whether it has a frame."""
    rows = _kept({row for row, values in sheet.rows.items() if values} | sheet.left_out, sheet, vertical=True)
    columns = _kept({v.column for values in sheet.rows.values() for v in values}, sheet, vertical=False)
    # Rows that merged ranges cover have no cells of their own, but take their time.
    if len(rows) * len(columns) > SPOTS_PER_BLOCK * limits.blocks:
        raise too_much("单元格过多")
    places = {column: index for index, column in enumerate(columns)}
    starts: dict[int, list[Range]] = {}
    for merged in sheet.merged:
        if merged.left in places and merged.right in places:
            starts.setdefault(merged.top, []).append(merged)
    open_cells: list[tuple[Cell, int]] = []
    for row in rows if not sheet.left_out else (row for row in rows if row not in sheet.left_out):
        open_cells = [(cell, bottom) for cell, bottom in open_cells if bottom >= row]
        above = tuple(sorted((cell for cell, _ in open_cells), key=lambda cell: cell.first))
        cells, opened = _cells(sheet, row, columns, places, starts.get(row, ()), above)
        open_cells += opened
        if not cells and above:
            continue  # no cell begins here: the row only makes those above it higher
        spoken = tuple(cell for cell in cells if cell.text.strip() or cell.findings)
        is_framed = row in sheet.framed
        # What calculates is no text, whatever it says.
        calculates = any(cell.formula for cell in cells)
        # Rows that are merged all the way across are one high row.
        uneven = len({cell.height for cell in cells}) > 1
        if is_framed or above or len(spoken) > 1 or uneven or calculates:
            yield Line(LineKind.ROW, cells, above), is_framed
        else:
            yield Line(LineKind.PARAGRAPH, spoken or cells[:1]), False


def _kept(used: set[int], sheet: Sheet, *, vertical: bool) -> list[int]:
    """The rows (or columns) that are used, and those between them where the gap is no chasm."""
    longest = _TALLEST if vertical else _WIDEST
    reached = -1
    for first, last in sorted(
        {
            (each.top, each.bottom) if vertical else (each.left, each.right)
            for each in (*sheet.merged, *sheet.framed.values())
        }
    ):
        if last - first > longest:
            used.update((first, last))
        else:
            used.update(range(max(first, reached + 1), last + 1))
            reached = max(reached, last)
    kept: list[int] = []
    for index in sorted(used):
        if kept and index - kept[-1] - 1 <= _WIDEST_GAP:
            kept.extend(range(kept[-1] + 1, index))
        kept.append(index)
    return kept


def _cells(
    sheet: Sheet,
    row: int,
    columns: Sequence[int],
    places: dict[int, int],
    merged: Iterable[Range],
    above: Sequence[Cell],
) -> tuple[tuple[Cell, ...], list[tuple[Cell, int]]]:
    """The cells that begin in a row, and those of them that reach further down with their last rows."""
    values = {value.column: value for value in sheet.rows.get(row, ())}
    spans = {each.left: each for each in merged}
    cells: list[Cell] = []
    opened: list[tuple[Cell, int]] = []
    covered = -1
    owners = _owners(above)
    for index, column in enumerate(columns):
        value = values.get(column)
        owner = owners.get(index) or (cells[-1] if index <= covered else None)
        if owner is not None:
            if value is not None and value.text.text and _COVERS not in owner.findings:
                owner.findings = (*owner.findings, _COVERS)
            continue
        span = spans.get(column)
        last, bottom = (index, row) if span is None else (places[span.right], span.bottom)
        covered = last
        cell = Cell(
            (Paragraph(""),) if value is None else _paragraphs(value.text),
            Place(sheet=sheet.name, cell=address(row, column)),
            index,
            last,
            bottom - row + 1,
            None if value is None else value.raw,
            () if value is None else value.findings,
            formula="" if value is None else value.formula,
            worked_out=value is not None and value.worked_out,
        )
        cells.append(cell)
        if bottom > row:
            opened.append((cell, bottom))
    return tuple(cells), opened


def _owners(above: Sequence[Cell]) -> dict[int, Cell]:
    """The cell that reaches into a row from above, for each column that one covers."""
    owners: dict[int, Cell] = {}
    reached = -1
    for cell in above:
        for index in range(max(cell.first, reached + 1), cell.last + 1):
            owners[index] = cell
        reached = max(reached, cell.last)
    return owners


def _paragraphs(text: RichText) -> tuple[Paragraph, ...]:
    if "\n" not in text.text:
        return (Paragraph(text.text, text.spans),)
    found: list[Paragraph] = []
    start = 0
    for line in text.text.split("\n"):
        part = text.slice(start, start + len(line))
        found.append(Paragraph(part.text, part.spans))
        start += len(line) + 1
    return tuple(found)
