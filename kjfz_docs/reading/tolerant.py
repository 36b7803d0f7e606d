"""The tolerant tier: labels and directions, for files whose layout is not the template's.

Every non-empty cell and paragraph is used once: as a label, a literal or a value. What is left over is a finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import attrs

from kjfz_docs.codecs import Read, codec_for, read_choice
from kjfz_docs.codecs.base import Codec
from kjfz_docs.findings import Finding
from kjfz_docs.grids.model import Cell, RichText
from kjfz_docs.reading.fit import Fit, Fitted
from kjfz_docs.reading.labels import Anchor, Direction, Labels, ListTable, label_key
from kjfz_docs.records.fields import masked_numbers
from kjfz_docs.templating.pattern import AMBIGUOUS, Ambiguous, Capture, Literal, Origin, Pattern, bare
from kjfz_docs.templating.skeleton import Segment

# A form is recognised when this share of its labels is found; less is enough under its own title, and another
# form's title asks for more.
THRESHOLD = 0.6
_TITLE = 0.25
_MOST_LEFT_OVER = 50


@attrs.define(eq=False)
class _Search:
    labels: Labels
    segments: Sequence[Segment]
    used: set[int] = attrs.field(factory=set)
    fitted: list[Fitted] = attrs.field(factory=list)
    findings: list[Finding] = attrs.field(factory=list)

    @property
    def rows(self) -> list[Segment]:
        return [segment for segment in self.segments if segment.is_row]

    def take(self, pattern: Pattern, cell: Cell, row: int | None = None, *, inherited: bool = False) -> None:
        self.used.add(id(cell))
        self.fitted.append(Fitted(pattern, _captures(pattern, cell), (cell,), row, inherited))

    def lacks(self, pattern: Pattern) -> None:
        """A finding for each field of a pattern that was not found and stands nowhere else."""
        for path, slot in {slot.path: slot for slot in pattern.slots}.items():
            if slot.origin is Origin.FIELD:
                self.findings.append(Finding.of("KD204", field=path, label=slot.info.meta.label or path))


def score(labels: Labels, segments: Sequence[Segment], titles: Sequence[str]) -> float:
    """How much of a form stands in the segments: the share of its labels, more under its own title.

    ``titles`` are the titles of all forms; another form's title counts against this one.
    """
    anchors = labels.all_anchors
    if not anchors:
        return 0.0
    found = 1 - len(missing(labels, segments)) / len(anchors)
    printed = [bare(segment.text.text) for segment in segments if not segment.is_row]
    if any(title in text for title in labels.titles for text in printed):
        return found + _TITLE
    other = any(title in text for title in titles for text in printed)
    return found - _TITLE if other else found


def missing(labels: Labels, segments: Sequence[Segment]) -> list[str]:
    """The labels of a form that stand nowhere in the segments."""
    texts = {cell.text for segment in segments if segment.is_row for cell in segment.cells}
    keys = {label_key(text) for text in texts}
    return [
        anchor.keys[0]
        for anchor in labels.all_anchors
        if not keys.intersection(anchor.keys) and not any(anchor.is_named_by(text) for text in texts)
    ]


def fit(labels: Labels, segments: Sequence[Segment]) -> Fit:
    """Lay the form's labels over the segments, wherever they stand."""
    search = _Search(labels, segments)
    _take_blocks(search)
    for table in labels.lists:
        _take_list(search, table)
    _take_anchors(search)
    search.findings.append(Finding.of("KD214"))
    search.findings.extend(_left_over(search))
    return Fit(tuple(search.fitted), tuple(search.findings))


# ------------------------------------------------------------------ paragraphs


def _take_blocks(search: _Search) -> None:
    """Paragraphs with slots (title, line above the list): a whole block where it fits, else line by line."""
    for block in search.labels.blocks:
        if not _take_block(search, block.pattern):
            for line in block.lines:
                if line.slots and not _take_line(search, line):
                    search.lacks(line)


def _take_block(search: _Search, pattern: Pattern) -> bool:
    for segment in search.segments:
        if segment.is_row or any(id(cell) in search.used for cell in segment.cells):
            continue
        captures = pattern.match(segment.text)
        if captures is not None:
            search.used.update(id(cell) for cell in segment.cells)
            search.fitted.append(Fitted(pattern, captures, segment.cells))
            return True
    return False


