"""The labels of a template and where their values stand: right of them, or below.

Derived from the skeleton alone: a cell without tags is a label; a slot belongs to the nearest label on its left in
the same row, else to the label above it in the same columns. Directions are preferences of the template, not laws.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence

import attrs

from kjfz_docs.grids.model import RichText
from kjfz_docs.templating.pattern import Literal, Origin, Pattern, bare
from kjfz_docs.templating.skeleton import Block, CellNode, Loop, Row, Skeleton


def label_key(text: str) -> str:
    """A label's text as it is compared: normalised, without the colon that people put behind it."""
    return bare(text).rstrip(":")


class Direction(enum.Enum):
    """Where a value stands as seen from its label."""

    RIGHT = "right"
    DOWN = "down"


@attrs.frozen(eq=False)
class Anchor:
    """A label and the pattern of the cell that it names.

    ``keys`` are the texts it is known by, normalised; ``label`` its own pattern, which may hold words of the
    programme (两年服务期…).
    """

    keys: tuple[str, ...]
    pattern: Pattern
    direction: Direction
    label: Pattern | None = None

    def is_named_by(self, text: str) -> bool:
        """Whether a cell's text is this label."""
        if label_key(text) in self.keys:
            return True
        label = self.label
        return label is not None and bool(label.slots) and isinstance(label.match(RichText(text)), tuple)


@attrs.frozen(eq=False)
class ListTable:
    """A list of a form: its path, the labels of its columns, and the labelled rows of totals after it."""

    path: str
    columns: tuple[Anchor, ...]
    loop: Loop
    totals: tuple[tuple[str, tuple[Anchor, ...]], ...] = ()


@attrs.frozen(eq=False)
class Labels:
    """What the tolerant reader needs of a template."""

    titles: tuple[str, ...]
    blocks: tuple[Block, ...]
    anchors: tuple[Anchor, ...]
    lists: tuple[ListTable, ...]
    literals: frozenset[str]
    patterns: tuple[Pattern, ...]

    @property
    def all_anchors(self) -> tuple[Anchor, ...]:
        """Every label that a value belongs to."""
        return (*self.anchors, *(column for found in self.lists for column in found.columns))

    def is_label(self, text: str) -> bool:
        """Whether a cell's text is one of the form's own."""
        key = label_key(text)
        return key in self.literals or any(
            isinstance(each.match(RichText(text)), tuple) for each in self.patterns
        )


def labels_of(skeleton: Skeleton) -> Labels:
    """The labels, lists and titles of a template."""
    anchors: list[Anchor] = []
    lists: list[ListTable] = []
    earlier: list[Row] = []
    labels: list[Pattern] = []
    for node in skeleton.nodes:
        if isinstance(node, Row):
            labels.extend(cell.pattern for cell in node.cells if _is_label(cell) and cell.pattern.literal)
            total = _total(node, earlier)
            if total is not None and lists:
                lists[-1] = attrs.evolve(lists[-1], totals=(*lists[-1].totals, total))
            else:
                anchors.extend(_row_anchors(node, earlier))
            earlier.append(node)
        elif isinstance(node, Loop):
            columns = tuple(_row_anchors(node.body[0], earlier, prefer_above=True)) if node.body else ()
            lists.append(ListTable(node.path.removesuffix(".*"), columns, node))
    blocks = tuple(node for node in skeleton.nodes if isinstance(node, Block))
    lines = [line for block in blocks for line in block.lines]
    return Labels(
        titles=tuple(_titles([block.pattern for block in blocks[:1]])),
        blocks=blocks,
        anchors=tuple(anchors),
        lists=tuple(lists),
        literals=frozenset(label_key(each.literal) for each in (*labels, *lines) if not each.slots),
        patterns=tuple(each for each in labels if each.slots),
    )


def _total(row: Row, earlier: Sequence[Row]) -> tuple[str, tuple[Anchor, ...]] | None:
    """A labelled row of computed values (合计): its label, and its columns by the heads above them."""
    slots = [slot for cell in row.cells for slot in cell.pattern.slots]
    if not slots or any(slot.origin is not Origin.COMPUTED for slot in slots):
        return None
    name = next((cell.pattern.literal for cell in row.cells if cell.pattern.literal), "")
    return (name, tuple(_row_anchors(row, earlier, prefer_above=True))) if name else None


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
            yield Anchor(
                tuple(dict.fromkeys(keys)),
                cell.pattern,
                direction,
                label.pattern if label is not None else None,
            )
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
