"""The labels of a template and where their values stand: right of them, or below.

Derived from the skeleton alone: a cell without tags is a label; a slot belongs to the nearest label on its left in
the same row, else to the label above it in the same columns. Directions are preferences of the template, not laws.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence

import attrs

from kjfz_docs.templating.pattern import Literal, Pattern, bare
from kjfz_docs.templating.skeleton import Block, CellNode, Loop, Row, Skeleton


class Direction(enum.Enum):
    """Where a value stands as seen from its label."""

    RIGHT = "right"
    DOWN = "down"


@attrs.frozen(eq=False)
class Anchor:
    """A label and the pattern of the cell that it names. ``keys`` are the texts it is known by, normalised."""

    keys: tuple[str, ...]
    pattern: Pattern
    direction: Direction


@attrs.frozen(eq=False)
class ListTable:
    """A list of a form: its path and the labels of its columns."""

    path: str
    columns: tuple[Anchor, ...]
    loop: Loop


@attrs.frozen(eq=False)
class Labels:
    """What the tolerant reader needs of a template."""

    titles: tuple[str, ...]
    blocks: tuple[Pattern, ...]
    anchors: tuple[Anchor, ...]
    lists: tuple[ListTable, ...]
    literals: frozenset[str]


def labels_of(skeleton: Skeleton) -> Labels:
    """The labels, lists and titles of a template."""
    anchors: list[Anchor] = []
    lists: list[ListTable] = []
    earlier: list[Row] = []
    literals: set[str] = set()
    for node in skeleton.nodes:
        if isinstance(node, Row):
            anchors.extend(_row_anchors(node, earlier))
            literals.update(cell.pattern.literal for cell in node.cells if _is_label(cell))
            earlier.append(node)
        elif isinstance(node, Loop):
            columns = tuple(_row_anchors(node.body[0], earlier, prefer_above=True)) if node.body else ()
            lists.append(ListTable(node.path.removesuffix(".*"), columns, node))
    blocks = tuple(node.pattern for node in skeleton.nodes if isinstance(node, Block))
    return Labels(
        titles=tuple(_titles(blocks[:1])),
        blocks=blocks,
        anchors=tuple(anchors),
        lists=tuple(lists),
        literals=frozenset(literal for literal in literals if literal),
    )


def _titles(blocks: Sequence[Pattern]) -> Iterator[str]:
    """The literal part of the title: the longest line of literals above the table."""
    lines = [
        bare(line)
        for pattern in blocks
        for part in pattern.parts
        if isinstance(part, Literal)
        for line in part.text.splitlines()
    ]
    longest = max(lines, key=len, default="")
    if longest:
        yield longest


def _is_label(cell: CellNode) -> bool:
    return not cell.pattern.slots or all(slot.path.startswith("terms.") for slot in cell.pattern.slots)


def _row_anchors(row: Row, earlier: Sequence[Row], *, prefer_above: bool = False) -> Iterator[Anchor]:
    left: CellNode | None = None
    for cell in row.cells:
        if _is_label(cell):
            if cell.pattern.literal:
                left = cell
            continue
        above = _label_above(cell, earlier)
        label, direction = (
            (above, Direction.DOWN) if prefer_above or left is None else (left, Direction.RIGHT)
        )
        if label is None:
            label, direction = (left, Direction.RIGHT) if left is not None else (above, Direction.DOWN)
        keys = [label.pattern.literal] if label is not None else []
        for slot in cell.pattern.slots if len({slot.path for slot in cell.pattern.slots}) == 1 else ():
            keys += [bare(text) for text in (slot.info.meta.label, *slot.info.meta.aliases) if text]
        if keys:
            yield Anchor(tuple(dict.fromkeys(keys)), cell.pattern, direction)
        if not prefer_above:
            left = None if direction is Direction.DOWN else left


def _label_above(cell: CellNode, earlier: Sequence[Row]) -> CellNode | None:
    """The nearest label above that shares most of the cell's columns."""
    for row in reversed(earlier):
        for other in row.cells:
            shared = min(cell.last, other.last) - max(cell.first, other.first) + 1
            if shared * 2 >= cell.last - cell.first + 1:
                return other if _is_label(other) and other.pattern.literal else None
    return None
