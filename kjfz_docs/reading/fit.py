"""What either tier of the reader found: the captures of each pattern, and where they stood."""

from __future__ import annotations

import attrs

from kjfz_docs.findings import Finding, Place
from kjfz_docs.grids.model import Cell
from kjfz_docs.templating.pattern import Ambiguous, Capture, Pattern


# Not frozen, which costs more than all else about one; treat as read-only.
@attrs.define(eq=False)
class Fitted:
    """One pattern laid over the cell (or the paragraphs) where it was found.

    ``row`` is the list row, from 0; ``inherited``: the cell began in an earlier row and reaches into this one.
    """

    pattern: Pattern
    captures: tuple[Capture, ...] | Ambiguous
    cells: tuple[Cell, ...]
    row: int | None = None
    inherited: bool = False

    def cell(self, start: int) -> Cell:
        """The cell in which the character at ``start`` of the joined text stands."""
        for cell in self.cells[:-1]:
            length = len(cell.text) + 1
            if start < length:
                return cell
            start -= length
        return self.cells[-1]

    def place(self, start: int) -> Place:
        """Where the character at ``start`` of the joined text stands."""
        return self.cell(start).place


@attrs.frozen(eq=False)
class Fit:
    """A whole form laid over lines of a file. ``findings`` are about the layout.

    ``exact``: it is the template's.
    """

    fitted: tuple[Fitted, ...]
    findings: tuple[Finding, ...] = ()
    exact: bool = True
