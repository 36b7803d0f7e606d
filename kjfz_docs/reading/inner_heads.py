"""Labels that stand in the cell of their value: 详细意见： before a text, 照片 above a picture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

import attrs

from kjfz_docs.reading.words import key
from kjfz_docs.templating.pattern import Literal, Pattern, pattern
from kjfz_docs.templating.skeleton import Row, Skeleton

_LONGEST = 40
_HEAD = re.compile(r"\s*([^:：]+?)\s*(?:[:：]\s*|\n)")


@attrs.frozen(eq=False)
class Head:
    """The label that a cell begins with, and the pattern of what stands behind it."""

    text: str
    rest: Pattern


def heads_in(skeleton: Skeleton) -> Mapping[int, Head]:
    """The labels within cells, by the identity of the cell's pattern.

    One that stands in several cells (签字： in each box of a row) tells none of them from the others.
    """
    rows = [node for node in skeleton.nodes if isinstance(node, Row)]
    # A cell that reaches into rows below is compiled for each of them; the first counts.
    cells = {cell.place or cell: cell.pattern for row in reversed(rows) for cell in row.cells}
    found = {id(each): head for each in cells.values() if (head := _head_of(each)) is not None}
    counts = Counter(key(head.text) for head in found.values())
    return {identity: head for identity, head in found.items() if counts[key(head.text)] == 1}


def _head_of(cell: Pattern) -> Head | None:
    first = cell.parts[0] if cell.slots else None
    if not isinstance(first, Literal):
        return None
    match = _HEAD.match(first.text)
    if match is None or len(match[1]) > _LONGEST or len(key(match[1])) < 2:
        return None
    parts = [part.text if isinstance(part, Literal) else part for part in cell.parts[1:]]
    between = first.text[match.end() :]
    return Head(match[1], pattern([between, *parts] if between else parts))
