"""The tolerant tier: labels and directions, for files whose layout is not the template's.

Every non-empty cell is used once: as a label, a literal, a value or a remark. What is left over is a finding.
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
from kjfz_docs.reading.labels import Anchor, Direction, Labels, ListTable
from kjfz_docs.templating.pattern import AMBIGUOUS, Ambiguous, Capture, Literal, Pattern, bare
from kjfz_docs.templating.skeleton import Segment

# A form is recognised when this share of its labels is found; below, the file is none of ours.
THRESHOLD = 0.6


@attrs.define(eq=False)
class _Search:
    labels: Labels
    segments: Sequence[Segment]
    used: set[int] = attrs.field(factory=set)
    fitted: list[Fitted] = attrs.field(factory=list)
    findings: list[Finding] = attrs.field(factory=list)


def score(labels: Labels, segments: Sequence[Segment]) -> float:
    """The share of a form's labels that stand somewhere in the segments."""
    texts = {bare(cell.text) for segment in segments if segment.is_row for cell in segment.cells}
    anchors = [*labels.anchors, *(column for found in labels.lists for column in found.columns)]
    if not anchors:
        return 0.0
    return sum(1 for anchor in anchors if texts.intersection(anchor.keys)) / len(anchors)


def missing(labels: Labels, segments: Sequence[Segment]) -> list[str]:
    """The labels of a form that stand nowhere in the segments."""
    texts = {bare(cell.text) for segment in segments if segment.is_row for cell in segment.cells}
    anchors = [*labels.anchors, *(column for found in labels.lists for column in found.columns)]
    return [anchor.keys[0] for anchor in anchors if not texts.intersection(anchor.keys)]


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
    """Paragraphs with slots (title, line above the list), each pattern in the first paragraphs that fit it."""
    for pattern in search.labels.blocks:
        if not pattern.slots:
            continue
        for segment in search.segments:
            if segment.is_row or id(segment) in search.used:
                continue
            captures = pattern.match(segment.text)
            if captures is not None:
                search.used.add(id(segment))
                search.used.update(id(cell) for cell in segment.cells)
                search.fitted.append(Fitted(pattern, captures, segment.cells))
                break
        else:
            for path, slot in {slot.path: slot for slot in pattern.slots}.items():
                search.findings.append(
                    Finding.of("KD204", field=path, label=slot.info.meta.label or slot.path)
                )


# ------------------------------------------------------------------ labels beside or above their values


def _take_anchors(search: _Search) -> None:
    rows = [segment for segment in search.segments if segment.is_row]
    taken: dict[int, tuple[int, int]] = {}
    for anchor in search.labels.anchors:
        spot = _find(search, rows, anchor)
        if spot is None:
            for path, slot in {slot.path: slot for slot in anchor.pattern.slots}.items():
                search.findings.append(Finding.of("KD204", field=path, label=slot.info.meta.label or path))
            continue
        row, column = spot
        label = rows[row].cells[column]
        taken[id(label)] = spot
        search.used.add(id(label))
        cell = _value_cell(search, rows, row, column, anchor.direction)
        if cell is not None:
            search.used.add(id(cell))
            search.fitted.append(Fitted(anchor.pattern, _captures(anchor.pattern, cell), (cell,)))


def _find(search: _Search, rows: Sequence[Segment], anchor: Anchor) -> tuple[int, int] | None:
    """Where the label stands: by its printed text first, then by its other names."""
    for key in anchor.keys:
        for row, segment in enumerate(rows):
            for column, cell in enumerate(segment.cells):
                if id(cell) not in search.used and bare(cell.text) == key:
                    return row, column
    return None


def _value_cell(
    search: _Search, rows: Sequence[Segment], row: int, column: int, direction: Direction
) -> Cell | None:
    """The value of a label: in the template's direction, else in the other one; None where neither is free."""
    label = rows[row].cells[column]
    ways = [direction, *(way for way in Direction if way is not direction)]
    for way in ways:
        if way is Direction.RIGHT:
            candidates: Iterable[Cell] = rows[row].cells[column + 1 : column + 2]
        else:
            below = rows[row + 1].cells if row + 1 < len(rows) else ()
            candidates = [cell for cell in below if _overlap(cell, label)]
        for cell in candidates:
            if id(cell) not in search.used and bare(cell.text) not in _keys(search.labels):
                return cell
    return None


def _keys(labels: Labels) -> frozenset[str]:
    return labels.literals


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


def _take_list(search: _Search, table: ListTable) -> None:
    rows = [segment for segment in search.segments if segment.is_row]
    header = _header(rows, table)
    if header is None:
        search.findings.append(Finding.of("KD204", field=table.path, label=table.path))
        return
    start, columns = header
    search.used.update(id(cell) for cell in rows[start].cells)
    for column in table.columns:
        if column not in columns:
            slot = column.pattern.slots[0]
            search.findings.append(
                Finding.of("KD204", field=table.path, label=slot.info.meta.label or column.keys[0])
            )
    number = 0
    for segment in rows[start + 1 :]:
        if _fits_columns(segment, columns):
            for column, head in columns.items():
                cell = next((cell for cell in segment.cells if _overlap(cell, head)), None)
                if cell is not None:
                    search.used.add(id(cell))
                    captures = _captures(column.pattern, cell)
                    search.fitted.append(Fitted(column.pattern, captures, (cell,), number))
            number += 1


def _header(rows: Sequence[Segment], table: ListTable) -> tuple[int, dict[Anchor, Cell]] | None:
    """The row that has most of the columns' labels."""
    best: tuple[int, dict[Anchor, Cell]] | None = None
    for index, segment in enumerate(rows):
        found: dict[Anchor, Cell] = {}
        free = {bare(cell.text): cell for cell in reversed(segment.cells)}
        for column in table.columns:
            key = next((key for key in column.keys if key in free), None)
            if key is not None:
                found[column] = free.pop(key)
        if len(found) * 2 > len(table.columns) and (best is None or len(found) > len(best[1])):
            best = index, found
    return best


def _fits_columns(segment: Segment, columns: dict[Anchor, Cell]) -> bool:
    fitting = sum(1 for head in columns.values() if any(_overlap(cell, head) for cell in segment.cells))
    return fitting * 2 > len(columns)


# ------------------------------------------------------------------ what is left over


def _left_over(search: _Search) -> Iterable[Finding]:
    seen: set[int] = set()
    for segment in search.segments:
        for cell in segment.cells:
            if id(cell) in search.used or id(cell) in seen or not cell.text.strip():
                continue
            seen.add(id(cell))
            if segment.is_row and bare(cell.text) not in search.labels.literals:
                yield Finding.of("KD206", where=cell.place, raw=cell.text.strip()[:40])
