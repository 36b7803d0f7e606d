"""Two forms beside one another in a worksheet or table: told by their labels, which stand twice, and cut apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from kjfz_docs.grids.model import Cell, Line
from kjfz_docs.reading.labels import Labels
from kjfz_docs.reading.likeness import LONGEST_LABEL, THRESHOLD, Seen, possible_labels

# Forms that stand beside one another fill pages, not long lists.
_MOST_LINES = 300
_FEWEST_TWICE = 2


def apart(lines: Sequence[Line], known: Sequence[Labels]) -> tuple[list[Line], list[Line]] | None:
    """The lines in two parts, of which at least one is a form by itself; None where nothing stands side by side."""
    for labels in known:
        parts = _halves(lines, labels)
        if parts is not None and any(Seen(part).score(labels, known) >= THRESHOLD for part in parts):
            return parts
    return None


def _halves(lines: Sequence[Line], labels: Labels) -> tuple[list[Line], list[Line]] | None:
    """The lines left and right of the column where a form begins for the second time; None if there is none.

    At least half of the labels that are found stand on both sides, and nothing below the first of them reaches over.
    """
    if len(lines) > _MOST_LINES or not labels.anchors:
        return None
    for place in dict.fromkeys(place for line in lines if (place := _place(line)) is not None):
        inside = [line for line in lines if _place(line) == place]
        found = _found(inside, labels)
        twice = [cells for cells in found.values() if _are_apart(cells)]
        if len(twice) < _FEWEST_TWICE or len(twice) * 2 < len(found):
            continue
        for cut in sorted({cell.first for cells in twice for cell in cells}):
            if all(_divides(cut, cells) for cells in twice) and not _reaches_over(cut, inside, found):
                return _cut(lines, place, cut, labels)
    return None


def _place(line: Line) -> tuple[str | None, int | None] | None:
    """The worksheet or the table that a row stands in."""
    if not line.is_row:
        return None
    sheet = line.cells[0].place.sheet if line.cells else None
    return (sheet, None) if sheet is not None else (None, line.table)


def _found(lines: Sequence[Line], labels: Labels) -> dict[int, list[Cell]]:
    """The cells in which each label stands that is none of a list."""
    found: dict[int, list[Cell]] = {}
    names = labels.names
    for line in lines:
        for cell in line.cells:
            for text in possible_labels(cell.text):
                named = names.called(text) if len(text) <= LONGEST_LABEL else ()
                if len(named) == 1:
                    cells = found.setdefault(id(named[0]), [])
                    if cell not in cells[-1:]:
                        cells.append(cell)
    return found


def _are_apart(cells: Sequence[Cell]) -> bool:
    return min(cell.last for cell in cells) < max(cell.first for cell in cells)


def _divides(cut: int, cells: Sequence[Cell]) -> bool:
    return any(cell.last < cut for cell in cells) and any(cell.first >= cut for cell in cells)


def _reaches_over(cut: int, lines: Sequence[Line], found: dict[int, list[Cell]]) -> bool:
    """Whether a cell reaches over the cut; above all labels a title may."""
    labelled = {id(cell) for cells in found.values() for cell in cells}
    start = next(number for number, line in enumerate(lines) if any(id(c) in labelled for c in line.cells))
    return any(
        cell.first < cut <= cell.last
        for number, line in enumerate(lines)
        for cell in line.cells
        if cell.text.strip() and (number >= start or len(_spoken(line)) > 1)
    )


def _spoken(line: Line) -> list[Cell]:
    return [cell for cell in line.cells if cell.text.strip()]


def _cut(lines: Sequence[Line], place: object, cut: int, labels: Labels) -> tuple[list[Line], list[Line]]:
    left, right = list(_part(lines, place, -1, cut)), list(_part(lines, place, cut, None))
    # A title over both is that of each.
    own = [line for line in lines if len(_spoken(line)) == 1 and labels.is_title(_spoken(line)[0].text)]
    shared = [
        line for line in own if _place(line) != place or _spoken(line)[0].last >= cut > _spoken(line)[0].first
    ]
    return left, [*shared[:1], *right]


def _part(lines: Sequence[Line], place: object, first: int, end: int | None) -> Iterator[Line]:
    """The cells of each row that begin in a range of columns; what stands outside the table is the first part's."""
    for line in lines:
        if _place(line) != place:
            if end is not None:
                yield line
            continue
        made = attrs.evolve(
            line,
            cells=tuple(c for c in line.cells if first <= c.first and (end is None or c.first < end)),
            above=tuple(c for c in line.above if first <= c.first and (end is None or c.first < end)),
        )
        # Rows of the other form say nothing here.
        if made.cells and (line.is_blank or not made.is_blank):
            yield made
