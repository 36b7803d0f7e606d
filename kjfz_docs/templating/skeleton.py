"""The skeleton of a template: what its lines are, compiled from the template's own grid.

Paragraphs between tables form one block; a table row is its cells; row loops hold the rows of one item. The same
skeleton prints texts for the writer's own check, is fitted to a file line by line by the exact reader, and gives
the tolerant reader its labels.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import cached_property
from types import MappingProxyType

import attrs

from kjfz_docs.findings import Place
from kjfz_docs.grids.model import Cell, Line, RichText
from kjfz_docs.templating.pattern import Pattern, Slot


@attrs.frozen(eq=False)
class CellNode:
    """One cell of the template: its pattern and the grid columns it covers."""

    pattern: Pattern
    first: int
    last: int
    merged_down: bool = False
    place: Place | None = None


@attrs.frozen(eq=False)
class Block:
    """The paragraphs between two tables (or before the first, after the last): together, and each alone.

    ``places`` are those of the ``lines``.
    """

    pattern: Pattern
    lines: tuple[Pattern, ...] = ()
    places: tuple[Place, ...] = ()


@attrs.frozen(eq=False)
class Row:
    """A table row; cells that reach into it from above are included, in column order."""

    cells: tuple[CellNode, ...]


@attrs.frozen(eq=False)
class Loop:
    """Rows repeated for each item of a list; ``blank`` is printed where the list is empty.

    ``header`` holds the normalised texts of the row before: a row that repeats them is no data.
    """

    path: str
    body: tuple[Row, ...]
    blank: tuple[Row, ...]
    header: tuple[str, ...] = ()


Node = Block | Row | Loop


@attrs.frozen(eq=False, slots=False)
class Skeleton:
    """A compiled template, ready to be fitted."""

    nodes: tuple[Node, ...]

    def patterns(self) -> Iterator[tuple[Pattern, str | None]]:
        """Every pattern that prints values, and the list whose rows it belongs to."""
        for node in self.nodes:
            match node:
                case Block(pattern):
                    yield pattern, None
                case Row(cells):
                    yield from ((cell.pattern, None) for cell in cells)
                case Loop(path, body):
                    yield from ((cell.pattern, path) for row in body for cell in row.cells)

    def slots(self) -> Iterator[Slot]:
        """Every slot in reading order."""
        for pattern, _ in self.patterns():
            yield from pattern.slots

    @cached_property
    def paths(self) -> frozenset[str]:
        """The paths that have a place in the template; ``*`` stands for the rows of a list."""
        return frozenset(slot.path for slot in self.slots())

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """How messages call the fields that have a place in the template, by their paths."""
        return MappingProxyType({slot.path: slot.label for slot in self.slots()})

    @cached_property
    def edges(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """How many cells the rows before the first loop have, and those after the last."""
        loops = [number for number, node in enumerate(self.nodes) if isinstance(node, Loop)]
        first, last = (loops[0], loops[-1]) if loops else (len(self.nodes), len(self.nodes))
        head, tail = (
            tuple(len(node.cells) for node in nodes if isinstance(node, Row))
            for nodes in (self.nodes[:first], self.nodes[last:])
        )
        return head, tail

    @cached_property
    def has_loops(self) -> bool:
        """Whether it holds lists, of any number of rows."""
        return any(isinstance(node, Loop) for node in self.nodes)

    def fingerprint(self) -> str:
        """A short hash of the template's tags: which generation of a template made a file."""
        tags = "\n".join(slot.source for slot in self.slots())
        return hashlib.sha256(tags.encode()).hexdigest()[:12]


@attrs.define(eq=False, slots=True)
class Segment:
    """One unit of a file as a skeleton sees it: a run of paragraphs, or a row with the cells that reach into it."""

    lines: tuple[Line, ...]
    text: RichText
    cells: tuple[Cell, ...]
    is_row: bool

    @property
    def first(self) -> Line:
        return self.lines[0]


def segments(lines: tuple[Line, ...]) -> list[Segment]:
    """The lines of a grid as segments: paragraphs joined, blank stretches of paragraphs dropped."""
    found: list[Segment] = []
    paragraphs: list[Line] = []

    def close() -> None:
        if any(not line.is_blank for line in paragraphs):
            text = RichText.join(cell.rich for line in paragraphs for cell in line.cells)
            cells = tuple(cell for line in paragraphs for cell in line.cells)
            found.append(Segment(tuple(paragraphs), text, cells, is_row=False))
        paragraphs.clear()

    for line in lines:
        if line.is_row:
            close()
            cells = line.cells
            if line.above:
                cells = tuple(sorted((*line.cells, *line.above), key=lambda cell: cell.first))
            found.append(Segment((line,), RichText(""), cells, is_row=True))
        else:
            paragraphs.append(line)
    close()
    return found
