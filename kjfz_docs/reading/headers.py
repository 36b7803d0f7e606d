"""The head of a list in a file: which rows it takes, and which column each label has.

A head is one row, or two or three merged by column. Columns under one spanning head share it in their order.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence

import attrs

from kjfz_docs.findings import Finding, Severity
from kjfz_docs.grids.model import Cell, Paragraph
from kjfz_docs.reading.bounds import is_of_another
from kjfz_docs.reading.labels import Anchor, ListTable
from kjfz_docs.reading.option_columns import OptionHeads, heads_alone, heads_of
from kjfz_docs.reading.page import Page, share
from kjfz_docs.reading.words import key, short_key, typos

_MOST_ROWS = 3
_FEWEST_COLUMNS = 2
_LONGEST_HEAD = 40
# Rows of a table above a head that has nothing but misspelt labels.
_MOST_ABOVE = 8
_EXACT, _SHORT, _CHAIN, _TYPO, _ORDER = range(5)


@attrs.frozen(eq=False)
class Column:
    """A column of a list in a file: its label, its head, and its place among the columns that share the head.

    ``name`` is what the head says, or that above it where it says nothing.
    ``by_order``: other columns have the same head, and nothing but their order tells them apart.
    ``options``: what stands below is no value but a mark, under the head of one of its options.
    """

    anchor: Anchor
    head: Cell
    name: str
    index: int
    rank: int = 0
    of: int = 1
    by_order: bool = False
    options: OptionHeads = ()


@attrs.frozen(eq=False)
class Header:
    """The rows of a head and its columns; ``heads`` are the lowest cells of the head, each over one column."""

    first: int
    last: int
    columns: tuple[Column, ...]
    heads: tuple[Cell, ...]
    rank: int

    @property
    def score(self) -> tuple[int, int, int]:
        """More columns are better, then a closer match, then more of them with their options."""
        return len(self.columns), -self.rank, sum(1 for column in self.columns if column.options)

    def doubts(self) -> Iterator[Finding]:
        """A doubt about each column that only its place among others with the same head tells apart."""
        for column in self.columns:
            for slot in column.anchor.pattern.slots if column.by_order else ():
                label, where = slot.label, column.head.place
                yield Finding.of(
                    "KD205", field=slot.path, where=where, severity=Severity.WARNING, label=label
                )

    def has_required(self, table: ListTable) -> bool:
        """Whether it is more than one column, with those that no list may be without."""
        found = {slot.path for column in self.columns for slot in column.anchor.pattern.slots}
        required = {
            slot.path for anchor in table.columns for slot in anchor.pattern.slots if slot.info.meta.required
        }
        return len(self.columns) > 1 and required <= found


def header(page: Page, table: ListTable, start: int = 0, stop: int | None = None) -> Header | None:
    """The head that has most of the list's columns, the first of the best; None where no row has half of them."""
    best: Header | None = None
    # Where any column may be there or not, one that is called a little otherwise (企业简称) is another.
    for loosest in (_CHAIN,) if table.partial else (_CHAIN, _TYPO):
        for first in range(start, len(page.lines) if stop is None else stop):
            if not page.lines[first].is_row or not _may_begin(page, table, first, loosest):
                continue
            if is_of_another(page, table, first):
                continue
            for last in _lasts(page, table, first):
                found = _matched(page, table, first, last, loosest)
                if found is not None and (best is None or _is_better(found, best, is_partial=table.partial)):
                    best = found
            if best is not None and table.partial and best.has_required(table):
                break  # what is below may have other columns, and is found from here on
        if best is not None:
            break
    labelled = {id(column.anchor) for column in best.columns} if best is not None else set()
    if best is not None and not table.partial and len(labelled) < len(table.columns):
        # Some heads may be misspelt.
        loose = _matched(page, table, best.first, best.last, _TYPO)
        best = loose if loose is not None and loose.score > best.score else best
    return _without_values(page, table, best) if best is not None else None


