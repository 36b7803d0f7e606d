"""The plain rows of a workbook as records, where each of their values is beyond doubt."""

from __future__ import annotations

import bisect
import functools
import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from kjfz_docs.grids.model import Cell, Line
from kjfz_docs.grids.sheets import coordinates, letters_of
from kjfz_docs.grids.xlsx_excerpt import Excerpt
from kjfz_docs.reading.assemble import build
from kjfz_docs.reading.fit import Fit
from kjfz_docs.reading.labels import Labels
from kjfz_docs.reading.plain_cells import ODD, CellReader
from kjfz_docs.reading.ready import ReadyRows
from kjfz_docs.records.fields import SERIAL
from kjfz_docs.records.making import maker
from kjfz_docs.templating.pattern import Origin, Slot
from kjfz_docs.templating.skeleton import Loop, Skeleton

# Where more than a part of the rows is odd, all are read the whole way.
_ODD_PART = 4


@attrs.frozen(eq=False)
class PlainValues:
    """The values of plain rows by the names of their fields, the columns of these, and the places of odd rows."""

    values: Mapping[str, Sequence[Any]]
    columns: Mapping[str, str]
    odd: frozenset[int] = frozenset()

    def without_odd(self) -> PlainValues:
        """The values of the other rows."""
        count = len(next(iter(self.values.values()), ()))
        mask = [index not in self.odd for index in range(count)]
        values = {name: list(itertools.compress(each, mask)) for name, each in self.values.items()}
        return PlainValues(values, self.columns)


def loop_of(skeleton: Skeleton) -> Loop | None:
    """The one list of a form, if its items are one row each."""
    loops = [node for node in skeleton.nodes if isinstance(node, Loop)]
    return loops[0] if len(loops) == 1 and len(loops[0].body) == 1 else None


def is_fitted_alike(skeleton: Skeleton, excerpt: Excerpt) -> bool:
    """Whether a template fits all the rows of a workbook just where it fits the excerpt of it.

    So it is where none of its rows outside its list can stand where rows were left out.
    """
    numbers = excerpt.rows.numbers
    if not skeleton.has_loops:
        return len(skeleton.nodes) < len(numbers)
    head, tail = skeleton.edges
    rows = [_number_of(line.cells[0]) for line in excerpt.grid.lines if line.is_row and line.cells]
    before = sum(row < numbers[0] for row in rows)
    behind = sum(row > numbers[-1] for row in rows)
    return loop_of(skeleton) is not None and len(head) <= before and len(tail) <= behind


def plain_values(skeleton: Skeleton, labels: Labels, fit: Fit, excerpt: Excerpt) -> PlainValues | None:
    """The values of the plain rows; None where these are no rows of the form's list, or too many are odd."""
    loop, line = loop_of(skeleton), _sample(fit, excerpt)
    if loop is None or line is None or len(line.cells) != len(loop.body[0].cells):
        return None
    cells = len(excerpt.rows.numbers) * len(line.cells) + sum(len(each.cells) for each in excerpt.grid.lines)
    if cells > excerpt.workbook.limits.blocks:
        return None
    places = [coordinates(cell.place.cell or "") for cell in line.cells]
    columns = [place[1] for place in places if place is not None]
    if not {each.column for each in excerpt.rows.columns if each.texts} <= set(columns):
        return None
    return _Columns(loop, labels, excerpt, exact=fit.exact).read(columns)


def ready_rows(
    skeleton: Skeleton, fit: Fit, excerpt: Excerpt, found: PlainValues, row: type
) -> tuple[Fit, ReadyRows]:
    """The plain rows as records of a class, and the fit of the others, numbered as they stand among all rows."""
    loop, numbers = loop_of(skeleton), excerpt.rows.numbers
    assert loop is not None
    others: dict[int, int] = {}
    fitted = []
    for each in fit.fitted:
        if each.row is not None:
            number = _number_of(each.cells[0])
            others[number] = each.row
            each = attrs.evolve(each, row=each.row + bisect.bisect_left(numbers, number))
        fitted.append(each)
    known = sorted(others)
    # A repeated head is an item without a row: it is counted with the row before it.
    before = [0, *(others[number] + 1 for number in known)]
    ordinals = [index + before[bisect.bisect_left(known, number)] for index, number in enumerate(numbers)]
    names = tuple(found.values)
    make = maker(row, names) or functools.partial(_built, row, names)
    rows = list(map(make, *found.values.values()))
    path = loop.path.removesuffix(".*")
    ready = ReadyRows(path, rows, ordinals, excerpt.sheet.name, numbers, found.columns, found.values)
    return attrs.evolve(fit, fitted=tuple(fitted)), ready


