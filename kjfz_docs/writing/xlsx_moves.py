"""Where the rows of a template went, and where that leaves a range or a formula that names them."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Container, Iterable, Iterator, Sequence

import attrs

from kjfz_docs.grids.sheets import LAST_COLUMN, LAST_ROW, Range, address, range_of
from kjfz_docs.templating.xlsx import RowLoop
from kjfz_docs.templating.xlsx_formulas import Bound, Formula, Reference, is_of
from kjfz_docs.templating.xlsx_ranges import columns_of, leaves_out, rows_of

# So many arguments a function takes; more ranges are one of them between brackets.
_ARGUMENTS = 250
# Here nothing ever stands.
_NOWHERE = Range(LAST_ROW - 1, 0, LAST_ROW - 1, 0)


@attrs.frozen(eq=False)
class _Went:
    """Where a row of the template went; of a loop all rows of its items, which may be none (``end`` < ``start``)."""

    start: int
    end: int
    items: Sequence[Moves] | None = None
    first: Moves | None = None
    loop: RowLoop | None = None


class Moves:
    """The new numbers of the template's rows. A row of a loop became its first, as a last bound its last.

    One item of a loop has moves of its own: there each of its rows went to one place, all others where ``outer`` says.
    """

    def __init__(self, outer: Moves | None = None) -> None:
        self._outer = outer
        self._old: list[int] = []
        self._went: list[_Went] = []

    def static(self, old: int, start: int, end: int) -> None:
        """A row outside loops (or of one item) went from ``old`` to the rows from ``start`` to ``end``."""
        self._old.append(old)
        self._went.append(_Went(start, end))

    def loop(self, loop: RowLoop, start: int, end: int, items: Sequence[Moves], first: Moves) -> None:
        """The rows of a loop, its tags included, became the rows from ``start`` to ``end``.

        ``first`` are the moves of its first item, ``items`` of all where they were kept.
        """
        went = _Went(start, end, items, first, loop)
        for old in loop.rows:
            self._old.append(old)
            self._went.append(went)

    def _found(self, old: int) -> _Went | None:
        index = bisect.bisect_left(self._old, old)
        return self._went[index] if index < len(self._old) and self._old[index] == old else None

    def row(self, old: int, *, last: bool = False) -> int:
        """Where a row went; rows below the last keep their distance to it."""
        found = self._found(old)
        if found is not None:
            return found.end if last else found.start
        if self._outer is not None:
            return self._outer.row(old, last=last)
        index = bisect.bisect_right(self._old, old) - 1
        return old if index < 0 else self._went[index].end + old - self._old[index]

    def range(self, each: Range) -> Range | None:
        """Where a range went; None where all its rows are gone with the items of a loop that has none."""
        top, bottom = self.row(each.top), self.row(each.bottom, last=True)
        return Range(top, each.left, bottom, each.right) if top <= bottom else None

    def ranges(self, each: Range) -> list[Range]:
        """The same, row by row where only some of the rows of each item are meant."""
        went = self._found(each.top)
        items = went.items if went is not None and went is self._found(each.bottom) else None
        if items and all(item._found(row) for item in items for row in (each.top, each.bottom)):
            return _joined(made for item in items if (made := item.range(each)) is not None)
        found = self.range(each)
        return [] if found is None else [found]

    def at(self, old: int) -> Moves:
        """The moves as a row sees them: in a list those of the first item."""
        found = self._found(old)
        return self if found is None or found.first is None else found.first

    def refs(self, text: str) -> str:
        """References without a sheet (``A1:C3 E5``), moved."""
        found: list[str] = []
        for ref in text.split():
            each = range_of(ref)
            found += [ref] if each is None else [range_text(made) for made in self.ranges(each)]
        return " ".join(dict.fromkeys(found))

    def formula(
        self, formula: Formula, sheet: str, *, own: bool, wide: bool = False, several: bool = False
    ) -> str:
        """A formula with its references to ``sheet`` moved; ``own``: it stands on that sheet.

        ``wide``: one cell of a loop means all of its rows, as in a name. ``several``: where nothing but references
        stands, one range may become several.
        """
        listed = several and all(isinstance(part, Reference) or part in "(,)" for part in formula)
        return "".join(
            part
            if isinstance(part, str)
            else self._reference(part, wide, listed=listed)
            if is_of(part, sheet, own=own)
            else part.source
            for part in formula
        )

    def _reference(self, each: Reference, wide: bool, *, listed: bool) -> str:
        last = each.last
        if last is None:
            if self._is_here(each.first) or not (wide or each.is_range) or not self._grows(each.first.row):
                return each.prefix + each.first.at(self._bound(each.first, last=False))
            last = each.first
        parts = self._scattered(each) if listed or each.is_listed else None
        if parts is not None:
            parts = parts or [_NOWHERE]
            ends = (f"{each.first.at(part.top)}:{last.at(part.bottom)}" for part in parts)
            text = ",".join(f"{each.prefix}{end}" for end in ends)
            return f"({text})" if len(parts) > _ARGUMENTS else text
        top, bottom = self._bound(each.first, last=False), self._bound(last, last=True)
        if top > bottom and each.first.row <= last.row:
            # Of a list without items nothing is left: a range in which nothing ever stands.
            top = bottom = _NOWHERE.top
        return f"{each.prefix}{each.first.at(top)}:{last.at(bottom)}"

    def _scattered(self, each: Reference) -> list[Range] | None:
        """Where the rows of a range went that are no longer one behind the other; None where they are."""
        level = self._level(each.first)
        rows, columns = rows_of(each), columns_of(each)
        if level is not self._level(each.last or each.first) or not any(
            went.loop is not None and leaves_out(went.loop, rows, columns) for went in level._within(rows)
        ):
            return None
        return _joined(level._rows(rows))

    def _level(self, bound: Bound) -> Moves:
        """The moves by which an end of a reference goes."""
        return self if self._outer is None or self._is_here(bound) else self._outer._level(bound)

    def _within(self, rows: Container[int]) -> Iterator[_Went]:
        """Where rows of the template went, a loop once."""
        found = (went for old, went in zip(self._old, self._went, strict=True) if old in rows)
        return (went for went, _ in itertools.groupby(found))

    def _rows(self, rows: Container[int]) -> Iterator[Range]:
        """Where rows of the template went, one by one where only some of the rows of each item are meant."""
        for went in self._within(rows):
            if went.items and went.loop is not None and leaves_out(went.loop, rows, range(LAST_COLUMN)):
                for item in went.items:
                    yield from item._rows(rows)
            elif went.start <= went.end:
                yield Range(went.start, 0, went.end, 0)

    def _is_here(self, bound: Bound) -> bool:
        """Whether an end means the item's own row: ``C5`` does, ``$C$5`` is the list's."""
        return not bound.fixed and self._outer is not None and self._found(bound.row) is not None

    def _bound(self, bound: Bound, *, last: bool) -> int:
        return self._level(bound).row(bound.row, last=last)

    def _grows(self, old: int) -> bool:
        top: Moves = self
        while top._outer is not None:
            top = top._outer
        found = top._found(old)
        return found is not None and found.items is not None


def range_text(each: Range) -> str:
    """``A1:C3``; ``A1`` for one cell."""
    first, last = address(each.top, each.left), address(each.bottom, each.right)
    return first if first == last else f"{first}:{last}"


def ranges_of(rows: Iterable[int], column: int) -> list[Range]:
    """The rows of a column as ranges."""
    return _joined(Range(row, column, row, column) for row in rows)


def _joined(ranges: Iterable[Range]) -> list[Range]:
    """Ranges of the same columns, those that follow one another as one."""
    found: list[Range] = []
    for each in ranges:
        if found and found[-1].bottom == each.top - 1:
            found[-1] = attrs.evolve(found[-1], bottom=each.bottom)
        else:
            found.append(each)
    return found
