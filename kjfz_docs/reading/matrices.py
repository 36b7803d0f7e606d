"""Values with a label at their left and a head above them: 计划数 of 第一季度. Both names together say which it is."""

from __future__ import annotations

import functools
import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import attrs

from kjfz_docs.findings import Finding
from kjfz_docs.grids.model import Cell
from kjfz_docs.reading.fit import Fitted
from kjfz_docs.reading.labels import Matrix
from kjfz_docs.reading.mixed import take_apart
from kjfz_docs.reading.page import Page, fits, share
from kjfz_docs.reading.words import key
from kjfz_docs.templating.pattern import Literal, Pattern
from kjfz_docs.templating.skeleton import CellNode, Row, Skeleton

# A longer text is no label.
_LONGEST_LABEL = 40

# ------------------------------------------------------------------ in a template


def matrices_in(skeleton: Skeleton) -> Iterator[Matrix]:
    """The matrices of a template: a row of heads, and below it rows of one label and values under the heads."""
    for is_row, group in itertools.groupby(skeleton.nodes, key=lambda node: isinstance(node, Row)):
        rows = [node for node in group if isinstance(node, Row)] if is_row else []
        number = 0
        while number < len(rows):
            under = functools.partial(_is_under, heads=rows[number])
            values = list(itertools.takewhile(under, rows[number + 1 :]))
            if values:
                above = rows[number - 1] if number else None
                yield from _matrix(above, rows[number], values)
            number += 1 + len(values)


def _is_under(row: Row, heads: Row) -> bool:
    """Whether a row is one label and values, each under a head of its own that the label does not reach into."""
    first, *values = row.cells
    return (
        len(values) > 1
        and not first.pattern.slots
        and bool(first.pattern.literal)
        and all(cell.pattern.slots for cell in values)
        and [(cell.first, cell.last) for cell in row.cells] == [(c.first, c.last) for c in heads.cells]
        and all(not cell.pattern.slots for cell in heads.cells)
        and all(cell.pattern.literal for cell in heads.cells[1:])
        and all(own.place != head.place for own, head in zip(row.cells, heads.cells, strict=True))
    )


def _matrix(above: Row | None, heads: Row, values: Sequence[Row]) -> Iterator[Matrix]:
    columns = [_name(cell) for cell in heads.cells[1:]]
    if len(set(columns)) < len(columns) and above is not None:
        columns = [_over(cell, above) + _name(cell) for cell in heads.cells[1:]]
    labels = [_name(row.cells[0]) for row in values]
    if len(set(columns)) == len(columns) and len(set(labels)) == len(labels):
        cells = {
            (label, column): cell.pattern
            for label, row in zip(labels, values, strict=True)
            for column, cell in zip(columns, row.cells[1:], strict=True)
        }
        yield Matrix(tuple(labels), tuple(columns), cells)


def _name(cell: CellNode) -> str:
    return "".join(part.text for part in cell.pattern.parts if isinstance(part, Literal))


def _over(cell: CellNode, row: Row) -> str:
    """The head that spans a head."""
    return next(
        (_name(each) for each in row.cells if each.first <= cell.first and cell.last <= each.last), ""
    )


# ------------------------------------------------------------------ in a file


@attrs.frozen(eq=False)
class _Found:
    """Where a matrix stands: the heads and the labels by their keys, the labels with the numbers of their lines."""

    heads: Mapping[str, Cell]
    labels: Mapping[str, tuple[int, Cell]]


def take_matrices(page: Page) -> None:
    """The values of each matrix, by the names at their left and above them; one without both is missed."""
    for matrix in page.labels.matrices:
        found = _find(page, matrix)
        page.use(*found.heads.values(), *(cell for _, cell in found.labels.values()))
        for (label, column), pattern in matrix.cells.items():
            _take(page, pattern, found.labels.get(key(label)), found.heads.get(key(column)))


def _take(page: Page, pattern: Pattern, label: tuple[int, Cell] | None, head: Cell | None) -> None:
    if label is None or head is None:
        page.lacks(pattern)
        return
    under = [cell for cell in page.rows[label[0]] if fits(cell, head) and cell is not label[1]]
    cells = [cell for cell in under if page.is_free(cell) and not page.is_literal(cell.text)]
    if len(cells) != 1:
        for path, slot in {slot.path: slot for slot in pattern.slots}.items():
            name = slot.label
            page.findings.append(Finding.of("KD205", field=path, where=label[1].place, label=name))
        return
    taken = take_apart(pattern, cells[0].rich)
    page.lay(Fitted(pattern, taken.captures, (cells[0],)), taken.findings)


def _find(page: Page, matrix: Matrix) -> _Found:
    """The place with most of the heads, and of these that with most of the labels below."""
    best = _Found({}, {})
    for index, line in enumerate(page.lines):
        if not line.is_row:
            continue
        heads = _heads(page, matrix, index)
        if len(heads) < max(1, len(best.heads)):
            continue
        found = _Found(heads, _labels(page, matrix, index))
        if (len(found.heads), len(found.labels)) > (len(best.heads), len(best.labels)):
            best = found
    return best if best.labels else _Found({}, {})


def _heads(page: Page, matrix: Matrix, index: int) -> dict[str, Cell]:
    """The heads in a row, by their own words or together with those above; one that stands there twice is none."""
    wanted = {key(column) for column in matrix.columns}
    cells = [cell for cell in page.rows[index] if cell.text.strip() and len(cell.text) <= _LONGEST_LABEL]
    is_below = index > 0 and page.lines[index - 1].table == page.lines[index].table
    above = page.rows[index - 1] if is_below else ()
    named = [
        (name, cell)
        for cell in cells
        for name in {key(cell.text), *(key(each.text + cell.text) for each in above if share(each, cell) > 0)}
        if name in wanted
    ]
    counts = Counter(name for name, _ in named)
    return {name: cell for name, cell in named if counts[name] == 1}


def _labels(page: Page, matrix: Matrix, index: int) -> dict[str, tuple[int, Cell]]:
    """The labels in the rows below the heads in their table; one that stands there twice is none."""
    wanted = {key(label) for label in matrix.labels}
    named: list[tuple[str, int, Cell]] = []
    for number in range(index + 1, len(page.lines)):
        if page.lines[number].table != page.lines[index].table:
            break
        named += [(key(c.text), number, c) for c in page.lines[number].cells if key(c.text) in wanted]
    counts = Counter(name for name, _, _ in named)
    return {name: (number, cell) for name, number, cell in named if counts[name] == 1}
