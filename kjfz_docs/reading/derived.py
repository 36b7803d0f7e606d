"""The labels of a template, derived from its skeleton.

A cell without tags is a label; a slot belongs to the nearest label on its left in the same row, else to the label above
it in the same columns, or to the one that stands in its own cell.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

import attrs

from kjfz_docs.codecs import codec_for
from kjfz_docs.reading.inner_heads import Head, heads_in
from kjfz_docs.reading.labels import Anchor, Direction, Labels, ListTable, names_of
from kjfz_docs.reading.matrices import matrices_in
from kjfz_docs.reading.titles import titles_of
from kjfz_docs.reading.words import key, without_number
from kjfz_docs.records.fields import field_at
from kjfz_docs.templating.pattern import Literal, Origin, Pattern, Slot, pattern
from kjfz_docs.templating.skeleton import Block, CellNode, Loop, Node, Row, Skeleton
from kjfz_docs.templating.terms import TERMS


def labels_of(skeleton: Skeleton, record: type) -> Labels:
    """The labels, lists and titles of a template."""
    anchors: list[Anchor] = []
    lists: list[ListTable] = []
    earlier: list[Row] = []
    labels: list[Pattern] = []
    heads = heads_in(skeleton)
    matrices = tuple(matrices_in(skeleton))
    of_matrices = {id(cell) for found in matrices for cell in found.cells.values()}
    for number, node in enumerate(skeleton.nodes):
        if isinstance(node, Row):
            labels.extend(cell.pattern for cell in node.cells if _is_label(cell) and cell.pattern.literal)
            total = _total(node, earlier, record)
            if total is not None and lists:
                name, sums = total
                under = tuple((anchor, _column_of(anchor, lists[-1])) for anchor in sums)
                lists[-1] = attrs.evolve(lists[-1], totals=(*lists[-1].totals, (name, under)))
            else:
                found = _row_anchors(node, earlier, record, heads=heads)
                anchors.extend(anchor for anchor in found if id(anchor.pattern) not in of_matrices)
            earlier.append(node)
        elif isinstance(node, Loop):
            heading = _heading(node, skeleton.nodes[:number])
            lists.append(attrs.evolve(_list(node, earlier, record), heading=heading))
    blocks = tuple(node for node in skeleton.nodes if isinstance(node, Block))
    lines = [line for block in blocks for line in block.lines]
    return Labels(
        titles=titles_of(blocks[:1]),
        blocks=blocks,
        anchors=tuple(anchors),
        lists=tuple(lists),
        literals=frozenset(key(_text(each)) for each in (*labels, *lines) if not each.slots) - {""},
        patterns=tuple(each for each in labels if each.slots),
        matrices=matrices,
    )


def _text(found: Pattern) -> str:
    """The literal text of a pattern."""
    return "".join(part.text for part in found.parts if isinstance(part, Literal))


def _list(node: Loop, earlier: Sequence[Row], record: type) -> ListTable:
    columns = tuple(_row_anchors(node.body[0], earlier, record, prefer_above=True)) if node.body else ()
    columns = tuple(_told_apart(tuple(_by_own_names(columns)), earlier))
    return ListTable(
        node.path.removesuffix(".*"),
        columns,
        node,
        parts=tuple(part for column in columns for part in _parts(column)),
        wholes=tuple(_wholes(columns, record)),
    )


def _heading(loop: Loop, before: Sequence[Node]) -> str:
    """What stands beside all rows of a list, else the line above its head; without its number."""
    beside = [cell for row in loop.body[:1] for cell in row.cells if _is_label(cell) and cell.pattern.literal]
    if beside:
        return _heading_of(beside[0].pattern)
    for node in reversed(before):
        if isinstance(node, Block):
            last = node.lines[-1] if node.lines else None
            return _heading_of(last) if last is not None and not last.slots else ""
        if not isinstance(node, Row) or not all(_is_label(cell) for cell in node.cells):
            return ""
        spoken = [cell for cell in node.cells if cell.pattern.literal]
        if len(spoken) == 1:
            return _heading_of(spoken[0].pattern)
    return ""


def _heading_of(found: Pattern) -> str:
    return key(without_number(_text(found)))


def _by_own_names(columns: Sequence[Anchor]) -> Iterator[Anchor]:
    """The columns without names of their fields that another column's field has, too (得分 of 自评得分)."""
    counts = Counter(name for column in columns for name in {*map(key, column.own)})
    for column in columns:
        own = tuple(name for name in column.names[1:] if counts[key(name)] < 2)
        yield attrs.evolve(column, names=(column.names[0], *own))


def _told_apart(columns: Sequence[Anchor], earlier: Sequence[Row]) -> Iterator[Anchor]:
    """The columns; those with the same words in heads of their own are also named by the heads above these."""
    for column in columns:
        own = column.label
        alike = {
            id(each.label) for each in columns if each.label is not None and each.keys[0] == column.keys[0]
        }
        if own is None or len(alike) < 2:
            yield column
            continue
        chain = "".join([*_heads_above(own, earlier), _text(own)])
        yield attrs.evolve(column, names=(column.names[0], chain, *column.names[1:]), shared=True)


def _heads_above(label: Pattern, earlier: Sequence[Row]) -> list[str]:
    """The texts of the heads that span a head, the topmost first."""
    found: list[str] = []
    below: CellNode | None = None
    for row in reversed(earlier):
        if below is None:
            below = next((cell for cell in row.cells if cell.pattern is label), None)
            continue
        if not all(_is_label(cell) for cell in row.cells):
            break
        over = [c for c in row.cells if c.first <= below.first and below.last <= c.last and c.pattern.literal]
        found[:0] = [_text(cell.pattern) for cell in over if cell.place != below.place]
    return found


