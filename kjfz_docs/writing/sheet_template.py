"""Any workbook as a template for any data, with the tags that a Word template has."""

from __future__ import annotations

import datetime as dt
import functools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType, NoneType
from typing import Any

from kjfz_docs.errors import Refused, TemplateError
from kjfz_docs.findings import Finding
from kjfz_docs.grids.archive import members
from kjfz_docs.grids.compression import Compression, compressor
from kjfz_docs.grids.door import Opened, open_file
from kjfz_docs.grids.package import Package
from kjfz_docs.grids.readers import read_grid
from kjfz_docs.templating.sheet_tags import (
    TURN,
    AnyData,
    Loop,
    Mixed,
    Named,
    Reckoned,
    Turn,
    When,
    environment,
)
from kjfz_docs.templating.tags import Expression, lone_braces, may_be_tag, tokens
from kjfz_docs.templating.xlsx import Node, RowLoop, SheetRow, TextCell, is_workbook
from kjfz_docs.templating.xlsx_notes import outside_cells
from kjfz_docs.templating.xlsx_program import Scope
from kjfz_docs.templating.xlsx_unmovable import movable_sheet
from kjfz_docs.writing.xlsx import Workbook
from kjfz_docs.writing.xlsx_columns import Column, Many, number_column, plain_numbers, text_column
from kjfz_docs.writing.xlsx_heights import Heights
from kjfz_docs.writing.xlsx_looks import Looks
from kjfz_docs.writing.xlsx_row_function import encoded
from kjfz_docs.writing.xlsx_values import blank_cell, value_cell


class SheetTemplate:
    """A workbook with tags on one of its sheets; compiled once, safe to be shared by threads, and picklable.

    ``{%tr for row in rows %}`` and ``{%tr endfor %}`` stand in rows of their own, and what is between them is written
    for each item; ``{%tr if … %}`` likewise. A cell of one tag has the value as what it is: a text, a number, a day, or
    nothing for None. Whatever else Jinja can say stands in cells as well, and gives text.
    """

    def __init__(
        self,
        data: bytes,
        filters: Mapping[str, Callable[..., Any]] = MappingProxyType({}),
        *,
        debug: bool = False,
    ) -> None:
        """``filters`` are filters for its tags besides those of Jinja; ``debug`` parses each sheet that is made."""
        self._data = bytes(data)
        self._filters = dict(filters)
        self._debug = debug

    def __reduce__(self) -> tuple[Any, ...]:
        return functools.partial(type(self), debug=self._debug), (self._data, self._filters)

    def render(self, mapping: Mapping[str, Any], compression: Compression | None = None) -> bytes:
        """The workbook filled in. Rows may come from any iterable, and are taken one after another.

        Raises UnwritableError, which names it, for what the data does not have and for what no cell can hold;
        TemplateError for a faulty template.
        """
        book = self._book
        looks = book.looks()
        heights = Heights(book.sheet, looks)
        cells = PlainCells(looks, heights, from_1904=book.sheet.from_1904)
        made = book.written(cells, heights, dict(mapping), compressor(compression))
        if self._debug:
            package = open_file(made).package
            assert package is not None
            package.xml(book.sheet.part)
        return made

    def fields(self) -> tuple[str, ...]:
        """The paths that it takes from its data, in the order of the template: ``title``, ``rows[].name``."""
        found = tuple(dict.fromkeys(_fields(self._book.sheet.nodes, {})))
        return tuple(
            name for name in found if not any(other.startswith((f"{name}[", f"{name}.")) for other in found)
        )

    @property
    def engine(self) -> str:
        """How it is filled: ``slots``, ``rows``, or ``jinja`` where something is more than the name of a value."""
        sheet = self._book.sheet
        parts = [part for cell in _cells(sheet.nodes) for part in cell.parts]
        if not all(isinstance(part, (str, Named)) for part in parts):
            return "jinja"
        return "rows" if any(isinstance(node, RowLoop) for node in sheet.nodes) else "slots"

    def check(self) -> tuple[Finding, ...]:
        """What is wrong with it, with places; empty for a sound one."""
        opened, package = self._opened
        found = list(_slips(opened))
        try:
            _ = self._book
        except TemplateError as error:
            if not error.findings:
                raise
            told = {each.raw for each in found}
            found += [each for each in error.findings if each.raw not in told]
        return (*found, *outside_cells(package))

    @functools.cached_property
    def _opened(self) -> tuple[Opened, Package]:
        try:
            opened = open_file(self._data)
        except Refused as refused:
            raise TemplateError(f"the template: {refused}", refused.findings) from None
        if opened.package is None or not is_workbook(opened.package):
            raise TemplateError("the template is no workbook")
        return opened, opened.package

    @functools.cached_property
    def _book(self) -> Workbook:
        package = self._opened[1]
        language = AnyData(environment(self._filters)).language()
        return Workbook(package, movable_sheet(package, language), members(self._data))


