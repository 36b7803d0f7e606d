"""A Word document as a grid: its paragraphs and table rows, read from document.xml in one pass.

Rows are read and forgotten while the part is parsed, so that a list of 20,000 rows needs the memory of its
grid and not that of its XML tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, partial
from types import MappingProxyType

import attrs

from kjfz_docs.findings import Place
from kjfz_docs.grids.docx_blocks import KnownParagraph, KnownRow, NotInPlaceError, Replaced
from kjfz_docs.grids.docx_columns import column_widths, merge_slivers
from kjfz_docs.grids.docx_known import PARSED_WHOLE, Known
from kjfz_docs.grids.docx_names import w
from kjfz_docs.grids.docx_numbering import Numbering
from kjfz_docs.grids.docx_page import is_landscape, section_size
from kjfz_docs.grids.docx_rows import CellShape, RowShape, cell_shape, row_shape
from kjfz_docs.grids.docx_styles import Styles, styles_in
from kjfz_docs.grids.docx_text import Nested, TextReader
from kjfz_docs.grids.docx_unread import shortener
from kjfz_docs.grids.docx_walk import Surroundings
from kjfz_docs.grids.docx_whole import laid, learn, taken_apart
from kjfz_docs.grids.door import Opened
from kjfz_docs.grids.kinds import main_part
from kjfz_docs.grids.limits import Limits
from kjfz_docs.grids.model import NO_LINES, Cell, Grid, Line, LineKind, Paragraph
from kjfz_docs.grids.notes import Notes
from kjfz_docs.grids.package import Package
from kjfz_docs.grids.properties import properties_of
from kjfz_docs.grids.refusal import damaged, naming, too_much
from kjfz_docs.grids.xml import (
    Element,
    check_xml,
    close,
    drop,
    feed,
    nodes,
    parse_utf8,
    parser_for_feeding,
)

_P, _TBL, _TR, _TC, _T = w("p"), w("tbl"), w("tr"), w("tc"), w("t")
_TBL_GRID, _ALT_CHUNK = w("tblGrid"), w("altChunk")
_ROWS, _CELLS = frozenset({_TR}), frozenset({_TC})
_BLOCKS = frozenset({_P, _TR})
_EVENTS = frozenset({*_BLOCKS, _TBL, _TBL_GRID, _ALT_CHUNK, *Surroundings.TAGS})
_APPLICATION = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}Application"
# LibreOffice writes a text like _x0041_ as Excel does, although nobody decodes that in a Word document.
_ESCAPED = re.compile(rb"_x005F_(?=x[0-9A-Fa-f]{4}_)")


def docx_grid(opened: Opened, limits: Limits | None = None) -> Grid:
    """The grid of an opened Word document; ``Refused`` if it is damaged, unsafe or beyond the limits."""
    with naming(opened.name):
        if opened.package is None or (part := main_part(opened.package)) is None:
            raise damaged("缺少文档主体")
        reader = partial(_Reader, opened, opened.package, part, limits or opened.limits)
        try:
            return reader().grid()
        except NotInPlaceError:
            return reader().grid(by_memory=False)


def docx_elements(opened: Opened) -> tuple[Element, Mapping[Place, Element]]:
    """The main part of an opened Word document as a tree, and the paragraph or cell that stands at each place."""
    with naming(opened.name):
        if opened.package is None or (part := main_part(opened.package)) is None:
            raise damaged("缺少文档主体")
        found: dict[Place, Element] = {}
        root = _Reader(opened, opened.package, part, opened.limits, found).tree()
    return root, MappingProxyType(found)


@attrs.define(eq=False)
class _Table:
    """A table being read: its number, its rows and cells so far, and the merged cells that may reach further down."""

    index: int
    widths: tuple[int, ...] = ()
    row: int = 0
    cells: list[Cell] = attrs.field(factory=list)
    merged: dict[int, Cell] = attrs.field(factory=dict)
    in_header: bool = True


class _Reader:
    """One reading of one document."""

    def __init__(
        self,
        opened: Opened,
        package: Package,
        part: str,
        limits: Limits,
        elements: dict[Place, Element] | None = None,
    ) -> None:
        self._elements = elements
        self._opened, self._package, self._part, self._limits = opened, package, part, limits
        self._notes = Notes()
        self._text = TextReader(
            self._styles(), cache(partial(Numbering.of, package, part)), self._notes, limits
        )
        self._lines: list[Line] = []
        self._tables = 0
        self._paragraphs = 0
        self._levels = 0
        self._inside = 0
        self._open_tables: list[_Table] = []
        self._around = Surroundings(self._notes, limits)
        self._section: Element | None = None
        self._known: Known | None = None
        self._replaced = Replaced()

    def tree(self) -> Element:
        """Its tree; where its elements stand is in ``elements``."""
        return self._read(self._bytes())

    def grid(self, *, by_memory: bool = True) -> Grid:
        data = self._bytes()
        by_memory = by_memory and not self._text.escaped
        known = Known.of(data, self._text.styles, self._limits) if by_memory else None
        taken = taken_apart(data) if known is not None else None
        whole = (
            laid(known.wholes, taken, self._opened.name) if known is not None and taken is not None else None
        )
        if whole is not None:
            self._text.count(whole.blocks)
            return self._grid(whole.lines, whole.landscape)
        self._known = known
        root = self._read(data)
        made = self._grid(tuple(self._lines), is_landscape(root, self._section))
        if known is not None and taken is not None and self._replaced.blocks:
            learn(known.wholes, taken, self._replaced.blocks, made)
        return made

    def _grid(self, lines: tuple[Line, ...], landscape: bool | None) -> Grid:
        return Grid(lines, self._notes.findings, properties_of(self._package), landscape)

    # Parts

    def _bytes(self) -> bytes:
        data = self._package.xml_bytes(self._part)
        self._text.escaped = b"_x005F_" in data and self._from_libreoffice()
        return data

    def _styles(self) -> Styles:
        name = self._package.related(self._part, "styles")
        return Styles() if name is None else self._package.said(name, styles_in)

    def _from_libreoffice(self) -> bool:
        """Whether LibreOffice saved it, by the extended properties."""
        name = self._package.related("", "extended-properties")
        application = None if name is None else self._package.xml(name).findtext(_APPLICATION)
        return (application or "").startswith("LibreOffice")

    def _read(self, data: bytes) -> Element:
        """Parse the main part, reading each paragraph and row of the body as soon as it is complete."""
        if self._elements is not None:  # all of them are wanted
            root = parse_utf8(data, self._limits)
            self._events(_as_parsed(root))
            return self._ended(root)
        if self._known is not None:
            data, self._replaced = self._known.without_blocks(data)
        if len(data) > PARSED_WHOLE:
            return self._ended(self._in_pieces(data))
        if self._known is not None and self._replaced.blocks:
            root = self._known.frame(data)
        else:
            root = parse_utf8(shortener(data, self._text.styles)(data), self._limits)
        self._events(_as_parsed(root))
        return self._ended(root)

    def _ended(self, root: Element) -> Element:
        if root.tag != w("document"):
            raise damaged("不是 Word 文档")
        self._flush()
        self._replaced.ended()
        return root

    def _in_pieces(self, data: bytes) -> Element:
        """Parse a large part, forgetting each paragraph and row of the body once it is read; its empty root."""
        check_xml(data, self._limits)
        parser, lean = parser_for_feeding(_EVENTS), shortener(data, self._text.styles)
        held = 0
        for at in range(0, len(data), PARSED_WHOLE):
            chunk = lean(data[at : at + PARSED_WHOLE])
            held += nodes(chunk)
            feed(parser, chunk)
            if self._events(parser.read_events(), forget=True):
                held = 0
            elif held > self._limits.tree_nodes:
                raise too_much("段落或表格行过大")
        return close(parser)

    def _events(self, events: Iterable[tuple[str, Element]], *, forget: bool = False) -> bool:
        """Follow the parser; whether paragraphs or rows of the body were completed and dropped."""
        dropped = False
        for event, element in events:
            tag, start = element.tag, event == "start"
            if tag in _BLOCKS:
                self._inside += 1 if start else -1
                if self._inside == 0 and not start:
                    self._block(element)
                    if forget:
                        drop(element)
                        dropped = True
            elif self._inside:
                continue
            elif tag == _TBL:
                if start:
                    self._flush()
                    self._open_tables.append(_Table(-1) if self._around.removed else self._new_table())
                else:
                    _end(self._open_tables.pop())
            elif tag == _TBL_GRID:
                if not start and self._open_tables:
                    self._open_tables[-1].widths = column_widths(element)
            elif tag == _ALT_CHUNK:
                if start:
                    self._notes.here("KD219", kind="嵌入文档")
            elif start:
                self._around.start(element)
            else:
                self._around.end(element)
        return dropped

    def _block(self, element: Element) -> None:
        """Read a paragraph or row of the body as what stands around it says."""
        known = self._replaced.at(element) if self._replaced.blocks else None
        if self._around.removed:
            return
        if known is not None and self._known is not None and (self._around.muted or self._text.open):
            element, known = self._known.element(self._replaced.whole, known), None
        self._text.muted = self._around.muted
        if element.tag == _P:
            self._paragraph(element, known if isinstance(known, KnownParagraph) else None)
        elif self._open_tables:
            table = self._open_tables[-1]
            if isinstance(known, KnownRow):
                self._placed(known.shape, known.cells, table)
            else:
                self._row(element, table)
        if self._text.muted:
            self._text.doubt_placeholder(element)
            self._text.muted = 0

    # Paragraphs

    def _paragraph(self, element: Element, known: KnownParagraph | None) -> None:
        if not self._text.open:
            self._paragraphs += 1
            self._notes.place = Place(file=self._opened.name, paragraph=self._paragraphs)
            self._stands(element)
        if known is not None:
            self._text.count()
            self._emit(known.lines)
            return
        if self._section is None:
            self._section = section_size(element)
        self._text.paragraph(element)
        if not self._text.open:
            self._emit(self._text.take())

    def _stands(self, element: Element) -> None:
        if self._elements is not None and self._notes.place is not None:
            self._elements[attrs.evolve(self._notes.place, file=None)] = element

    def _flush(self) -> None:
        """A paragraph whose mark was deleted, and after which no other comes, ends all the same."""
        if self._text.open:
            self._emit(self._text.take())

    def _emit(self, lines: tuple[Paragraph, ...]) -> None:
        place = self._notes.place or Place()
        cell = Cell(lines, place)
        self._lines.append(Line(LineKind.PARAGRAPH, (cell,)))
        self._nested()
        self._notes.place = place

    # Tables

    def _new_table(self) -> _Table:
        self._tables += 1
        return _Table(self._tables - 1)

    def _nested(self) -> None:
        """Read the tables that the last line holds, after it."""
        found, self._text.tables = self._text.tables, []
        for nested in found:
            self._nested_table(nested)

    def _nested_table(self, nested: Nested) -> None:
        self._levels += 1
        if self._levels > self._limits.nested_tables:
            raise too_much("表格嵌套过深")
        kept, self._text.muted = self._text.muted, nested.muted
        self._text.enter()
        table = self._new_table()
        table.widths = column_widths(nested.table.find(_TBL_GRID))
        for row in self._text.flat(nested.table, _ROWS):
            self._row(row, table)
        _end(table)
        self._text.leave()
        self._text.muted = kept
        self._levels -= 1

    def _row(self, element: Element, table: _Table) -> None:
        cells = ((cell_shape(tc), None, tc) for tc in self._text.flat(element, _CELLS))
        self._placed(row_shape(element), cells, table)

    def _placed(
        self,
        of_row: RowShape,
        cells: Iterable[tuple[CellShape, tuple[Paragraph, ...] | None, Element | int]],
        table: _Table,
    ) -> None:
        """Read the cells of a row where they stand, by what the properties of row and cells say.

        A cell is given by its lines and the number of its paragraphs if these are known, else by its element.
        """
        if of_row.deleted or of_row.hidden:
            self._notes.once("KD209" if of_row.deleted else "KD210")
            return
        table.row += 1
        own: list[Cell] = []
        above: list[Cell] = []
        merged: dict[int, Cell] = {}
        column, printed = of_row.before, 0
        count = 0
        for shape, known, tc in cells:
            count += 1
            first, column = column, column + shape.span
            if shape.deleted:
                self._notes.once("KD209")
                continue
            if shape.right == "continue" and own and own[-1].last == first - 1:
                own[-1].last = column - 1
                self._covered(known, tc)
                continue
            printed += 1
            place = Place(file=self._opened.name, table=table.index + 1, row=table.row, column=printed)
            self._notes.place = place
            if self._elements is not None:
                self._stands(tc)
            owner = table.merged.get(first) if shape.down == "continue" else None
            if owner is not None:
                owner.height += 1
                above.append(owner)
                merged[first] = owner
                self._covered(known, tc)
                continue
            if known is not None:
                count += tc
            else:
                self._text.blocks(tc)
                known = self._text.take()
            cell = Cell(known or NO_LINES, place, first, column - 1)
            own.append(cell)
            if shape.down is not None:
                merged[first] = cell
        self._text.count(count)
        table.merged = merged
        table.cells += own
        table.in_header = table.in_header and of_row.header
        self._lines.append(Line(LineKind.ROW, tuple(own), tuple(above), table.index, table.in_header))
        self._nested()

    def _covered(self, known: tuple[Paragraph, ...] | None, tc: Element) -> None:
        """A cell that a merged one covers is not printed; text in it is hidden text."""
        texts = tc.iter(_T) if known is None else known
        if any((each.text or "").strip() for each in texts):
            self._notes.once("KD210")


def _end(table: _Table) -> None:
    """What can be said of a table's cells only when all are known."""
    merge_slivers(table.widths, table.cells)


def _as_parsed(container: Element) -> Iterator[tuple[str, Element]]:
    """The events of a parser for a tree that is there; small ones are parsed faster as a whole."""
    for child in container:
        tag = child.tag
        if tag in _BLOCKS:  # what they hold is read with them
            yield "start", child
            yield "end", child
        elif tag in _EVENTS:
            yield "start", child
            yield from _as_parsed(child)
            yield "end", child
        elif len(child):
            yield from _as_parsed(child)