def _take_line(search: _Search, pattern: Pattern) -> bool:
    for segment in search.segments:
        for cell in segment.cells if not segment.is_row else ():
            captures = pattern.match(cell.rich) if id(cell) not in search.used else None
            if captures is not None:
                search.used.add(id(cell))
                search.fitted.append(Fitted(pattern, captures, (cell,)))
                return True
    return False


# ------------------------------------------------------------------ labels beside or above their values


def _take_anchors(search: _Search) -> None:
    """All labels first, so that none is taken for the value of another; then the values."""
    rows = search.rows
    spots: list[tuple[Anchor, int, int]] = []
    for anchor in search.labels.anchors:
        spot = _find(search, rows, anchor)
        if spot is None:
            search.lacks(anchor.pattern)
            continue
        search.used.add(id(rows[spot[0]].cells[spot[1]]))
        spots.append((anchor, *spot))
    for anchor, row, column in spots:
        cell = _value_cell(search, rows, row, column, anchor.direction)
        if cell is not None:
            search.take(anchor.pattern, cell)
        else:
            search.lacks(anchor.pattern)


def _find(search: _Search, rows: Sequence[Segment], anchor: Anchor) -> tuple[int, int] | None:
    """Where the label stands: by its printed text first, then by its other names."""
    second: tuple[int, int] | None = None
    for row, segment in enumerate(rows):
        for column, cell in enumerate(segment.cells):
            if id(cell) in search.used:
                continue
            if label_key(cell.text) == anchor.keys[0]:
                return row, column
            if second is None and anchor.is_named_by(cell.text):
                second = row, column
    return second


def _value_cell(
    search: _Search, rows: Sequence[Segment], row: int, column: int, direction: Direction
) -> Cell | None:
    """The value of a label: in the template's direction, else in the other one; None where neither is free."""
    label = rows[row].cells[column]
    for way in (direction, *(way for way in Direction if way is not direction)):
        if way is Direction.RIGHT:
            candidates: Iterable[Cell] = rows[row].cells[column + 1 : column + 2]
        else:
            below = rows[row + 1].cells if row + 1 < len(rows) else ()
            candidates = [cell for cell in below if _overlap(cell, label)]
        for cell in candidates:
            if id(cell) not in search.used and not search.labels.is_label(cell.text):
                return cell
    return None


def _overlap(cell: Cell, label: Cell) -> bool:
    shared = min(cell.last, label.last) - max(cell.first, label.first) + 1
    return shared * 2 >= cell.last - cell.first + 1 and shared * 2 >= label.last - label.first + 1


def _captures(pattern: Pattern, cell: Cell) -> tuple[Capture, ...] | Ambiguous:
    """A cell taken apart: by the pattern, as a choice where all slots are ticks of one field, else not at all."""
    found = pattern.match(cell.rich)
    if found is not None:
        return found
    paths = {slot.path for slot in pattern.slots}
    if len(paths) == 1 and all(slot.option is not None for slot in pattern.slots):
        literals = tuple(part.text for part in pattern.parts if isinstance(part, Literal))
        return (
            Capture(
                attrs.evolve(
                    pattern.slots[0], option=None, codec=_WholeCell(pattern.slots[0].info, literals=literals)
                ),
                cell.rich,
            ),
        )
    return AMBIGUOUS


@attrs.frozen
class _WholeCell(Codec[Any]):
    """Reads all the options of a cell together, as people leave them; ``literals`` are the form's own words."""

    literals: tuple[str, ...] = ()

    def _read(self, text: RichText | str) -> Read[Any]:
        return read_choice(self.info, text if isinstance(text, RichText) else RichText(text), self.literals)

    def _write(self, value: Any) -> str:
        return codec_for(self.info).write(value)


# ------------------------------------------------------------------ lists


@attrs.frozen(eq=False)
class _Column:
    """A column of a list in a file: its head, and which of the cells below the head is its own."""

    anchor: Anchor
    head: Cell
    rank: int = 0
    of: int = 1

    def cell(self, segment: Segment) -> Cell | None:
        """The column's cell of a row."""
        below = [cell for cell in segment.cells if _within(cell, self.head)]
        if len(below) == self.of:
            return below[self.rank]
        return below[0] if below and self.of == 1 else None