def _slips(opened: Opened) -> Iterator[Finding]:
    """Tags that would be printed as they stand: halves of one, braces of full width, a name in single braces."""
    faults: list[TemplateError] = []
    for cell in read_grid(opened).cells():
        tag = ""
        for token in tokens(cell.text, cell.place, faults.append) if may_be_tag(cell.text) else ():
            if isinstance(token, str):
                faults += lone_braces(token, cell.place, tag)
            tag = token.source if isinstance(token, Expression) else ""
    for finding in (finding for error in faults for finding in error.findings):
        # What is whole Jinja takes, or says what is wrong with it.
        if finding.code == "KD601" and not (finding.raw or "").startswith(("{{", "{%")):
            yield finding


def _fields(nodes: Sequence[Node], names: Mapping[str, str]) -> Iterator[str]:
    """What rows take from the data; ``names`` are those of loops, with what they stand for."""

    def of(part: object) -> Iterator[str]:
        for path in part.paths if isinstance(part, (Named, Reckoned, Mixed)) else ():
            root, dot, rest = path.partition(".")
            if root != TURN:
                yield f"{names.get(root, root)}{dot}{rest}"

    for node in nodes:
        if isinstance(node, SheetRow):
            for cell in _cells([node]):
                for part in cell.parts:
                    yield from of(part)
            continue
        over = node.loop.over if isinstance(node.loop, Loop) else None
        yield from of(over if over is not None else node.loop.of if isinstance(node.loop, When) else None)
        inside = {**names, node.loop.variable: f"{next(of(over), '')}[]"} if over is not None else names
        yield from _fields(node.body, inside)
        yield from _fields(node.blank, names)


def _cells(nodes: Sequence[Node]) -> Iterator[TextCell]:
    """The cells with tags."""
    for node in nodes:
        if isinstance(node, SheetRow):
            yield from (cell for cell in node.cells if isinstance(cell, TextCell))
        else:
            yield from _cells((*node.body, *node.blank))


class PlainCells:
    """The cells of a sheet for any data, as it is written."""

    def __init__(self, looks: Looks, heights: Heights, *, from_1904: bool) -> None:
        self._looks = looks
        self._heights = heights
        self._from_1904 = from_1904

    def cell(
        self,
        row: SheetRow,
        cell: TextCell,
        scope: Scope,
        number: int,  # noqa: ARG002 - a value is the same in any row
    ) -> tuple[float, str]:
        """The height that a cell needs, 0 if any will do, and its XML from the style on."""
        value = _value(cell, scope)
        height = self._heights.of(row, cell, value) if isinstance(value, str) else 0.0
        return height, self._xml(cell, value, _path(cell, scope))

    def _xml(self, cell: TextCell, value: Any, path: str) -> str:
        return value_cell(value, cell.style, self._looks, path, from_1904=self._from_1904)

    def columns(self, row: SheetRow, cells: Sequence[TextCell], many: Many) -> list[Column]:
        """The cells of many rows."""
        return [self._column(row, cell, _values(cell, many), many.path) for cell in cells]

    def _column(self, row: SheetRow, cell: TextCell, values: list[Any], path: str) -> Column:
        kinds = set(map(type, values))
        blank = blank_cell(cell.style)
        if kinds <= {str, NoneType}:
            texts = values if kinds == {str} else [value or "" for value in values]
            return text_column(texts, blank, row, cell, self._looks, self._heights)
        if kinds <= {int, NoneType}:
            return number_column(values, cell.style, blank)
        if kinds == {float} and math.isfinite(sum(values)):
            return plain_numbers(values, cell.style)
        if kinds == {dt.date}:
            known = {day: self._xml(cell, day, path) for day in set(values)}
            return Column("", encoded([known[day] for day in values]))
        heights = self._heights.of_all(
            row, cell, [value if isinstance(value, str) else "" for value in values]
        )
        return Column("", encoded([self._xml(cell, value, path) for value in values]), heights=heights)


def _value(cell: TextCell, scope: Scope) -> Any:
    part = cell.parts[0]
    if isinstance(part, (Named, Reckoned)):
        return part.value(scope)
    return part if isinstance(part, str) else part.text(scope)


def _values(cell: TextCell, many: Many) -> list[Any]:
    part = cell.parts[0]
    if isinstance(part, Named):
        if part.root == TURN:
            turns = [Turn(number) for number in range(many.number, many.number + len(many.items))]
            return part.column(turns, many.path)
        if part.root == many.loop.variable:
            return part.column(many.items, many.path)
        return [part.value(many.scope)] * len(many.items)
    return [_value(cell, scope) for scope in many.scopes()]


def _path(cell: TextCell, scope: Scope) -> str:
    part = cell.parts[0]
    return scope.path(part.path) if isinstance(part, Named) else str(cell.place)