def _without_values(page: Page, table: ListTable, found: Header) -> Header:
    """The head without the rows above it that say what is not the form's own and that no column needs."""
    while found.first < found.last and any(
        cell.text.strip() and not page.is_literal(cell.text) for cell in page.lines[found.first].cells
    ):
        shorter = _matched(page, table, found.first + 1, found.last, _TYPO)
        if shorter is None or shorter.score < found.score:
            break
        found = shorter
    return found


def _is_better(found: Header, best: Header, *, is_partial: bool) -> bool:
    """Whether a head is better than one found before; one of the same list further down is a repetition."""
    if found.first == best.first or is_partial:
        return found.score > best.score
    return len(found.columns) * 4 > len(best.columns) * 5


def _may_begin(page: Page, table: ListTable, first: int, loosest: int) -> bool:
    """Whether a head may begin in a line: one of its own labels stands in it, or misspelt ones near a table's top."""
    if loosest == _TYPO:
        near = page.lines[max(0, first - _MOST_ABOVE)]
        return not near.is_row or near.table != page.lines[first].table or first < _MOST_ABOVE
    names = table.names
    return any(
        key(cell.text) in names or short_key(cell.text) in names
        for line in page.lines[first : first + _MOST_ROWS]
        for cell in line.cells
        if len(cell.text) <= _LONGEST_HEAD
    )


def _lasts(page: Page, table: ListTable, first: int) -> Iterator[int]:
    """The last rows that a head beginning at ``first`` may have, the shortest head first."""
    for last in range(first, min(first + _MOST_ROWS, len(page.lines))):
        if page.lines[last].table != page.lines[first].table:
            return
        if last > first and is_of_another(page, table, last):
            return
        yield last


def _matched(page: Page, table: ListTable, first: int, last: int, loosest: int) -> Header | None:
    bottoms = _widened(table, _bottoms(page, first, last))
    fewest = 1 if table.partial else _FEWEST_COLUMNS
    if len(bottoms) < fewest or (last > first and not _is_head(page, first, last)):
        return None
    over = [cell for line in range(first, last) for cell in _over_blanks(page.lines[line].cells)]
    anchors = [*table.columns, *table.parts, *table.wholes]
    bottoms, options = _over_options(bottoms, over, anchors, loosest)
    chains = [_names(bottom, [*over, *page.lines[last].cells]) for bottom in bottoms]
    found: list[tuple[int, int, int]] = []  # rank, anchor, bottom
    for number, anchor in enumerate(anchors):
        for index, names in enumerate(chains):
            rank = _rank(anchor, names, loosest)
            if rank is not None:
                found.append((rank, number, index))
    found = _by_order(found, anchors)
    chosen = _assigned(found, anchors, bottoms, len(table.columns), len(table.columns) + len(table.parts))
    columns = tuple(
        attrs.evolve(column, options=options.get(id(column.head), ()))
        for column in _columns(chosen, anchors, bottoms, [names[0] if names else "" for names in chains])
    )
    labelled = {id(column.anchor) for column in columns}
    if len(columns) < fewest or (not table.partial and len(labelled) * 2 <= len(table.columns)):
        return None
    return Header(first, last, columns, tuple(bottoms), sum(rank for rank, _ in chosen.values()))


def _bottoms(page: Page, first: int, last: int) -> list[Cell]:
    """The lowest cell of the head over each column."""
    bottoms: list[Cell] = list(page.rows[last])
    for line in range(last - 1, first - 1, -1):
        for cell in page.lines[line].cells:
            if all(share(cell, other) <= 0 for other in bottoms):
                bottoms.append(cell)
    return sorted(bottoms, key=lambda cell: cell.first)


def _widened(table: ListTable, bottoms: Sequence[Cell]) -> list[Cell]:
    """The heads, those that the form prints over several columns taken over the blank ones beside them.

    In a worksheet such a head may only look as if it spanned them.
    """
    counts = Counter(anchor.names[0] for anchor in table.columns)
    shared = {key(name): count for name, count in counts.items() if count > 1}
    found: list[Cell] = []
    for cell in bottoms:
        before = found[-1] if found else None
        if (
            before is not None
            and not cell.text.strip()
            and cell.first == before.last + 1
            and shared.get(key(before.text), 1) > before.last - before.first + 1
        ):
            found[-1] = attrs.evolve(before, last=cell.last)
        else:
            found.append(cell)
    return found


