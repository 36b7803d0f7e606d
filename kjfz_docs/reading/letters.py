"""Forms of paragraphs alone (请假条): they are known by their title and their lines, in whatever order these stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kjfz_docs.grids.model import Cell, Line
from kjfz_docs.reading.inner_labels import label_before, labels_in
from kjfz_docs.reading.labels import Labels
from kjfz_docs.templating.pattern import Pattern

# A longer paragraph is no line of a letter that says which form it is.
_LONGEST = 400


def missing_lines(labels: Labels, lines: Sequence[Line]) -> list[str]:
    """What the template prints in those of its lines that stand nowhere."""
    cells = list(_paragraphs(lines))
    return [_name(line) for line in labels.own_lines if not any(_is_line(line, cell) for cell in cells)]


def _paragraphs(lines: Sequence[Line]) -> Iterator[Cell]:
    for line in lines:
        spoken = [cell for cell in line.cells if cell.text.strip()]
        if len(spoken) == 1 and len(spoken[0].text) <= _LONGEST:
            yield spoken[0]


def _is_line(line: Pattern, cell: Cell) -> bool:
    """Whether a paragraph is a line of the form: it fits, or one of the labels of the line stands in it."""
    return bool(labels_in(line, cell.text)) or (line.literal != "" and line.match(cell.rich) is not None)


def _name(line: Pattern) -> str:
    printed = (name for slot in line.slots for name in label_before(line.parts, slot)[:1])
    return next(printed, line.literal)
