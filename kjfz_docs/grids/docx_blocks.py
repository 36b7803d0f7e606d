"""The rows and paragraphs that were taken out of a Word document before it was parsed, put back in their places."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from kjfz_docs.grids.docx_lines import LineBuilder
from kjfz_docs.grids.docx_rows import CellShape, RowShape
from kjfz_docs.grids.docx_text import EDGES
from kjfz_docs.grids.model import Format, Paragraph
from kjfz_docs.grids.xml import Element

# The attribute of an element that stands for a block: its number. No document of which blocks are taken has this name.
NUMBER = "kjfz-block"


class NotInPlaceError(Exception):
    """What stands for a block was not met in its turn: the document is not what it looked like."""


@attrs.frozen(eq=False)
class Lines:
    """What the tags of a cell or paragraph mean: its properties, and how the ``count`` texts of its lines look.

    ``strips``: which texts lose the blanks at their ends, if any does. ``blocks`` is how many paragraphs the reader
    counts. ``is_plain``: each line is one text without a format.
    """

    shape: CellShape
    count: int
    looks: tuple[tuple[Format, ...], ...]
    strips: tuple[bool, ...]
    blocks: int
    is_plain: bool

    def with_texts(self, texts: Sequence[str]) -> tuple[Paragraph, ...]:
        """The lines with these texts in them."""
        if self.strips:
            pairs = zip(texts, self.strips, strict=True)
            texts = [text.strip(EDGES) if strips else text for text, strips in pairs]
        if self.is_plain:
            return (Paragraph(texts[0]),) if len(texts) == 1 else tuple([Paragraph(text) for text in texts])
        line, rest = LineBuilder(), iter(texts)
        for looks in self.looks:
            for look in looks:
                line.add(next(rest), look)
            line.end()
        return line.take()


@attrs.define(eq=False)
class KnownParagraph:
    """A paragraph of the body: its lines, what its tags mean, and where it stands in the bytes of the document."""

    lines: tuple[Paragraph, ...]
    meant: Lines
    span: tuple[int, int]


@attrs.define(eq=False)
class KnownRow:
    """A row of a table: what its properties say, its cells, and where it stands in the bytes of the document.

    Of each cell: what its properties say, its lines, and how many paragraphs it has; and what its tags mean.
    """

    shape: RowShape
    cells: Sequence[tuple[CellShape, tuple[Paragraph, ...], int]]
    meant: Sequence[Lines]
    span: tuple[int, int]


Block = KnownRow | KnownParagraph


class Replaced:
    """The blocks taken out of a document, given back in their order as the reader meets what stands for them.

    ``whole`` is the document with them.
    """

    def __init__(self, blocks: Sequence[Block] = (), whole: bytes = b"") -> None:
        self.blocks, self.whole = blocks, whole
        self._met = 0

    def at(self, element: Element) -> Block | None:
        """The block for which an element of the body stands; None for one that stands for itself."""
        number = element.get(NUMBER)
        if number is None:
            return None
        if number != str(self._met):
            raise NotInPlaceError
        self._met += 1
        return self.blocks[self._met - 1]

    def ended(self) -> None:
        """All was read: each block was met, and none was left within another element."""
        if self._met < len(self.blocks):
            raise NotInPlaceError