def _over_options(
    bottoms: Sequence[Cell], over: Sequence[Cell], anchors: Sequence[Anchor], loosest: int
) -> tuple[list[Cell], dict[int, OptionHeads]]:
    """The heads, each that has its options as heads below it in their place, and these options by it.

    So with options that alone stand in the head, where these are of one column only.
    """
    found, options = list(bottoms), dict[int, OptionHeads]()
    for upper in over:
        below = [cell for cell in found if share(cell, upper) == cell.last - cell.first + 1]
        if len(below) < _FEWEST_COLUMNS or not upper.text.strip():
            continue
        names = _names(upper, over)
        named = (anchor for anchor in anchors if _rank(anchor, names, loosest) is not None)
        heads = next((heads for anchor in named if (heads := heads_of(anchor.pattern, below))), ())
        if heads:
            found[found.index(below[0]) : found.index(below[-1]) + 1] = [upper]
            options[id(upper)] = heads
    for anchor in anchors:
        others = [
            other.pattern for other in anchors if other is not anchor and other.pattern is not anchor.pattern
        ]
        heads = heads_alone(anchor.pattern, others, found)
        if heads and not any(_rank(anchor, [cell.text], loosest) is not None for cell in found):
            first, last = heads[0][1], heads[-1][1]
            whole = Cell((Paragraph(anchor.names[0]),), first.place, first.first, last.last)
            found[found.index(first) : found.index(last) + 1] = [whole]
            options[id(whole)] = heads
    return found, options


def _is_head(page: Page, first: int, last: int) -> bool:
    """Whether the rows belong together: a cell spans columns of the next row, or reaches down into it."""
    for line in range(first, last):
        below = page.lines[line + 1].cells
        spans = any(
            sum(share(cell, other) > 0 for other in below) > 1 and len(cell.text) <= _LONGEST_HEAD
            for cell in page.lines[line].cells
            if cell.text.strip()
        )
        if not spans and not page.lines[line + 1].above:
            return False
    return True


def _over_blanks(cells: Sequence[Cell]) -> Iterator[Cell]:
    """The cells of a row of upper heads, each over the blank cells behind it: a head that was split still spans."""
    for index, cell in enumerate(cells):
        after = itertools.takewhile(lambda each: not each.text.strip(), cells[index + 1 :])
        last = max((each.last for each in after), default=cell.last)
        yield cell if last == cell.last or not cell.text.strip() else attrs.evolve(cell, last=last)


def _names(bottom: Cell, cells: Sequence[Cell]) -> tuple[str, ...]:
    """The texts by which a column may go: its own head, that and the heads above together, those above alone."""
    above = [
        cell
        for cell in cells
        if cell.paragraphs is not bottom.paragraphs and share(cell, bottom) > 0 and cell.text.strip()
    ]
    own = bottom.text
    names = [own] if own.strip() else []
    if above:
        names.append("".join(cell.text for cell in (*above, bottom)))
        if len(above) > 1:
            names.append(above[-1].text + own)
        if not own.strip():
            names.append(above[-1].text)
    return tuple(names)


def _rank(anchor: Anchor, names: Sequence[str], loosest: int) -> int | None:
    best: int | None = None
    for position, name in enumerate(names):
        if len(name) > 2 * _LONGEST_HEAD:
            continue
        found, short = key(name), short_key(name)
        if anchor.shared and found == anchor.keys[0]:
            rank = _ORDER
        elif found in anchor.keys:
            rank = _EXACT if position == 0 else _CHAIN
        elif short in anchor.short_keys:
            rank = _SHORT if position == 0 else _CHAIN
        elif anchor.is_joined_in(name):
            rank = _CHAIN
        elif loosest == _TYPO and not anchor.shared and _misspelt(anchor, found, short):
            rank = _TYPO
        else:
            continue
        best = rank if best is None else min(best, rank)
    return best


