"""The lines of one form as the tolerant reader goes over them: neighbours of a cell, and what is explained."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import attrs

from kjfz_docs.findings import Finding
from kjfz_docs.grids.model import Cell, Line
from kjfz_docs.reading.fit import Fitted
from kjfz_docs.reading.labels import Labels
from kjfz_docs.templating.pattern import Origin, Pattern


def share(first: Cell, second: Cell) -> int:
    """How many columns two cells share."""
    return min(first.last, second.last) - max(first.first, second.first) + 1


def fits(cell: Cell, label: Cell) -> bool:
    """Whether a cell stands in the columns of another: at least half of both is shared."""
    shared = share(cell, label)
    return shared * 2 >= cell.last - cell.first + 1 and shared * 2 >= label.last - label.first + 1


@attrs.define(eq=False, slots=False)
class Page:
    """One form's lines; every non-empty cell is used once, as a label, a literal or a value."""

    lines: Sequence[Line]
    labels: Labels
    fitted: list[Fitted] = attrs.field(factory=list)
    findings: list[Finding] = attrs.field(factory=list)
    label_cells: set[int] = attrs.field(factory=set)
    label_lines: set[int] = attrs.field(factory=set)
    # Rows in which every value stands before its label.
    turned_rows: set[int] = attrs.field(factory=set)
    # The identities of lines that may be rows of a list though they are not taken, with the path of the list.
    may_be_rows: dict[int, str] = attrs.field(factory=dict)
    _used: set[int] = attrs.field(factory=set)
    _literals: dict[str, bool] = attrs.field(factory=dict)

    @cached_property
    def rows(self) -> list[tuple[Cell, ...]]:
        """The cells of each line in column order, those that reach into it from above included."""
        return [
            tuple(sorted((*line.cells, *line.above), key=lambda cell: cell.first))
            if line.above
            else line.cells
            for line in self.lines
        ]

    @cached_property
    def own_cells(self) -> list[tuple[int, Cell]]:
        """Each non-empty cell once, with the number of its line."""
        return [
            (index, cell) for index, line in enumerate(self.lines) for cell in line.cells if cell.text.strip()
        ]

    def is_literal(self, text: str) -> bool:
        """Whether a text is one of the form's own; the same cells are asked for again and again."""
        known = self._literals.get(text)
        if known is None:
            known = self._literals[text] = self.labels.is_literal(text)
        return known

    # A cell seen in another arrangement (a turned table) keeps its paragraphs: they say which one it is.

    def use(self, *cells: Cell) -> None:
        self._used.update(id(cell.paragraphs) for cell in cells)

    def is_free(self, cell: Cell) -> bool:
        """Whether a cell has not been explained yet."""
        return id(cell.paragraphs) not in self._used

    def lay(self, fitted: Fitted, findings: Sequence[Finding] = ()) -> None:
        """Keep what was found in cells, and what was not clear about it."""
        self.use(*fitted.cells)
        self.fitted.append(fitted)
        place = fitted.cells[0].place
        self.findings.extend(attrs.evolve(each, where=each.where or place) for each in findings)

    def lacks(self, pattern: Pattern, prefix: str = "") -> None:
        """A finding for each field of a pattern that was not found and stands nowhere else."""
        found = {
            slot.path
            for fitted in self.fitted
            if isinstance(fitted.captures, tuple)
            for slot in (capture.slot for capture in fitted.captures)
        }
        for path, slot in {slot.path: slot for slot in pattern.slots}.items():
            if slot.origin is Origin.FIELD and path not in found:
                label = slot.label
                self.findings.append(Finding.of("KD204", field=f"{prefix}{path}", label=label))