def _built(row: type, names: Sequence[str], *values: Any) -> Any:
    """A record of a class that has a constructor of its own kind."""
    return build(row, dict(zip(names, values, strict=True)), "")[0]


def _number_of(cell: Cell) -> int:
    """The number of the row of a worksheet that a cell stands in, from 1; 0 for what is no cell of one."""
    place = coordinates(cell.place.cell or "")
    return 0 if place is None else place[0] + 1


def _sample(fit: Fit, excerpt: Excerpt) -> Line | None:
    """The line of the first row spelt like the plain ones, where that and the last one are items of the list."""
    items = {id(cell) for each in fit.fitted if each.row is not None for cell in each.cells}
    lines = {_number_of(line.cells[0]): line for line in excerpt.grid.lines if line.cells}
    found = [lines.get(number) for number in excerpt.rows.samples]
    for line in found:
        if line is None or not line.is_row or line.above or not all(id(cell) in items for cell in line.cells):
            return None
    return found[0]


class _Columns:
    """The columns of the plain rows of one list."""

    def __init__(self, loop: Loop, labels: Labels, excerpt: Excerpt, *, exact: bool) -> None:
        self.loop, self.labels, self.excerpt, self.exact = loop, labels, excerpt, exact
        self.count = len(excerpt.rows.numbers)
        self.prefix = f"{loop.path}."

    def read(self, columns: Sequence[int]) -> PlainValues | None:
        """What stands in the columns, which are those of the cells of the list's row."""
        plain = {each.column: each for each in self.excerpt.rows.columns}
        values: dict[str, Sequence[Any]] = {}
        letters: dict[str, str] = {}
        odd: set[int] = set()
        readers: list[CellReader] = []
        slots: dict[str, Slot] = {}
        for node, number in zip(self.loop.body[0].cells, columns, strict=True):
            own = {slot.path: slot for slot in node.pattern.slots}
            is_foreign = any(
                s.origin is not Origin.FIELD or not s.path.startswith(self.prefix) for s in own.values()
            )
            if is_foreign or own.keys() & slots.keys():
                return None
            slots |= own
            head = self.loop.header[0] if self.loop.header and not readers else ""
            reader = CellReader(node.pattern, self.labels, self.excerpt, exact=self.exact, head=head)
            readers.append(reader)
            found, has_odd = reader.read(plain.get(number), self.count)
            if has_odd:
                odd.update(index for index, each in enumerate(found) if each is ODD)
                if len(odd) * _ODD_PART > self.count:
                    return None
            names = [path.removeprefix(self.prefix) for path in reader.paths]
            values.update(zip(names, _apart(found, len(names)), strict=True))
            letters.update(dict.fromkeys(names, letters_of(number)))
        silent = self._silent(values, readers, slots)
        return None if silent is None else PlainValues(values, letters, frozenset(odd | silent))

    def _silent(
        self, values: Mapping[str, Sequence[Any]], readers: Sequence[CellReader], slots: Mapping[str, Slot]
    ) -> set[int] | None:
        """The rows that might be no item, since they say too little; None where all might be such.

        An item has two values at least, one of them besides its number and what a blank row says of itself.
        """
        printed = {
            slot.path
            for row, blank in zip(self.loop.body, self.loop.blank, strict=False)
            for node, said in zip(row.cells, blank.cells, strict=False)
            if said.pattern.parts
            for slot in node.pattern.slots
        }
        first = [reader.paths[0].removeprefix(self.prefix) for reader in readers if reader.paths]
        telling = [
            path.removeprefix(self.prefix)
            for path, slot in slots.items()
            if path not in printed and slot.info.meta.kind != SERIAL
        ]
        words = [
            reader.paths[0].removeprefix(self.prefix)
            for reader in readers
            if reader.paths and not reader.may_number
        ]
        full = {name for name, each in values.items() if None not in each}
        if not self.exact and not full.intersection(words):
            return None
        if len(full.intersection(first)) > 1 and full.intersection(telling):
            return set()
        return {
            index
            for index in range(self.count)
            if sum(values[name][index] is not None for name in first) < 2
            or all(values[name][index] is None for name in telling)
        }


def _apart(cells: Sequence[Any], count: int) -> Sequence[Sequence[Any]]:
    """The values of cells, those of each place in them together."""
    if count == 1:
        return [cells]
    nothing = (None,) * count
    return list(zip(*(nothing if each is ODD else each for each in cells), strict=True)) if count else []