def _within(cell: Cell, head: Cell) -> bool:
    """Whether most of a cell stands below a head."""
    shared = min(cell.last, head.last) - max(cell.first, head.first) + 1
    return shared * 2 > cell.last - cell.first + 1


def _take_list(search: _Search, table: ListTable) -> None:
    rows = search.rows
    header = _header(rows, table)
    if header is None:
        search.findings.append(Finding.of("KD204", field=table.path, label=table.path))
        return
    start, columns = header
    search.used.update(id(cell) for cell in rows[start].cells)
    for anchor in table.columns:
        if all(column.anchor is not anchor for column in columns):
            label = anchor.pattern.slots[0].info.meta.label or anchor.keys[0]
            search.findings.append(Finding.of("KD204", field=table.path, label=label))
    heads = [bare(cell.text) for cell in rows[start].cells]
    tables = {rows[start].first.table}
    number = 0
    for segment in rows[start + 1 :]:
        if [bare(cell.text) for cell in segment.cells] == heads:
            tables.add(segment.first.table)
            search.used.update(id(cell) for cell in segment.cells)
            place = segment.cells[0].place
            search.findings.append(Finding.of("KD207", where=place, kind="重复的表头"))
        elif segment.first.table in tables and not _take_total(search, table, segment, columns):
            number += _take_row(search, segment, columns, number)


def _take_row(search: _Search, segment: Segment, columns: Sequence[_Column], number: int) -> int:
    """One row of a list, where it has a cell for most columns; how many rows were taken."""
    cells = [(column, cell) for column in columns if (cell := column.cell(segment)) is not None]
    if len(cells) * 2 <= len(columns):
        return 0
    for column, cell in cells:
        inherited = any(cell is above for above in segment.first.above)
        search.take(column.anchor.pattern, cell, number, inherited=inherited)
    return 1


def _take_total(search: _Search, table: ListTable, segment: Segment, columns: Sequence[_Column]) -> bool:
    """A row that begins with the label of a row of totals."""
    name = next((bare(cell.text) for cell in segment.cells if cell.text.strip()), "")
    anchors = next((anchors for label, anchors in table.totals if label == name), None)
    if anchors is None:
        return False
    search.used.update(id(cell) for cell in segment.cells if bare(cell.text) == name)
    for anchor in anchors:
        column = next((each for each in columns if each.anchor.keys[0] == anchor.keys[0]), None)
        cell = column.cell(segment) if column is not None else None
        if cell is not None:
            search.take(anchor.pattern, cell)
    return True


def _header(rows: Sequence[Segment], table: ListTable) -> tuple[int, list[_Column]] | None:
    """The row that has most of the columns' labels; columns under one spanning head share it in their order."""
    best: tuple[int, list[_Column]] | None = None
    for index, segment in enumerate(rows):
        heads = {bare(cell.text): cell for cell in reversed(segment.cells)}
        sharing: dict[str, list[Anchor]] = {}
        for anchor in table.columns:
            key = next((key for key in anchor.keys if key in heads), None)
            if key is not None and (key not in sharing or sharing[key][0].keys[0] == anchor.keys[0]):
                sharing.setdefault(key, []).append(anchor)
        found = [
            _Column(anchor, heads[key], rank, len(anchors))
            for key, anchors in sharing.items()
            for rank, anchor in enumerate(anchors)
        ]
        if len(found) * 2 > len(table.columns) and (best is None or len(found) > len(best[1])):
            best = index, found
    return best


# ------------------------------------------------------------------ what is left over


def _left_over(search: _Search) -> Iterable[Finding]:
    """Each cell and paragraph that was not used and is not the form's own; a bound keeps the list readable."""
    seen: set[int] = set()
    for segment in search.segments:
        for cell in segment.cells:
            if id(cell) in search.used or id(cell) in seen or not cell.text.strip():
                continue
            if search.labels.is_label(cell.text):
                continue
            seen.add(id(cell))
            if len(seen) > _MOST_LEFT_OVER:
                return
            yield left_over(cell)


def left_over(cell: Cell) -> Finding:
    """The finding about a cell or paragraph that belongs to nothing; long numbers in it may be private."""
    return Finding.of("KD206", where=cell.place, raw=masked_numbers(cell.text.strip())[:40])
