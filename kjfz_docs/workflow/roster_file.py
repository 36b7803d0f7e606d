"""Reading a roster: the reader of lists, with the columns of a person instead of those of a template."""

from __future__ import annotations

import functools
import os
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from kjfz_docs.codecs import codec_for
from kjfz_docs.codecs.numbers import cohorts_named
from kjfz_docs.errors import Refused
from kjfz_docs.findings import Finding, Place
from kjfz_docs.grids import (
    DEFAULT_LIMITS,
    Grid,
    Limits,
    Line,
    Opened,
    Source,
    as_legible,
    open_file,
    read_grid,
)
from kjfz_docs.grids.delimited import delimited_grid
from kjfz_docs.grids.kinds import KINDS
from kjfz_docs.grids.refusal import naming
from kjfz_docs.reading import tolerant
from kjfz_docs.reading.assemble import assemble
from kjfz_docs.reading.derived import labels_of
from kjfz_docs.reading.headers import header
from kjfz_docs.reading.labels import Labels
from kjfz_docs.reading.origin import Origin
from kjfz_docs.reading.page import Page
from kjfz_docs.reading.reading import Outcome, Reading
from kjfz_docs.records.check import check
from kjfz_docs.records.fields import field_paths, fields_by_name
from kjfz_docs.records.numerals import ordinal_text
from kjfz_docs.records.programme import Programme, with_more
from kjfz_docs.templating.pattern import Slot, pattern
from kjfz_docs.templating.skeleton import CellNode, Loop, Row, Skeleton
from kjfz_docs.workflow.roster import Person, Roster

_MOST_NOTES = 50
# What a roster in another layout than its own is not: it has none.
_LAYOUT = "KD214"


@attrs.frozen
class _RosterForm:
    """What a Reading says of a roster."""

    id: str = "roster"
    title: str = "花名册"
    printed_names: Mapping[str, str] = attrs.field(factory=dict)


_FORM = _RosterForm()


@functools.cache
def layout() -> tuple[Skeleton, Labels]:
    """A table with a column for each field of a person: its skeleton and labels."""
    found = list(field_paths(Person, "rows.*."))
    heads = tuple(CellNode(pattern([info.label]), index, index) for index, (path, info) in enumerate(found))
    body = tuple(
        CellNode(pattern([Slot(path, info, codec_for(info), "")]), index, index)
        for index, (path, info) in enumerate(found)
    )
    made = Skeleton((Row(heads), Loop("rows.*", (Row(body),), ())))
    labels = labels_of(made, Roster)
    lists = tuple(attrs.evolve(table, partial=True) for table in labels.lists)
    return made, attrs.evolve(labels, lists=lists)


def read_roster(
    source: Source, *, programme: str, programmes: Sequence[Programme] = (), limits: Limits | None = None
) -> Reading[Roster]:
    """See :meth:`Roster.read`."""
    stated = source if isinstance(source, (str, os.PathLike)) else getattr(source, "name", None)
    file = os.fspath(stated) if isinstance(stated, (str, os.PathLike)) else None
    name = os.path.basename(file) if file else None
    try:
        opened = open_file(source, limits or DEFAULT_LIMITS)
        grid, noticed = _grid(opened)
    except Refused as refused:
        return Reading(
            outcome=Outcome.REFUSED, findings=refused.findings, form=_FORM, title=_FORM.title, file=file
        )
    path = os.path.abspath(source) if isinstance(source, (str, os.PathLike)) else None
    known = with_more(programmes)
    made = _read(grid, programme, known)
    return attrs.evolve(
        made,
        findings=tuple(_named(each, name) for each in (*noticed, *grid.findings, *made.findings)),
        provenance={field: attrs.evolve(place, file=name) for field, place in made.provenance.items()},
        form=_FORM,
        title=_FORM.title,
        file=file,
        origin=Origin.of(opened.data, path),
    )


