"""A document as a grid: one stream of lines, each a paragraph or a table row, in every format.

The matcher knows only this. ``docx``, ``xlsx`` and ``pdf`` each have one small module that makes a Grid.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

import attrs

from kjfz_docs.findings import Finding, Place


@attrs.frozen
class Format:
    """How a stretch of characters looks, as far as it can carry meaning."""

    bold: bool = False
    underline: bool = False
    strike: bool = False
    highlight: bool = False
    circled: bool = False
    color: str | None = None


PLAIN = Format()
Spans = tuple[tuple[int, int, Format], ...]


@attrs.define(frozen=False, eq=True, slots=True)
class RichText:
    """A text and the format of its characters.

    ``spans`` are ``(start, end, format)`` of the characters that are not plain, in order, not overlapping.
    Most texts have none. Treat as read-only.
    """

    text: str
    spans: Spans = ()

    def __str__(self) -> str:
        return self.text

    def __len__(self) -> int:
        return len(self.text)

    def slice(self, start: int, end: int) -> RichText:
        """The characters from ``start`` up to ``end`` with their format."""
        if not self.spans:
            return RichText(self.text[start:end])
        spans = tuple(
            (max(first, start) - start, min(last, end) - start, look)
            for first, last, look in self.spans
            if first < end and last > start
        )
        return RichText(self.text[start:end], spans)

    def format_at(self, index: int) -> Format:
        """The format of the character at ``index``."""
        return next((look for first, last, look in self.spans if first <= index < last), PLAIN)

    @classmethod
    def join(cls, parts: Iterable[RichText], separator: str = "\n") -> RichText:
        """Several texts as one, with ``separator`` between them."""
        found = list(parts)
        text = separator.join([part.text for part in found])
        if not any(part.spans for part in found):
            return cls(text)
        spans: list[tuple[int, int, Format]] = []
        offset = 0
        for part in found:
            spans.extend((first + offset, last + offset, look) for first, last, look in part.spans)
            offset += len(part.text) + len(separator)
        return cls(text, tuple(spans))


@attrs.define(slots=True)
class Paragraph(RichText):
    """One printed line of text; a soft break splits a paragraph in two.

    ``number`` is the automatic number or bullet that is printed before the text and is not part of it.
    """

    number: str = ""


# The lines of a cell that has none.
NO_LINES = (Paragraph(""),)
# Where a cell of a Word document stands: table, row, column, or paragraph.
Spot = tuple[int | None, int | None, int | None, int | None]
SpotInFile = tuple[str | None, int | None, int | None, int | None, int | None]


def place_at(spot: Place | SpotInFile) -> Place:
    """The place that a spot is; of most nobody asks for it."""
    if isinstance(spot, Place):
        return spot
    file, table, row, column, paragraph = spot
    return Place(file=file, table=table, row=row, column=column, paragraph=paragraph)


@attrs.define(eq=False, slots=True)
class Cell:
    """One cell of a table, or a paragraph outside tables seen as a line of one cell.

    ``first`` and ``last`` are the grid columns it covers (from 0, both included), ``height`` the rows it reaches
    down. ``raw`` is the typed value where the format has one (Excel), ``formula`` what calculated it (empty where it
    was typed), ``findings`` are doubts about this cell alone. ``worked_out``: the formula had no result, it was found
    out in reading. ``text`` is that of its paragraphs, joined by newlines; of a cell that has nothing else, its
    automatic number.
    """

    paragraphs: tuple[Paragraph, ...]
    _place: Place | SpotInFile
    first: int = 0
    last: int = 0
    height: int = 1
    raw: object = None
    findings: tuple[Finding, ...] = ()
    formula: str = ""
    worked_out: bool = False
    text: str = attrs.field(init=False, repr=False)
    _rich: RichText | None = attrs.field(init=False, repr=False, default=None)

    def __attrs_post_init__(self) -> None:
        paragraphs = self.paragraphs
        # Most cells have one paragraph.
        text = paragraphs[0].text if len(paragraphs) == 1 else "\n".join([each.text for each in paragraphs])
        self.text = text or self._number

    @property
    def place(self) -> Place:
        """Where it stands; made when it is first asked for."""
        found = self._place
        if found.__class__ is not Place:
            found = self._place = place_at(found)
        return found

    @property
    def spot(self) -> Place | SpotInFile:
        """Where it stands, for whom may never ask for the place."""
        return self._place

    @property
    def rich(self) -> RichText:
        """Its paragraphs, joined by newlines, with their formats; else its automatic number."""
        # Not by functools.cached_property, which takes a lock for each cell.
        found = self._rich
        if found is None:
            paragraphs = self.paragraphs
            found = self._rich = (
                RichText(self.text, paragraphs[0].spans)
                if len(paragraphs) == 1
                else RichText.join(paragraphs)
            )
        return found

    @property
    def _number(self) -> str:
        if len(self.paragraphs) != 1 or not self.paragraphs[0].number:
            return ""
        number = self.paragraphs[0].number.rstrip(".．、 ")
        return number if number.isalnum() and not self.paragraphs[0].text else ""


class LineKind(enum.Enum):
    """What a line of a document is."""

    PARAGRAPH = "paragraph"
    ROW = "row"


@attrs.define(eq=False, slots=True)
class Line:
    """A paragraph outside tables, or one row of a table.

    ``cells`` begin in this row; ``above`` are cells of earlier rows that reach into it. ``table`` counts the
    tables of the document from 0 (None for a paragraph); nested tables follow the row that holds them.
    """

    kind: LineKind
    cells: tuple[Cell, ...]
    above: tuple[Cell, ...] = ()
    table: int | None = None
    header: bool = False

    @property
    def text(self) -> str:
        """The texts of its own cells, joined by tabs (for messages and tests)."""
        return "\t".join(cell.text for cell in self.cells)

    @property
    def is_row(self) -> bool:
        return self.kind is LineKind.ROW

    @property
    def is_blank(self) -> bool:
        """Whether none of its own cells has a visible character."""
        return not any(cell.text.strip() for cell in self.cells)


@attrs.define(eq=False, slots=True)
class Grid:
    """A document: its lines in reading order, what was noticed on the way, and its properties.

    ``properties`` holds ``identifier`` (dc:identifier) and ``keywords`` where the document has them.
    """

    lines: tuple[Line, ...]
    findings: tuple[Finding, ...] = ()
    properties: Mapping[str, str] = attrs.field(factory=lambda: MappingProxyType({}))
    landscape: bool | None = None

    def cells(self) -> Iterator[Cell]:
        """Every cell once, in reading order."""
        for line in self.lines:
            yield from line.cells

    def draw(self) -> str:
        """The grid as text, a line each, cells between bars: for tests and for a look by eye."""
        return "\n".join(
            ("| " if line.is_row else "  ") + " | ".join(cell.text.replace("\n", "¶") for cell in line.cells)
            for line in self.lines
        )