def _by_order(found: Sequence[tuple[int, int, int]], anchors: Sequence[Anchor]) -> list[tuple[int, int, int]]:
    """The matches; where the heads above name two columns alike, they do not tell these apart from others."""
    named = Counter(number for rank, number, _ in found if rank < _ORDER and anchors[number].shared)
    unclear = {anchors[number].keys[0] for number, count in named.items() if count > 1}
    return [
        (_ORDER if anchors[number].shared and anchors[number].keys[0] in unclear else rank, number, index)
        for rank, number, index in found
    ]


def _misspelt(anchor: Anchor, found: str, short: str) -> bool:
    return any(typos(found, name) is not None for name in anchor.keys) or any(
        typos(short, name) is not None for name in anchor.short_keys
    )


def _assigned(
    found: Sequence[tuple[int, int, int]],
    anchors: Sequence[Anchor],
    bottoms: Sequence[Cell],
    columns: int,
    parts: int,
) -> dict[tuple[int, int], tuple[int, int]]:
    """Label and head together, the closest first; ``{(label, head): (rank, order)}``.

    A column as the template has it goes before parts or wholes of columns. A label may have two heads where a
    person made two columns of it (职务 and 职称); a head serves two labels where it spans both their columns.
    """

    def order(each: tuple[int, int, int]) -> tuple[int, int, int, int]:
        rank, anchor, bottom = each
        kind = 0 if anchor < columns else 1 if anchor < parts else 2
        names = (key(bottoms[bottom].text), short_key(bottoms[bottom].text))
        foreign = not any(name in map(key, anchors[anchor].own) for name in names)
        return rank, foreign, kind, anchor

    chosen: dict[tuple[int, int], tuple[int, int]] = {}
    paths: set[str] = set()
    heads: dict[int, list[int]] = {}
    for number, (rank, anchor, bottom) in enumerate(sorted(found, key=order)):
        slots = {slot.path for slot in anchors[anchor].pattern.slots}
        served = heads.get(bottom, [])
        again = any(each == anchor for each, _ in chosen)
        if served:
            # Labels that the template itself prints over the same columns may share a head that spans them.
            shared = all(_is_one_head(anchors[each], anchors[anchor]) for each in served)
            if not shared or bottoms[bottom].last - bottoms[bottom].first < len(served) or slots & paths:
                continue
        elif slots & paths and not (again and rank <= _SHORT):
            continue
        chosen[anchor, bottom] = (rank, number)
        heads.setdefault(bottom, []).append(anchor)
        paths |= slots
    return chosen


def _columns(
    chosen: dict[tuple[int, int], tuple[int, int]],
    anchors: Sequence[Anchor],
    bottoms: Sequence[Cell],
    names: Sequence[str],
) -> Iterator[Column]:
    for index, (bottom, name) in enumerate(zip(bottoms, names, strict=True)):
        served = sorted(anchor for anchor, head in chosen if head == index)
        for rank, anchor in enumerate(served):
            by_order = chosen[anchor, index][0] == _ORDER and not _are_all_there(
                anchors[anchor], anchors, chosen
            )
            yield Column(anchors[anchor], bottom, name, index, rank, len(served), by_order)


def _are_all_there(
    anchor: Anchor, anchors: Sequence[Anchor], chosen: dict[tuple[int, int], tuple[int, int]]
) -> bool:
    """Whether columns that the template itself tells apart by their order alone each have a head."""
    alike = [number for number, each in enumerate(anchors) if each.keys[0] == anchor.keys[0]]
    found = {number for number, _ in chosen}
    return len({anchors[number].keys for number in alike}) == 1 and found.issuperset(alike)


def _is_one_head(first: Anchor, second: Anchor) -> bool:
    """Whether the template prints one head over two columns."""
    return first.names[0] == second.names[0] and first.label is second.label
