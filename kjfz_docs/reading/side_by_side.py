"""Two forms beside one another in a worksheet or table, cut apart.

Cards are told by their labels, which stand twice; lists by the blank columns between them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import attrs

from kjfz_docs.grids.model import Cell, Line
from kjfz_docs.reading.bounds import count_named
from kjfz_docs.reading.labels import Labels
from kjfz_docs.reading.likeness import LONGEST_LABEL, THRESHOLD, Seen, possible_labels

# Cards that stand beside one another fill pages, not long lists.
_MOST_LINES = 300
_FEWEST_TWICE = 2
# Lists are longer. A worksheet with more blank columns than this between its words is none of forms.
_MOST_ROWS = 5000
_MOST_GAPS = 12
_FEWEST_HEADS = 3


def apart(lines: Sequence[Line], known: Sequence[Labels]) -> tuple[list[Line], list[Line]] | None:
    """The lines in two parts, of which at least one is a form by itself; None where nothing stands side by side."""
    for labels in known:
        parts = _halves(lines, labels)
        if parts is not None and any(Seen(part).score(labels, known) >= THRESHOLD for part in parts):
            return parts
    return _lists_apart(lines, known)


def _lists_apart(lines: Sequence[Line], known: Sequence[Labels]) -> tuple[list[Line], list[Line]] | None:
    """The lines left and right of blank columns, if most labels of a form stand on either side."""
    if len(lines) > _MOST_ROWS:
        return None
    for place in dict.fromkeys(place for line in lines if (place := _place(line)) is not None):
        gaps = _gaps([line for line in lines if _place(line) == place])
        for end, start in gaps if len(gaps) <= _MOST_GAPS else ():
            left, right = list(_part(lines, place, -1, end)), list(_part(lines, place, start, None))
            if _is_form(left, known) and _is_form(right, known):
                return left, [*_shared(lines, place, start, right, known), *right]
    return None


def _gaps(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """The blank columns between others: the first of them, and the first behind them. A note may lie over them."""
    said: set[int] = set()
    for line in lines:
        spoken = _spoken(line)
        for cell in spoken:
            if len(spoken) > 1 or cell.first == cell.last:
                said.update(range(cell.first, cell.last + 1))
    ordered = sorted(said)
    return [(left + 1, right) for left, right in itertools.pairwise(ordered) if right > left + 1]


def _is_form(lines: Sequence[Line], known: Sequence[Labels]) -> bool:
    """Whether most labels of a form stand in lines, under its title or as heads of its list."""
    seen = Seen(lines)
    return any(
        seen.share(labels) >= THRESHOLD and (seen.has_title(labels) or _has_head(lines, labels))
        for labels in known
        if labels.all_anchors
    )


def _has_head(lines: Sequence[Line], labels: Labels) -> bool:
    return any(
        count_named(line.cells, table.names) >= _FEWEST_HEADS for table in labels.lists for line in lines
    )


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
                left, right = list(_part(lines, place, -1, cut)), list(_part(lines, place, cut, None))
                return left, [*_shared(lines, place, cut, right, [labels]), *right]
    return None


def _place(line: Line) -> tuple[str | None, int | None] | None:
    """The worksheet or the table that a row stands in."""
    sheet = line.cells[0].place.sheet if line.cells else None
    if sheet is not None:
        return sheet, None
    return (None, line.table) if line.is_row else None


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


def _shared(
    lines: Sequence[Line], place: object, cut: int, right: Sequence[Line], known: Sequence[Labels]
) -> list[Line]:
    """The title that stands over both parts, or before them, where that at the right has none of its own."""
    if any(map(Seen(right).has_title, known)):
        return []
    titles = [line for line in lines if len(_spoken(line)) == 1 and any(map(Seen([line]).has_title, known))]
    over = [
        line
        for line in titles
        if not line.is_row or _place(line) != place or _spoken(line)[0].last >= cut > _spoken(line)[0].first
    ]
    return over[:1]


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
