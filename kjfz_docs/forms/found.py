"""What was read from the lines of a document, and the doubts about its cells that no field of it has."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import Any

import attrs

from kjfz_docs.findings import Finding, Place
from kjfz_docs.forms.form import Form
from kjfz_docs.grids.model import Grid, Line
from kjfz_docs.grids.sheets import shape
from kjfz_docs.reading.reading import Reading


@attrs.frozen(eq=False)
class Found:
    """One reading and the lines of the document that it was read from."""

    reading: Reading[Any]
    lines: Sequence[Line]

    def with_findings(self, findings: Iterable[Finding]) -> Found:
        """The same with more findings at the end."""
        more = (*self.reading.findings, *findings)
        return attrs.evolve(self, reading=attrs.evolve(self.reading, findings=more))

    def without(self, code: str) -> Found:
        """The same without the findings of a code."""
        kept = tuple(finding for finding in self.reading.findings if finding.code != code)
        return attrs.evolve(self, reading=attrs.evolve(self.reading, findings=kept))


def with_doubts(grid: Grid, found: Sequence[Found], file: str | None) -> list[Found]:
    """The readings with the doubts about cells that no field has: each those of its lines, the first the others."""
    doubted = [(line, cell) for line in grid.lines for cell in line.cells if cell.findings or cell.worked_out]
    if not doubted:
        return list(found)
    # What a form calculates for itself is no value of the record.
    forms = [each.reading.form for each in found if isinstance(each.reading.form, Form)]
    own = {formula for form in forms for formula in form.formulas}
    if all(shape(cell.formula) in own for _, cell in doubted if cell.worked_out):
        found = [each.without("KD238") for each in found]
    said = {(f.code, f.where.sheet, f.where.cell) for each in found for f in each.reading.findings if f.where}
    owner = {id(line): number for number, each in enumerate(found) for line in each.lines}
    left: dict[int, list[Finding]] = {}
    for line, cell in doubted:
        for finding in cell.findings:
            if finding.code == "KD225" and shape(cell.formula) in own:
                continue
            if (finding.code, cell.place.sheet, cell.place.cell) not in said:
                doubts = left.setdefault(owner.get(id(line), 0), [])
                doubts.append(attrs.evolve(finding, where=cell.place))
    return [
        each.with_findings(in_file(left[number], file)) if number in left else each
        for number, each in enumerate(found)
    ]


def place_of(file: str | None) -> Place:
    """The place that a whole file is: its name without folders."""
    return Place(file=os.path.basename(file) if file else None)


def in_file(findings: Iterable[Finding], file: str | None) -> tuple[Finding, ...]:
    """Findings with the file's name in their places."""
    name = place_of(file)
    return tuple(
        attrs.evolve(finding, where=place_in(finding.where or name, name.file)) for finding in findings
    )


def place_in(place: Place, name: str | None) -> Place:
    """A place with the file's name; most have it already."""
    return place if place.file == name else attrs.evolve(place, file=name)