def _named(finding: Finding, name: str | None) -> Finding:
    place = finding.where or Place()
    return attrs.evolve(finding, where=attrs.evolve(place, file=name)) if name or finding.where else finding


def _grid(opened: Opened) -> tuple[Grid, tuple[Finding, ...]]:
    # Text of two bytes a letter looks like no text to the door.
    if opened.kind in ("text", "unknown"):
        return delimited_grid(opened), opened.findings
    legible = as_legible(opened)
    try:
        return read_grid(legible), legible.findings
    except Refused as refused:
        if all(finding.code != "KD106" for finding in refused.findings):
            raise
    with naming(opened.name):
        finding = Finding.of("KD111", kind=KINDS[opened.kind].label)
        raise Refused("KD111: files of this kind hold no roster", (finding,))


def _read(grid: Grid, programme: str, known: Mapping[str, Programme]) -> Reading[Roster]:
    skeleton, labels = layout()
    found = header(Page(grid.lines, labels), labels.lists[0])
    first = found.first if found is not None else 0
    fit = tolerant.fit(labels, grid.lines[first:])
    findings = [finding for finding in fit.findings if finding.code != _LAYOUT]
    columns = {slot.path for each in fit.fitted for slot in each.pattern.slots}
    if found is not None:
        columns |= {slot.path for column in found.columns for slot in column.anchor.pattern.slots}
    name = fields_by_name(Person)["name"].meta.label
    if not columns or ("rows.*.name" not in columns and len(columns) == 1):
        missing = Finding.of("KD233", label=name)
        return Reading(outcome=Outcome.NOT_RECOGNISED, findings=(missing,))
    made = assemble(skeleton, fit, Roster)
    above = [line for line in grid.lines[:first] if not line.is_blank]
    notes = [Finding.of("KD207", where=_spoken(line), kind="表头以上的文字") for line in above[:_MOST_NOTES]]
    rows, more = _with_cohort(made.record, above, "rows.*.cohort" in columns)
    noticed = (*notes, *more, *findings, *made.findings)
    if not rows:
        blank = Finding.of("KD202", form=_FORM.title)
        return Reading(outcome=Outcome.BLANK_FORM, findings=(*noticed, blank))
    roster = Roster(programme=programme, rows=rows)
    places = _Places(made.provenance)
    placed = [attrs.evolve(each, where=each.where or places.of(each.field)) for each in check(roster, known)]
    return Reading(
        outcome=Outcome.OK, record=roster, findings=(*noticed, *placed), provenance=made.provenance
    )


class _Places:
    """Where fields stand; of one that is blank, where its row begins."""

    def __init__(self, provenance: Mapping[str, Place]) -> None:
        self._fields = provenance
        self._rows: dict[str, Place] = {}
        for path, place in provenance.items():
            self._rows.setdefault(_row_of(path), place)

    def of(self, field: str | None) -> Place | None:
        return self._fields.get(field or "") or self._rows.get(_row_of(field or ""))


def _row_of(path: str) -> str:
    return ".".join(path.split(".")[:2])


def _spoken(line: Line) -> Place:
    return next(cell.place for cell in line.cells if cell.text.strip())


def _with_cohort(
    roster: Roster, above: Sequence[Line], has_column: bool
) -> tuple[tuple[Any, ...], tuple[Finding, ...]]:
    """The people with the one cohort that the lines above the head name, where it has no column for it."""
    info = fields_by_name(Person)["cohort"]
    stated: dict[int, Place] = {}
    for line in above:
        for named in cohorts_named(line.text):
            number = codec_for(info).read(named).value
            if number is not None:
                stated.setdefault(number, _spoken(line))
    if has_column or len(stated) != 1:
        return roster.rows, ()
    ((number, place),) = stated.items()
    people: tuple[Any, ...] = roster.rows
    rows = tuple(attrs.evolve(person, cohort=number) for person in people)
    note = Finding.of("KD232", field="rows", where=place, cohort=ordinal_text(number))
    return rows, (note,)
