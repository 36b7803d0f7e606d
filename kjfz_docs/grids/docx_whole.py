"""Whole Word documents whose tags were met before: copies of one form, which differ in their texts alone.

All tags of a document together say which blocks it holds and where these stand on the page, so nothing is sought and
nothing is laid out anew. Only how often a paragraph is repeated within its cell differs from copy to copy; each cell
is known by these numbers.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import attrs

from kjfz_docs.grids.docx_blocks import Block, KnownParagraph, KnownRow, Lines
from kjfz_docs.grids.docx_known import CELL_ENDS, TEXT_ENDS, decoded
from kjfz_docs.grids.docx_memory import Memory
from kjfz_docs.grids.model import NO_LINES, Cell, Grid, Line, LineKind, Paragraph, Spot

# Longer documents repeat rows, which are known one by one.
_LONGEST = 1 << 16
_MOST_DOCUMENTS = 64
_MOST_MEANINGS = 64
# About as many bytes a unit takes with its line, and a meaning that it has besides.
_UNIT, _MEANT = 1000, 200


@attrs.frozen(eq=False)
class Taken:
    """A document taken apart: its tags, of like ones in a row only the first; how many these are; its texts."""

    tags: bytes
    counts: tuple[int, ...]
    texts: Sequence[bytes]


@attrs.frozen(eq=False)
class _Unit:
    """A cell or paragraph: its texts by their places among the counts, its place, and what its tags mean by counts."""

    start: int
    stop: int
    spot: Spot
    first: int
    last: int
    height: int
    meant: dict[tuple[int, ...], Lines]


@attrs.frozen(eq=False)
class _Line:
    """A line by the numbers of its units."""

    kind: LineKind
    start: int
    stop: int
    above: Sequence[int]
    table: int | None
    header: bool


@attrs.frozen(eq=False)
class _Layout:
    """What the tags of a document mean; ``blocks`` are the paragraphs and cells without those within cells."""

    units: Sequence[_Unit]
    lines: Sequence[_Line]
    blocks: int
    landscape: bool | None


@attrs.frozen(eq=False)
class Laid:
    """A document that was known: its lines, how many paragraphs and cells it has, and how its page lies."""

    lines: tuple[Line, ...]
    blocks: int
    landscape: bool | None


def laid(known: Memory, taken: Taken, file: str | None) -> Laid | None:
    """A document in a file, laid out as it is ``known`` from others; None as long as it is not."""
    layout: _Layout | None = known.get(taken.tags)
    texts = None if layout is None else decoded(taken.texts)
    if layout is None or texts is None:
        return None
    counts, at, blocks = taken.counts, 0, layout.blocks
    cells: list[Cell] = []
    for unit in layout.units:
        lines = unit.meant.get(counts[unit.start : unit.stop])
        if lines is None:
            return None
        stop = at + lines.count
        said = lines.with_texts(texts[at:stop]) or NO_LINES
        cells.append(Cell(said, (file, *unit.spot), unit.first, unit.last, unit.height))
        at, blocks = stop, blocks + lines.blocks
    made = [
        Line(
            line.kind,
            tuple(cells[line.start : line.stop]),
            tuple([cells[number] for number in line.above]) if line.above else (),
            line.table,
            line.header,
        )
        for line in layout.lines
    ]
    return Laid(tuple(made), blocks, layout.landscape)


def learn(known: Memory, taken: Taken, blocks: Sequence[Block], grid: Grid) -> None:
    """Remember a document that was read block by block, if all its blocks were known and nothing else was noticed.

    May be used by threads: what two of them work out at once is the same.
    """
    layout = None if grid.findings else _layout(taken, blocks, grid)
    if layout is None:
        return
    before: _Layout | None = known.get(taken.tags)
    if before is None:
        if len(known) >= _MOST_DOCUMENTS:
            known.forget()
        known.keep(taken.tags, layout, len(layout.units) * _UNIT)
        return
    added = 0
    for old, new in zip(before.units, layout.units, strict=True):
        if len(old.meant) < _MOST_MEANINGS:
            old.meant.update(new.meant)
            added += sum(_MEANT + 8 * len(counts) for counts in new.meant)
    known.charge(added)


def taken_apart(data: bytes) -> Taken | None:
    """A document without its texts; None for one that is too long to be known as a whole."""
    if len(data) > _LONGEST:
        return None
    *pieces, end = data.split(TEXT_ENDS)
    tags: list[bytes] = []
    counts: list[int] = []
    texts: list[bytes] = []
    before = b""
    for piece in pieces:
        tag, _, text = piece.rpartition(b">")
        texts.append(text)
        if tag == before and CELL_ENDS not in tag:
            counts[-1] += 1
        else:
            counts.append(1)
            tags.append(tag)
            before = tag
    tags.append(end)
    return Taken((b">" + TEXT_ENDS).join(tags), tuple(counts), texts)


def _layout(taken: Taken, blocks: Sequence[Block], grid: Grid) -> _Layout | None:
    """What the tags of a document mean; None where that is not told by the cells of its blocks."""
    if len(blocks) != len(grid.lines):
        return None
    starts = {text: number for number, text in enumerate(itertools.accumulate(taken.counts, initial=0))}
    numbers: dict[int, int] = {}
    units: list[_Unit] = []
    lines: list[_Line] = []
    at, count = 0, 0
    for block, line in zip(blocks, grid.lines, strict=True):
        first, own = len(units), 0
        parts = _parts(block)
        for said, meant in parts:
            stop = at + meant.count
            cell = line.cells[own] if own < len(line.cells) else None
            if cell is not None and cell.paragraphs is said:
                if at not in starts or stop not in starts:
                    return None  # one paragraph again and again, in several cells
                numbers[id(cell)] = len(units)
                span = starts[at], starts[stop]
                units.append(_unit(cell, span, taken.counts[slice(*span)], meant))
                own += 1
            elif meant.count:
                return None  # text in a cell that is not printed: whether it is one tells the text
            at = stop
        if own < len(line.cells):
            return None
        # Paragraphs within cells, and those of the body, are counted with their units.
        count += len(parts) if isinstance(block, KnownRow) else 0
        above = [numbers[id(cell)] for cell in line.above]
        lines.append(_Line(line.kind, first, len(units), above, line.table, line.header))
    return _Layout(units, lines, count, grid.landscape) if at == len(taken.texts) else None


def _parts(block: Block) -> Sequence[tuple[tuple[Paragraph, ...], Lines]]:
    """The cells of a block: their lines, and what their tags mean."""
    if isinstance(block, KnownParagraph):
        return [(block.lines, block.meant)]
    cells = zip(block.cells, block.meant, strict=True)
    return [(lines or NO_LINES, meant) for (_, lines, _), meant in cells]


def _unit(cell: Cell, span: tuple[int, int], counts: tuple[int, ...], lines: Lines) -> _Unit:
    place = cell.place
    spot = (place.table, place.row, place.column, place.paragraph)
    return _Unit(*span, spot, cell.first, cell.last, cell.height, {counts: lines})