def _column_of(total: Anchor, table: ListTable) -> Anchor | None:
    """The column of a list that a total stands under: the one with the same head."""
    under = [column for column in table.columns if column.label is total.label]
    return under[0] if total.label is not None and len(under) == 1 else None


def _parts(column: Anchor) -> Iterator[Anchor]:
    """A column for each slot of a mixed cell."""
    slots = {slot.path: slot for slot in column.pattern.slots}
    if len(slots) > 1:
        for slot in slots.values():
            names = names_of(slot.info)
            yield Anchor(names, names, pattern([slot]), Direction.DOWN)


def _wholes(columns: Sequence[Anchor], record: type) -> Iterator[Anchor]:
    """One column for each nested record whose fields have columns of their own."""
    groups: dict[str, list[Slot]] = {}
    for column in columns:
        if column.pattern.is_whole:
            groups.setdefault(column.pattern.slots[0].path.rpartition(".")[0], []).append(
                column.pattern.slots[0]
            )
    for path, slots in groups.items():
        info = field_at(record, path.replace("*.", "0.")) if path else None
        names = names_of(info) if info is not None and info.record is not None else ()
        if names and len(slots) > 1:
            parts: list[str | Slot] = []
            for slot in slots:
                plain = attrs.evolve(slot, codec=codec_for(slot.info))
                parts += [f"\n{slot.info.meta.label}：", plain]
            yield Anchor(names, names, pattern(parts), Direction.DOWN)


def _total(row: Row, earlier: Sequence[Row], record: type) -> tuple[str, tuple[Anchor, ...]] | None:
    """A labelled row of computed values (合计): its label, and its columns by the heads above them."""
    slots = [slot for cell in row.cells for slot in cell.pattern.slots]
    if not slots or any(slot.origin is not Origin.COMPUTED for slot in slots):
        return None
    name = next((_text(cell.pattern) for cell in row.cells if cell.pattern.literal), "")
    return (key(name), tuple(_row_anchors(row, earlier, record, prefer_above=True))) if name else None


def _is_label(cell: CellNode) -> bool:
    return not cell.pattern.slots or all(slot.path.startswith(f"{TERMS}.") for slot in cell.pattern.slots)


def _row_anchors(
    row: Row,
    earlier: Sequence[Row],
    record: type,
    *,
    prefer_above: bool = False,
    heads: Mapping[int, Head] = MappingProxyType({}),
) -> Iterator[Anchor]:
    """The labels of a row's values; ``heads`` are the labels that stand in the cells of the values themselves."""
    left: CellNode | None = None
    served = False
    for cell in row.cells:
        if _is_label(cell):
            if cell.pattern.literal:
                left, served = cell, False
            continue
        if not prefer_above and any(cell.place == c.place for above in earlier[-1:] for c in above.cells):
            continue  # reaches into this row from above
        head = heads.get(id(cell.pattern)) if left is None or served else None
        if head is not None:
            own = _field_names(head.rest.slots, record)
            names = tuple(dict.fromkeys((head.text, *own)))
            yield Anchor(names, own, head.rest, Direction.INSIDE, pattern([head.text]))
            continue
        served = True
        above = _label_above(cell, earlier)
        is_below = prefer_above or left is None or _is_beside(left, above, earlier)
        label, direction = (above, Direction.DOWN) if is_below else (left, Direction.RIGHT)
        if label is None:
            label, direction = (left, Direction.RIGHT) if left is not None else (above, Direction.DOWN)
        own = _field_names(cell.pattern.slots, record)
        names = ((_text(label.pattern),) if label is not None else ()) + own
        if names:
            yield Anchor(
                tuple(dict.fromkeys(names)),
                own,
                cell.pattern,
                direction,
                label.pattern if label is not None else None,
                cell.merged_down,
            )
        if not prefer_above:
            left = None if direction is Direction.DOWN else left


def _is_beside(left: CellNode, above: CellNode | None, earlier: Sequence[Row]) -> bool:
    """Whether the label on the left is merged over a row of labels too, which then are the nearer ones."""
    return above is not None and any(
        any(cell is above for cell in row.cells) and any(cell.place == left.place for cell in row.cells)
        for row in earlier
    )


def _field_names(slots: Sequence[Slot], record: type) -> tuple[str, ...]:
    """The names of the one field of a cell, or of the part of the record that all its fields are of."""
    paths = {slot.path for slot in slots}
    if len(paths) == 1:
        return names_of(slots[0].info)
    steps = zip(*(path.split(".") for path in paths), strict=False)
    parent = [step[0] for step in itertools.takewhile(lambda step: len(set(step)) == 1, steps)]
    info = field_at(record, ".".join("0" if name == "*" else name for name in parent)) if parent else None
    return names_of(info) if info is not None and info.record is not None else ()


def _label_above(cell: CellNode, earlier: Sequence[Row]) -> CellNode | None:
    """The nearest label above that shares most of the cell's columns."""
    for row in reversed(earlier):
        for other in row.cells:
            shared = min(cell.last, other.last) - max(cell.first, other.first) + 1
            if shared * 2 >= cell.last - cell.first + 1:
                return other if _is_label(other) and other.pattern.literal else None
    return None
