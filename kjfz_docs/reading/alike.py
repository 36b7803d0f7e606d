"""Lists of a form that have the same heads: each has the lines from its own heading to that of the next."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import attrs

from kjfz_docs.findings import Finding, Severity
from kjfz_docs.reading.headers import header
from kjfz_docs.reading.labels import ListTable
from kjfz_docs.reading.page import Page
from kjfz_docs.reading.words import key, without_number


def parts(page: Page) -> Iterator[tuple[ListTable, Page]]:
    """Each list with the page that it is to be sought in: all of it, but where other lists have the same heads.

    Without their headings such lists are read in their order, with a doubt; where a head is missing too, not at all.
    """
    groups: list[list[ListTable]] = []
    for table in page.labels.lists:
        group = next((each for each in groups if _is_alike(each[0], table)), None)
        if group is None:
            groups.append([table])
        else:
            group.append(table)
    for group in groups:
        if len(group) == 1:
            yield group[0], page
            continue
        starts = _headings(page, group)
        severity = None if starts else Severity.WARNING
        if not starts:
            heads = list(_heads(page, group[0]))
            starts = dict(zip(heads, group, strict=True)) if len(heads) == len(group) else {}
        bounds = [*sorted(starts), len(page.lines)]
        for start, stop in itertools.pairwise(bounds):
            if severity is not None:
                _doubt(page, starts[start], severity)
            yield starts[start], attrs.evolve(page, lines=page.lines[start:stop])
        for table in group if not starts else ():
            _doubt(page, table)


def _is_alike(first: ListTable, second: ListTable) -> bool:
    """Whether the heads of either list are names of the other's columns."""
    return all(
        {column.keys[0] for column in one.columns} <= other.names
        for one, other in ((first, second), (second, first))
    )


def _headings(page: Page, group: Sequence[ListTable]) -> dict[int, ListTable]:
    """The lines with the headings of lists; nothing unless each stands there once."""
    names = {each.heading: each for each in group}
    said = [(index, key(without_number(cell.text))) for index, cell in page.own_cells]
    found = [(index, names[name]) for index, name in said if name and name in names]
    whole = len(names) == len(group) == len(found) == len({table.path for _, table in found})
    return dict(found) if whole else {}


def _heads(page: Page, table: ListTable) -> Iterator[int]:
    """The first lines of all heads that a list might have."""
    index = 0
    while index < len(page.lines):
        found = header(page, table, index, index + 1)
        if found is not None:
            yield found.first
        index = index + 1 if found is None else found.last + 1


def _doubt(page: Page, table: ListTable, severity: Severity | None = None) -> None:
    label = "、".join(column.name for column in table.columns[:3])
    page.findings.append(Finding.of("KD205", field=table.path, severity=severity, label=label))
